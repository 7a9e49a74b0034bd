"""How it looks: pictures that a person has looked at."""

from pathlib import Path
from typing import Any

import pytest

from relplan.app import Workbench
from tests.screenshots import Pictured
from tests.tui.advices import give_advice
from tests.tui.past import grown
from tests.tui.shop import Sight, open_bench

_SIZES = {"wide": (200, 60), "usual": (120, 40), "small": (80, 24), "smallest": (60, 18)}


@pytest.mark.parametrize("size", _SIZES.values(), ids=_SIZES)
def test_plan(webshop: Workbench, snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(
        Pictured(lambda: webshop), press=["j", "j"], terminal_size=size, run_before=_rest
    )


def test_ascii(webshop: Workbench, snap_compare: Any) -> None:
    app = Pictured(lambda: webshop, ascii_only=True)
    assert snap_compare(app, press=["j"], terminal_size=(120, 40), run_before=_rest)


@pytest.mark.parametrize("theme", ["relplan-light", "relplan-high-contrast", "no colour"])
def test_colours(
    lockstep: Workbench, snap_compare: Any, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    if theme == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    app = Pictured(lambda: lockstep, theme=theme if theme != "no colour" else None)
    assert snap_compare(app, press=["j", "3", "v"], terminal_size=(120, 30), run_before=_rest)


def test_help(lockstep: Workbench, snap_compare: Any) -> None:
    app = Pictured(lambda: lockstep)
    assert snap_compare(app, press=["question_mark"], terminal_size=(120, 40), run_before=_rest)


async def _rest(pilot: Any) -> None:
    await Sight(pilot.app, pilot).settle()


_KEYS = {
    "proposal": ("p", "G", "enter", "n"),
    "diagnosis": ("j", "d"),
    "backlog": ("b",),
    "item": ("b", "enter"),
    "graph": ("j", "o"),
    "windows": ("t",),
    "runbook": ("t", "enter", "enter"),
}


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["usual", "small"])
@pytest.mark.parametrize("screen", _KEYS)
def test_advice(
    lockstep: Workbench,
    snap_compare: Any,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    screen: str,
) -> None:
    async def go(pilot: Any) -> None:
        for key in _KEYS[screen]:
            await pilot.press(key)
            await _rest(pilot)

    give_advice(monkeypatch, lockstep.plan().numbers)
    assert snap_compare(Pictured(lambda: lockstep), terminal_size=size, run_before=go)


def test_questions(unsure_folder: Path, snap_compare: Any) -> None:
    with open_bench(unsure_folder) as bench:
        app = Pictured(lambda: bench)
        assert snap_compare(app, press=["Q"], terminal_size=(80, 24), run_before=_rest)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["usual", "small"])
def test_drift(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """Pictured on a system with a past: a set that grows, and quarters that tell nothing."""
    with open_bench(grown(tmp_path)) as bench:

        async def go(pilot: Any) -> None:
            await Sight(pilot.app, pilot).press("D", "end", "home")

        assert snap_compare(Pictured(lambda: bench), terminal_size=size, run_before=go)
