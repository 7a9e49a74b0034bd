"""Which flags are to flip once what goes out is out."""

from collections.abc import Iterable, Iterator

from relplan.model.change import Change
from relplan.model.evidence import Evidence
from relplan.model.flag import Flip
from relplan.model.notes import Flag, FlagSource
from relplan.model.scenario import Mark
from relplan.planning.flags import flips
from relplan.planning.plan import Plan


def flags_of_notes(plan: Plan, going: Iterable[Change]) -> tuple[Flag, ...]:
    """Return the flags behind which any of the changes *going* out is, in the order to flip them.

    Those that changes are dark behind come first, then couplings that are marked as flagged.
    """
    names = frozenset(change.id for change in going)
    dark = (_of_dark(plan, one, names) for one in flips(plan, names))
    return (*dark, *_of_marks(plan, names))


def _of_dark(plan: Plan, flip: Flip, going: frozenset[str]) -> Flag:
    needed = (*flip.changes, *flip.after)
    out = tuple(name for name in flip.changes if name in going)
    staying = sorted({name for name in needed if name not in going})
    return Flag(
        flip.flags,
        FlagSource.DARK,
        out,
        (*staying, *flip.waits_for),
        flip.after_flags,
        tuple(found for name in out for found in _shown(plan, name, flip.flags)),
    )


def _shown(plan: Plan, change: str, flags: tuple[str, ...]) -> Iterator[Evidence]:
    """Yield what shows that *change* is dark: its trailer, or what was found and then answered."""
    trailer = plan.changes[change].flag
    if trailer is not None:
        yield trailer
        return
    for found in plan.snapshot.dark.get(change, ()):
        if found.flag in flags:
            yield from found.speaks_for


def _of_marks(plan: Plan, going: frozenset[str]) -> Iterator[Flag]:
    for coupling, mark in sorted(plan.scenario.marks):
        if mark is not Mark.FLAGGED:
            continue
        edges = plan.graph.of_coupling(coupling, plan.scenario.answers)
        tied = sorted({end for edge in edges for end in (edge.source, edge.target)})
        tied = [end for end in tied if end in plan.changes]
        out = tuple(name for name in tied if name in going)
        if out:
            left = tuple(name for name in tied if name not in going)
            yield Flag((coupling,), FlagSource.MARK, out, left)
