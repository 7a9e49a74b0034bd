"""The list: long, steady under its cursor, and legible whatever its rows say."""

from collections.abc import Iterable

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.widgets import Input

from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.themes import load_themes
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows

THEMES = load_themes()


def numbered(keys: Iterable[str], **kinds: Iterable[int]) -> KeyedRows:
    names = list(keys)

    def line(index: int, _width: int) -> Line:
        return (Span(names[index], Role.BLOCKED), Span(" [/x]\x1b[1m", Role.DIM))

    return KeyedRows(names, line, **{kind: list(indices) for kind, indices in kinds.items()})


def rows(count: int) -> KeyedRows:
    return numbered(f"row {index}" for index in range(count))


class Listing(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, shown: KeyedRows, empty: Line = ()) -> None:
        super().__init__()
        THEMES.install(self)
        self.list = RowList(shown, empty=empty)
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.list
        yield Input()

    def on_mount(self) -> None:
        self.list.focus()

    @on(RowList.Highlighted)
    def tell_highlighted(self, message: RowList.Highlighted) -> None:
        self.told.append(f"on {message.key}")

    @on(RowList.Selected)
    def tell_selected(self, message: RowList.Selected) -> None:
        self.told.append(f"chose {message.key}")

    @on(RowList.Folding)
    def tell_folding(self, message: RowList.Folding) -> None:
        self.told.append(f"{'open' if message.opened else 'close'} {message.key}")

    def texts(self) -> list[str]:
        height = self.list.scrollable_content_region.height
        return [self.list.render_line(y).text.rstrip() for y in range(height)]

    @property
    def line_of_cursor(self) -> int:
        return self.list.cursor - self.list.scroll_offset.y


async def test_it_shows_what_is_in_sight_of_very_many() -> None:
    app = Listing(rows(100_000))
    async with app.run_test(size=(40, 13)) as pilot:
        assert app.texts()[:2] == ["row 0 [/x]", "row 1 [/x]"]
        await pilot.press("G")
        assert app.list.key == "row 99999"
        assert app.texts()[-1] == "row 99999 [/x]"
        await pilot.press("g")
        assert app.list.scroll_offset.y == 0
    assert app.told == ["on row 0", "on row 99999", "on row 0"]


async def test_keys_move_the_cursor_and_stop_at_the_ends() -> None:
    app = Listing(rows(50))
    async with app.run_test(size=(40, 13)) as pilot:
        height = app.list.scrollable_content_region.height
        seen = [app.list.cursor]
        for key in ("k", "j", "down", "up", "pagedown", "pageup", "pageup", "end", "down", "home"):
            await pilot.press(key)
            seen.append(app.list.cursor)
        assert seen == [0, 0, 1, 2, 1, height, 1, 0, 49, 49, 0]


async def test_enter_and_arrows_tell_what_is_wanted() -> None:
    app = Listing(rows(3))
    async with app.run_test(size=(40, 13)) as pilot:
        await pilot.press("enter", "right", "left")
    assert app.told == ["on row 0", "chose row 0", "open row 0", "close row 0"]


async def test_the_mouse_highlights_chooses_and_scrolls() -> None:
    app = Listing(rows(100))
    async with app.run_test(size=(40, 13)) as pilot:
        await pilot.click(RowList, offset=(3, 4))
        assert app.list.key == "row 4"
        await pilot.double_click(RowList, offset=(3, 2))
        assert app.told[-1] == "chose row 2"
        app.list.scroll_to(y=10, animate=False)
        await pilot.click(RowList, offset=(3, 0))
        assert app.list.key == "row 10"


async def test_labels_are_passed_over_and_groups_are_not() -> None:
    app = Listing(numbered("LgLaLb", labels=[0, 2, 4], groups=[1]))
    async with app.run_test(size=(40, 13)) as pilot:
        await pilot.press("j", "j", "j", "k", "g")
        await pilot.click(RowList, offset=(0, 2))
    assert app.told == ["on g", "on a", "on b", "on a", "on g"]


async def test_the_label_above_comes_into_sight_with_its_row() -> None:
    app = Listing(numbered((f"r{index}" for index in range(60)), labels=[0]))
    async with app.run_test(size=(40, 13)) as pilot:
        await pilot.press("G", "g")
        assert app.list.scroll_offset.y == 0
        assert app.list.cursor == 1


async def test_the_cursor_stays_on_its_row_when_rows_are_replaced() -> None:
    app = Listing(rows(1000))
    async with app.run_test(size=(40, 13)) as pilot:
        app.list.move_to(500)
        await pilot.pause()
        line, told = app.line_of_cursor, list(app.told)
        app.list.set_rows(numbered(f"row {index}" for index in range(0, 1000, 2)))
        await pilot.pause()
        assert (app.list.key, app.list.cursor) == ("row 500", 250)
        assert app.line_of_cursor == line
        assert app.texts()[line] == "row 500 [/x]"
        assert app.told == told


async def test_the_cursor_stays_at_its_place_when_its_row_is_gone() -> None:
    app = Listing(rows(5))
    async with app.run_test(size=(40, 13)) as pilot:
        await pilot.press("G")
        app.list.set_rows(rows(3))
        await pilot.pause()
        assert app.told[-1] == "on row 2"
        app.list.set_rows(rows(10), key="row 7")
        await pilot.pause()
        assert app.told[-1] == "on row 7"


async def test_the_cursor_stays_in_sight_when_the_terminal_shrinks() -> None:
    app = Listing(rows(30))
    app.list.set_rows(rows(30), key="row 20")
    async with app.run_test(size=(40, 33)) as pilot:
        assert (app.list.key, app.list.scroll_offset.y) == ("row 20", 0)
        await pilot.resize_terminal(40, 13)
        assert "row 20 [/x]" in app.texts()


async def test_no_rows_say_why_and_do_nothing() -> None:
    app = Listing(rows(0), empty=(Span("nothing is pending", Role.DIM),))
    async with app.run_test(size=(40, 13)) as pilot:
        await pilot.press("j", "G", "g", "enter", "right")
        await pilot.click(RowList, offset=(1, 1))
        assert app.texts()[:2] == ["nothing is pending", ""]
        assert (app.list.key, app.list.cursor, app.told) == (None, -1, [])
        app.list.set_rows(rows(2))
        await pilot.pause()
        assert app.told == ["on row 0"]
        app.list.set_rows(numbered("ab", labels=[0, 1]))
        assert app.list.key is None


@pytest.mark.parametrize("text", ["世界" * 30, "é" * 90, "[/foo] " * 20, "a\u0301" * 60])
async def test_rows_are_cut_to_the_width_in_cells(text: str) -> None:
    app = Listing(KeyedRows(["a"], lambda _index, _width: (Span(text),)))
    async with app.run_test(size=(31, 13)):
        strip = app.list.render_line(0)
        assert strip.cell_length == 31
        assert strip.text.rstrip().endswith("…")


async def test_a_row_is_written_once_until_something_changes() -> None:
    written: list[int] = []

    def line(index: int, width: int) -> Line:
        written.append(width)
        return (Span(str(index), Role.READY),)

    app = Listing(KeyedRows([str(index) for index in range(4)], line))
    async with app.run_test(size=(40, 13)) as pilot:
        written.clear()
        app.list.refresh()
        await pilot.pause()
        assert written == []
        before = app.list.render_line(1)
        app.theme = "relplan-light"
        await pilot.pause()
        assert app.list.render_line(1) != before
        written.clear()
        await pilot.resize_terminal(30, 13)
        while not written:  # textual waits a moment whether the size changes again
            await pilot.pause(0.01)
        assert set(written) == {30}
        written.clear()
        app.list.invalidate()
        await pilot.pause()
        assert len(written) == 4


async def test_on_the_cursor_its_own_colour_wins() -> None:
    app = Listing(rows(2))
    async with app.run_test(size=(40, 13)) as pilot:
        variables = THEMES.themes[app.theme].variables

        def look(y: int) -> tuple[str, str]:
            style = next(iter(app.list.render_line(y))).style
            assert style is not None
            assert style.color is not None
            assert style.bgcolor is not None
            return style.color.name, style.bgcolor.name

        assert look(0) == (
            variables["block-cursor-foreground"],
            variables["block-cursor-background"],
        )
        assert look(1) == (variables["role-blocked"], THEMES.themes[app.theme].background)
        app.query_one(Input).focus()
        await pilot.pause()
        assert look(0)[1] == variables["block-cursor-blurred-background"]
