"""Which changes a filter lets through."""

import pytest

from relplan.planning.planner import Planner
from relplan.tui.presentation.filtering import Filter
from tests.benchmarks.workspaces import workspace_of

PLAN = Planner(workspace_of(60)).unmarked_plan


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_typed_lets_all_through(text: str) -> None:
    assert list(Filter(text).apply(PLAN)) == list(PLAN.changes)


def test_fields_and_words_must_all_hold() -> None:
    found = set(Filter("service:s0001 status:blocked NUMBER").apply(PLAN))
    assert found == {
        name
        for name, change in PLAN.changes.items()
        if change.service == "s0001" and PLAN.status(name) == "blocked"
    }


def test_a_field_takes_several_values_and_the_beginning_of_one() -> None:
    found = set(Filter("team:team-0 team:team-1").apply(PLAN))
    assert {PLAN.team_of(PLAN.changes[name].service) for name in found} == {"team-0", "team-1"}
    assert set(Filter("status:block").apply(PLAN)) == set(Filter("status:blocked").apply(PLAN))


def test_what_looks_like_a_field_but_is_none_is_a_word() -> None:
    name = next(name for name, change in PLAN.changes.items() if change.branch)
    assert list(Filter(name).apply(PLAN)) == [name]
