"""The why pane: why the selected change or batch is where it is."""

from collections.abc import Sequence

from relplan.model.edge import Edge
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.reasons import Reason
from relplan.tui.widgets.row_list import KeyedRows, RowList


class ReasonList(RowList):
    """Blockers, cycles and prerequisites; edges and changes can be chosen."""

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002 — textual's word
        """Begin empty; ``show`` fills it."""
        super().__init__(id=id, ellipsis=glyphs.ellipsis)
        self._reasons: Sequence[Reason] = ()

    def show(self, reasons: Sequence[Reason], *, afresh: bool) -> None:
        """Show *reasons*; *afresh*: they are about something else than before."""
        self._reasons = reasons
        labels = [index for index, reason in enumerate(reasons) if reason.label]
        keys = [reason.key for reason in reasons]
        rows = KeyedRows(keys, lambda index, _width: reasons[index].line, labels=labels)
        self.set_rows(rows, key="" if afresh else None)
        if afresh:
            self.move_to(0)
            self.scroll_to(y=0, animate=False, force=True)

    @property
    def reason(self) -> Reason | None:
        """The row under the cursor."""
        return self._reasons[self.cursor] if 0 <= self.cursor < len(self._reasons) else None

    @property
    def edge(self) -> Edge | None:
        """The edge under the cursor, if it is on one."""
        return self.reason.edge if self.reason else None
