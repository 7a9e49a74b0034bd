"""A runbook to be worked through: ticks are kept in the store, so it can be resumed."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

from relplan.app.timing import tick, ticks_of
from relplan.model.errors import RelplanError
from relplan.model.runbook import Outcome, Runbook, RunStep, Tick, standing
from relplan.tui.keys import bindings
from relplan.tui.presentation.entries import broken, entry_key
from relplan.tui.presentation.runbook import STEP, runbook_entries, runbook_head
from relplan.tui.presentation.spans import Span
from relplan.tui.screens.base import PlanBase
from relplan.tui.text import block, content
from relplan.tui.widgets.row_list import KeyedRows, RowList

_OWN = ("timing.failed", "timing.rolled-back")
_FRAME = 3
"""Cells of the border on both sides and of the scroll bar."""


class RunbookScreen(Screen[None]):
    """Enter ticks a step off, and takes the tick back; what was said stays on record."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("app.back", *_OWN))
    OFFERS: ClassVar[frozenset[str]] = frozenset(_OWN)
    """The actions of its own that the palette offers."""
    _HINT = "Enter done, F failed, B rolled back, Esc closes; `relplan runbook --record` has it all"

    def __init__(self, plan: PlanBase, book: Runbook) -> None:
        """Show *book* over *plan*."""
        super().__init__()
        self._plan, self._book = plan, book
        self._ticks: dict[str, Tick] = standing(ticks_of(plan.session.bench, book))

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="runbook-head")
        rows = RowList(ellipsis=self._plan.session.glyphs.ellipsis, id="runbook-rows")
        rows.border_subtitle = content(Span(self._HINT))
        yield rows

    def on_mount(self) -> None:
        """Put the cursor on the first step."""
        self.query_one(RowList).focus()

    def on_resize(self) -> None:
        """Break the rows anew."""
        self.draw()

    def draw(self) -> None:
        """Show all anew, with the cursor where it was."""
        glyphs = self._plan.session.glyphs
        self.query_one("#runbook-head", Static).update(block(runbook_head(self._book, self._ticks)))
        entries = runbook_entries(self._book, self._ticks, glyphs)
        found = broken(entries, max(20, self.size.width - _FRAME))
        keys = [key for key, _ in found]
        self.query_one(RowList).set_rows(KeyedRows(keys, lambda index, _width: found[index][1]))

    def _step(self) -> RunStep | None:
        key = entry_key(self.query_one(RowList).key or "").removeprefix(STEP).partition(":")[0]
        return next((step for step in self._book.steps if step.key == key), None)

    @on(RowList.Selected)
    def _tick(self) -> None:
        step = self._step()
        if step is not None:
            said = self._ticks.get(step.key)
            done = said is not None and said.outcome is Outcome.DONE
            self._say(Outcome.OPEN if done else Outcome.DONE)

    def action_failed(self) -> None:
        """Record that the step failed."""
        self._say(Outcome.FAILED)

    def action_rolled_back(self) -> None:
        """Record that the step was rolled back."""
        step = self._step()
        if step is not None and step.irreversible:
            self._plan.tell(f"{step.service} cannot be rolled back: go forward", severity="warning")
            return
        self._say(Outcome.ROLLED_BACK)

    def _say(self, outcome: Outcome) -> None:
        step = self._step()
        if step is None:
            return
        try:
            self._ticks[step.key] = tick(self._plan.session.bench, self._book, step, outcome)
        except RelplanError as error:
            self._plan.tell(str(error), severity="error")
            return
        if outcome is Outcome.FAILED and step.on_failure:
            self._plan.tell(step.on_failure[0], severity="warning")
        self.draw()

    def action_back(self) -> None:
        """Close it; the ticks stay."""
        self.dismiss(None)
