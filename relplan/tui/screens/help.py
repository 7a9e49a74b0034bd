"""All keys, those of a place first, what the signs mean, and the pages that ship with relplan."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Markdown

from relplan.documentation import Page, find_page, pages
from relplan.tui.actions import Controller, Scope, bindings, handles
from relplan.tui.controllers.moving import FILTER
from relplan.tui.keys import ACTIONS, Keymap, shown
from relplan.tui.presentation.glyphs import ASCII, Glyphs
from relplan.tui.presentation.legend import legend
from relplan.tui.presentation.places import Key, Names
from relplan.tui.presentation.searching import Section, having
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.dialogs import CLOSES, LABEL, Dialog, ListDialog
from relplan.tui.text import content
from relplan.tui.widgets.row_list import RowList

_CELLS = 16
_PAGE = "page "
"""Keys of lines that open a page begin with it."""
_IN_ASCII = str.maketrans({
    "→": "->", "…": "...", "≤": "<=", "—": "-", "─": "-", "┐": "+", "┤": "+", "┘": "+", "│": "|",
    "├": "+", "└": "+", "·": "|", "▼": "v", "▶": ">", "Σ": "sum of", "Π": "product of",
})  # fmt: skip


class Here(NamedTuple):
    """Where the person was when they asked for help."""

    title: str
    keys: Sequence[tuple[str, str]]
    """Actions by their ids, each with why it does nothing now; empty: it does something."""


class PageScreen(Dialog):
    """One page of the guide."""

    def __init__(self, page: Page, glyphs: Glyphs) -> None:
        """Show *page*."""
        super().__init__()
        self._page = page
        self._text = page.text.translate(_IN_ASCII) if glyphs is ASCII else page.text

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with VerticalScroll(classes="dialog page") as box:
            box.border_title = content(self._page.topic)
            box.border_subtitle = content(self.relplan.hint((CLOSES,)))
            yield Markdown(self._text, open_links=False)

    def on_mount(self) -> None:
        """Let the keys scroll it."""
        self.query_one(VerticalScroll).focus()


class Searching(Controller["HelpScreen"]):
    """Shows only some lines."""

    @handles(FILTER)
    def open(self) -> None:
        """Let the person type what they look for."""
        self.view.search_line.add_class("-open")
        self.view.app.stylesheet.update(self.view.search_line)
        self.view.search_line.focus()


class HelpScreen(ListDialog):
    """The table of keys, as the person has it, the legend of the signs, and the pages."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(controllers=(Searching,))

    def __init__(self, keymap: Keymap, here: Here, glyphs: Glyphs) -> None:
        """Show *keymap*'s keys, those of *here* first, and what *glyphs* mean."""

        def names(action: str) -> str:
            return shown(keymap.keys_of(action).partition(",")[0])

        self._sections = (
            _here(keymap, here),
            *_keys(keymap),
            *legend(glyphs, names),
            _pages(names),
        )
        self._signs = glyphs
        hint = (Key(FILTER.id, "searches"), Key("list.choose", "opens a page"), CLOSES)
        super().__init__("help", self._found(""), glyphs, hint=hint, indent=_CELLS + 2)
        self.controllers = [Searching(self)]

    def compose(self) -> ComposeResult:
        """Lay it out, with a line for what is looked for."""
        yield from super().compose()
        line = Input(placeholder="words that the line has", id="search")
        line.cursor_blink = False
        yield line

    @property
    def search_line(self) -> Input:
        """Where the person types what they look for."""
        return self.query_one("#search", Input)

    def _found(self, text: str) -> list[tuple[str, Line]]:
        found: list[tuple[str, Line]] = []
        for number, section in enumerate(having(self._sections, text)):
            if found:
                found.append((f"{LABEL}{number} gap", ()))
            found.append((f"{LABEL}{number}", (Span(section.title, Role.HEADING),)))
            found += section.lines
        if not found:
            found = [("none", (Span(f"nothing here has the words {text}", Role.WARNING),))]
        return found

    @on(Input.Changed)
    def _search(self, message: Input.Changed) -> None:
        self.show(self._found(message.value))

    @on(Input.Submitted)
    def _end_search(self) -> None:
        self.rows.focus()

    def action_back(self) -> None:
        """Show all again where something is looked for; else close it."""
        line = self.search_line
        if line.value or line.has_focus:
            line.value = ""
            line.remove_class("-open")
            self.rows.focus()
        else:
            super().action_back()

    @on(RowList.Selected)
    def _open(self, message: RowList.Selected) -> None:
        if message.key.startswith(_PAGE):
            topic = message.key.removeprefix(_PAGE).partition(" ")[0]
            self.app.push_screen(PageScreen(find_page(topic), self._signs))


def _here(keymap: Keymap, here: Here) -> Section:
    lines: list[tuple[str, Line]] = []
    for name, why_not in here.keys:
        text = Span(f"not now: {why_not}", Role.DIM) if why_not else Span(ACTIONS[name].tooltip)
        lines.append((f"here {name}", (_name(keymap, name), text)))
    return Section(here.title, lines)


def _keys(keymap: Keymap) -> list[Section]:
    return [
        Section(
            scope.value,
            [
                (f"key {name}", (_name(keymap, name), Span(action.tooltip)))
                for name, action in ACTIONS.items()
                if action.scope is scope
            ],
        )
        for scope in Scope
    ]


def _name(keymap: Keymap, action: str) -> Span:
    names = " ".join(map(shown, keymap.keys_of(action).split(",")))
    return Span(f"  {names:<{_CELLS}}", Role.STRONG)


def _pages(names: Names) -> Section:
    return Section(
        f"Pages: {names('list.choose')} opens one, `relplan help TOPIC` prints it",
        [
            (
                f"{_PAGE}{page.topic}",
                (Span(f"  {page.topic:<{_CELLS}}", Role.STRONG), Span(page.title)),
            )
            for page in pages()
        ],
    )
