"""Which flags are to flip once what goes out is out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from relplan.model.change import Change
from relplan.model.evidence import Evidence
from relplan.model.notes import Flag, FlagSource
from relplan.model.scenario import Mark
from relplan.planning.plan import Plan


def flags_of(plan: Plan, going: Iterable[Change]) -> tuple[Flag, ...]:
    """Return the flags behind which any of the changes *going* out is, by name.

    There are two sources of them, `FlagSource`; whoever knows of another adds it here.
    """
    names = frozenset(change.id for change in going)
    found = [*_of_trailers(plan, names), *_of_marks(plan, names)]
    return tuple(sorted(found, key=lambda flag: (flag.name, flag.source)))


def _of_trailers(plan: Plan, going: frozenset[str]) -> Iterator[Flag]:
    behind: dict[str, list[Change]] = defaultdict(list)
    for change in plan.changes.values():
        if change.flag is not None:
            behind[_name_in(change.flag)].append(change)
    for name, changes in behind.items():
        out = [change for change in changes if change.id in going]
        if out:
            shown = tuple(change.flag for change in out if change.flag is not None)
            yield _flag(name, FlagSource.TRAILER, (one.id for one in changes), going, shown)


def _name_in(trailer: Evidence) -> str:
    """Return the name in ``Flag: NAME``, as its author wrote it."""
    return trailer.text.partition(":")[2].strip()


def _of_marks(plan: Plan, going: frozenset[str]) -> Iterator[Flag]:
    for coupling, mark in plan.scenario.marks:
        if mark is not Mark.FLAGGED:
            continue
        edges = plan.graph.of_coupling(coupling, plan.scenario.answers)
        ends = {end for edge in edges for end in (edge.source, edge.target)}
        tied = ends & plan.changes.keys()
        if tied & going:
            yield _flag(coupling, FlagSource.MARK, tied, going)


def _flag(
    name: str,
    source: FlagSource,
    behind: Iterable[str],
    going: frozenset[str],
    evidence: tuple[Evidence, ...] = (),
) -> Flag:
    changes = sorted(behind)
    out = tuple(change for change in changes if change in going)
    return Flag(name, source, out, tuple(one for one in changes if one not in going), evidence)
