"""What the plan screen shows."""

import gc
import weakref

from textual.widgets._footer import FooterKey

from relplan.app import Workbench
from relplan.exports.plan_json import plan_document
from tests.tui.shop import opened


async def test_header_and_json_say_the_same(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        await sight.press("3", "j", "j", "v")
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
