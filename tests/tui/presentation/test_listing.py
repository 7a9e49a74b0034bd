"""The rows of the changes: titles get the room, and a batch is called by what it holds."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relplan.planning import Planner, plan
from relplan.planning.folding import Folding, Run, fold
from relplan.tui.presentation.arranging import Arrangement, Group, Sort
from relplan.tui.presentation.filtering import Filter
from relplan.tui.presentation.glyphs import ASCII
from relplan.tui.presentation.listing import BATCH, BatchRow, ChangeRow, Listing, row_line
from relplan.tui.presentation.spans import plain
from tests.planning.snapshots import ALL_MARKS, random_answers, random_snapshot
from tests.planning.world import feature, merged, opened, planned, world

_PLAN = planned(
    world(
        feature("F"),
        merged("accounts", 1, feature="F", title="Ask how customers want to be called"),
        opened("web", "ACC-43-how-customers-want-to-be-called", feature="F", ready=True),
    )
)
_OPEN = "web:ACC-43-how-customers-want-to-be-called"


def _row(change: str, cells: int) -> str:
    row = ChangeRow(change, Run((change,)))
    return plain(row_line(_PLAN, row, cells, 60, ASCII))


@pytest.mark.parametrize(("cells", "shown"), [(74, "web:ACC-43-how-cu~"), (47, "web:ACC-43-ho~")])
def test_an_id_takes_a_quarter_of_a_row(cells: int, shown: str) -> None:
    assert f" {shown} " in _row(_OPEN, cells)


def test_half_of_a_narrow_row_is_left_for_the_title() -> None:
    assert _row("accounts@1", 74).index("Ask how customers") <= 74 // 2


def test_the_word_of_a_state_is_shown_where_there_is_room() -> None:
    assert "o ready" in _row(_OPEN, 110)
    assert "o ready" not in _row(_OPEN, 74)


def test_a_batch_is_called_by_the_services_that_it_holds() -> None:
    (batch,) = (one for one in _PLAN.batches if len(one.changes) > 1)
    line = plain(row_line(_PLAN, BatchRow(batch, True, 2), 100, 20, ASCII))
    assert line.startswith("v accounts + web 2 changes in lock-step, B0")


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_what_is_kept_from_listing_to_listing_is_what_is_made_anew(random: Random) -> None:
    """After any marks, dismissals, answers, filters, sorts, groups and folds."""
    snapshot = random_snapshot(random, most=16)
    planner, kept = Planner(snapshot), Folding()
    scenario = planner.unmarked_plan.scenario
    for _ in range(random.randint(2, 4)):
        scenario = scenario.with_mark(*random.choice(ALL_MARKS))
        if planner.graph.edges and random.random() < 0.5:
            edge = random.choice(planner.graph.edges)
            scenario = scenario.with_dismissal(edge.fingerprint)
        scenario = random_answers(random, planner.graph.questions, scenario)
        made, anew = planner.plan(scenario), plan(snapshot, scenario)
        chosen = list(Filter(random.choice(["", "", "a", "@", "status:blocked"])).apply(made))
        arrangement = Arrangement(random.choice(list(Group)), random.choice(list(Sort)))
        folds = set(random.sample(list(made.changes), len(made.changes) // 2))
        closed = {f"{BATCH}{change}" for change in folds}
        rows, expected = (
            list(Listing(of, runs, opened=folds, closed=closed, arrangement=arrangement))
            for of, runs in ((made, kept.fold(made, chosen)), (anew, fold(anew, chosen)))
        )
        assert rows == expected
