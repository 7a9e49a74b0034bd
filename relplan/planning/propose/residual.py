"""The residual graph of an answer: what is left of a kernel where its literals have some values."""

from collections.abc import Sequence

from relplan.model.value import value
from relplan.planning.connected import components
from relplan.planning.propose.kernel import Arc, Kernel

NEARLY = 1 - 1e-6
"""Values that add up to so much count as 1: a solver's are not exact."""


@value()
class Residual:
    """What the values of an answer leave: the arcs shorter than 1."""

    kernel: Kernel
    lengths: Sequence[float]
    """Of each of the kernel's sets of literals."""
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
            if self.kernel.is_crowded(nodes)
        }


def residual_of(kernel: Kernel, values: Sequence[float]) -> Residual:
    """Return what *values* leave of *kernel*."""
    lengths = [sum(values[literal] for literal in found) for found in kernel.sets]
    arcs = [arc for arc in kernel.arcs if lengths[arc[2]] < NEARLY]
    out: list[list[int]] = [[] for _ in range(kernel.size)]
    for source, target, _ in arcs:
        out[source].append(target)
    return Residual(kernel, lengths, arcs, components(kernel.size, out.__getitem__))
