"""A runbook out of a plan: its steps in order, who is needed when, and what stands against it."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from relplan.model.change import EffectKind
from relplan.model.counting import counted
from relplan.model.plan import Batch
from relplan.model.runbook import Presence, Runbook, RunStep
from relplan.model.scenario import Mark
from relplan.planning.flags import flips
from relplan.planning.plan import Plan
from relplan.planning.runbook.draft import Draft, Drafts, changes_by_service
from relplan.planning.runbook.obstacles import obstacles
from relplan.planning.runbook.order import deployment_order, ties_between
from relplan.planning.runbook.units import Unit, units_of
from relplan.planning.runbook.wording import (
    back_to,
    checks,
    on_failure,
    preconditions,
    revision_of,
)


def runbook(plan: Plan, batches: Iterable[Batch], title: str, zone: str, at: int | None) -> Runbook:
    """Return the steps that bring *batches* of *plan* into production, from *at* on.

    *at* is in seconds since 1970, and shown in *zone*.
    """
    made: list[Draft] = []
    first = 1
    kinds = _Kinds(plan)
    for unit in units_of(plan, batches):
        made.append(kinds.draft(unit, len(made), first))
        first += len(made[-1].order)
    drafts = Drafts(plan, made)
    return Runbook(
        title=title,
        workspace=plan.snapshot.workspace.name,
        scenario=plan.scenario.name,
        at=at,
        zone=zone,
        batches=tuple(drafts.batches),
        steps=tuple(step for draft in drafts for step in _steps(drafts, draft)),
        exposures=tuple(one for draft in drafts for one in draft.exposures),
        people=tuple(_people(plan, drafts)),
        obstacles=obstacles(plan, (batch for one in drafts for batch in one.unit.batches)),
        flips=flips(plan, {name for one in drafts for name in one.unit.changes}),
    )


class _Kinds:
    """What the order of a unit's services depends on."""

    def __init__(self, plan: Plan) -> None:
        contracts = plan.snapshot.workspace.contracts
        self._plan = plan
        self._provider = {one.name: one.provider for one in contracts}
        self._holding = {
            one.name
            for one in contracts
            if one.advice.holds_data and plan.scenario.mark_of(one.name) is not Mark.VERSIONED
        }

    def draft(self, unit: Unit, place: int, first: int) -> Draft:
        """Return *unit* with its services in order, the first of them as step *first*."""
        plan = self._plan
        service_of = {change: plan.changes[change].service for change in unit.changes}
        edges = (
            edge
            for change in unit.changes
            for other in plan.condensation.succ(change)
            if other in service_of
            for edge in plan.edges_between(change, other)
        )
        ties = ties_between(edges, service_of)
        names = {name for why in ties.values() for name in why}
        providers = {self._provider[name] for name in names if name in self._provider}
        dropping = frozenset(self._dropping(unit))
        return Draft(
            place,
            unit,
            deployment_order(unit.services, ties, providers, dropping),
            ties,
            dropping,
            first,
            changes_by_service(plan, unit.changes),
        )

    def _dropping(self, unit: Unit) -> Iterable[str]:
        """Yield the services whose changes take of a schema what no rollback brings back."""
        for name in unit.changes:
            for effect in self._plan.changes[name].effects:
                if effect.kind is EffectKind.BREAKS and effect.contract in self._holding:
                    yield self._plan.changes[name].service


def _steps(drafts: Drafts, draft: Draft) -> Iterable[RunStep]:
    plan = drafts.plan
    needed = [step for one in drafts.needed_by(draft) for step in range(one.first, one.last + 1)]
    waiting = [batch.id for one in drafts.needing(draft) for batch in one.unit.batches]
    gone = False
    for service in draft.order:
        changes = draft.changes_of[service]
        number, drops = draft.step_of(service), service in draft.dropping
        back = () if gone or drops else tuple(range(number, draft.first - 1, -1))
        revision = revision_of(plan, changes)
        what = f"Deploy {service} {f'at {revision}' if revision else 'from main'}"
        yield RunStep(
            number=number,
            key=_key(service, changes),
            batch=plan.batch_of[changes[0]].id,
            service=service,
            team=plan.team_of(service),
            revision=revision,
            changes=changes,
            preconditions=tuple(preconditions(drafts, draft, service)),
            action=f"{what}, with {counted(len(changes), 'change')}.",
            checks=tuple(checks(draft, service, revision)),
            on_failure=tuple(on_failure(drafts, draft, service, back, waiting)),
            rolls_back=back,
            after=(*needed, *range(draft.first, number)),
            back_to=back_to(drafts, draft, service),
            irreversible=drops,
            point_of_no_return=drops and not gone,
        )
        gone = gone or drops


def _people(plan: Plan, drafts: Drafts) -> Iterable[Presence]:
    own: dict[str, list[int]] = {}
    until: dict[str, int] = {}
    for draft in drafts:
        for service in draft.order:
            team = plan.team_of(service)
            if team:
                own.setdefault(team, []).append(draft.step_of(service))
                until[team] = draft.last
    for team, steps in own.items():
        yield Presence(team, tuple(steps), until[team])


def _key(service: str, changes: Sequence[str]) -> str:
    text = "\0".join((service, *sorted(changes)))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
