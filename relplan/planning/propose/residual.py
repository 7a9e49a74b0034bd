"""The residual graph of an answer: what is left of a tangle where its literals have some values."""

from collections.abc import Sequence
from dataclasses import dataclass

from relplan.planning.propose.components import components
from relplan.planning.propose.tangle import Arc, Tangle

NEARLY = 1 - 1e-6
"""Values that add up to so much count as 1: a solver's are not exact."""


@dataclass(frozen=True, slots=True)
class Residual:
    """What the values of an answer leave: the arcs shorter than 1."""

    tangle: Tangle
    lengths: Sequence[float]
    """Of each of the tangle's sets of literals."""
    arcs: Sequence[Arc]
    component: Sequence[int]
    """Of each node; one is numbered after all that it reaches."""

    def crowded(self) -> dict[int, list[int]]:
        """Return the components that hold more changes than the goal lets be in one batch."""
        members: dict[int, list[int]] = {}
        for node, number in enumerate(self.component):
            members.setdefault(number, []).append(node)
        return {
            number: nodes
            for number, nodes in sorted(members.items())
            if self.tangle.is_crowded(nodes)
        }


def residual_of(tangle: Tangle, values: Sequence[float]) -> Residual:
    """Return what *values* leave of *tangle*."""
    lengths = [sum(values[literal] for literal in found) for found in tangle.sets]
    arcs = [arc for arc in tangle.arcs if lengths[arc[2]] < NEARLY]
    out: list[list[int]] = [[] for _ in range(tangle.size)]
    for source, target, _ in arcs:
        out[source].append(target)
    return Residual(tangle, lengths, arcs, components(tangle.size, out.__getitem__))
