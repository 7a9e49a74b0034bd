"""What single marks would bring: to a batch, to a change, and to the rest of a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from relplan.model.scenario import Mark
from relplan.planning.couplings import Coupling
from relplan.planning.effort import Efforts
from relplan.planning.plan import Plan


@dataclass(frozen=True, slots=True)
class Effect:
    """What differs between two plans of one snapshot."""

    freed: frozenset[str] = frozenset()
    """Changes that can ship by themselves after, and could not before."""
    bound: frozenset[str] = frozenset()
    """Changes that could, and cannot after."""
    unblocked: frozenset[str] = frozenset()
    """Changes that were blocked or uncertain, and are neither after."""
    together: Mapping[str, int] = field(default_factory=dict)
    """By change that goes out with another number of changes after than before, itself included:
    how many."""
    batches: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """By the first change of each batch of which one does: how many go out together at most,
    before and after; the largest batch first."""


def effect(before: Plan, after: Plan) -> Effect:
    """Return what *after* does to the changes of *before*.

    Looked at are only the changes of components that are not the very same in both plans.
    """
    freed: set[str] = set()
    bound: set[str] = set()
    unblocked: set[str] = set()
    together: dict[str, int] = {}
    for change in _touched(before, after):
        was, now = before.status(change), after.status(change)
        if was is not now:
            if was.free != now.free:
                (freed if now.free else bound).add(change)
            if was.waits and not now.waits:
                unblocked.add(change)
        number = _together(after, change)
        if number != _together(before, change):
            together[change] = number
    return Effect(
        frozenset(freed), frozenset(bound), frozenset(unblocked), together,
        _batches(before, together),
    )  # fmt: skip


def _touched(before: Plan, after: Plan) -> set[str]:
    found: set[str] = set()
    for old, new in (
        (before.condensation, after.condensation),
        (before.pessimistic, after.pessimistic),
    ):
        for number, component in old.components.items():
            if new.components.get(number) is not component:
                found |= component.nodes
    return found & before.changes.keys()


def _batches(plan: Plan, together: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    after: dict[str, int] = {}
    for change, number in together.items():
        first = plan.batch_of[change].changes[0]
        after[first] = max(number, after.get(first, 0))
    found = {first: (_together(plan, first), number) for first, number in after.items()}
    return dict(sorted(found.items(), key=lambda row: (-row[1][0], row[0])))


def _together(plan: Plan, change: str) -> int:
    component = plan.condensation.of(change)
    return component.changes if component.lockstep else 1


@dataclass(frozen=True, slots=True)
class Offer:
    """A coupling, and a mark that it could have."""

    coupling: Coupling
    mark: Mark
    effort_days: float
    set: bool = False
    """It has the mark; what is offered is to take it off."""

    @property
    def trial(self) -> tuple[str, Mark | None]:
        """The coupling and its mark, were the offer taken."""
        return self.coupling.name, None if self.set else self.mark


def offers(plan: Plan, couplings: Iterable[Coupling]) -> tuple[Offer, ...]:
    """Return all that can be marked in *plan*, in the order of *couplings*.

    Those whose coupling draws no edge are left out, unless they are set.
    """
    efforts = Efforts(plan.snapshot.workspace)
    return tuple(
        Offer(coupling, mark, efforts.days(coupling, mark), on)
        for coupling in couplings
        for mark in coupling.kind.marks
        if (on := plan.scenario.mark_of(coupling.name) is mark) or coupling.edges
    )


@dataclass(frozen=True, slots=True)
class Gain:
    """What an offer brings to the changes that somebody looks at."""

    before: int
    """How many of all changes go out together at most."""
    after: int
    freed: int
    """How many of them become free, less those that are free no more."""
    unblocked: int
    freed_elsewhere: int
    """The same, of all other changes."""
    unblocked_elsewhere: int
    before_elsewhere: int = 0
    """Of the largest other batch of which some go out with another number: how many that is."""
    after_elsewhere: int = 0

    @property
    def here(self) -> float:
        """How much it helps these changes; 0: not at all."""
        return max(0, self.before - self.after) + self.freed + self.unblocked

    @property
    def elsewhere(self) -> float:
        """How much it helps all others."""
        smaller = max(0, self.before_elsewhere - self.after_elsewhere)
        return self.freed_elsewhere + self.unblocked_elsewhere + smaller


def gain(plan: Plan, subject: frozenset[str], found: Effect) -> Gain:
    """Return what *found* means for *subject*, and for all other changes, of *plan*.

    *subject* is one change or all of a batch.
    """
    batch, before, after = "", 0, 0
    if subject:
        some = next(iter(subject))
        batch = plan.batch_of[some].changes[0]
        before = after = _together(plan, some)
        if len(subject) > 1:
            _, after = found.batches.get(batch, (before, before))
        else:
            after = found.together.get(some, before)
    elsewhere = next((sizes for first, sizes in found.batches.items() if first != batch), (0, 0))
    freed = len(found.freed & subject) - len(found.bound & subject)
    unblocked = len(found.unblocked & subject)
    return Gain(
        before,
        after,
        freed,
        unblocked,
        len(found.freed) - len(found.bound) - freed,
        len(found.unblocked) - unblocked,
        *elsewhere,
    )


@dataclass(frozen=True, slots=True)
class Ranked:
    """Offers, by what they bring to somebody."""

    set: tuple[Offer, ...]
    """The marks that are set."""
    here: tuple[Offer, ...]
    """Those that help what is looked at, the most for a day of work first."""
    elsewhere: tuple[Offer, ...]
    """Those that help others only."""
    idle: tuple[Offer, ...]
    """Those that change nothing now, by themselves."""
    untried: tuple[Offer, ...]
    """Those of which nothing is known yet."""


def ranked(found: Iterable[Offer], gains: Mapping[tuple[str, Mark | None], Gain]) -> Ranked:
    """Put *found* in order by their *gains*, which are by trial; what has none is untried."""
    on: list[Offer] = []
    here: list[Offer] = []
    elsewhere: list[Offer] = []
    idle: list[Offer] = []
    untried: list[Offer] = []
    for offer in found:
        known = gains.get(offer.trial)
        if offer.set:
            on.append(offer)
        elif known is None:
            untried.append(offer)
        elif known.here > 0:
            here.append(offer)
        else:
            (elsewhere if known.elsewhere > 0 else idle).append(offer)
    here.sort(key=lambda offer: _rank(gains[offer.trial].here, offer))
    elsewhere.sort(key=lambda offer: _rank(gains[offer.trial].elsewhere, offer))
    return Ranked(tuple(on), tuple(here), tuple(elsewhere), tuple(idle), tuple(untried))


def _rank(gained: float, offer: Offer) -> tuple[float, float, str, str]:
    """Return a key by which the most for a day of work comes first; what costs nothing leads."""
    return -gained / max(offer.effort_days, 0.1), offer.effort_days, offer.coupling.name, offer.mark
