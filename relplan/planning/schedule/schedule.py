"""The earliest window for each batch, after all that it needs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from relplan.model.calendar import Calendar
from relplan.model.edge import GATE, MISSING, is_change
from relplan.model.plan import Batch
from relplan.model.schedule import Dated, Late, LateKind, Schedule
from relplan.model.value import value
from relplan.planning.ordering import in_order
from relplan.planning.plan import Plan
from relplan.planning.schedule.openings import Found, Openings, Times
from relplan.planning.schedule.readiness import Priority, longest_waiting

Expected = Mapping[str, int]
"""When what is in progress is expected to be done, by change or other node; seconds since 1970."""


@value()
class Requirement:
    """Something that must have happened before a batch ships."""

    kind: LateKind
    what: str
    at: int | None
    """None: nobody knows when."""
    roots: tuple[str, ...] = ()
    """What it waits for itself, where there is no date."""


@dataclass(slots=True)
class _Asked:
    """A batch that is to be dated, and all that its date depends on."""

    batch: Batch
    sizes: dict[str, int]
    members: list[Requirement]
    """Who of it is in progress; `what` is the change."""
    service_of: dict[str, str]
    before: list[Requirement] = field(default_factory=list)
    needs: tuple[str, ...] = ()
    """The batches that go before it or with it."""
    held: int | None = None
    """Until when it is held back by hand."""


def schedule(plan: Plan, calendar: Calendar, expected: Expected) -> Schedule:
    """Return the batches of *plan* with the earliest date that *calendar* and their needs allow.

    A batch takes room in a window before another one if it does not need that one, and its oldest
    finished change has waited longer. The scenario's moves hold batches back.
    """
    openings = Openings(Times(calendar))
    dated: dict[str, Dated] = {}
    for one in _in_turn(plan, expected):
        order_only = _of_git(plan, one.batch) if one.needs else ()
        one.before += [
            Requirement(
                LateKind.TRUNK if name in order_only else LateKind.NEEDS,
                name,
                dated[name].at,
                dated[name].waits_for,
            )
            for name in one.needs
        ]
        if one.held is not None:
            one.before.append(Requirement(LateKind.MOVED, "by hand", one.held))
        found = _date(one, calendar, openings)
        uncertain = tuple(name for name in one.batch.changes if name in plan.uncertain)
        dated[one.batch.id] = replace(found, uncertain=uncertain) if uncertain else found
    ordered = sorted(
        dated.values(), key=lambda one: (one.at is None, one.at or 0, one.batch.number)
    )
    return Schedule(plan.scenario, calendar, tuple(ordered))


def _in_turn(plan: Plan, expected: Expected) -> Iterator[_Asked]:
    """Yield the batches as they take room in windows; what they need is not among `before` yet."""
    asked = {batch.id: _asked(plan, batch, expected) for batch in plan.batches}
    held = _held_back(plan)
    for name, one in asked.items():
        one.needs = plan.batches_needed(one.batch)
        one.held = held.get(name)
    waiting = {name: _longest_waiting(plan, one.batch) for name, one in asked.items()}
    for name in in_order({name: one.needs for name, one in asked.items()}, waiting.__getitem__):
        yield asked[name]


def _held_back(plan: Plan) -> dict[str, int]:
    """Return until when batches are held back by hand; of two moves in one the later one holds."""
    held: dict[str, int] = {}
    for change, at in plan.scenario.moves:
        if change in plan.batch_of:
            batch = plan.batch_of[change].id
            held[batch] = max(at, held.get(batch, at))
    return held


def _asked(plan: Plan, batch: Batch, expected: Expected) -> _Asked:
    changes = [plan.changes[name] for name in batch.changes]
    blockers = [node for node in plan.not_done_at(batch) if not is_change(node)]
    asked = _Asked(
        batch=batch,
        sizes=dict(Counter(change.service for change in changes)),
        members=[
            Requirement(LateKind.UNFINISHED, change.id, expected.get(change.id))
            for change in changes
            if not change.state.done
        ],
        service_of={change.id: change.service for change in changes},
    )
    asked.before += [Requirement(_kind_of(node), node, expected.get(node)) for node in blockers]
    return asked


def _kind_of(node: str) -> LateKind:
    if node.startswith(GATE):
        return LateKind.GATE
    return LateKind.MISSING if node.startswith(MISSING) else LateKind.NEEDS


def _of_git(plan: Plan, batch: Batch) -> set[str]:
    """Return the batches that *batch* needs by nothing but what git orders."""
    condensation = plan.condensation
    leading: dict[int, bool] = {}
    for source, target in condensation.of(batch.changes[0]).exits:
        for needed in plan.places_at(target):
            more = leading.get(needed, False)
            leading[needed] = more or plan.graph.counts(source, target, condensation.hidden)
    return {f"B{needed}" for needed, more in leading.items() if not more}


def _longest_waiting(plan: Plan, batch: Batch) -> Priority:
    """Return what sorts a batch before others whose finished changes are younger."""
    return longest_waiting(plan.changes[name] for name in batch.changes)


def _date(asked: _Asked, calendar: Calendar, openings: Openings) -> Dated:
    requirements = [*asked.members, *asked.before]
    unknown = [one for one in requirements if one.at is None]
    if unknown:
        roots = (root for one in unknown for root in (one.roots or (one.what,)))
        return Dated(asked.batch, None, None, waits_for=tuple(dict.fromkeys(roots)))
    found = openings.earliest(asked.sizes, _ready(calendar, requirements))
    if found is None:
        return Dated(asked.batch, None, None, waits_for=(_no_window(asked, calendar, openings),))
    late = _late(asked, calendar, openings, found)
    openings.take(found, asked.sizes)
    windows = tuple(dict.fromkeys(slot.window for slot in found.slots))
    return Dated(asked.batch, found.at, found.end, windows, late=late)


def _ready(calendar: Calendar, requirements: Iterable[Requirement]) -> int:
    return max((calendar.now, *(one.at for one in requirements if one.at is not None)))


def _no_window(asked: _Asked, calendar: Calendar, openings: Openings) -> str:
    names = ", ".join(sorted(asked.sizes))
    if openings.earliest(asked.sizes, calendar.now, unlimited=True) is not None:
        return f"no window has room for {len(asked.batch.changes)} changes of {names}"
    return f"no window lets {names} go together"


def _late(asked: _Asked, calendar: Calendar, openings: Openings, found: Found) -> tuple[Late, ...]:
    """Return what makes it late: each thing taken away by itself, all else as it is."""
    requirements = [*asked.members, *asked.before]
    ready = _ready(calendar, requirements)
    late: list[Late] = []

    def without(kind: LateKind, what: str, other: Found | None) -> None:
        if other is not None and other.at < found.at:
            late.append(Late(kind, what, other.at))

    last = [one for one in requirements if one.at == ready]
    if len(last) == 1 and ready > calendar.now:  # without any other it would be ready no sooner
        rest = _ready(calendar, [other for other in requirements if other is not last[0]])
        without(last[0].kind, last[0].what, openings.earliest(asked.sizes, rest))
    if found.at > ready:
        for used in dict.fromkeys(slot.window for slot in found.slots):
            freed = {name for slot in found.slots if slot.window == used for name in slot.services}
            any_time = openings.earliest(asked.sizes, ready, at_any_time=freed)
            without(LateKind.WINDOW, used, any_time)
        for name in sorted({ban.freeze for ban in calendar.bans}):
            thawed = openings.earliest(asked.sizes, ready, without_freezes={name})
            without(LateKind.FREEZE, name, thawed)
        roomy = openings.earliest(asked.sizes, ready, unlimited=True)
        without(LateKind.CAPACITY, ", ".join(sorted(asked.sizes)), roomy)
    if len(asked.sizes) > 1:
        for service in sorted(asked.sizes):
            sizes = {name: size for name, size in asked.sizes.items() if name != service}
            own = [one for one in asked.members if asked.service_of[one.what] != service]
            rest = _ready(calendar, [*own, *asked.before])
            without(LateKind.PARTNER, service, openings.earliest(sizes, rest))
    return tuple(sorted(late, key=lambda one: (one.without, one.kind, one.what)))
