"""How it looks: pictures that a person has looked at."""

from typing import Any

import pytest

from relplan.workbench import Workbench
from tests.screenshots import Pictured


@pytest.mark.parametrize("size", [(200, 60), (120, 40), (80, 24)], ids=["wide", "usual", "small"])
def test_plan(webshop: Workbench, snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(Pictured(webshop), press=["j", "j"], terminal_size=size, run_before=_rest)


def test_ascii(webshop: Workbench, snap_compare: Any) -> None:
    app = Pictured(webshop, ascii_only=True)
    assert snap_compare(app, press=["j"], terminal_size=(120, 40), run_before=_rest)


def test_help(lockstep: Workbench, snap_compare: Any) -> None:
    app = Pictured(lockstep)
    assert snap_compare(app, press=["question_mark"], terminal_size=(120, 40), run_before=_rest)


async def _rest(pilot: Any) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
