"""``relplan compare``."""

from typing import Annotated

from relplan.cli.completion import complete_kind
from relplan.cli.exits import EXIT_DONE, EXIT_FAULT, EXIT_NO
from relplan.cli.options import Argument, Json, Option
from relplan.cli.output import Style, say, say_json, say_table, warn
from relplan.exports.compare.json import comparison_document
from relplan.model.contract_source import Compatibility, Dialect
from relplan.model.counting import counted
from relplan.model.finding import Finding, Severity

STYLES = {
    Severity.BREAKING: Style.RED,
    Severity.UNKNOWN: Style.RED,
    Severity.RISKY: Style.YELLOW,
    Severity.ADDITIVE: Style.GREEN,
    Severity.NONE: Style.DIM,
}
_EXITS = {Severity.BREAKING: EXIT_NO, Severity.UNKNOWN: EXIT_FAULT}


def compare(
    base: Annotated[str, Argument(metavar="BASE", help="A file or folder; -: nothing.")],
    revision: Annotated[str, Argument(metavar="REVISION", help="The newer one of it.")],
    kind: Annotated[
        str | None,
        Option(
            "--kind",
            metavar="KIND",
            help="Of contract; else as the files say.",
            autocompletion=complete_kind,
        ),
    ] = None,
    dialect: Annotated[
        Dialect | None, Option("--dialect", help="Of SQL; else as the files say.")
    ] = None,
    compatibility: Annotated[
        Compatibility | None,
        Option("--compatibility", help="Of Avro (else backward) and of JSON schemas (else full)."),
    ] = None,
    json: Json = False,
) -> int:
    """Compare two versions of a contract: exit 0 compatible, 1 breaking, 2 unknown or a fault.

    Files, or folders for protobuf and migrations; of migrations, what REVISION has beyond BASE.
    """
    from relplan.app.compare import compare_places

    comparison = compare_places(base, revision, kind, dialect, compatibility)
    if json:
        found = comparison.findings
        say_json(comparison_document(comparison.kind, found, comparison.compatibility))
    else:
        for finding in comparison.findings:
            _show(finding)
        said = counted(len(comparison.findings), "finding")
        if comparison.compatibility is not None:
            said += f" ({comparison.compatibility} compatibility)"
        say(f"{comparison.kind}: {comparison.verdict}, {said}", STYLES[comparison.verdict])
    if comparison.verdict is Severity.UNKNOWN:
        warn("not certain: what could not be understood is never taken for compatible")
    return _EXITS.get(comparison.verdict, EXIT_DONE)


def _show(finding: Finding) -> None:
    where = f"{finding.path}:{finding.line}" if finding.line else finding.path
    more = f" and {counted(len(finding.touches), 'other part')}" if finding.touches else ""
    tags = [] if finding.phase is None else [finding.phase.value]
    if finding.writes and finding.severity is Severity.BREAKING:
        tags.append("for who writes")
    elif finding.reads and finding.severity is Severity.BREAKING:
        tags.append("for who reads")
    if finding.reversible is False:
        tags.append("cannot be undone")
    tag = f" ({', '.join(tags)})" if tags else ""
    severity = (finding.severity.value, STYLES[finding.severity])
    say_table([[severity, finding.part + more, finding.rule + tag]])
    say_table([[where, finding.text]], indent="    ")
