"""A small world, said in the words of docs/semantics.md.

    world(
        contract("payments-api", provider="payments", consumers=["orders"]),
        merged("payments", 1, breaks="payments-api"),
        opened("orders", "pay-v2", adapts="payments-api", ready=True),
    )

Merged changes of a service follow each other in the order in which they are said, and its open
ones stand on the newest. Their ids are ``payments@1`` and ``orders:pay-v2``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TypeVar

from relplan.model.change import Change, Dependency, Effect, EffectKind, FeatureSlice, State
from relplan.model.contract_source import DetectedUse
from relplan.model.edge import Edge, EdgeKind
from relplan.model.evidence import Confidence, Evidence
from relplan.model.facts import Takes, Taking, Unread
from relplan.model.production import Production
from relplan.model.question import Question
from relplan.model.scenario import Mark, Scenario
from relplan.model.snapshot import Snapshot
from relplan.model.workspace import (
    Contract,
    Feature,
    FeatureMode,
    Gate,
    GateKind,
    Service,
    Unit,
    Workspace,
)
from relplan.planning import Plan, plan

DECLARED, DETECTED, INFERRED = Confidence.DECLARED, Confidence.DETECTED, Confidence.GUESSED
VERSIONED, FLAGGED, WAIVED, SPLIT = Mark.VERSIONED, Mark.FLAGGED, Mark.WAIVED, Mark.SPLIT


@dataclass(frozen=True)
class Finding:
    """An effect that needs more words than the name of its contract."""

    contract: str
    parts: tuple[str, ...] = ()
    confidence: Confidence = DECLARED
    line: int = 0
    """0: it was written in the commit message."""
    brings: tuple[str, ...] = ()
    """The changes that a moved pin takes up."""


@dataclass(frozen=True)
class Shipped:
    """What production already has, by the name that a ``Depends-On:`` gives it."""

    ref: str


Effects = str | Finding | Sequence[str | Finding]
Fact = Taking | DetectedUse | Unread | Production
Statement = Service | Contract | Feature | Gate | Unit | Change | Shipped | Fact
Kind = TypeVar("Kind", bound=Statement)
Item = TypeVar("Item", bound=str | Finding)


def world(
    *statements: Statement,
    features: FeatureMode = FeatureMode.SUGGESTED,
    failure_rate: float = 0.05,
) -> Snapshot:
    """Put *statements* together; a service that nobody described has a team of its name."""
    changes = _on_their_mains(_of(Change, statements))
    services = {service.name: service for service in _of(Service, statements)}
    for change in changes:
        services.setdefault(change.service, Service(change.service, f"team {change.service}"))
    workspace = Workspace(
        name="webshop",
        services=tuple(services.values()),
        contracts=tuple(_of(Contract, statements)),
        features=tuple(_of(Feature, statements)),
        gates=tuple(_of(Gate, statements)),
        units=tuple(_of(Unit, statements)),
        feature_mode=features,
        issue_projects=("CHK", "PAY", "ORD"),
        deploy_failure_rate=failure_rate,
    )
    return Snapshot(
        workspace,
        changes,
        frozenset(one.ref for one in _of(Shipped, statements)),
        takings=tuple(_of(Taking, statements)),
        uses=tuple(_of(DetectedUse, statements)),
        unread=tuple(_of(Unread, statements)),
        production=tuple(_of(Production, statements)),
    )


def _of(kind: type[Kind], statements: Iterable[Statement]) -> list[Kind]:
    return [one for one in statements if isinstance(one, kind)]


def _on_their_mains(changes: Iterable[Change]) -> tuple[Change, ...]:
    newest: dict[str, str] = {}
    placed = []
    for change in changes:
        if change.merged:
            change = replace(change, after=newest.get(change.service, ""))  # noqa: PLW2901
            newest[change.service] = change.id
        placed.append(change)
    return tuple(
        change if change.merged else replace(change, after=newest.get(change.service, ""))
        for change in placed
    )


def service(name: str, team: str = "", calls: Sequence[str] = ()) -> Service:
    return Service(name, team, tuple(calls))


def contract(
    name: str,
    provider: str,
    consumers: Sequence[str] = (),
    uses: dict[str, Sequence[str]] | None = None,
    detected: Sequence[str] = (),
) -> Contract:
    used = tuple((consumer, tuple(parts)) for consumer, parts in (uses or {}).items())
    return Contract(name, provider, tuple(consumers), uses=used, detected_consumers=tuple(detected))


def takes(
    service: str, name: str, how: Takes = Takes.RUN_TIME, confidence: Confidence = DETECTED
) -> Taking:
    return Taking(name, service, how, confidence, Evidence("taking", f"{service} takes", service))


def seen_to_use(
    service: str, name: str, part: str, confidence: Confidence = DETECTED
) -> DetectedUse:
    found = Evidence("use", f"{service} uses {part}", service, path="client.py", line=7)
    return DetectedUse(name, service, part, found, confidence)


def feature(key: str) -> Feature:
    return Feature(key)


def approval(name: str, *services: str, passed: bool = False, team: str = "") -> Gate:
    return Gate(name, GateKind.APPROVAL, services, team, passed)


def joint(name: str, *services: str, passed: bool = False, team: str = "") -> Gate:
    return Gate(name, GateKind.JOINT, services, team, passed)


def unit(
    name: str,
    *services: str,
    detected: Sequence[str] = (),
    suspected: Sequence[str] = (),
    environments: Sequence[str] = (),
) -> Unit:
    seen = (Evidence("unit-file", "deploys them", "web", path="deploy.yml", line=31),)
    where = seen if detected or suspected else ()
    return Unit(name, services, tuple(detected), tuple(suspected), where, tuple(environments))


def finding(name: str, *parts: str, confidence: Confidence = DECLARED, line: int = 0) -> Finding:
    return Finding(name, parts, confidence, line)


def pin(name: str, *brings: str) -> Finding:
    """Return that a change moves a pin of a contract's provider, and so takes up what it brings."""
    return Finding(name, (), DETECTED, 1, brings)


def mended(name: str, part: str, *, by: str) -> Finding:
    """Return that a change breaks a part, which a later one of its line brings back."""
    return Finding(name, (part,), DETECTED, 1, (by,))


def shipped(ref: str) -> Shipped:
    return Shipped(ref)


def merged(service: str, number: int | str, **words: object) -> Change:
    """A commit of main; *number* is its place there, or its hash's digits where they matter."""
    name = f"{service}@{number}"
    commit = _hash(name) if isinstance(number, int) else (number * 4)[:40]
    return _change(name, service, State.MERGED, commit, **words)  # type: ignore[arg-type]


def opened(
    service: str, branch: str, *, ready: bool = False, commit: str = "", **words: object
) -> Change:
    """A branch: in progress, unless it is *ready*."""
    name = f"{service}:{branch}"
    state = State.READY if ready else State.IN_PROGRESS
    made = _change(name, service, state, commit or _hash(name), **words)  # type: ignore[arg-type]
    return replace(made, branch=branch)


def _hash(name: str) -> str:
    return blake2b(name.encode(), digest_size=20).hexdigest()


def _change(
    name: str,
    service: str,
    state: State,
    commit: str,
    *,
    title: str = "",
    breaks: Effects = (),
    extends: Effects = (),
    adapts: Effects = (),
    tolerates: Effects = (),
    feature: str | Sequence[str] = (),
    issue: str | Sequence[str] = (),
    flag: str = "",
    depends_on: str | Sequence[str] = (),
    stacked_on: str | Sequence[str] = (),
    also_known_as: str | Sequence[str] = (),
) -> Change:
    def trailer(text: str) -> Evidence:
        return Evidence("trailer", text, service, commit, line=3)

    effects = {
        EffectKind.BREAKS: breaks,
        EffectKind.EXTENDS: extends,
        EffectKind.ADAPTS: adapts,
        EffectKind.TOLERATES: tolerates,
    }
    return Change(
        id=name,
        service=service,
        title=title or name,
        state=state,
        commit=commit,
        date=0,
        stacked_on=tuple(_listed(stacked_on)),
        effects=tuple(
            _effect(kind, found, service, commit)
            for kind, all_found in effects.items()
            for found in _listed(all_found)
        ),
        features=(
            *(FeatureSlice(key, trailer(f"Feature: {key}")) for key in _listed(feature)),
            *(
                FeatureSlice(key, Evidence("issue-key", key, service, commit), INFERRED)
                for key in _listed(issue)
            ),
        ),
        flag=trailer(f"Flag: {flag}") if flag else None,
        depends_on=tuple(
            Dependency(ref, trailer(f"Depends-On: {ref}")) for ref in _listed(depends_on)
        ),
        aliases=tuple(_listed(also_known_as)),
    )


def _listed(value: Item | Sequence[Item]) -> list[Item]:
    """Return a sole word as a list of one; a str is a sequence too, but of no words."""
    return [value] if isinstance(value, str | Finding) else list(value)


def _effect(kind: EffectKind, found: str | Finding, service: str, commit: str) -> Effect:
    if isinstance(found, str):
        found = Finding(found)
    text = f"{kind} {found.contract}"
    evidence = (
        Evidence("finding", text, service, commit, "api.yaml", found.line)
        if found.line
        else Evidence("trailer", text, service, commit, line=3)
    )
    return Effect(kind, found.contract, evidence, found.confidence, found.parts, found.brings)


def planned(snapshot: Snapshot, **marks: Mark) -> Plan:
    """Plan *snapshot* with *marks*; ``_`` in a coupling's name stands for ``-``."""
    return plan(snapshot, marking(**marks))


def marking(**marks: Mark) -> Scenario:
    return Scenario(marks=frozenset((name.replace("_", "-"), mark) for name, mark in marks.items()))


def drawn(source: Snapshot | Plan, *kinds: EdgeKind | str) -> set[str]:
    """Return the edges of these kinds as ``a -> b``."""
    made = source if isinstance(source, Plan) else planned(source)
    return {f"{e.source} -> {e.target}" for e in made.edges if not kinds or e.kind in kinds}


def the_edge(source: Snapshot | Plan, kind: EdgeKind | str) -> Edge:
    """Return the only edge of *kind*."""
    made = source if isinstance(source, Plan) else planned(source)
    (edge,) = (edge for edge in made.edges if edge.kind == kind)
    return edge


def dismissing(snapshot: Snapshot, *arrows: str, **marks: Mark) -> Plan:
    """Plan *snapshot* with the edges of these ``a -> b`` dismissed."""
    scenario = marking(**marks)
    everything = planned(snapshot).edges
    for arrow in arrows:
        found = [edge for edge in everything if f"{edge.source} -> {edge.target}" == arrow]
        assert found, f"{arrow} is not drawn"
        for edge in found:
            scenario = scenario.with_dismissal(edge.fingerprint)
    return plan(snapshot, scenario)


def answering(snapshot: Snapshot, answers: dict[str, str]) -> Plan:
    """Plan *snapshot* with *answers* to the questions that begin so."""
    scenario = Scenario()
    for text, answer in answers.items():
        scenario = scenario.with_answer(the_question(snapshot, text).id, answer)
    return plan(snapshot, scenario)


def the_question(snapshot: Snapshot, text: str) -> Question:
    """Return the only question that begins with *text*."""
    questions = planned(snapshot).graph.questions.values()
    found = [one for one in questions if one.text.startswith(text)]
    assert len(found) == 1, [one.text for one in questions]
    return found[0]


def questions(made: Plan) -> list[str]:
    """Return what is asked, with the weights, in order."""
    return [f"{one.weight} {one.question.text}" for one in made.questions]


def batches(made: Plan) -> list[list[str]]:
    """Return what ships together, by number."""
    return [list(batch.changes) for batch in made.batches]


def statuses(made: Plan) -> dict[str, str]:
    return {change: made.status(change).value for change in made.changes}
