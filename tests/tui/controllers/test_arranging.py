"""Sorting, grouping, zooming, jumping and selecting."""

from relplan.app import Workbench
from relplan.model.change import State
from tests.tui.shop import opened


async def test_changes_are_grouped_and_a_pane_is_zoomed(webshop: Workbench) -> None:
    async with opened(webshop, (120, 40)) as sight:
        await sight.press("B", "j", "j", "enter", "z")
        assert "checkout  " in sight.text("#changes")
        assert str(sight.plan.changes.border_title) == "1 changes of each team"
        assert not sight.shown("#why")
        await sight.press("2")
        assert (sight.shown("#why"), sight.shown("#changes")) == (True, False)
        await sight.press("escape")
        assert sight.shown("#changes")


async def test_a_jump_follows_each_letter_and_esc_goes_back(webshop: Workbench) -> None:
    async with opened(webshop, (80, 24)) as sight:
        before, wanted = sight.plan.changes.key, list(sight.plan.session.plan.changes)[-1]
        await sight.press("apostrophe", *wanted[:3])
        assert sight.focused == "jump"
        assert (sight.plan.changes.key or "").startswith(wanted[:3])
        await sight.press("escape")
        assert (sight.focused, sight.plan.changes.key) == ("changes", before)
        sight.burst("apostrophe", *wanted, "enter")
        await sight.settle()
        assert sight.focused == "changes"
        assert wanted in (sight.plan.changes.change, sight.plan.changes.key)


async def test_several_are_set_ready_as_one_step(webshop: Workbench) -> None:
    async with opened(webshop, (80, 24)) as sight:
        plan = sight.plan.session.plan
        open_ones = [name for name, one in plan.changes.items() if not one.merged][:2]
        for name in open_ones:
            sight.plan.go_to_change(name)
            await sight.press("space")
        assert sight.answer.startswith("2 changes selected: r acts on all")
        states = [plan.changes[name].state for name in open_ones]
        await sight.press("r")
        after = sight.plan.session.plan
        wanted = State.IN_PROGRESS if set(states) == {State.READY} else State.READY
        assert {after.changes[name].state for name in open_ones} == {wanted}
        assert sight.plan.changes.chosen == set()
        await sight.press("u")
        after = sight.plan.session.plan
        assert [after.changes[name].state for name in open_ones] == states


async def test_who_has_decided_nothing_is_told_where_to_begin(webshop: Workbench) -> None:
    async with opened(webshop, (120, 40)) as sight:
        assert sight.answer.startswith("Start here: ")
        await sight.press("enter")
        batch = sight.plan.panes.batch_in_hand
        assert batch is not None
        assert len(batch.changes) == sight.plan.session.plan.numbers.largest_batch
        assert sight.focused == "changes"
