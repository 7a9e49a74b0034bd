"""A list of any length that draws only the rows in sight.

Textual's own lists measure each row when they are filled; this one asks its provider for a row when
that row is drawn, so that filling it with 100,000 rows costs what filling it with ten does.
"""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.style import Style as RichStyle
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from relplan.tui.actions import Action, bindings
from relplan.tui.keyboard import now
from relplan.tui.presentation.spans import Line, Role
from relplan.tui.text import STYLES, segments
from relplan.tui.widgets.rows import NO_ROWS, RowKind, Rows

MOVES = (
    Action("list.down", "j,down", "Down", "Go to the next row.", "cursor(1)"),
    Action("list.up", "k,up", "Up", "Go to the row before.", "cursor(-1)"),
    Action("list.first", "g,home", "First", "Go to the first row.", "first"),
    Action("list.last", "G,end", "Last", "Go to the last row.", "last"),
    Action("list.page-down", "pagedown,ctrl+f", "Page down", "Go down a screenful.", "page(1)"),
    Action("list.page-up", "pageup,ctrl+b", "Page up", "Go up a screenful.", "page(-1)"),
)
"""What does no more than move the cursor."""
LIST_ACTIONS = (
    *MOVES,
    Action(
        "list.choose", "enter", "Open", "Open the row: drill down, or fold and unfold.", "choose"
    ),
    Action("list.unfold", "right", "Unfold", "Show the rows that are folded here.", "fold(True)"),
    Action("list.fold", "left", "Fold", "Fold the rows that belong here into one.", "fold(False)"),
)


_CACHED = 1024
_CURSOR, _HEADER, _GLOW = "row-list--cursor", "row-list--header", "row-list--glow"


class _Look(NamedTuple):
    """All that decides how a line in sight is drawn."""

    line: Line
    width: int
    ground: str | None
    """The component class that it is drawn upon; None: the list itself."""
    focused: bool


class RowList(ScrollView, can_focus=True):
    """Rows, one of which the cursor is on.

    The row under the cursor stays the same one, and where it is on the screen, when the rows are
    replaced and still hold it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {_CURSOR, _HEADER, _GLOW}
    DEFAULT_CSS = """
    RowList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;
        & > .row-list--header {
            background: $panel;
            color: $foreground;
        }
        & > .row-list--glow {
            background: $role-better 30%;
            color: $foreground;
            text-style: bold;
        }
        & > .row-list--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
        &:focus > .row-list--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(*LIST_ACTIONS)

    cursor: var[int] = var(-1)
    """Index of the highlighted row; -1: there is none to stand on."""

    @dataclass
    class RowMessage(Message):
        """Something about one row."""

        row_list: "RowList"
        index: int
        key: str

        @property
        def control(self) -> "RowList":
            """The list, for ``@on`` selectors."""
            return self.row_list

    @dataclass
    class Highlighted(RowMessage):
        """The cursor is on another row now."""

    @dataclass
    class Selected(RowMessage):
        """The row under the cursor was chosen, by Enter or a double click."""

    @dataclass
    class Folding(RowMessage):
        """What the row stands over should be opened (*opened*) or closed; its provider does it."""

        opened: bool

    def __init__(
        self,
        rows: Rows = NO_ROWS,
        *,
        empty: Line = (),
        ellipsis: str = "…",
        id: str | None = None,  # noqa: A002 — textual's word
        classes: str | None = None,
    ) -> None:
        """Show *rows*, or *empty* where there are none."""
        super().__init__(id=id, classes=classes)
        self._rows = rows
        self._empty = empty
        self._ellipsis = ellipsis
        self._lines: LRUCache[tuple[int, int], Line] = LRUCache(_CACHED)
        """By the row and the width that it was written for."""
        self._strips: LRUCache[_Look, Strip] = LRUCache(_CACHED)
        self._drawn: dict[int, _Look] = {}
        """What each line in sight was drawn as."""
        self._styles: dict[Role, RichStyle] = {}
        self.moved_at = 0.0
        """When the row under the cursor became another one that no key moved the cursor to."""

    @property
    def rows(self) -> Rows:
        """What it shows; ``set_rows`` replaces it."""
        return self._rows

    @property
    def key(self) -> str | None:
        """The key of the highlighted row; None: there is none."""
        return self._rows.key(self.cursor) if 0 <= self.cursor < len(self._rows) else None

    def on_mount(self) -> None:
        """Say which row the cursor is on, now that somebody listens."""
        self.set_rows(self._rows)
        self._follow()
        self._post(self.Highlighted)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._follow()

    def set_rows(self, rows: Rows, *, key: str | None = None, empty: Line | None = None) -> None:
        """Show *rows* from now on, with the cursor on *key*; None: on the row it is on.

        Where that row is gone, the cursor stays at its place. Highlighted is posted where the
        cursor comes to be on a row of another key. *empty* is shown where there are no rows.
        """
        before, line = self.key, self.cursor - self.scroll_offset.y
        self._rows = rows
        self._empty = self._empty if empty is None else empty
        if self.virtual_size.height != len(rows):
            # To set it as textual does would draw all lines anew, those too that stay as they are.
            self.set_reactive(RowList.virtual_size, Size(0, len(rows)))
            self.refresh(repaint=False, layout=True)
        wanted = before if key is None else key
        found = rows.index_of(wanted) if wanted is not None else None
        self.set_reactive(RowList.cursor, self._standing(self.cursor if found is None else found))
        if not self.is_mounted:
            return
        if self.cursor >= 0:
            self.scroll_to(y=max(0, self.cursor - max(0, line)), animate=False, force=True)
        self._follow()
        self.invalidate()
        if self.key != before:
            self.still_moving(now() if before is not None else 0.0)
            self._post(self.Highlighted)

    def still_moving(self, at: float) -> None:
        """Take note that at *at* the row under the cursor was not seen yet."""
        self.moved_at = max(self.moved_at, at)

    def move_to(self, index: int) -> None:
        """Put the cursor on the row at *index*, or the nearest that takes it."""
        self.cursor = self._standing(index, onward=index >= self.cursor)

    def invalidate(self) -> None:
        """Draw the rows anew of which the provider says something else now."""
        self._lines.clear()
        region = self.scrollable_content_region
        for y in range(region.height):
            if self._drawn.get(y) != self._look(y, region.width):
                self.refresh_line(y + self.scroll_offset.y)

    def watch_cursor(self, before: int, after: int) -> None:
        """Redraw the two rows that look different now, and tell who listens."""
        for index in (before, after):
            if index >= 0:
                self.refresh_line(index)
        self._follow()
        if after >= 0:
            self._post(self.Highlighted)

    def _standing(self, index: int, *, onward: bool = True) -> int:
        """Return the row nearest to *index* that the cursor can stand on, first *onward*; or -1."""
        count = len(self._rows)
        if not count:
            return -1
        start = min(max(index, 0), count - 1)
        ahead, behind = range(start, count), range(start, -1, -1)
        for way in (ahead, behind) if onward else (behind, ahead):
            for candidate in way:
                if self._rows.kind(candidate) is not RowKind.LABEL:
                    return candidate
        return -1

    def _follow(self) -> None:
        """Scroll so that the cursor is in sight, and with it the labels right above it."""
        if self.cursor < 0:
            return
        top = self.cursor
        while top > 0 and self._rows.kind(top - 1) is RowKind.LABEL:
            top -= 1
        height = self.scrollable_content_region.height
        first = top if self.cursor - top < height else self.cursor
        region = Region(0, first, 1, self.cursor - first + 1)
        self.scroll_to_region(region, animate=False, force=True, x_axis=False)

    def _post(self, message: type[RowMessage]) -> None:
        key = self.key
        if key is not None:
            self.post_message(message(self, self.cursor, key))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Return line *y* of what is in sight."""
        look = self._drawn[y] = self._look(y, self.scrollable_content_region.width)
        strip = self._strips.get(look)
        if strip is None:
            strip = self._strips[look] = self._draw(look)
        return strip

    def _look(self, y: int, width: int) -> _Look:
        index = y + self.scroll_offset.y
        if index < len(self._rows):
            line, ground = self._text(index, width), self._ground(index)
        else:
            line, ground = self._empty if y == 0 and not len(self._rows) else (), None
        return _Look(line, width, ground, self.has_focus)

    def _text(self, index: int, width: int) -> Line:
        line = self._lines.get((index, width))
        if line is None:
            line = self._lines[index, width] = self._rows.line(index, width)
        return line

    def _ground(self, index: int) -> str | None:
        if index == self.cursor:
            return _CURSOR
        if self.glows(index):
            return _GLOW
        return None if self._rows.kind(index) is RowKind.ITEM else _HEADER

    def glows(self, index: int) -> bool:
        """Tell whether the row at *index* is to be noticed for a moment."""
        return False

    def _draw(self, look: _Look) -> Strip:
        line, width, ground, _ = look
        base = self.rich_style if ground is None else self.get_component_rich_style(ground)
        # On the cursor its own colour wins, the one that is sure to be legible there.
        over = RichStyle(color=base.color) if ground == _CURSOR else RichStyle.null()
        pieces = segments(
            line, lambda role: base + self._role_style(role) + over, width, self._ellipsis
        )
        return Strip(pieces).adjust_cell_length(width, base)

    def _role_style(self, role: Role) -> RichStyle:
        if role not in self._styles:
            style = self.app.stylesheet.parse_style(STYLES[role])
            self._styles[role] = style.rich_style
        return self._styles[role]

    def notify_style_update(self) -> None:
        """Forget what was drawn in another theme."""
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    # What the person does

    def action_cursor(self, steps: int) -> None:
        """Move the cursor by *steps* rows; it stays where there are no more."""
        self.move_to(self.cursor + steps)

    def action_page(self, pages: int) -> None:
        """Move the cursor by *pages* of what is in sight."""
        self.move_to(self.cursor + pages * max(1, self.scrollable_content_region.height - 1))

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self.move_to(0)
        if self.cursor >= 0:
            self.scroll_to(y=0, animate=False, force=True)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self.move_to(len(self._rows) - 1)

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        self._post(self.Selected)

    def action_fold(self, opened: bool) -> None:
        """Ask the provider to open or close what the row stands over."""
        if (key := self.key) is not None:
            self.post_message(self.Folding(self, self.cursor, key, opened))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row; choose it with the second click."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        index = offset.y + self.scroll_offset.y
        if index < len(self._rows) and self._rows.kind(index) is not RowKind.LABEL:
            self.cursor = index
            if event.chain == 2:
                self.action_choose()
