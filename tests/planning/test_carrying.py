"""What answers would change, carried from plan to plan, is what it is when weighed anew."""

from collections.abc import Iterator
from random import Random

import pytest

from relplan.model.scenario import Scenario
from relplan.planning import Planner, plan
from relplan.planning.components import Condensation
from relplan.planning.questions.carrying import Carrying
from relplan.planning.questions.trying import Trying
from tests.planning.snapshots import random_snapshot
from tests.planning.test_against_reference import decided
from tests.planning.world import DETECTED, contract, finding, merged, world

SEEDS = 150
"""A few of the many thousands that were tried once."""


def trials(random: Random, view: Condensation) -> Iterator[tuple[frozenset[int], bool]]:
    """Yield edges to add to *view* and edges to take away from it."""
    hidden = sorted(view.hidden.edges)
    seen = sorted(set(range(len(view.graph.edges))) - view.hidden.edges)
    for show, places in ((True, hidden), (False, seen)):
        for _ in range(4 if places else 0):
            yield frozenset(random.choices(places, k=random.randint(1, 3))), show


def fits(places: frozenset[int], show: bool, view: Condensation) -> bool:
    return places <= view.hidden.edges if show else places.isdisjoint(view.hidden.edges)


def test_a_trial_that_is_carried_over_comes_out_as_if_tried_anew() -> None:
    carried = 0
    for seed in range(SEEDS):
        random = Random(seed)
        snapshot = random_snapshot(random, most=12)
        planner = Planner(snapshot)
        old, new = (planner.plan(decided(random, planner.graph)).condensation for _ in range(2))
        ends = {planner.graph.ends(place) for place in range(len(planner.graph.edges))}
        before = Carrying(Trying(old, lambda ends=ends: ends), None)  # type: ignore[misc]
        for places, show in trials(random, old):
            before.differing(places, show=show)
        anew = Trying(new, lambda ends=ends: ends)  # type: ignore[misc]
        for (places, show), tried in before.holding(new).items():
            if fits(places, show, new):
                assert tried.found == anew.differing(places, show=show), (seed, places, show)
                carried += bool(tried.found)
    assert carried > SEEDS / 10


def test_questions_weigh_what_they_weigh_anew() -> None:
    for seed in range(0, SEEDS, 3):
        random = Random(seed)
        snapshot = random_snapshot(random)
        planner = Planner(snapshot)
        for _ in range(3):
            scenario = decided(random, planner.graph)
            assert planner.plan(scenario).questions == plan(snapshot, scenario).questions


def test_far_from_an_answer_nothing_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[bool] = []
    differing = Trying.differing

    def counted(trying: Trying, places: frozenset[int], *, show: bool) -> int:
        tried.append(show)
        return differing(trying, places, show=show)

    monkeypatch.setattr(Trying, "differing", counted)
    seen = world(
        contract("api", provider="orders", detected=["web"]),
        merged("orders", 1, breaks=finding("api", "GET /a", confidence=DETECTED)),
        contract("log", provider="audit", detected=["mail"]),
        merged("audit", 1, breaks=finding("log", "GET /b", confidence=DETECTED)),
    )
    planner = Planner(seen)
    first, second = planner.plan(Scenario()).questions
    assert len(tried) == 4  # both questions, in both views
    answered = Scenario().with_answer(first.question.id, "yes")
    assert planner.plan(answered).questions == (second,)
    assert len(tried) == 4
