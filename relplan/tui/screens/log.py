"""The log: who decided what and when, to be taken back and redone."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from relplan.tui.keys import bindings
from relplan.tui.presentation.records import log_line, orphan_line
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.dialogs import ListDialog

if TYPE_CHECKING:
    from relplan.tui.screens.base import PlanBase

_SHOWN = 500
"""Entries, the newest ones; `relplan log` has them all."""


class LogScreen(ListDialog):
    """Decisions, newest first, after those whose subject is gone."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("plan.undo", "plan.redo"))

    def __init__(self, plan: "PlanBase") -> None:
        """Show the log of what *plan* shows."""
        self._plan = plan
        hint = "u undo, ctrl+r redo, Esc closes"
        super().__init__("log", self._entries(), plan.session.glyphs, hint=hint)

    def _entries(self) -> list[tuple[str, Line]]:
        session = self._plan.session
        orphans = session.bench.orphans()
        entries = session.bench.log(_SHOWN)
        lines = [
            (f"orphan {number}", orphan_line(found, session.glyphs))
            for number, found in enumerate(orphans)
        ]
        lines += [(str(entry.number), log_line(entry, session.glyphs)) for entry in entries]
        return lines or [("nothing", (Span("nothing has been decided yet", Role.DIM),))]

    async def action_undo(self) -> None:
        """Take the last decision back."""
        await self._turn("undo")

    async def action_redo(self) -> None:
        """Decide again what was taken back last."""
        await self._turn("redo")

    async def _turn(self, way: str) -> None:
        await self.app.run_action(way, self._plan)
        self.show(self._entries())
