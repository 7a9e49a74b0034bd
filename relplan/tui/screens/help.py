"""All keys, what the signs mean, and the pages that ship with relplan."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from relplan.documentation import Page, find_page, pages
from relplan.tui.actions import Scope
from relplan.tui.keys import ACTIONS, Keymap
from relplan.tui.presentation.glyphs import ASCII, Glyphs
from relplan.tui.presentation.legend import legend
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.dialogs import LABEL, Dialog, ListDialog
from relplan.tui.text import content
from relplan.tui.widgets.row_list import RowList

_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "greater_than_sign": ">",
    "less_than_sign": "<",
}
_CELLS = 16
_PAGE = "page "
"""Keys of lines that open a page begin with it."""
_IN_ASCII = str.maketrans({
    "→": "->", "…": "...", "≤": "<=", "—": "-", "─": "-", "┐": "+", "┤": "+", "┘": "+", "│": "|",
    "├": "+", "└": "+", "·": "|", "▼": "v", "▶": ">", "Σ": "sum of", "Π": "product of",
})  # fmt: skip


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
            box.border_subtitle = content("Esc closes")
            yield Markdown(self._text, open_links=False)

    def on_mount(self) -> None:
        """Let the keys scroll it."""
        self.query_one(VerticalScroll).focus()


class HelpScreen(ListDialog):
    """The table of keys, as the person has it, the legend of the signs, and the pages."""

    def __init__(self, keymap: Keymap, glyphs: Glyphs) -> None:
        """Show *keymap*'s keys and what *glyphs* mean."""
        lines = [*_keys(keymap), *legend(glyphs)]
        keyed = [(f"{LABEL}{number}", line) for number, line in enumerate(lines)]
        self._signs = glyphs
        hint = "Enter opens a page, Esc closes"
        super().__init__("help", [*keyed, *_pages()], glyphs, hint=hint, indent=_CELLS + 2)

    @on(RowList.Selected)
    def _open(self, message: RowList.Selected) -> None:
        if message.key.startswith(_PAGE):
            topic = message.key.removeprefix(_PAGE).partition(" ")[0]
            self.app.push_screen(PageScreen(find_page(topic), self._signs))


def _pages() -> list[tuple[str, Line]]:
    heading: Line = (Span("Pages: Enter opens one, `relplan help TOPIC` prints it", Role.HEADING),)
    return [
        (f"{LABEL}pages", heading),
        *(
            (
                f"{_PAGE}{page.topic}",
                (Span(f"  {page.topic:<{_CELLS}}", Role.STRONG), Span(page.title)),
            )
            for page in pages()
        ),
    ]


def _keys(keymap: Keymap) -> list[Line]:
    lines: list[Line] = []
    for scope in Scope:
        lines.append((Span(scope.value, Role.HEADING),))
        for action in ACTIONS.values():
            if action.scope is scope:
                names = " ".join(map(_shown, keymap.keys_of(action.id).split(",")))
                lines.append((Span(f"  {names:<{_CELLS}}", Role.STRONG), Span(action.tooltip)))
        lines.append(())
    return lines


def _shown(key: str) -> str:
    name = _NAMES.get(key, key)
    return name if len(name) < 2 or name in _NAMES.values() or "+" in name else name.capitalize()
