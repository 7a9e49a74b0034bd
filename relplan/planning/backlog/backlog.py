"""From the cheapest marks to items, each with its gain once those before it are done."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b

from relplan.model.backlog import Backlog, Gain, Item, Waiting
from relplan.model.counting import joined
from relplan.model.edge import MISSING, Edge
from relplan.model.evidence import Evidence
from relplan.model.proposal import Choice, Goal, GoalKind, Proposal
from relplan.model.scenario import CouplingKind, Scenario
from relplan.planning.backlog.gains import Gains
from relplan.planning.backlog.units import still_together
from relplan.planning.backlog.wording import criteria, tasks, title, why_now
from relplan.planning.backlog.work import Work
from relplan.planning.couplings import Coupling, couplings
from relplan.planning.plan import Plan
from relplan.planning.planner import Planner
from relplan.planning.propose import propose

_PLACES = 20
"""Places that one item names."""


def backlog(
    planner: Planner,
    scenario: Scenario,
    now: int,
    *,
    seconds: float = 10.0,
    cancelled: Callable[[], bool] = lambda: False,
) -> Backlog:
    """Return the work that sets every change free, as far as marks on top of *scenario* can.

    *now* is what waiting is counted to, in seconds since 1970. The search for the cheapest marks
    may take so many *seconds*, or until *cancelled* says so.
    """
    goal = Goal(GoalKind.FREE)
    proposal = propose(planner, scenario, goal, seconds=seconds, cancelled=cancelled)
    return backlog_of(planner, scenario, proposal, now)


def backlog_of(planner: Planner, scenario: Scenario, proposal: Proposal, now: int) -> Backlog:
    """Return the work that makes the marks of *proposal* true, in its order.

    A coupling that only waits for something under way is none: it is told apart.
    """
    known = {coupling.name: coupling for coupling in couplings(planner.graph, scenario.answers)}
    start = planner.preview(scenario)
    items: list[Item] = []
    waiting: list[Waiting] = []
    gains = Gains(start, now)
    done = scenario
    for choice in proposal.choices:
        coupling = known[choice.coupling]
        edges = _edges(start, coupling)
        if not is_durable(start, coupling, edges):
            waiting.append(_waiting(start, coupling, edges))
            continue
        gain = gains.of(choice.coupling, choice.mark)
        done = done.with_mark(choice.coupling, choice.mark)
        item = _item(start, coupling, choice, edges, gain, len(items) + 1)
        if coupling.kind is CouplingKind.UNIT:
            said = f"{item.why_now} {still_together(planner.preview(done), coupling)}"
            item = replace(item, why_now=said.rstrip())
        items.append(item)
    return Backlog(
        workspace=start.snapshot.workspace.name,
        scenario=scenario.name,
        before=start.numbers,
        after=planner.preview(done).numbers,
        items=tuple(items),
        waiting=tuple(sorted(waiting, key=lambda one: one.coupling)),
        remaining=tuple(
            dict.fromkeys(
                f"{found.edge.source} needs {found.edge.target} ({found.edge.kind}): {found.remedy}"
                for found in proposal.in_the_way
            )
        ),
    )


def is_durable(plan: Plan, coupling: Coupling, edges: list[Edge]) -> bool:
    """Tell whether *coupling* ties the next release, too.

    It does if one of its edges lies on a cycle of a lock-step batch, leads to an adaptation that
    nobody has begun, to a gate over two services or more, or
    to a unit. Else it is an order: it goes away
    once what is under way is done.
    """
    if coupling.kind is CouplingKind.UNIT:
        return True
    if coupling.kind is CouplingKind.GATE and len(coupling.services) > 1:
        return True
    of = plan.condensation.of
    return any(
        edge.target.startswith(MISSING)
        or (of(edge.source) is of(edge.target) and of(edge.source).changes > 1)
        for edge in edges
    )


def _edges(plan: Plan, coupling: Coupling) -> list[Edge]:
    hidden = plan.condensation.hidden
    return [
        edge
        for edge in plan.graph.of_coupling(coupling.name, plan.scenario.answers)
        if edge in plan.graph.between(edge.source, edge.target, hidden)
    ]


def _item(
    plan: Plan, coupling: Coupling, choice: Choice, edges: list[Edge], gain: Gain, rank: int
) -> Item:
    work = Work.of(plan, coupling, choice.mark, edges)
    places: dict[Evidence, None] = {}
    for edge in edges:
        places.update(dict.fromkeys(edge.evidence))
    name = blake2b(
        f"{coupling.name}\0{choice.mark}".encode("utf-8", "surrogatepass"), digest_size=5
    )
    return Item(
        key=f"relplan-{name.hexdigest()}",
        rank=rank,
        title=title(work),
        coupling=coupling.name,
        kind=coupling.kind,
        mark=choice.mark,
        cause=coupling.cause,
        effort_days=choice.effort_days,
        gain=gain,
        services=work.services,
        teams=work.teams,
        why_now=why_now(gain),
        evidence=tuple(places)[:_PLACES],
        criteria=tuple(criteria(work)),
        tasks=tuple(tasks(work)),
    )


def _waiting(plan: Plan, coupling: Coupling, edges: list[Edge]) -> Waiting:
    held = sorted({edge.source for edge in edges} & plan.changes.keys())
    until = sorted({edge.target for edge in edges if edge.target in plan.graph.not_done})
    if coupling.kind is CouplingKind.GATE:
        what = "it has passed"
    elif until:
        what = f"{joined(until)} {'is' if len(until) == 1 else 'are'} done"
    else:
        what = f"what {'it needs' if len(held) == 1 else 'they need'} is done"
    text = f"{coupling.name} holds {joined(held)} only until {what}."
    return Waiting(coupling.name, coupling.cause, tuple(held), text)
