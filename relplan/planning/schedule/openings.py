"""When a service may be deployed: its slots without what freezes take of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from relplan.model.calendar import Ban, Calendar, Counted, Slot


@dataclass(frozen=True, slots=True)
class Opening:
    """A time in which one service may be deployed."""

    start: int
    end: int
    slot: Slot | None
    """None: at any time."""


@dataclass(frozen=True, slots=True)
class Found:
    """A time in which several services may be deployed together."""

    at: int
    end: int
    slots: tuple[Slot, ...]
    """Those that it uses."""


class Openings:
    """The openings of all services, and how much of each slot is taken."""

    def __init__(self, calendar: Calendar) -> None:
        """Look at *calendar*."""
        self._calendar = calendar
        self._taken: dict[Slot, int] = defaultdict(int)
        self._of: dict[tuple[str, frozenset[str], bool], list[Opening]] = {}

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
        lists = [
            self._openings(service, frozenset(without_freezes), service in at_any_time)
            for service in sorted(sizes)
        ]
        starts = {opening.start for found in lists for opening in found if opening.start > ready}
        for at in (ready, *sorted(starts)):
            if at >= self._calendar.until:
                return None
            chosen = [self._open(found, at, sizes, unlimited=unlimited) for found in lists]
            if all(chosen):
                found = [one for one in chosen if one]
                slots = dict.fromkeys(one.slot for one in found if one.slot)
                # Services without windows need a moment only, which does not end a window.
                ends = [one.end for one in found if one.slot]
                return Found(at, min(ends, default=at), tuple(slots))
        return None

    def take(self, found: Found, sizes: Mapping[str, int]) -> None:
        """Use up what a batch of *sizes* needs of the slots that were found."""
        for slot in found.slots:
            self._taken[slot] += _used(slot, sizes)

    def _open(
        self, openings: Iterable[Opening], at: int, sizes: Mapping[str, int], *, unlimited: bool
    ) -> Opening | None:
        for opening in openings:
            if opening.start <= at < opening.end:
                slot = opening.slot
                if slot is None or slot.capacity is None or unlimited:
                    return opening
                if self._taken[slot] + _used(slot, sizes) <= slot.capacity:
                    return opening
        return None

    def _openings(self, service: str, ignored: frozenset[str], always: bool) -> list[Opening]:
        key = service, ignored, always
        if key not in self._of:
            bans = [
                ban
                for ban in self._calendar.bans
                if service in ban.services and ban.freeze not in ignored
            ]
            whole = (
                [Opening(slot.start, slot.end, slot)
                 for slot in self._calendar.slots if service in slot.services]
                if service in self._calendar.bound and not always
                else [Opening(self._calendar.now, self._calendar.until, None)]
            )  # fmt: skip
            self._of[key] = [part for opening in whole for part in _without(opening, bans)]
        return self._of[key]


def _used(slot: Slot, sizes: Mapping[str, int]) -> int:
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
