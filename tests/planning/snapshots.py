"""Random snapshots, small and tangled.

The generator takes a ``random.Random``: hypothesis hands in one that it can shrink, and the bulk
comparison with the reference an ordinary one, which is much faster.
"""

from collections.abc import Collection
from dataclasses import replace
from random import Random
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from relplan.model.change import (
    Change,
    Dependency,
    Effect,
    EffectKind,
    FeatureSlice,
    Reversal,
    State,
)
from relplan.model.contract_source import DetectedUse
from relplan.model.evidence import Confidence, Evidence
from relplan.model.facts import MayBeDark, Takes, Taking, Unread
from relplan.model.question import QuestionKind, question_id
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

SERVICES = ("api", "db", "web", "pay")
CONTRACTS = ("K1", "K2", "K3")
KEYS = ("F-1", "F-2")
GATES = ("e2e", "sec")
UNITS = ("shop",)
PARTS = ("GET /a", "GET /b")
SHA = "0123456789abcdef" * 3
ALL_MARKS = (
    *((name, mark) for name in CONTRACTS for mark in (Mark.VERSIONED, Mark.FLAGGED)),
    *((key, Mark.FLAGGED) for key in KEYS),
    *((name, Mark.WAIVED) for name in GATES),
    *((name, Mark.SPLIT) for name in UNITS),
)


Kind = TypeVar("Kind", Effect, FeatureSlice, Dependency)


def evidence(text: str) -> Evidence:
    return Evidence(rule="trailer", text=text)


def seen(name: str, *path: str) -> tuple[str, ...]:
    """Return what names the evidence that something touches the contract *name*."""
    found = evidence(f"touches {name}")
    return (found.rule, *path, found.text)


def some(random: Random, values: tuple[str, ...], most: int = 2) -> tuple[str, ...]:
    found = {random.choice(values): None for _ in range(random.randint(0, most)) if values}
    return tuple(found)


def random_workspace(random: Random) -> Workspace:
    return Workspace(
        name="random",
        issue_projects=("F",),
        services=tuple(Service(name, f"team-{name}", some(random, SERVICES)) for name in SERVICES),
        contracts=tuple(random_contract(random, name) for name in CONTRACTS),
        features=tuple(Feature(key) for key in some(random, KEYS, 1)),
        gates=tuple(
            Gate(
                name,
                random.choice(list(GateKind)),
                some(random, SERVICES, 3),
                passed=random.random() < 0.3,
            )
            for name in some(random, GATES)
        ),
        units=tuple(random_unit(random, name) for name in some(random, UNITS, 1)),
        feature_mode=random.choice(list(FeatureMode)),
    )


def random_unit(random: Random, name: str) -> Unit:
    said, seen = some(random, SERVICES), some(random, SERVICES, 1)
    return Unit(name, said, seen, some(random, SERVICES), (evidence(f"deploys {name}"),))


def random_contract(random: Random, name: str) -> Contract:
    provider = random.choice(SERVICES)
    consumers = some(random, tuple(s for s in SERVICES if s != provider))
    known = [service for service in consumers if random.random() < 0.5]
    uses = tuple((service, some(random, PARTS, 1)) for service in known)
    others = tuple(s for s in SERVICES if s != provider and s not in consumers)
    return Contract(name, provider, consumers, uses=uses, detected_consumers=some(random, others))


def random_effects(random: Random, pinned: tuple[str, ...] = ()) -> tuple[Effect, ...]:
    """Return effects; *pinned*: the changes that a moved pin may take up."""
    names = [*some(random, CONTRACTS), *some(random, CONTRACTS, 1)]
    return tuple(
        Effect(
            random.choice(list(EffectKind)),
            name,
            evidence(f"touches {name}"),
            random.choice(list(Confidence)),
            some(random, PARTS, 1),
            some(random, pinned) if random.random() < 0.2 else (),
        )
        for name in names
    )


def random_slices(random: Random) -> tuple[FeatureSlice, ...]:
    sure = (Confidence.DECLARED, Confidence.GUESSED)
    keys = some(random, KEYS, 1)
    return tuple(FeatureSlice(key, evidence(key), random.choice(sure)) for key in keys)


def random_change(random: Random, number: int, before: list[Change]) -> Change:
    service, state = random.choice(SERVICES), random.choice(list(State))
    merged = state is State.MERGED
    opened = tuple(c.id for c in before if not c.merged and c.service == service)
    refs = (*(c.id for c in before), f"I{number}", "nobody-knows", "I0", "I1", "shipped")
    depends_on = some(random, refs, 1) if random.random() < 0.25 else ()
    return Change(
        id=f"{service}@{number:010x}" if merged else f"{service}:b{number}",
        service=service,
        title=f"change {number}",
        state=state,
        commit=f"{number:010x}{SHA}"[:40],
        date=number,
        branch="" if merged else f"b{number}",
        stacked_on=() if merged else some(random, opened, 1),
        effects=random_effects(random, tuple(c.id for c in before if c.service != service)),
        features=random_slices(random),
        flag=evidence("Flag: dark") if random.random() < 0.25 else None,
        depends_on=tuple(Dependency(ref, evidence(ref)) for ref in depends_on),
        aliases=(f"I{number}",),
    )


def random_snapshot(random: Random, most: int = 9) -> Snapshot:
    changes: list[Change] = []
    newest: dict[str, str] = {}
    for number in range(random.randint(0, most)):
        change = random_change(random, number, changes)
        if change.merged:
            change = replace(change, after=newest.get(change.service, ""))
            newest[change.service] = change.id
        changes.append(change)
    if random.random() < 0.5:
        changes = with_reverts(random, changes)
    # An open change needs the newest merged change of its service, whenever that was merged.
    changes = [c if c.merged else replace(c, after=newest.get(c.service, "")) for c in changes]
    random.shuffle(changes)
    facts = random_facts(random, tuple(change.id for change in changes))
    return Snapshot(random_workspace(random), tuple(changes), frozenset({"shipped"}), **facts)


def random_facts(random: Random, changes: tuple[str, ...]) -> dict[str, Any]:
    pairs = [(name, service) for name in CONTRACTS for service in SERVICES]
    confidences = list(Confidence)
    return {
        "takings": tuple(
            Taking(
                *random.choice(pairs),
                random.choice(list(Takes)),
                random.choice(confidences),
                evidence("taken"),
            )
            for _ in range(random.randint(0, 3))
        ),
        "uses": tuple(
            DetectedUse(
                *random.choice(pairs),
                random.choice(PARTS),
                evidence("used"),
                random.choice(confidences),
            )
            for _ in range(random.randint(0, 4))
        ),
        "complete_uses": frozenset(random.sample(pairs, random.randint(0, 4))),
        "unread": tuple(
            Unread(f"file {number}", "not read", random.choice(SERVICES), some(random, changes, 2))
            for number in range(random.randint(0, 2))
            if random.random() < 0.5
        ),
        "denied": frozenset(
            question_id(
                *random.choice(
                    [
                        (QuestionKind.CONSUMER, pair),
                        (QuestionKind.USE, (*pair, random.choice(PARTS))),
                        (QuestionKind.FINDING, (pair[0], EffectKind.BREAKS, "", *seen(pair[0]))),
                        (QuestionKind.ADAPTS, (*pair, *seen(pair[0], ""), "")),
                    ]
                )
            )
            for pair in random.sample(pairs, random.randint(0, 3))
        ),
        "dark": {
            name: tuple(
                MayBeDark(flag, (evidence(f"{flag}: 3 of the lines added"),))
                for flag in random.sample(("NEW_CHECKOUT", "OLD_CART"), random.randint(1, 2))
            )
            for name in random.sample(changes, min(len(changes), random.randint(0, 3)))
        },
    }


def random_answers(random: Random, questions: Collection[str], scenario: Scenario) -> Scenario:
    for question in sorted(questions):
        if random.random() < 0.3:
            scenario = scenario.with_answer(question, random.choice(("yes", "no")))
    return scenario


def with_reverts(random: Random, changes: list[Change]) -> list[Change]:
    """Make some merged changes the reverts of earlier ones; most agree, and come to nothing."""
    found = {change.id: change for change in changes}
    for change in changes:
        earlier = [c for c in changes if c.merged and c.date < change.date]
        earlier = [c for c in earlier if c.service == change.service]
        if change.merged and earlier and random.random() < 0.5:
            targets = random.sample(earlier, min(len(earlier), random.choice((1, 1, 1, 2))))
            agrees = random.random() < 0.6
            reversals = tuple(random_reversal(random, change, one, agrees) for one in targets)
            found[change.id] = replace(found[change.id], reverts=reversals)
            target = targets[0]
            for one in reversals:
                if one.commit != found[one.change].commit:
                    found[one.change] = in_part(random, found[one.change], one.commit)
            for name in (change.id, target.id) if agrees else ():
                nothing = {"effects": (), "features": (), "flag": None, "depends_on": ()}
                gone = nothing if random.random() < 0.8 else {}
                found[name] = replace(found[name], cancelled=True, **gone)
        if not change.merged and random.random() < 0.1:
            said = Evidence("revert", "This reverts", commit=f"b{change.commit[1:]}")
            inner = Reversal(change.id, f"a{change.commit[1:]}", said, agrees=False)
            found[change.id] = replace(
                in_part(random, found[change.id], inner.commit), reverts=(inner,)
            )
    return [found[change.id] for change in changes]


def random_reversal(random: Random, change: Change, target: Change, agrees: bool) -> Reversal:
    """Return that *change* takes back *target*, or a commit that it brought in."""
    part = not agrees and random.random() < 0.25
    commit = f"a{target.commit[1:]}" if part else target.commit
    said = Evidence("revert", "This reverts", commit=change.commit)
    return Reversal(target.id, commit, said, agrees)


def in_part(random: Random, change: Change, commit: str) -> Change:
    """Return *change* with some of what it declares said by *commit*, which it brought in."""

    def placed(said: Kind) -> Kind:
        declared = getattr(said, "confidence", Confidence.DECLARED) is Confidence.DECLARED
        if not declared or random.random() < 0.5:
            return said
        return replace(said, evidence=replace(said.evidence, commit=commit))

    return replace(
        change,
        effects=tuple(map(placed, change.effects)),
        features=tuple(map(placed, change.features)),
        depends_on=tuple(map(placed, change.depends_on)),
    )


def random_scenario(random: Random) -> Scenario:
    scenario = Scenario()
    for _ in range(random.randint(0, 4)):
        scenario = scenario.with_mark(*random.choice(ALL_MARKS))
    return scenario


def seeds(each: int) -> range:
    """Return *each* seeds for every example that a property gets.

    40 examples as a rule, a thousand with ``pytest --hypothesis-profile=thorough``.
    """
    return range(each * settings().max_examples)


_randoms = st.randoms(use_true_random=False)
snapshots = _randoms.map(random_snapshot)
scenarios = _randoms.map(random_scenario)
