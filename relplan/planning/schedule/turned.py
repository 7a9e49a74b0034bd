"""What a trial makes of dates where windows have room for so much: only what can move is dated."""

from bisect import bisect_right
from collections import ChainMap, defaultdict
from heapq import heapify, heappop, heappush

from relplan.model.calendar import Slot
from relplan.planning.deadline import Deadline
from relplan.planning.schedule.openings import Found, Key, Line, Openings, used
from relplan.planning.schedule.readiness import (
    batches_needed,
    batches_needing,
    longest_waiting,
)
from relplan.planning.schedule.turns import Turn, Turns, turn_of
from relplan.planning.trial import Trial

_When = tuple[int, int, Turn]
"""A position among the components of the view; behind it 1 and a turn for what is new there."""
_LEAVES, _IS_DATED, _IS_LOOKED_AT = range(3)


class _Room(Openings):
    """The openings with what is taken of them when it is a component's turn in a trial."""

    def __init__(self, before: Turns) -> None:
        super().__init__(before.times)
        self._before = before
        self.more: dict[int, int] = defaultdict(int)
        """By how much more of each slot is taken by now than was."""
        self.when: _When = (0, 0, ())

    def taken(self, slot: Slot) -> int:
        position, is_new, _ = self.when
        was = self._before.taken(id(slot), position, itself=bool(is_new))
        return was + self.more[id(slot)]

    def _line(self, key: Key, *, unlimited: bool) -> Line:
        del unlimited  # what is full is found so when it is looked at
        return self._times.line(key)


class Turned:
    """The components of a trial that may not ship as they did."""

    def __init__(self, before: Turns, trial: Trial, deadline: Deadline) -> None:
        """Date what can move; raises TimeIsUp."""
        self._before, self._trial, self._deadline = before, trial, deadline
        self._room = _Room(before)
        self._slots = {id(slot): slot for slot in before.times.calendar.slots}
        self.found: dict[int, Found | None] = {}
        self._all = ChainMap(self.found, before.found)
        self._turns: dict[int, Turn] = {}
        """Of those that have another turn than before."""
        self._looked_at: set[int] = set()
        """The slots of which it is looked who comes next for their room."""
        self._gone = before.found.keys() & {*trial.gone(), *self._hubs()}
        self._queue: list[tuple[_When, int, int, int]] = []
        for number in self._touched():
            self._is_dated_in(number)
        for number in self._gone | (self._turns.keys() & before.found.keys()):
            heappush(self._queue, ((before.position[number], 0, ()), _LEAVES, number, 0))
        while self._queue:
            deadline.ask()
            self._room.when, what, number, slot = heappop(self._queue)
            if what == _LEAVES:
                self._shift(self._taken_before(number, -1))
            elif what == _IS_DATED:
                self._date(number)
            else:
                self._look(number, slot)

    def _hubs(self) -> set[int]:
        """Return those touched that hold no change, or none any more."""
        components = self._trial.components
        return {number for number in self._trial.touched() if not components[number].changes}

    def _touched(self) -> set[int]:
        """Return those that the trial touches, and find all that have another turn by it."""
        trial = self._trial
        hubs = self._hubs()
        touched = set(trial.touched()) - hubs
        touched.update(*(batches_needing(trial, number) for number in hubs))
        queue = [(trial.components[number].rank, number) for number in touched]
        heapify(queue)
        queued = set(touched)
        while queue:
            self._deadline.ask()
            _, number = heappop(queue)
            turn = self._turn(number)
            if number in self._before.found and self._before.turn(number) == turn:
                continue
            self._turns[number] = turn
            for other in batches_needing(trial, number) - queued:
                queued.add(other)
                heappush(queue, (trial.components[other].rank, other))
        return touched | self._turns.keys()

    def _turn(self, number: int) -> Turn:
        needed = batches_needed(self._trial, number)
        new = needed & self._turns.keys()
        latest = self._before.latest(needed - new)
        latest = max((latest, *(self._turns[other] for other in new)))
        own = longest_waiting(self._before.readiness.changes(self._trial.components[number]))
        return turn_of(own, latest)

    def _when(self, number: int) -> _When:
        turn = self._turns.get(number)
        if turn is None:
            return self._before.position[number], 0, ()
        return self._before.place_of(turn), 1, turn

    def _is_dated_in(self, number: int) -> None:
        if number not in self.found:
            heappush(self._queue, (self._when(number), _IS_DATED, number, 0))

    def _date(self, number: int) -> None:
        if number in self.found:
            return
        before, trial = self._before, self._trial
        ready = before.readiness.of(trial, number, self._all)
        sizes = before.readiness.sizes(trial.components[number])
        found = None if ready is None else self._room.earliest(sizes, ready)
        stays = number in before.found and number not in self._turns
        taken = self._taken_before(number, -1) if stays else defaultdict(int)
        for slot in found.slots if found else ():
            if slot.capacity is not None:
                taken[id(slot)] += used(slot, sizes)
        if number not in before.found or before.found[number] != found:
            for other in batches_needing(trial, number):
                self._is_dated_in(other)
        self.found[number] = found
        self._shift(taken)

    def _taken_before(self, number: int, times: int) -> dict[int, int]:
        """Return what a component took of each slot before the trial."""
        found, taken = self._before.found[number], defaultdict[int, int](int)
        for slot in found.slots if found else ():
            if slot.capacity is not None:
                taken[id(slot)] = times * used(slot, self._before.sizes[number])
        return taken

    def _shift(self, taken: dict[int, int]) -> None:
        """Take more or less of slots than before, which those may notice whose turn is next."""
        for slot, much in taken.items():
            self._room.more[slot] += much
            if self._room.more[slot] and slot not in self._looked_at:
                self._looked_at.add(slot)
                self._look_on(slot)

    def _look(self, number: int, slot: int) -> None:
        """Date a component anew if the room in a slot is enough now and was not, or the reverse."""
        more = self._room.more[slot]
        if not more:
            self._looked_at.discard(slot)
            return
        stays = number not in self._gone and number not in self._turns
        if stays and number not in self.found:
            asked = self._slots[slot]
            position = self._before.position[number]
            needed = self._before.taken(slot, position, itself=False)
            needed += used(asked, self._before.sizes[number])
            room = asked.capacity or 0
            if (needed <= room) != (needed + more <= room):
                self._date(number)
        self._look_on(slot)

    def _look_on(self, slot: int) -> None:
        """Look at the next one that asks for room in a slot."""
        asking = self._before.asking.get(slot, [])
        place = bisect_right(asking, self._room.when[0])
        if place == len(asking):
            self._looked_at.discard(slot)
            return
        position = asking[place]
        number = self._before.order[position]
        heappush(self._queue, ((position, 0, ()), _IS_LOOKED_AT, number, slot))
