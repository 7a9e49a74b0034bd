"""The list of changes in other groups and other orders."""

from collections.abc import Sequence

import pytest

from relplan.app import Workbench
from relplan.planning.folding import fold
from relplan.planning.plan import Plan
from relplan.tui.presentation.arranging import Arrangement, Group, Sort, first_match
from relplan.tui.presentation.listing import BatchRow, ChangeRow, GroupRow, Listing, WaveRow


def listed(plan: Plan, group: Group, sort: Sort) -> Listing:
    return Listing(plan, fold(plan, plan.changes), arrangement=Arrangement(group, sort))


def shown(rows: Sequence[object]) -> list[str]:
    return [row.change for row in rows if isinstance(row, ChangeRow)]


@pytest.mark.parametrize("group", list(Group))
@pytest.mark.parametrize("sort", list(Sort))
def test_each_change_is_listed_once_in_any_arrangement(
    webshop: Workbench, group: Group, sort: Sort
) -> None:
    plan = webshop.plan()
    found = listed(plan, group, sort)
    assert all(found.index_of(change) is not None for change in plan.changes)
    keys = [row.key for row in found]
    assert len(keys) == len(set(keys))


def test_orders_and_groups(webshop: Workbench) -> None:
    plan = webshop.plan()
    titles = [plan.changes[name].title for name in shown(listed(plan, Group.TEAM, Sort.TITLE))]
    assert titles != sorted(titles, key=str.casefold)  # each team by itself
    teams = [r.name for r in listed(plan, Group.TEAM, Sort.AGE) if isinstance(r, GroupRow)]
    assert teams == sorted(teams)
    sizes = [
        len(row.batch.changes)
        for row in listed(plan, Group.BATCH, Sort.SIZE)
        if isinstance(row, BatchRow)
    ]
    assert sizes == sorted(sizes, reverse=True)
    waves = [isinstance(row, WaveRow) for row in listed(plan, Group.BATCH, Sort.AGE)]
    assert not any(waves)
    assert listed(plan, Group.FEATURE, Sort.WAVE)[-1] is not None


def test_a_jump_takes_the_beginning_of_an_id_before_what_is_in_it_or_in_a_title(
    webshop: Workbench,
) -> None:
    plan = webshop.plan()
    names = list(plan.changes)
    last = names[-1]
    assert first_match(plan, names, last[:-1].upper()) in names
    assert first_match(plan, names, last) == last
    assert first_match(plan, names, plan.changes[last].title.upper()) == last
    assert first_match(plan, names, " ") == first_match(plan, names, "nowhere") == ""
