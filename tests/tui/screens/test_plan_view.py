"""What the plan screen shows."""

import pytest

from relplan.app import Workbench
from relplan.exports.plan.json import plan_document
from relplan.tui.screens.help import HelpScreen
from relplan.tui.widgets.key_footer import KeyFooter
from tests.tui.shop import Sight, opened


async def test_header_and_json_say_the_same(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        await sight.press("3", "w")
        header, numbers = sight.header, plan_document(webshop.plan())["numbers"]
        before = plan_document(webshop.unmarked())["numbers"]
    words = {"largest batch": "largest_batch", "shippable": "shippable_now", "changes": "changes"}
    words |= {word: word for word in ("blocked", "batches", "waves")}
    for word, name in words.items():
        shown = str(numbers[name])
        if numbers[name] != before[name]:
            shown = f"{before[name]} ➔ {shown}"
        assert f"{word} {shown}" in header
    assert numbers != before


async def test_too_small_says_what_it_needs(lockstep: Workbench) -> None:
    async with opened(lockstep, (50, 14)) as sight:
        assert sight.shown("#too-small")
        assert not sight.shown("#panes")
        assert "needs 60 columns and 16 lines; here are 50 and 14" in sight.text("#too-small")


def foot(sight: Sight) -> list[str]:
    return [f"{key.name} {key.label}" for key in sight.plan.query_one(KeyFooter).keys]


async def test_the_footer_tells_what_works_on_what_is_in_hand(webshop: Workbench) -> None:
    async with opened(webshop, (80, 24)) as sight:
        await sight.press("g")
        assert (foot(sight)[0], foot(sight)[-1]) == ("Enter Fold", "? Help")
        assert "v Marks" in foot(sight)
        await sight.press("j")
        assert foot(sight)[0] == "Enter Why"
        await sight.press("3")
        for coupling, marks in (
            ("mail-rehearsal", {"w Waived"}),  # a gate
            ("SHOP-350", {"f Flagged"}),  # a feature
            ("orders-api", {"v Versioned", "f Flagged"}),
        ):
            sight.plan.offers.go_to(coupling)
            await sight.settle()
            assert {one for one in foot(sight) if one[0] in "vfw"} == marks
        await sight.press("w" if "w Waived" in foot(sight) else "v")
        assert "u Undo" in foot(sight)
        await sight.press("slash")
        assert foot(sight) == ["Enter Done", "Esc Back"]


async def test_a_click_on_the_footer_presses_the_key(lockstep: Workbench) -> None:
    async with opened(lockstep, (80, 24)) as sight:
        footer = sight.plan.query_one(KeyFooter)
        before = sum(key.cells for key in footer.keys[:-1])
        await sight.pilot.click(footer, offset=(before + 2, 0))
        await sight.settle()
        assert isinstance(sight.app.screen, HelpScreen)


@pytest.mark.parametrize("begin", [("1", "j"), ("1", "g"), ("2",), ("3", "G")])
async def test_no_key_does_nothing_in_silence(webshop: Workbench, begin: tuple[str, ...]) -> None:
    async with opened(webshop) as sight:
        await sight.press(*begin)
        disabled = {
            action.keys.split(",")[0]: reason
            for action in sight.plan.actions
            if (reason := sight.plan.disabled_reason(action.id))
        }
        assert disabled
        await sight.press(*disabled)
        assert sight.toasts == list(disabled.values())
