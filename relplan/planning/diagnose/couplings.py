"""The three questions that couplings answer: contracts; features; gates, units and windows."""

from collections import defaultdict
from collections.abc import Iterator

from relplan.model.counting import counted, joined
from relplan.model.diagnosis import Answer, Ground, Verdict
from relplan.model.edge import MISSING, Cause, Edge, EdgeKind
from relplan.model.evidence import Evidence
from relplan.model.scenario import CouplingKind
from relplan.planning.couplings import Coupling
from relplan.planning.diagnose.scope import Scope
from relplan.planning.diagnose.slicing import sliced
from relplan.planning.diagnose.units import of_unit, remedy_of_unit
from relplan.planning.diagnose.windows import only_sharing_a_window, window_remedy

_GROUNDS = 20
_PLACES = 5
"""Places that stand for one ground."""
_QUESTIONS = {
    Cause.TIGHT_COUPLING: (
        "Do services share a database or call each other without versioned contracts?"
    ),
    Cause.HORIZONTAL_SLICING: "Was the feature cut by team rather than by behaviour?",
    Cause.UNDONE_WORK: "Could each service go alone if process let it?",
}
_VERDICTS = {
    Cause.TIGHT_COUPLING: Verdict.FORCED,
    Cause.HORIZONTAL_SLICING: Verdict.ARTIFICIAL,
    Cause.UNDONE_WORK: Verdict.ARTIFICIAL,
}


def coupling_answer(scope: Scope, cause: Cause) -> Answer:
    """Answer the question after *cause*: by the couplings of its kind that hold anything."""
    edges: dict[str, list[Edge]] = defaultdict(list)
    for edge in scope.of_cause(cause):
        edges[edge.coupling].append(edge)
    names = sorted(edges, key=lambda name: (-len(edges[name]), name))
    count = sum(map(len, edges.values()))
    caused = sum(edge.cause is not None for edge in scope.holding)
    days = max(0.0, scope.days - scope.waited(scope.without(names))) if names else 0.0
    found = [scope.couplings[name] for name in names]
    shared = tuple(only_sharing_a_window(scope)) if cause is Cause.UNDONE_WORK else ()
    verdict = _VERDICTS[cause] if names or shared else _no(scope, cause)
    return Answer(
        cause=cause,
        question=_QUESTIONS[cause],
        verdict=verdict,
        edges=count,
        edge_share=count / caused if caused else 0.0,
        days=days,
        day_share=days / scope.days if scope.days else 0.0,
        grounds=(
            *(_ground(scope, one, edges[one.name]) for one in found[:_GROUNDS]),
            *(sliced(scope) if cause is Cause.HORIZONTAL_SLICING else ()),
            *shared,
        ),
        remedies=(
            *(_remedies(scope, found[:_GROUNDS]) if names else _to_find_out(verdict)),
            *map(window_remedy, shared),
        ),
    )


def _no(scope: Scope, cause: Cause) -> Verdict:
    """Tell a no from not knowing: without any contract nothing can have been found about them."""
    known = any(one.cause is cause for one in scope.couplings.values())
    unknown = cause is Cause.TIGHT_COUPLING and not known
    return Verdict.UNKNOWN if unknown else Verdict.ABSENT


def _to_find_out(verdict: Verdict) -> tuple[str, ...]:
    if verdict is not Verdict.UNKNOWN:
        return ()
    return ("Say in relplan.toml which contracts the services share (`contracts`).",)


def _ground(scope: Scope, coupling: Coupling, edges: list[Edge]) -> Ground:
    services = _services(scope, edges)
    text = {
        CouplingKind.CONTRACT: _of_contract,
        CouplingKind.FEATURE: _of_feature,
        CouplingKind.GATE: _of_gate,
        CouplingKind.UNIT: of_unit,
    }[coupling.kind](scope, coupling, edges)
    places: dict[Evidence, None] = {}
    for edge in edges:
        places.update(dict.fromkeys(edge.evidence))
    return Ground(text, coupling.name, services, tuple(places)[:_PLACES])


def _of_contract(scope: Scope, coupling: Coupling, edges: list[Edge]) -> str:
    users = [name for name in coupling.services if name != coupling.provider]
    if coupling.advice.coupling:
        what = _said(coupling.advice.coupling, coupling)
    else:
        by = f", which {joined(users)} {'uses' if len(users) == 1 else 'use'}" if users else ""
        what = f"{coupling.provider} provides {coupling.name} ({coupling.detail}){by}"
    breaking = {edge.source for edge in edges if edge.kind is EdgeKind.BREAKS}
    missing = {
        edge.target.removeprefix(MISSING).partition("/")[0]
        for edge in edges
        if edge.target.startswith(MISSING)
    }
    needing = {edge.source for edge in edges if edge.kind is EdgeKind.REQUIRES}
    facts = []
    if breaking:
        facts.append(
            f"{counted(len(breaking), 'pending change breaks', 'pending changes break')} it"
        )
    if missing:
        have = "has" if len(missing) == 1 else "have"
        facts.append(f"{joined(sorted(missing))} {have} not begun to adapt")
    if needing:
        need = counted(len(needing), "change needs", "changes need")
        facts.append(f"{need} what is pending of it")
    return f"{what}: {', '.join(facts)}."


def _said(sentence: str, coupling: Coupling) -> str:
    return sentence.format(
        name=coupling.name, provider=coupling.provider, services=joined(coupling.services)
    )


def _of_feature(scope: Scope, coupling: Coupling, edges: list[Edge]) -> str:
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    changes = ends & scope.plan.changes.keys()
    services = _services(scope, edges)
    teams = sorted({scope.plan.team_of(service) for service in services} - {""})
    what = f"{coupling.name} is sliced into {counted(len(changes), 'change')} of {joined(services)}"
    if len(teams) == 1:
        return f"{what}, all of team {teams[0]}: cut by service, not by team."
    return f"{what}{f', by the teams {joined(teams)}' if teams else ''}."


def _of_gate(scope: Scope, coupling: Coupling, edges: list[Edge]) -> str:
    waived = scope.without([coupling.name])
    before, after = scope.largest(scope.scenario), scope.largest(waived)
    held = len({edge.source for edge in edges} & scope.plan.changes.keys())
    effect = f"the largest batch would go from {before} to {counted(after, 'change')}"
    if before == after:
        _, blocked = scope.tied(scope.scenario)
        _, left = scope.tied(waived)
        fewer = f"{counted(blocked - left, 'change')} fewer would be blocked"
        effect = fewer if blocked > left else "alone nothing would be gained"
    return (
        f"The {coupling.detail} gate {coupling.name} over {joined(coupling.services)} holds"
        f" {counted(held, 'change')}; without it {effect}."
    )


def _remedies(scope: Scope, found: list[Coupling]) -> Iterator[str]:
    for one in found:
        if one.kind is CouplingKind.FEATURE:
            yield (
                f"Put {one.name} behind a flag, so that its slices go out in any order; next time"
                " cut it by behaviour, so that one team can ship each slice by itself."
            )
        elif one.kind is CouplingKind.UNIT:
            yield remedy_of_unit(scope, one)
        elif one.kind is CouplingKind.GATE:
            yield (
                f"Replace the gate {one.name} by contract tests that run in each service's own"
                " build, and take it away."
                if one.is_joint
                else f"Automate what the approval {one.name} looks at, and keep the record of it."
            )
        else:
            yield _said(one.advice.remedy, one)


def _services(scope: Scope, edges: list[Edge]) -> tuple[str, ...]:
    changes = scope.plan.changes
    ends = {end for edge in edges for end in (edge.source, edge.target) if end in changes}
    return tuple(sorted({changes[end].service for end in ends}))
