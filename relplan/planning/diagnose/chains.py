"""The question after synchronous chains: who calls whom calls whom."""

from collections.abc import Iterator, Mapping

from relplan.model.diagnosis import Answer, Ground, Verdict
from relplan.model.edge import Cause
from relplan.planning.diagnose.scope import Scope

_QUESTION = "Does a user-facing request need a synchronous chain of three services or more?"
_CHAINS = 10
_STEPS = 10_000
"""Steps of the search: a dense call graph has more chains than anybody can read."""

Chain = tuple[str, ...]


def chain_answer(scope: Scope) -> Answer:
    """Answer by the calls that are declared or were found; without any it cannot be told."""
    services = scope.plan.snapshot.workspace.services
    known = any(service.calls for service in services)
    chains = sorted(set(longest_chains(_calls(scope))), key=lambda one: (-len(one), one))
    inside = frozenset(service for chain in chains for service in chain)
    edges = [
        edge
        for edge in scope.of_cause(Cause.TIGHT_COUPLING)
        if inside.issuperset(scope.couplings[edge.coupling].services)
    ]
    names = sorted({edge.coupling for edge in edges})
    caused = sum(edge.cause is not None for edge in scope.holding)
    days = max(0.0, scope.days - scope.waited(scope.without(names))) if names else 0.0
    verdict = Verdict.FORCED if chains else Verdict.ABSENT if known else Verdict.UNKNOWN
    return Answer(
        cause=Cause.DISTRIBUTED_MONOLITH,
        question=_QUESTION,
        verdict=verdict,
        edges=len(edges),
        edge_share=len(edges) / caused if caused else 0.0,
        days=days,
        day_share=days / scope.days if scope.days else 0.0,
        grounds=tuple(_ground(scope, chain) for chain in chains[:_CHAINS]),
        remedies=_remedies(chains, verdict),
    )


def longest_chains(calls: Mapping[str, tuple[str, ...]]) -> Iterator[Chain]:
    """Yield chains of three or more services that cannot be made longer at their end.

    They start where nobody calls, or anywhere in a circle of calls; no service comes twice. After
    so many steps as can be afforded the search ends: what it found is true, if not all.
    """
    called = {callee for callees in calls.values() for callee in callees}
    starts = [name for name in sorted(calls) if name not in called] or sorted(calls)
    steps = 0
    for start in starts:
        stack: list[Chain] = [(start,)]
        while stack:
            chain = stack.pop()
            steps += 1
            if steps > _STEPS:
                return
            onward = [name for name in calls.get(chain[-1], ()) if name not in chain]
            if not onward and len(chain) > 2:
                yield chain
            stack += [(*chain, name) for name in reversed(onward)]


def _calls(scope: Scope) -> dict[str, tuple[str, ...]]:
    """Return who calls whom; of a batch, only among its services."""
    services = scope.plan.snapshot.workspace.services
    inside = set(scope.services) if scope.batch else {service.name for service in services}
    return {
        service.name: tuple(sorted(set(service.calls) & inside - {service.name}))
        for service in services
        if service.name in inside
    }


def _ground(scope: Scope, chain: Chain) -> Ground:
    text = " calls ".join(chain)
    together = {
        batch.id: sorted(set(chain) & set(batch.services))
        for batch in ([scope.batch] if scope.batch else scope.plan.batches)
        if len(batch.services) > 1
    }
    best = max(together.items(), key=lambda item: (len(item[1]), item[0]), default=("", []))
    if len(best[1]) > 1:
        text += f"; of these, {', '.join(best[1])} ship together in {best[0]}"
    return Ground(f"{text}.", services=chain)


def _remedies(chains: list[Chain], verdict: Verdict) -> tuple[str, ...]:
    if verdict is Verdict.UNKNOWN:
        return ("Say in relplan.toml which services each one calls synchronously (`calls`).",)
    if not chains:
        return ()
    first = chains[0]
    return (
        (
            f"Cut the chain {' - '.join(first)} where it can wait: let {first[-2]} keep a"
            f" copy of what it asks {first[-1]} for, fed by events."
        ),
        (
            "Where it cannot wait, version each contract along the chain, so that its"
            " services can be deployed one by one."
        ),
    )
