"""``mark unmark dismiss undo redo log``: what a person decides."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from relplan.cli.bench import bench_here, scanned_bench
from relplan.cli.commands.plan import headline
from relplan.cli.completion import complete_coupling, complete_mark_name
from relplan.cli.context import asked_scenario
from relplan.cli.deciding import decided
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, InScenario, Json, Option, Yes
from relplan.cli.output import Style, say, say_json, say_table, warn
from relplan.model.counting import counted
from relplan.model.decision import Decision, DecisionKind, LogEntry

if TYPE_CHECKING:
    from relplan.app import Workbench

_SHOWN = 20
"""Entries that are shown where nothing says how many."""
CouplingName = Annotated[
    str,
    Argument(
        metavar="COUPLING",
        help="A contract, feature, gate or unit, or a unique prefix of its name.",
        autocompletion=complete_coupling,
    ),
]


def mark(
    coupling: CouplingName,
    mark: Annotated[
        str,
        Argument(
            metavar="MARK",
            help="versioned, flagged, waived or split.",
            autocompletion=complete_mark_name,
        ),
    ],
    scenario: InScenario = None,
    yes: Yes = False,
) -> int:
    """Mark a contract versioned or flagged, a feature flagged, a gate waived, a unit split."""
    with scanned_bench(scenario) as bench:
        before = headline(bench.plan().numbers)
        entry = decided(bench, lambda: bench.mark(coupling, mark), yes=yes)
        return report(bench, entry, before)


def unmark(coupling: CouplingName, scenario: InScenario = None, yes: Yes = False) -> int:
    """Take a mark off."""
    with scanned_bench(scenario) as bench:
        before = headline(bench.plan().numbers)
        return report(bench, decided(bench, lambda: bench.unmark(coupling), yes=yes), before)


def dismiss(
    edge: Annotated[str, Argument(metavar="EDGE", help="As `relplan why` names it.")],
    reason: Annotated[str, Option("--reason", help="Why it is not so.")] = "",
    back: Annotated[bool, Option("--restore", help="Take the dismissal back.")] = False,
    scenario: InScenario = None,
    yes: Yes = False,
) -> int:
    """Dismiss an edge that is not so."""
    with scanned_bench(scenario) as bench:
        before = headline(bench.plan().numbers)
        decide = (lambda: bench.restore(edge)) if back else (lambda: bench.dismiss(edge, reason))
        return report(bench, decided(bench, decide, yes=yes), before)


def undo(scenario: InScenario = None, yes: Yes = False) -> int:
    """Take back your own last decision in the scenario."""
    with scanned_bench(scenario) as bench:
        before = headline(bench.plan().numbers)
        others = _of_others(bench)
        entry = decided(bench, bench.undo, yes=yes)
        nothing = f"there is nothing of yours to undo{others}"
        return report(bench, entry, before, "undone: ", nothing)


def redo(scenario: InScenario = None, yes: Yes = False) -> int:
    """Decide again what you took back last."""
    with scanned_bench(scenario) as bench:
        before = headline(bench.plan().numbers)
        entry = decided(bench, bench.redo, yes=yes)
        return report(bench, entry, before, "redone: ", "there is nothing of yours to redo")


def _of_others(bench: Workbench) -> str:
    """Name the newest decision that holds in the scenario, where it is not one's own."""
    newest, own = bench.newest_in_force(), bench.newest_in_force(own=True)
    if newest is None or newest == own:
        return ""
    other = bench.person.names(newest.decision.who, newest.decision.host)
    return f"; {other}'s stays: {in_words(newest)}"


def log(
    limit: Annotated[
        int | None, Option("--limit", "-n", min=1, help="Entries at the most; else 20, or all.")
    ] = None,
    since: Annotated[
        str | None,
        Option("--since", metavar="MOMENT", help="Only what happened since: 2026-11-26T22:00."),
    ] = None,
    scenario: Annotated[
        str | None, Option("--scenario", help="Only what holds in this one; else of all.")
    ] = None,
    json: Json = False,
) -> int:
    """Show who decided what, when, from where and in which scenario."""
    from relplan.app.moments import parse_moment
    from relplan.exports.log.json import log_document

    with bench_here(scenario) as bench:
        zone = bench.loaded.workspace.timezone
        start = None if since is None else parse_moment(since, zone)
        most = limit or (_SHOWN if start is None else None)
        only = scenario or asked_scenario()
        entries = bench.log(most, since=start, scenario=only)
        orphans = bench.orphans()
    if json:
        say_json(log_document(entries, orphans))
        return EXIT_DONE
    if not entries:
        where = f" in scenario {only}" if only else ""
        warn(f"nothing was decided{where}" + ("" if since is None else f" since {since}"))
    say_table(
        [
            str(entry.number),
            _date(entry.decision.at),
            entry.decision.who,
            _origin(entry.decision.via, entry.decision.host),
            entry.scenario,
            (in_words(entry), Style.DIM if entry.undone else Style.PLAIN),
        ]
        for entry in entries
    )
    for found in orphans:
        warn(f"note: kept, though what it is about is not pending any more: {_describe(found)}")
    return EXIT_DONE


def _origin(via: str, host: str) -> str:
    """Say by what and on which machine; empty: an earlier relplan did not write it down."""
    return " on ".join(filter(None, (via, host)))


def in_words(entry: LogEntry) -> str:
    """Say what was decided."""
    decision = entry.decision
    reason = f": {decision.reason}" if decision.reason else ""
    by = f" by {entry.turned_by}" if entry.turned_by != decision.who else ""
    undone = f" (undone{by})" if entry.undone else ""
    return f"{_describe(decision, entry.before)}{reason}{undone}"


def _describe(decision: Decision, before: str = "") -> str:
    match decision.kind:
        case DecisionKind.MARK if decision.value:
            return f"marked {decision.subject} {decision.value}"
        case DecisionKind.MARK:
            return f"took {before} off {decision.subject}"
        case DecisionKind.MOVE:
            to = f"to {decision.detail}" if decision.value else "back to the earliest date"
            return f"moved {decision.subject} {to}"
        case DecisionKind.DISMISSAL:
            verb = "dismissed" if decision.value else "restored"
            return f"{verb} {decision.subject} {decision.detail}".rstrip()
        case DecisionKind.STATE:
            return f"set {decision.subject} {decision.value or 'back'}"
        case DecisionKind.ANSWER:
            withdrew = f"withdrew the answer to {decision.subject}"
            verb = f"answered {decision.subject} {decision.value}" if decision.value else withdrew
            return f"{verb}: {decision.detail}"


def report(
    bench: Workbench,
    entry: LogEntry | None,
    before: str,
    verb: str = "",
    nothing: str = "that is so already",
) -> int:
    """Print what was decided, and the numbers of the plan *before* and now."""
    if entry is None:
        warn(nothing)
        return EXIT_DONE
    where = "" if entry.decision.kind.everywhere else f" in scenario {bench.scenario().name}"
    more = f", and {counted(entry.others, 'more', 'more')} with it" if entry.others else ""
    say(f"{verb}{_describe(entry.decision, entry.before)}{more}{where}")
    after = headline(bench.plan().numbers)
    if after == before:
        say(f"the plan's numbers stay: {after}")
    else:
        say_table([["before", before], ["now", after]])
    if entry.decision.kind is DecisionKind.ANSWER:
        note_of_file(bench, entry.decision.subject)
    return EXIT_DONE


def note_of_file(bench: Workbench, question: str) -> bool:
    """Say where it is so that relplan.toml answers a question, which no command takes back."""
    from relplan.app.answering import stays

    found = bench.answer_of_file(question)
    if found is not None:
        warn(f"note: {stays(found)}")
    return found is not None


def _date(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone():%Y-%m-%d %H:%M}"
