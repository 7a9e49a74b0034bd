"""The sentences of a runbook: what must be true before and after a step, and when it fails."""

from collections.abc import Iterable, Iterator, Sequence

from relplan.model.change import State
from relplan.model.counting import joined
from relplan.model.edge import EdgeKind
from relplan.model.production import KnownBy, Production
from relplan.planning.flags import flags_of
from relplan.planning.plan import Plan
from relplan.planning.runbook.draft import Draft, Drafts

_DIGITS = 10


def preconditions(drafts: Drafts, draft: Draft, service: str) -> Iterator[str]:
    """Yield what must be true before *service* of *draft* is deployed."""
    plan, changes = drafts.plan, draft.changes_of[service]
    for name in changes:
        change = plan.changes[name]
        if change.state is State.IN_PROGRESS:
            yield f"{name} is finished, reviewed and merged."
        elif not change.merged:
            yield f"{name} is merged into main, and its build is green."
        for flag in flags_of(plan, name):
            yield f"The flag {flag} is off: {name} ships dark behind it."
    for gate in _gates(plan, changes):
        yield f"The gate {gate} has passed."
    touched = {effect.contract for name in changes for effect in plan.changes[name].effects}
    own = [one for one in drafts.contracts_of.get(service, ()) if one.name in touched]
    for contract in own:
        if contract.advice.rehearsal:
            yield contract.advice.rehearsal.format(name=contract.name)
    if service in draft.dropping:
        data = [contract.name for contract in own if contract.advice.holds_data]
        yield f"A backup of {joined(data)} is at hand and has been restored once."


def checks(draft: Draft, service: str, revision: str) -> Iterator[str]:
    """Yield what must be true once *service* is deployed."""
    step = draft.step_of(service)
    yield f"{service} answers, and says that it runs {revision or 'the merged revision'}."
    open_now = {
        (one.contract, one.ahead, one.behind): one.to_step
        for one in draft.exposures
        if one.from_step <= step < one.to_step
    }
    for (contract, ahead, behind), until in sorted(open_now.items()):
        yield f"{ahead} and {behind} disagree about {contract} until step {until}: expect errors."
    disagree = {contract for contract, _, _ in open_now}
    met = {name for pair, why in draft.ties.items() if service in pair for name in why}
    for name in sorted(met - disagree):
        yield f"Calls over {name} succeed as often as before."


def on_failure(
    drafts: Drafts, draft: Draft, service: str, back: Sequence[int], waiting: Sequence[str]
) -> Iterator[str]:
    """Yield what to do when the step of *service* fails.

    *back* are the steps to roll back, *waiting* the batches that need this one.
    """
    if back:
        own = [(draft.order[number - draft.first], number) for number in back]
        names = [_way_back(name, number, back_to(drafts, draft, name)) for name, number in own]
        yield f"Roll back, in this order: {', then '.join(names)}."
    else:
        yield f"Do not roll back: what {joined(sorted(draft.dropping))} dropped does not come back."
        rest = draft.order[draft.order.index(service) :]
        yield f"Mend {service} and go forward: {', then '.join(rest)}."
    if waiting:
        yield f"Leave out what needs it: {joined(waiting)}. The others may go on."


def revision_of(plan: Plan, changes: Sequence[str]) -> str:
    """Return the newest commit of main, if all of *changes* are there."""
    if not all(plan.changes[name].merged for name in changes):
        return ""
    return plan.changes[changes[-1]].commit[:_DIGITS]


def back_to(drafts: Drafts, draft: Draft, service: str) -> str:
    """Return what *service* ran before its step of *draft*; empty: it is not known.

    That is what an earlier step deployed; without one, the revision that runs in the environment.
    """
    other = drafts.before(draft, service)
    if other is not None:
        deployed = revision_of(drafts.plan, other.changes_of[service])
        return deployed or f"what step {other.step_of(service)} deployed"
    return revision_running(drafts.running.get(service))


def revision_running(found: Production | None) -> str:
    """Return the revision that runs of a service, short; empty: it is not known."""
    if found is None or (found.by is KnownBy.MAIN and not found.confirmed):
        return ""
    is_commit = found.revision == found.commit
    return found.revision[:_DIGITS] if is_commit else found.revision


def _way_back(service: str, number: int, to: str) -> str:
    return f"{service} (step {number}{f', to {to}' if to else ''})"


def _gates(plan: Plan, changes: Iterable[str]) -> list[str]:
    found = {
        edge.coupling
        for change in changes
        for edge in plan.edges_from(change)
        if edge.kind is EdgeKind.GATE
    }
    return sorted(found)
