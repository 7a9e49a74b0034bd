"""``relplan rules``."""

from relplan.cli.commands.compare import STYLES
from relplan.cli.exits import EXIT_DONE
from relplan.cli.output import Style, say, say_json, say_table
from relplan.exports.rules_json import rules_document
from relplan.model.rule import Rule


def show_rules(name: str | None, kind: str | None, json: bool) -> int:
    """Print all rules, or what *name* means with an example."""
    from relplan.app.rules import all_rules, rules_called

    found = all_rules(kind) if name is None else rules_called(name, kind)
    if json:
        say_json(rules_document((one, rule) for one, rule in found))
    elif name is None:
        say_table(
            [
                [one, rule.id, (rule.severity.value, STYLES[rule.severity]), rule.summary]
                for one, rule in found
            ]
        )
    else:
        for one, rule in found:
            _explain(one, rule)
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
