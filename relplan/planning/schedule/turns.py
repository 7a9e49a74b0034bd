"""When the components of a plan can ship where windows have room for so much and no more.

Who comes first takes the room, so a date follows from what a component needs *and* from all whose
turn was before. The order of `in_order` is the order of *turns*, which follow from needs alone: a
component with nothing to wait for comes by its own priority; one that waits for others comes after
the last of them, together with all else that waits for that one and has a lower priority, and among
those again by what it waits for there. So a turn is a list of ever lower priorities, compared place
by place.

A trial therefore moves only components that it touches, those that need what it moves, and those
whose turn is after a window's room has changed and that ask for a part of it.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import accumulate, takewhile

from relplan.model.calendar import Slot
from relplan.planning.components import Condensation
from relplan.planning.ordering import in_order
from relplan.planning.schedule.openings import Found, Openings, Times, used
from relplan.planning.schedule.readiness import (
    Priority,
    Readiness,
    batches_needed,
    longest_waiting,
)

Turn = tuple[Priority, ...]
Sizes = Mapping[str, int]


def turn_of(own: Priority, latest: Turn) -> Turn:
    """Return the turn of a component, *latest* being the latest turn of all that it needs."""
    return (*takewhile(lambda one: one > own, latest), own)


class Turns:
    """The first opening with room for each component of a view, in the order of their turns."""

    def __init__(self, view: Condensation, times: Times, readiness: Readiness) -> None:
        """Date all of *view*."""
        self.times, self.readiness = times, readiness
        self.found: dict[int, Found | None] = {}
        self.sizes: dict[int, Sizes] = {}
        self.own: dict[int, Priority] = {}
        needs: dict[int, set[int]] = {}
        for number, component in view.components.items():
            if component.changes:
                needs[number] = batches_needed(view, number)
                self.own[number] = longest_waiting(readiness.changes(component))
                self.sizes[number] = readiness.sizes(component)
        self.order = list(in_order(needs, self.own.__getitem__))
        self.position = {number: place for place, number in enumerate(self.order)}
        self._above: dict[int, int | None] = {}
        """The component whose turn, and its own priority behind it, is the turn of each one."""
        self.asking: dict[int, list[int]] = defaultdict(list)
        """The positions of those that ask for room in each slot, by its `id`."""
        taking: dict[int, list[tuple[int, int]]] = defaultdict(list)
        limited = _limited(times)
        openings = Openings(times)
        for position, number in enumerate(self.order):
            self._above[number] = self._above_of(number, needs[number])
            ready, sizes = readiness.of(view, number, self.found), self.sizes[number]
            found = None if ready is None else openings.earliest(sizes, ready)
            self.found[number] = found
            if found:
                openings.take(found, sizes)
                for slot in _with_an_end(found):
                    taking[id(slot)].append((position, used(slot, sizes)))
            if ready is not None:
                for asked in _asked(limited, sizes, ready, found):
                    self.asking[asked].append(position)
        self._takers = {slot: [place for place, _ in some] for slot, some in taking.items()}
        self._sums = {
            slot: list(accumulate((much for _, much in some), initial=0))
            for slot, some in taking.items()
        }

    def turn(self, number: int) -> Turn:
        """Return the turn of a component of the view."""
        found = [self.own[number]]
        above = self._above[number]
        while above is not None:
            found.append(self.own[above])
            above = self._above[above]
        return tuple(found[::-1])

    def latest(self, numbers: Collection[int]) -> Turn:
        """Return the latest turn of some components of the view."""
        last = max(numbers, key=self.position.__getitem__, default=None)
        return () if last is None else self.turn(last)

    def place_of(self, turn: Turn) -> int:
        """Return the position of the last component of the view whose turn is not after this."""
        return bisect_right(self.order, turn, key=self.turn) - 1

    def taken(self, slot: int, position: int, *, itself: bool) -> int:
        """Return what is taken of a slot before *position*, or at it *itself*, too."""
        places = self._takers.get(slot)
        if places is None:
            return 0
        count = bisect_right(places, position) if itself else bisect_left(places, position)
        return self._sums[slot][count]

    def _above_of(self, number: int, needed: set[int]) -> int | None:
        own = self.own[number]
        above = max(needed, key=self.position.__getitem__, default=None)
        while above is not None and self.own[above] < own:
            above = self._above[above]
        return above


def _limited(times: Times) -> Mapping[str, list[Slot]]:
    """Return the slots of each service that have room for so much, by their start."""
    found: dict[str, list[Slot]] = defaultdict(list)
    for slot in times.calendar.slots:
        if slot.capacity is not None:
            for service in slot.services:
                found[service].append(slot)
    return found


def _with_an_end(found: Found) -> Iterator[Slot]:
    return (slot for slot in found.slots if slot.capacity is not None)


def _asked(
    limited: Mapping[str, list[Slot]], sizes: Sizes, ready: int, found: Found | None
) -> set[int]:
    """Return the slots whose room decides when a batch of *sizes* ships."""
    return {
        id(slot)
        for service in sizes
        for slot in limited.get(service, ())
        if slot.end > ready and (found is None or slot.start <= found.at)
    }
