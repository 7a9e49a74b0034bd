"""``relplan rules``."""

from typing import Annotated

from relplan.cli.commands.compare import STYLES
from relplan.cli.completion import complete_kind
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, Json, Option
from relplan.cli.output import Style, say, say_json, say_table
from relplan.exports.rules.json import rules_document
from relplan.model.rule import Rule


def rules(
    rule: Annotated[
        str | None, Argument(metavar="[ID]", help="One of them, with an example.")
    ] = None,
    kind: Annotated[
        str | None,
        Option(
            "--kind",
            metavar="KIND",
            help="Those of one kind of contract.",
            autocompletion=complete_kind,
        ),
    ] = None,
    json: Json = False,
) -> int:
    """List the rules by which contracts are compared, or explain one."""
    from relplan.app.rules import all_rules, rules_called

    found = all_rules(kind) if rule is None else rules_called(rule, kind)
    if json:
        say_json(rules_document(found))
    elif rule is None:
        say_table(
            [
                [of, one.id, (one.severity.value, STYLES[one.severity]), one.summary]
                for of, one in found
            ]
        )
    else:
        for of, one in found:
            _explain(of, one)
    return EXIT_DONE


def _explain(kind: str, rule: Rule) -> None:
    about = f" of {'an' if rule.direction[:1] in 'aeiou' else 'a'} {rule.direction}"
    say(f"{rule.id}: {kind}{about if rule.direction else ''}", Style.BOLD)
    say(f"  {rule.severity.value}", STYLES[rule.severity])
    say(f"  {rule.summary}")
    for word, text in (("before", rule.before), ("after", rule.after)):
        if rule.before or rule.after:
            say(f"  {word}:{'' if text else ' nothing'}", Style.DIM)
            for line in text.splitlines():
                say(f"    {line}")
    say(f'  to weigh it otherwise, in relplan.toml under [severity]: "{rule.id}" = "risky"')
