"""The why pane: why the selected change or batch is where it is."""

from collections.abc import Sequence

from relplan.model.edge import Edge
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.listing import ticked
from relplan.tui.presentation.reasons import Reason
from relplan.tui.presentation.spans import Line
from relplan.tui.presentation.wrapping import wrap
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows

_FRAME = 3
"""Cells of the border on both sides and of the scroll bar."""


class ReasonList(RowList):
    """Blockers, cycles and prerequisites; edges and changes can be chosen."""

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002 — textual's word
        """Begin empty; ``show`` fills it."""
        super().__init__(id=id, ellipsis=glyphs.ellipsis)
        self._reasons: Sequence[Reason] = ()
        self._by_key: dict[str, Reason] = {}
        self._glyphs = glyphs
        self.chosen: set[str] = set()
        """The edges that were selected, by their fingerprints."""
        self.about = ""
        """The row of the changes that it tells of."""

    def show(self, reasons: Sequence[Reason], *, about: str) -> None:
        """Show *reasons*; where they are *about* something else now, from the top."""
        afresh, self.about = about != self.about, about
        if afresh:
            self.chosen.clear()
        self._reasons = reasons
        self._by_key = {reason.key: reason for reason in reasons}
        self._lay_out()
        if afresh:
            self.move_to(0)
            self.scroll_to(y=0, animate=False, force=True)

    def on_resize(self) -> None:
        """Break the headings anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Break headings that are too wide; what can be chosen stays one row."""
        # With room for a scroll bar, which is not there before the rows are.
        cells = self.outer_size.width - _FRAME if self.outer_size.width else 200
        keys: list[str] = []
        lines: list[Line] = []
        labels: list[int] = []
        for reason in self._reasons:
            pieces = wrap(reason.line, cells) if reason.label else [self._shown(reason)]
            for number, line in enumerate(pieces):
                if reason.label:
                    labels.append(len(keys))
                keys.append(f"{reason.key}\0{number}" if number else reason.key)
                lines.append(line)
        self.set_rows(KeyedRows(keys, lambda index, _width: lines[index], labels=labels))

    def _shown(self, reason: Reason) -> Line:
        is_chosen = reason.edge is not None and reason.edge.fingerprint in self.chosen
        return ticked(reason.line, self._glyphs) if is_chosen else reason.line

    def toggle(self) -> int:
        """Select the edge in hand, or leave it out; return how many are selected."""
        if self.edge is not None:
            self.chosen ^= {self.edge.fingerprint}
        self._lay_out()
        return len(self.chosen)

    def let_go(self) -> bool:
        """Select nothing any more; tell whether something was."""
        had = bool(self.chosen)
        self.chosen.clear()
        self._lay_out()
        return had

    @property
    def edges(self) -> list[Edge]:
        """The edges that are selected; where none is, the one in hand."""
        found = {
            one.edge.fingerprint: one.edge
            for one in self._reasons
            if one.edge is not None and one.edge.fingerprint in self.chosen
        }
        return list(found.values()) or ([self.edge] if self.edge else [])

    @property
    def reason(self) -> Reason | None:
        """The row under the cursor."""
        return self._by_key.get(self.key or "")

    @property
    def edge(self) -> Edge | None:
        """The edge under the cursor, if it is on one."""
        return self.reason.edge if self.reason else None
