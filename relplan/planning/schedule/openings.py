"""When a service may be deployed: its slots without what freezes take of them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import merge
from itertools import accumulate, chain, islice

from relplan.model.calendar import Ban, Calendar, Counted, Slot
from relplan.model.value import value

Key = tuple[str, frozenset[str], bool]
"""A service, the freezes that are none for it, and whether it needs no window."""


@value()
class Opening:
    """A time in which one service may be deployed."""

    start: int
    end: int
    slot: Slot | None
    """None: at any time."""


@value()
class Found:
    """A time in which several services may be deployed together."""

    at: int
    end: int
    slots: tuple[Slot, ...]
    """Those that it uses."""


class Line:
    """The openings of one service by their starts, found without looking at those before."""

    def __init__(self, openings: Iterable[Opening]) -> None:
        self._openings = sorted(openings, key=lambda one: one.start)
        self._starts = [one.start for one in self._openings]
        # The latest end so far only grows: before the first that is later than a moment all ended.
        self._latest_ends = list(accumulate((one.end for one in self._openings), max))

    def starts_after(self, moment: int) -> Iterator[int]:
        """Yield when openings begin, from *moment* on."""
        return islice(self._starts, bisect_right(self._starts, moment), None)

    def around(self, moment: int) -> Iterator[Opening]:
        """Yield the openings in which *moment* is."""
        first = bisect_right(self._latest_ends, moment)
        last = bisect_right(self._starts, moment)
        return (one for one in self._openings[first:last] if moment < one.end)

    def copy(self) -> "Line":
        """Return one from which others may be left out."""
        return Line(self._openings)

    def leave_out(self, slot: Slot) -> None:
        """Forget the openings that are parts of *slot*."""
        first, last = bisect_left(self._starts, slot.start), bisect_left(self._starts, slot.end)
        for place in reversed(range(first, last)):
            if self._openings[place].slot is slot:
                # Of those that come later the latest end so far may be too late now: it only has
                # to be no earlier than theirs.
                del self._openings[place], self._starts[place], self._latest_ends[place]


class Times:
    """The openings of all services, whoever uses them."""

    def __init__(self, calendar: Calendar) -> None:
        """Look at *calendar*."""
        self.calendar = calendar
        self._of: dict[Key, Line] = {}

    def line(self, key: Key) -> Line:
        """Return the openings of *key*: a service, freezes that are none, and whether always."""
        if key not in self._of:
            service, ignored, always = key
            calendar = self.calendar
            bans = [
                ban
                for ban in calendar.bans
                if service in ban.services and ban.freeze not in ignored
            ]
            whole = (
                [Opening(slot.start, slot.end, slot)
                 for slot in calendar.slots if service in slot.services]
                if service in calendar.bound and not always
                else [Opening(calendar.now, calendar.until, None)]
            )  # fmt: skip
            self._of[key] = Line(part for opening in whole for part in _without(opening, bans))
        return self._of[key]


class Openings:
    """The openings of all services, and how much of each slot is taken."""

    def __init__(self, times: Times) -> None:
        """Look at *times*, of which nothing is taken yet."""
        self._times = times
        self._taken: dict[int, int] = defaultdict(int)
        """By the `id` of the slot, which is in the calendar: to hash one takes much longer."""
        self._full: list[Slot] = []
        """Slots that no batch can use any more."""
        self._with_room: dict[Key, Line] = {}

    def earliest(
        self,
        sizes: Mapping[str, int],
        ready: int,
        *,
        at_any_time: Collection[str] = (),
        without_freezes: Collection[str] = (),
        unlimited: bool = False,
    ) -> Found | None:
        """Return the first time from *ready* on in which all services of *sizes* may go.

        *sizes* says how many changes each brings. The rest is for asking what would be: services
        that need no window, freezes that are none, capacity without a limit.
        """
        ignored = frozenset(without_freezes)
        lists = [
            self._line((service, ignored, service in at_any_time), unlimited=unlimited)
            for service in sorted(sizes)
        ]
        before = -1
        for at in _moments(lists, ready):
            if at >= self._times.calendar.until:
                return None
            if at == before:
                continue
            before = at
            chosen: list[Opening] = []
            for line in lists:
                one = self._open(line, at, sizes, unlimited=unlimited)
                if one is None:
                    break
                chosen.append(one)
            else:
                slots = dict.fromkeys(one.slot for one in chosen if one.slot)
                # Services without windows need a moment only, which does not end a window.
                ends = [one.end for one in chosen if one.slot]
                return Found(at, min(ends, default=at), tuple(slots))
        return None

    def take(self, found: Found, sizes: Mapping[str, int]) -> None:
        """Use up what a batch of *sizes* needs of the slots that were found."""
        for slot in found.slots:
            if slot.capacity is None:
                continue
            self._taken[id(slot)] += used(slot, sizes)
            if self._taken[id(slot)] >= slot.capacity:
                self._full.append(slot)
                for (service, *_), line in self._with_room.items():
                    if service in slot.services:
                        line.leave_out(slot)

    def taken(self, slot: Slot) -> int:
        """Return how much of *slot* is taken."""
        return self._taken[id(slot)]

    def _open(
        self, line: Line, at: int, sizes: Mapping[str, int], *, unlimited: bool
    ) -> Opening | None:
        for opening in line.around(at):
            slot = opening.slot
            if slot is None or slot.capacity is None or unlimited:
                return opening
            if self.taken(slot) + used(slot, sizes) <= slot.capacity:
                return opening
        return None

    def _line(self, key: Key, *, unlimited: bool) -> Line:
        """Return the openings of *key*; but where not *unlimited* those of full slots are none."""
        if unlimited:
            return self._times.line(key)
        if key not in self._with_room:
            line = self._times.line(key).copy()
            for slot in self._full:
                if key[0] in slot.services:
                    line.leave_out(slot)
            self._with_room[key] = line
        return self._with_room[key]


def _moments(lines: Collection[Line], ready: int) -> Iterator[int]:
    """Yield *ready*, which often is enough, and when openings of any of the *lines* begin."""
    yield ready
    later = [line.starts_after(ready) for line in lines]
    yield from merge(*later) if later[1:] else chain(*later)


def used(slot: Slot, sizes: Mapping[str, int]) -> int:
    """Return how much of *slot* a batch of *sizes*, its changes by service, takes."""
    inside = [size for service, size in sizes.items() if service in slot.services]
    return len(inside) if slot.counted is Counted.SERVICES else sum(inside)


def _without(opening: Opening, bans: Iterable[Ban]) -> Iterable[Opening]:
    """Return what *bans* leave of *opening*: to deny beats to allow."""
    parts = [opening]
    for ban in bans:
        left = []
        for part in parts:
            if ban.end <= part.start or part.end <= ban.start:
                left.append(part)
                continue
            if part.start < ban.start:
                left.append(Opening(part.start, ban.start, part.slot))
            if ban.end < part.end:
                left.append(Opening(ban.end, part.end, part.slot))
        parts = left
    return parts
