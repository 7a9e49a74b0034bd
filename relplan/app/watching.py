"""Tells when the status of a change turns, whoever turned it: a decision, a scan, relplan.toml."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from relplan.app.bench import Workbench
from relplan.app.names import find_change
from relplan.model.errors import RelplanError
from relplan.model.plan import Status
from relplan.planning.explain import why
from relplan.planning.plan import Plan

Wait = Callable[[float], bool]
"""Waits so many seconds; tells whether it is over."""
EVERY = 1.0
"""Seconds between two looks, each of which asks the store for one number."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A change that has another status than at the last look."""

    at: int
    """When that was seen, in seconds since 1970."""
    change: str
    service: str
    title: str
    before: Status | None
    """None: it was not pending."""
    after: Status | None
    """None: it is not pending any more."""
    blockers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """What somebody follows: changes by id, and services with all that comes to them."""

    changes: frozenset[str]
    services: frozenset[str]

    def of(self, plan: Plan) -> dict[str, Status]:
        """Return the status of each change that is followed and pending."""
        return {
            name: plan.status(name)
            for name, change in plan.changes.items()
            if name in self.changes or change.service in self.services
        }


def followed(plan: Plan, names: Iterable[str]) -> Followed:
    """Return what *names* mean: services, batches with the changes that they hold now, changes.

    None: all services. Raises UnknownNameError.
    """
    services = {service.name for service in plan.snapshot.workspace.services}
    batches = {batch.id: batch.changes for batch in plan.batches}
    words = tuple(names)
    if not words:
        return Followed(frozenset(), frozenset(services))
    changes: set[str] = set()
    for word in words:
        if word not in services:
            changes.update(batches.get(word.upper()) or [find_change(plan, word)])
    return Followed(frozenset(changes), frozenset(services.intersection(words)))


class Watch:
    """Looks at the store again and again; reads and plans only when something changed."""

    def __init__(self, bench: Workbench, names: Iterable[str]) -> None:
        """Follow what *names* mean, from how it is now on. Raises UnknownNameError."""
        self._bench = bench
        signal = self._signal()
        self._seen: object = signal
        self._toml = signal[1]
        plan = bench.plan()
        self.followed = followed(plan, names)
        self._plan, self._statuses = plan, self.followed.of(plan)

    def __len__(self) -> int:
        return len(self._statuses)

    def look(self) -> tuple[Turn, ...]:
        """Return what turned since the last look, by change.

        Nothing while somebody scans: what has been read so far is half of it. Raises RelplanError.
        """
        bench, signal = self._bench, self._signal()
        if signal == self._seen or bench.store.scan_note(but_of=os.getpid()) is not None:
            return ()
        written = signal[1]
        if written != self._toml:
            self._toml = written
            problem = bench.reload()
            if problem:
                self._seen = signal
                raise RelplanError(problem)
        bench.forget()
        plan = bench.plan()
        before, after = self._statuses, self.followed.of(plan)
        was = self._plan
        self._seen, self._plan, self._statuses = signal, plan, after
        at = int(bench.wall_clock())
        return tuple(
            _turn(at, name, was if name not in after else plan, before.get(name), after.get(name))
            for name in sorted(before.keys() | after.keys())
            if before.get(name) is not after.get(name)
        )

    def scan(self) -> None:
        """Read what is new in git. Raises RelplanError, as where somebody else scans just now."""
        self._bench.scan()
        self._seen = None  # what this process wrote counts for no change

    def _signal(self) -> tuple[object, tuple[int, int]]:
        """Return what changes with the store, and what does with relplan.toml."""
        return self._bench.store.version(), self._written()

    def _written(self) -> tuple[int, int]:
        try:
            found = self._bench.loaded.file.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_size


def _turn(at: int, name: str, plan: Plan, before: Status | None, after: Status | None) -> Turn:
    change = plan.changes[name]
    blocked = why(plan, name).blockers if after is Status.BLOCKED else ()
    blockers = tuple(found.node for found in blocked)
    return Turn(at, name, change.service, change.title, before, after, blockers)


def turns(
    watch: Watch,
    wait: Wait,
    clock: Callable[[], float],
    scan_every: float | None,
    on_fault: Callable[[RelplanError], object],
) -> Iterator[Turn]:
    """Yield what turns until *wait* says that it is over; scan every so many seconds by *clock*.

    What goes wrong meanwhile, such as a lost connection, is given to *on_fault* once, and tried
    again.
    """
    scanned, broken = clock(), False
    while not wait(EVERY):
        try:
            if scan_every is not None and clock() - scanned >= scan_every:
                scanned = clock()
                watch.scan()
            found = watch.look()
        except RelplanError as error:
            if not broken:
                on_fault(error)
            broken = True
        else:
            broken = False
            yield from found
