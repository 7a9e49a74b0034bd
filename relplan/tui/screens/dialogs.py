"""What lies over the plan: lists to look at or choose from, and a line to type."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from relplan.tui.actions import BACK, LEAVE, QUIT, bindings
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.spans import Line
from relplan.tui.presentation.wrapping import wrap
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.text import content
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows

CLOSES = Key("app.back", "closes")
CHOOSES = (Key("list.choose", "chooses"), CLOSES)
_CONFIRMS = (Key("list.choose", "confirms"), Key("app.back", "cancels"))
LABEL = "label:"
"""Keys of lines that are headings begin with it."""
_WIDEST, _FRAME = 110, 5
"""Cells of the widest dialog, as its style sheet says, and of what surrounds its lines."""


class Dialog(ControlledScreen[str], ModalScreen[str]):
    """Lies over the plan; Esc closes it without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BACK, QUIT, LEAVE)

    def action_close(self) -> None:
        """Close it, and not relplan."""
        self.action_back()


class ListDialog(Dialog):
    """Lines to read; where *choosable*, the answer is the key of the chosen one."""

    def __init__(  # noqa: PLR0913
        self,
        title: str,
        lines: Sequence[tuple[str, Line]],
        glyphs: Glyphs,
        *,
        hint: Sequence[Key] = (CLOSES,),
        choosable: bool = False,
        current: str | None = None,
        indent: int = 12,
        decides: bool = False,
    ) -> None:
        """Show *lines*, each with a unique key, and the cursor on *current*.

        Where choosing *decides* something, Enter counts only once the lines were seen.
        What is too wide goes on below, set in by *indent*.
        """
        super().__init__()
        self._title, self._hint = title, hint
        self._glyphs = glyphs
        self._choosable, self._current, self._indent = choosable, current, indent
        self._decides = decides
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(classes="dialog") as box:
            box.border_title = content(self._title)
            yield RowList(ellipsis=self._glyphs.ellipsis)

    def on_mount(self) -> None:
        """Fill the list."""
        self.show(self._lines, self._current)
        self.rows.focus()
        self.show_hint()

    @on(RowList.Highlighted)
    def show_hint(self) -> None:
        """Say which keys do something now."""
        keys = [key for key in self._hint if self.works(key.action)]
        self.query_one(".dialog").border_subtitle = content(self.relplan.hint(keys))

    @property
    def rows(self) -> RowList:
        """What shows the lines."""
        return self.query_one(RowList)

    def show(self, lines: Sequence[tuple[str, Line]], current: str | None = None) -> None:
        """Show other lines, as high as they need."""
        if not self._choosable:
            lines = self._wrapped(lines)
        labels = [index for index, (key, _) in enumerate(lines) if key.startswith(LABEL)]
        if not self._choosable:
            labels = []  # all lines are to be read, so the cursor goes through all of them
        keys = [key for key, _ in lines]
        rows = KeyedRows(keys, lambda index, _width: lines[index][1], labels=labels)
        self.rows.set_rows(rows, key=current)
        self.rows.styles.height = max(1, len(lines))

    def _wrapped(self, lines: Sequence[tuple[str, Line]]) -> list[tuple[str, Line]]:
        """Break what is too wide to be read in one line."""
        cells = min(_WIDEST, self.app.size.width * 9 // 10) - _FRAME
        found: list[tuple[str, Line]] = []
        for key, line in lines:
            pieces = wrap(line, cells, self._indent)
            found += [(f"{key} {number}", piece) for number, piece in enumerate(pieces)]
        return found

    @on(RowList.Selected)
    def _choose(self, message: RowList.Selected) -> None:
        if self._choosable and not (self._decides and self.refused(self.too_early())):
            self.dismiss(message.key)


class Prompt(Dialog):
    """Asks for one line of text."""

    def __init__(
        self, title: str, question: Line, placeholder: str, value: str, *, is_proposed: bool
    ) -> None:
        """Ask *question*; *value* is what stands in the line at first.

        What *is_proposed* gives way to the first letter; what was typed before is typed on.
        """
        super().__init__()
        self._title, self._question, self._placeholder = title, question, placeholder
        self._value, self._is_proposed = value, is_proposed

    @classmethod
    def ask(
        cls,
        app: App[None],
        take: Callable[[str, Callable[[], None]], object],
        title: str,
        question: Line,
        placeholder: str,
        *,
        proposed: str = "",
        typed: str = "",
    ) -> None:
        """Ask, and let *take* do what it can with what was typed.

        It is given what asks again, too, with that in the line: nothing typed is lost where a store
        cannot be reached, or what was typed will not do. Esc gives it up.
        """

        def then(text: str | None) -> None:
            if text is not None:
                again = partial(cls.ask, app, take, title, question, placeholder, typed=text)
                take(text, again)

        prompt = cls(title, question, placeholder, typed or proposed, is_proposed=not typed)
        app.push_screen(prompt, then)

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(classes="dialog") as box:
            box.border_title = content(self._title)
            box.border_subtitle = content(self.relplan.hint(_CONFIRMS))
            yield Static(content(*self._question))
            line = Input(
                self._value, placeholder=self._placeholder, select_on_focus=self._is_proposed
            )
            line.cursor_blink = False
            yield line

    def on_mount(self) -> None:
        """Let the person type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _confirm(self, message: Input.Submitted) -> None:
        if message.value.strip():
            self.dismiss(message.value.strip())
