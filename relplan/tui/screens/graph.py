"""One batch as a graph, drawn in the terminal."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from relplan.planning.picture import Picture, picture
from relplan.planning.suggested import suggested
from relplan.tui.actions import BACK, bindings
from relplan.tui.controllers.exporting import Exporting
from relplan.tui.documents import documents, graph_of
from relplan.tui.presentation.drawing import MOST_NODES, Drawing, relations
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.perhaps import of_node, suggested_with
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.session import Session
from relplan.tui.text import block
from relplan.tui.widgets.answer_line import AnswerLine
from relplan.tui.widgets.key_footer import KeyFooter
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows

_FRAME = 3
"""Cells of the border on both sides and of the scroll bar."""
_MOST_RELATIONS = 8


class GraphScreen(ControlledScreen[str | None]):
    """Lies over the plan; Enter goes to the change under the cursor, in the plan."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BACK, controllers=(Exporting,))
    KEYS: ClassVar[tuple[Key, ...]] = (Key("list.choose", "Go there"), Key("plan.export", "Export"))

    def __init__(self, session: Session, batch: str) -> None:
        """Draw the *batch* called so in the session's plan."""
        super().__init__()
        plan = self._plan = session.plan
        found = next(one for one in plan.batches if one.id == batch)
        here = graph_of(session, found)
        self.controllers = [Exporting(self, session, lambda: documents(session, found, here))]
        self._glyphs: Glyphs = session.glyphs
        self._picture: Picture = picture(plan, found, MOST_NODES)
        self._drawing = Drawing(self._picture, self._glyphs, 80)

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="graph-head")
        rows = RowList(ellipsis=self._glyphs.ellipsis, id="graph-rows")
        yield rows
        yield Static(id="graph-relations")
        yield AnswerLine()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Put the cursor into the drawing."""
        self._rows.focus()

    def on_resize(self) -> None:
        """Draw it anew for the width that there is."""
        self._drawing = Drawing(self._picture, self._glyphs, max(20, self.size.width - _FRAME))
        keys = [node.id for node in self._drawing.nodes]
        self._rows.set_rows(KeyedRows(keys, self._line))
        head: list[Line] = [(Span(self._picture.title, Role.HEADING),), self._drawing.legend()]
        head += [(Span(text, Role.WARNING),) for text in self._drawing.left_out]
        self.query_one("#graph-head", Static).update(block(head))

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    def _line(self, index: int, _width: int) -> Line:
        return self._drawing.line(index, self._rows.cursor)

    @on(RowList.Highlighted)
    def _chosen(self, message: RowList.Highlighted) -> None:
        self._rows.invalidate()
        found = relations(self._picture, message.key, self._glyphs)
        found += of_node(self._plan.bundled, message.key, self._glyphs)
        if message.key in self._plan.changes:
            found += suggested_with(suggested(self._plan, message.key), self._glyphs)
        more = len(found) - _MOST_RELATIONS
        if more > 0:
            found = [*found[:_MOST_RELATIONS], (Span(f"and {more} more", Role.DIM),)]
        self.query_one("#graph-relations", Static).update(block(found))

    @on(RowList.Selected)
    def _go(self, message: RowList.Selected) -> None:
        node = next(one for one in self._picture.nodes if one.id == message.key)
        if node.changes:
            self.dismiss(node.id)
