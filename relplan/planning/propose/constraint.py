"""What the marks of an answer must come to."""

from collections.abc import Iterable, Mapping, Sequence

from relplan.model.value import value


@value()
class Constraint:
    """The weights of the literals that are chosen must add up to *least* or more."""

    weights: tuple[tuple[int, int], ...]
    """Literals, sorted, and what each counts."""
    least: int

    def met_by(self, values: Sequence[float]) -> float:
        """Return how much of it *values* meet: 1 and more is all of it."""
        return sum(weight * values[literal] for literal, weight in self.weights) / self.least


def clause(literals: Iterable[int]) -> Constraint:
    """Return that one of *literals* must be chosen."""
    return Constraint(tuple((literal, 1) for literal in sorted(set(literals))), 1)


def weighted(weights: Mapping[int, int], least: int) -> Constraint:
    """Return that *weights* come to *least*; more than all of it one literal need not count."""
    found = ((literal, min(weight, least)) for literal, weight in sorted(weights.items()) if weight)
    return Constraint(tuple(found), least)
