"""What the plan screen shows."""

import gc
import weakref

import pytest
from textual.widgets._footer import FooterKey

from relplan.app import Workbench
from relplan.exports.plan.json import plan_document
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


async def test_keys_that_are_shown_no_more_take_no_memory(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        before = [weakref.ref(key) for key in sight.app.screen.query(FooterKey)]
        assert before
        await sight.press("l", "escape")
        gc.collect()
        assert [key() for key in before if key() is not None] == []
        assert sight.app.screen.query(FooterKey)


def greyed(sight: Sight) -> set[str]:
    keys = sight.plan.query(FooterKey)
    return {key.description for key in keys if key.has_class("-disabled")}


async def test_the_footer_greys_what_cannot_be_done_now(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        await sight.press("3")
        for coupling, grey in (
            ("mail-rehearsal", {"Versioned", "Flagged"}),  # a gate
            ("SHOP-350", {"Versioned"}),  # a feature
            ("orders-api", set()),
        ):
            sight.plan.offers.go_to(coupling)
            await sight.settle()
            assert greyed(sight) == grey


async def test_undo_is_greyed_until_something_is_decided(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        assert greyed(sight) == {"Undo"}
        await sight.press("3", "v")
        assert greyed(sight) == set()
        await sight.press("u")
        assert greyed(sight) == {"Undo"}


async def test_a_click_on_a_greyed_key_says_why(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        key = next(key for key in sight.plan.query(FooterKey) if key.description == "Undo")
        await sight.pilot.click(key)
        assert sight.toasts == ["there is nothing of yours to undo"]


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
