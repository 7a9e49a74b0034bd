"""A runbook out of a plan: its steps in order, who is needed when, and what stands against it."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from relplan.model.change import EffectKind
from relplan.model.counting import counted, joined
from relplan.model.edge import is_change
from relplan.model.plan import Batch, Status
from relplan.model.runbook import Presence, Runbook, RunStep
from relplan.model.scenario import Mark
from relplan.planning.plan import Plan
from relplan.planning.questions import settling
from relplan.planning.runbook.draft import Draft
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
    drafts: list[Draft] = []
    first = 1
    for unit in units_of(plan, batches):
        drafts.append(_draft(plan, unit, first))
        first += len(drafts[-1].order)
    chosen = {batch.id for draft in drafts for batch in draft.unit.batches}
    return Runbook(
        title=title,
        workspace=plan.snapshot.workspace.name,
        scenario=plan.scenario.name,
        at=at,
        zone=zone,
        batches=tuple(batch.id for draft in drafts for batch in draft.unit.batches),
        steps=tuple(step for draft in drafts for step in _steps(plan, draft, drafts)),
        exposures=tuple(one for draft in drafts for one in draft.exposures),
        people=tuple(_people(plan, drafts)),
        obstacles=tuple(dict.fromkeys(_obstacles(plan, drafts, chosen))),
    )


def _draft(plan: Plan, unit: Unit, first: int) -> Draft:
    service_of = {change: plan.changes[change].service for change in unit.changes}
    edges = (
        edge
        for change in unit.changes
        for other in plan.condensation.succ(change)
        if other in service_of
        for edge in plan.edges_between(change, other)
    )
    ties = ties_between(edges, service_of)
    contracts = plan.snapshot.workspace.contracts
    names = {name for why in ties.values() for name in why}
    providers = {one.provider for one in contracts if one.name in names}
    dropping = frozenset(_dropping(plan, unit))
    order = deployment_order(unit.services, ties, providers, dropping)
    return Draft(unit, order, ties, dropping, first)


def _dropping(plan: Plan, unit: Unit) -> Iterable[str]:
    """Yield the services whose changes take away of a schema what no rollback brings back."""
    holding = {
        one.name
        for one in plan.snapshot.workspace.contracts
        if one.advice.holds_data and plan.scenario.mark_of(one.name) is not Mark.VERSIONED
    }
    for name in unit.changes:
        change = plan.changes[name]
        if any(e.kind is EffectKind.BREAKS and e.contract in holding for e in change.effects):
            yield change.service


def _steps(plan: Plan, draft: Draft, drafts: Sequence[Draft]) -> Iterable[RunStep]:
    gone = False
    for service in draft.order:
        changes = draft.changes_of(plan, service)
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
            preconditions=tuple(preconditions(plan, draft, service, changes)),
            action=f"{what}, with {counted(len(changes), 'change')}.",
            checks=tuple(checks(draft, service, revision)),
            on_failure=tuple(on_failure(plan, draft, drafts, service, back)),
            rolls_back=back,
            after=tuple(_after(plan, draft, drafts, number)),
            back_to=back_to(plan, draft, drafts, service),
            irreversible=drops,
            point_of_no_return=drops and not gone,
        )
        gone = gone or drops


def _after(plan: Plan, draft: Draft, drafts: Sequence[Draft], number: int) -> Iterable[int]:
    """Yield the steps before *number* of what *draft* needs, directly or not, and of itself."""
    needed = {draft.first}
    wanted = {name for batch in draft.unit.batches for name in plan.batches_needed(batch)}
    for other in reversed(drafts[: drafts.index(draft)]):
        if wanted.intersection(batch.id for batch in other.unit.batches):
            needed.add(other.first)
            for batch in other.unit.batches:
                wanted.update(plan.batches_needed(batch))
    for one in drafts:
        if one.first in needed:
            yield from range(one.first, min(one.last + 1, number))


def _people(plan: Plan, drafts: Sequence[Draft]) -> Iterable[Presence]:
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


def _obstacles(plan: Plan, drafts: Sequence[Draft], chosen: set[str]) -> Iterable[str]:
    for batch in (batch for draft in drafts for batch in draft.unit.batches):
        for node in plan.not_done_at(batch):
            if not is_change(node):
                yield f"{batch.id} is blocked by {node}."
            elif node in batch.changes:
                yield f"{node} of {batch.id} is still in progress."
        for change in batch.changes:
            if plan.status(change) is Status.UNCERTAIN:
                asked = joined(settling(plan, change))
                yield f"{change} of {batch.id} is uncertain until it is answered: {asked}."
        before = [name for name in plan.batches_needed(batch) if name not in chosen]
        if before:
            yield f"{batch.id} goes out only after {joined(before)}."


def _key(service: str, changes: Sequence[str]) -> str:
    text = "\0".join((service, *sorted(changes)))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
