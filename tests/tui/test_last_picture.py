"""Until the plan is read, a person sees how they left it."""

from pathlib import Path

import pytest
from textual.widgets import Static

from relplan.app import Workbench, own_scenario
from relplan.app.folders import cache_folder
from relplan.model.errors import StoreError
from relplan.store import Store
from relplan.tui.app import RelplanApp
from relplan.tui.last_picture import LastPicture
from relplan.tui.screens.opening import OpeningScreen
from relplan.tui.screens.plan import PlanScreen

SIZE = (100, 30)


@pytest.fixture
def picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LastPicture:
    monkeypatch.setenv("RELPLAN_CONFIG", str(tmp_path))
    return LastPicture("a workspace")


def seen(app: RelplanApp) -> str:
    """Return what stands on the screen that was there first."""
    first = app.screen_stack[0]
    assert isinstance(first, OpeningScreen)
    return "\n".join(str(line.render()) for line in first.query(Static))


async def test_what_was_on_the_screen_is_seen_again_before_anything_is_read(
    lockstep: Workbench, picture: LastPicture
) -> None:
    for expected in ("the plan is being read", "1 changes"):
        app = RelplanApp(lambda: lockstep, picture=picture)
        async with app.run_test(size=SIZE) as pilot:
            while not isinstance(app.screen, PlanScreen):
                await pilot.pause()
            assert expected in seen(app)
            assert seen(app).endswith("the plan is being read")
            await pilot.press("q")


def test_a_picture_is_for_a_screen_of_its_size_alone(picture: LastPicture) -> None:
    picture.keep(10, 2, ["one", "two"])
    assert picture.lines(10, 2) == ["one", "two"]
    assert not picture.lines(11, 2)
    assert not LastPicture("another").lines(10, 2)


@pytest.mark.parametrize("damaged", [b"", b"10 x 2\none", b"10 x 2\n\xff\n"])
def test_a_damaged_picture_is_none(picture: LastPicture, damaged: bytes) -> None:
    picture.keep(10, 2, ["one", "two"])
    (file,) = (cache_folder() / "pictures").iterdir()
    file.write_bytes(damaged)
    assert not picture.lines(10, 2)


def test_only_the_newest_pictures_are_kept(picture: LastPicture) -> None:
    for number in range(25):
        LastPicture(str(number)).keep(10, 1, [str(number)])
    assert len(list((cache_folder() / "pictures").iterdir())) == 20
    assert LastPicture("24").lines(10, 1) == ["24"]


async def test_codes_in_a_picture_are_but_colours(
    lockstep: Workbench, picture: LastPicture
) -> None:
    hostile = "\x1b[31mred\x1b[2J\x1b]0;title\x07[b]"
    picture.keep(*SIZE, [hostile, *[""] * (SIZE[1] - 1)])
    app = RelplanApp(lambda: lockstep, picture=picture)
    async with app.run_test(size=SIZE):
        assert seen(app).splitlines()[0].isprintable()
        assert seen(app).startswith("red")


async def test_a_plan_that_cannot_be_read_is_for_whoever_opened_it(
    lockstep: Workbench, picture: LastPicture, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = StoreError("the store is damaged", "scan again")
    app = RelplanApp(lambda: lockstep, picture=picture)
    monkeypatch.setattr(Store, "last_turn", lambda _: (_ for _ in ()).throw(error))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
    assert app.unread is error


def test_whoever_switched_since_has_other_choices(
    lockstep: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELPLAN_CONFIG", str(tmp_path / "own"))
    before = own_scenario.choices()
    own_scenario.choose(lockstep.loaded, "split")
    assert own_scenario.choices() != before
    own_scenario.choose(lockstep.loaded, "main")
    assert own_scenario.choices() == before
