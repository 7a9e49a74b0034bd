"""The keys at the foot of the plan."""

import gc
import weakref

from textual.widgets._footer import FooterKey

from relplan.app import Workbench
from tests.tui.shop import opened


async def test_keys_that_are_shown_no_more_take_no_memory(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        before = [weakref.ref(key) for key in sight.app.screen.query(FooterKey)]
        assert before
        await sight.press("l", "escape")
        gc.collect()
        assert [key() for key in before if key() is not None] == []
        assert sight.app.screen.query(FooterKey)
