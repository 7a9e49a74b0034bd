"""Branch and cut: the cheapest marks and the proof, with constraints looked for at every node.

HiGHS's own search for whole answers takes no constraints on its way: it has to be run again
whenever its answer breaks one. Where those to be met are cycles, which are found in no time, it is
much faster to divide the problem here and let HiGHS solve relaxations only [1].

A node is divided at the mark whose two sides raise the bound most, as a few steps of the simplex
method or earlier divisions tell ("reliability branching") [2]. The side that the relaxation is
closer to comes next; where it ends the open node of the lowest bound does.

[1] M. Padberg, G. Rinaldi, "A branch-and-cut algorithm for the resolution of large-scale symmetric
    traveling salesman problems", SIAM Review 33 (1991).
[2] T. Achterberg, T. Koch, A. Martin, "Branching rules revisited", Oper. Res. Letters 33 (2005).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

from relplan.planning.deadline import Deadline, TimeIsUp
from relplan.planning.propose.constraint import Constraint
from relplan.planning.propose.relaxation import Relaxation

_WHOLE = 1e-6
"""How far a value may be from 0 or 1 and count as it."""
_LOOKED_AT = 30
"""Marks that are tried at one node."""
_IN_VAIN = 8
"""Marks tried in vain after which the best so far is good enough."""
_RELIABLE = 4
"""Divisions from which on what a mark raises the bound by is known well enough."""
_STEPS = 40
"""Of the simplex method, to try one side of a mark."""
_LEAST = 1e-4

Fixed = tuple[tuple[int, float], ...]


@dataclass(slots=True)
class _Rises:
    """By how much a mark, made or not, has raised the bound for each unit of it."""

    total: float = 0.0
    times: int = 0

    def note(self, rise: float, share: float) -> None:
        self.total += rise / share
        self.times += 1

    def expected(self, share: float) -> float:
        return max(_LEAST, (self.total / self.times if self.times else 1.0) * share)


class Branching:
    """Divides a problem until what is left of it can hold nothing better."""

    def __init__(
        self,
        relaxation: Relaxation,
        broken: Callable[[Sequence[float]], Iterable[Constraint]],
        round_up: Callable[[float], float],
        deadline: Deadline,
    ) -> None:
        """Search below *relaxation* until *deadline*.

        *broken* returns what values break, or raises TimeIsUp; *round_up* the days that marks take
        which take no fewer.
        """
        self._relaxation, self._broken = relaxation, broken
        self._round_up, self._deadline = round_up, deadline
        self._rises = [(_Rises(), _Rises()) for _ in range(relaxation.size)]
        self._open: list[tuple[float, int, Fixed]] = [(0.0, 0, ())]
        self._made = 0
        self.upper = inf
        """Answers of so many days are of no use."""

    @property
    def bound(self) -> float:
        """The days that any answer takes, if it takes less than `upper`."""
        return self._round_up(self._open[0][0]) if self._open else self.upper

    def run(self, found: Callable[[Sequence[float]], None]) -> None:
        """Search until nothing is left, or it is to stop; tell each better answer as it is found.

        *found* may lower `upper`.
        """
        while self._open and not self._deadline.over():
            bound, _, fixed = self._open[0]
            if self._is_useless(bound):
                self._open.clear()
                return
            heappop(self._open)
            self._dive(bound, fixed, found)

    def _is_useless(self, days: float) -> bool:
        return days == inf or self._round_up(days) >= self.upper - _WHOLE

    def _dive(self, bound: float, fixed: Fixed, found: Callable[[Sequence[float]], None]) -> None:
        """Go down from a node to one that holds nothing better; the other sides stay open."""
        while True:
            days, values = self._solve(fixed)
            if values is None and days < inf:  # stopped
                return self._push(bound, fixed)
            if values is None or self._is_useless(days):
                return None
            bound = max(bound, days)
            if all(value < _WHOLE or value > 1 - _WHOLE for value in values):
                return found(values)
            place, fixed, useless = self._best(values, days, fixed)
            if useless:
                continue
            if self._deadline.over():
                return self._push(bound, fixed)
            near = float(values[place] > 1 / 2)
            self._push(bound, (*fixed, (place, 1 - near)))
            fixed = (*fixed, (place, near))

    def _push(self, bound: float, fixed: Fixed) -> None:
        self._made += 1
        heappush(self._open, (bound, self._made, fixed))

    def _solve(self, fixed: Fixed) -> tuple[float, Sequence[float] | None]:
        """Return the days and values of the relaxation of a node, once no constraint is broken.

        For a node that is divided anyway constraints are looked for only once. No values: there are
        none, or it was stopped, where the days are 0.
        """
        self._relaxation.fix(fixed)
        looked = False
        while True:
            days, values = self._relaxation.solve()
            if values is None or self._is_useless(days):
                return days, values
            whole = all(value < _WHOLE or value > 1 - _WHOLE for value in values)
            if looked and not whole:
                return days, values
            looked = True
            try:
                found = self._broken(values)
            except TimeIsUp:
                return 0.0, None
            if not self._relaxation.add(found):
                return days, values

    def _best(self, values: Sequence[float], days: float, fixed: Fixed) -> tuple[int, Fixed, bool]:
        """Return the mark at which to divide; what is *fixed*, and whether that has become more.

        A side of a mark that holds nothing better is ruled out at once.
        """
        candidates = [p for p, value in enumerate(values) if _WHOLE < value < 1 - _WHOLE]
        candidates.sort(key=lambda place: (-self._expected(place, values[place]), place))
        best, most, in_vain = candidates[0], -1.0, 0
        for place in candidates[:_LOOKED_AT]:
            value = values[place]
            if min(one.times for one in self._rises[place]) < _RELIABLE:
                for side, share in enumerate((value, 1 - value)):
                    if self._deadline.over():
                        return best, fixed, False
                    reached, sure = self._relaxation.tried(place, float(side), _STEPS)
                    if sure and self._is_useless(reached):
                        return place, (*fixed, (place, float(1 - side))), True
                    self._rises[place][side].note(min(max(0.0, reached - days), self.upper), share)
            rise = self._expected(place, value)
            if rise > most:
                best, most, in_vain = place, rise, 0
            else:
                in_vain += 1
                if in_vain > _IN_VAIN:
                    break
        return best, fixed, False

    def _expected(self, place: int, value: float) -> float:
        without, with_it = self._rises[place]
        return without.expected(value) * with_it.expected(1 - value)
