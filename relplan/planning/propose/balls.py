"""What is near each group there and back, for all groups at once.

The groups that each one reaches within a length are the bits of one number, so that one pass over
the arcs finds them for all groups; so is the *ball* around a group of those that a walk there and
back shorter than 1 leads to.
"""

from collections.abc import Iterator

from relplan.planning.deadline import ENDLESS, Deadline
from relplan.planning.propose.joined import NOTHING, Joined, Links

UNITS = 24
"""Steps into which the length 1 is divided: values of a relaxation are halves, thirds and such."""

_Levels = list[list[int]]


class Balls:
    """The balls of the groups of a residual graph, none of which is too large by itself."""

    def __init__(self, joined: Joined, deadline: Deadline = ENDLESS) -> None:
        """Look around all groups of *joined*; raises TimeIsUp."""
        self._joined, self._deadline = joined, deadline
        self._units = [
            max(1, round(length * UNITS)) if length >= NOTHING else 0 for length in joined.lengths
        ]
        # What arcs of no length lead to has a smaller number: going out it is known already.
        self._there = self._within(joined.out, range(joined.size))
        self._back = self._within(joined.into, range(joined.size - 1, -1, -1))
        self._digits: list[int] = []
        """For each binary digit of a weight the groups whose weights have it."""
        for group, weight in enumerate(joined.weight):
            for place in range(weight.bit_length()):
                if place == len(self._digits):
                    self._digits.append(0)
                if weight >> place & 1:
                    self._digits[place] |= 1 << group

    def radius(self, centre: int) -> int | None:
        """Return the least radius, in units, in which there are too many changes; None: in none."""
        most = max(self._joined.most, self._joined.unit[centre])
        low, high = 0, UNITS
        while low < high:
            middle = (low + high) // 2 if high < UNITS else UNITS - 1
            if self._changes(self.ball(centre, middle)) > most:
                high = middle
            else:
                low = middle + 1
        return low if low < UNITS else None

    def ball(self, centre: int, radius: int) -> int:
        """Return the groups, as bits, that are no further than *radius* there and back."""
        there, back = self._there, self._back
        found = 1 << centre
        for far in range(radius + 1):
            found |= there[far][centre] & back[radius - far][centre]
        return found

    def nearest(self, centre: int, radius: int) -> Iterator[tuple[int, set[int]]]:
        """Yield the groups in the ball, near ones first, with the literals passed there and back.

        Those inside *centre* are left out.
        """
        seen = 1 << centre
        for units in range(radius + 1):
            new = self.ball(centre, units) & ~seen
            seen |= new
            while new:
                bit = new & -new
                new ^= bit
                far = next(
                    far
                    for far in range(units + 1)
                    if self._there[far][centre] & self._back[units - far][centre] & bit
                )
                group = bit.bit_length() - 1
                joined = self._joined
                way = self._way(joined.out, self._there, centre, group, far)
                yield group, way | self._way(joined.into, self._back, centre, group, units - far)

    def _changes(self, ball: int) -> int:
        return sum((ball & digit).bit_count() << place for place, digit in enumerate(self._digits))

    def _within(self, links: Links, order: range) -> _Levels:
        """Return for each number of units the groups that each group reaches within it."""
        arcs = [
            sorted({(self._units[literals], other) for other, literals in found}) for found in links
        ]
        levels: _Levels = []
        for units in range(UNITS):
            row = [1 << group for group in range(len(links))] if not units else levels[-1][:]
            levels.append(row)
            for group in self._deadline.through(order):
                reached = row[group]
                for long, other in arcs[group]:
                    if long > units:
                        break
                    reached |= levels[units - long][other]
                row[group] = reached
        return levels

    def _way(self, links: Links, levels: _Levels, start: int, end: int, units: int) -> set[int]:
        """Return the literals on a way from *start* to *end* within *units*, and inside groups."""
        found: set[int] = set()
        group = start
        while group != end:
            group, literals = next(
                (other, literals)
                for other, literals in links[group]
                if self._units[literals] <= units
                and levels[units - self._units[literals]][other] >> end & 1
            )
            units -= self._units[literals]
            found.update(self._joined.sets[literals])
            found |= self._joined.inner[group]
        return found
