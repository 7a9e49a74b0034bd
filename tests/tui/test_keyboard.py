"""Keys typed in one burst act as if typed slowly, or are refused: never on something else."""

import pytest

from relplan.app import Workbench
from relplan.tui import keyboard
from tests.tui.shop import opened


async def test_what_is_typed_after_a_slash_is_the_filter(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        sight.burst(*"/pay wvf", "enter")
        await sight.settle()
        assert sight.plan.changes.filter.text == "pay wvf"
        assert sight.focused == "changes"
        assert not webshop.scenario().marks


async def test_what_is_typed_into_a_dialog_stays_there(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        sight.burst("m", "p", "G", "enter", "v", "f")
        await sight.settle()
        assert lockstep.log() == ()
        await sight.press("escape", "escape", "s", "G", "enter")
        sight.burst(*"vfw", "enter")
        await sight.settle()
        assert lockstep.scenario().name == "vfw"
        assert not lockstep.scenario().marks


async def test_on_a_change_a_mark_goes_to_the_offers_and_marks_what_was_seen(
    lockstep: Workbench,
) -> None:
    async with opened(lockstep) as sight:
        sight.burst("v", "v")
        await sight.settle()
        assert "pressed before this was on the screen" in sight.toasts[-1]
        assert (sight.focused, lockstep.scenario().marks) == ("offers", frozenset())
        await sight.press("v")
        assert dict(lockstep.scenario().marks) == {"identity-api": "versioned"}
        assert sight.answer.startswith("identity-api versioned: seven ➔ ")


async def test_keys_behind_the_one_that_opens_a_pane_do_not_act_in_it(lockstep: Workbench) -> None:
    async with opened(lockstep, (80, 24)) as sight:
        sight.burst("3", "v")
        await sight.settle()
        assert "pressed before this was on the screen" in sight.toasts[-1]
        assert (sight.focused, lockstep.scenario().marks) == ("offers", frozenset())
        await sight.press("v")
        assert dict(lockstep.scenario().marks) == {"identity-api": "versioned"}


async def test_a_key_pressed_while_the_plan_was_recomputed_is_refused(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("3")
        sight.burst("v", "v", "j", "f", "u")
        await sight.settle()
        assert dict(lockstep.scenario().marks) == {"identity-api": "versioned"}
        assert len(lockstep.log()) == 1


async def test_a_row_that_moved_under_the_cursor_is_not_decided_on(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(lockstep) as sight:
        await sight.press("3")
        monkeypatch.setattr(keyboard, "NOTICED", 60.0)
        sight.plan.offers.still_moving(keyboard.now())
        await sight.press("v")
        assert "look, and press it again" in sight.toasts[-1]
        assert not lockstep.scenario().marks
