"""What was tried in one plan, carried over to the next where it cannot have changed.

Why what is carried over is right: to add edges or to take some away changes nothing but changes
that lead to where one of them starts, and what it does to these follows from all that they and the
edges lead to. Between two plans of one graph a mark or an answer shows and hides some edges. What
leads to where none of these starts leads to the same nodes by the same edges as before; and where
none of them ends at what leads to a node, nothing more or less leads to it. So a trial comes out as
it did where nothing that leads to the starts of its edges, and no end of them, leads to where a
shown or hidden edge starts, or is where one ends. It does not matter in which of the two plans this
is looked at: a way to the first such start on it is made of edges that both plans have.
"""

from collections.abc import Collection

from relplan.model.value import value
from relplan.planning.components import Condensation
from relplan.planning.questions.trying import Trying
from relplan.planning.questions.ways import Moved
from relplan.planning.search import reached_from


@value()
class _Tried:
    """How one trial came out."""

    found: Moved
    around: int
    """The bits of what leads to the starts of its edges, and of their ends."""


class Carrying:
    """Tries things in one view of a plan, or knows from the plan before how they come out."""

    def __init__(self, trying: Trying, before: "Carrying | None") -> None:
        """Try in the view of *trying* what does not hold from *before*."""
        self._trying = trying
        self._known = before.holding(trying.view) if before else {}

    def differing(self, places: Collection[int], *, show: bool) -> Moved:
        """Return which changes differ when the edges at *places* come or go."""
        trial = (frozenset(places), show)
        if trial not in self._known:
            found = self._trying.differing(places, show=show)
            self._known[trial] = _Tried(found, self._trying.around(places))
        return self._known[trial].found

    def holding(self, view: Condensation) -> dict[tuple[frozenset[int], bool], _Tried]:
        """Return what comes out the same in *view*, which is one of another plan of the graph."""
        moved = _moved(self._trying.view, view)
        return {trial: tried for trial, tried in self._known.items() if not tried.around & moved}


def _moved(old: Condensation, new: Condensation) -> int:
    """Return the bits of what may lead elsewhere in one view than in the other."""
    ends = [old.graph.ends(place) for place in old.hidden.edges ^ new.hidden.edges]
    moved = reached_from({source for source, _ in ends}, new.pred)
    return new.graph.bits.of(moved.union(target for _, target in ends))
