"""The log: who decided what and when, to be taken back and redone."""

from typing import ClassVar

from textual.binding import BindingType

from relplan.tui.actions import bindings
from relplan.tui.controllers.history import History
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.records import log_line, orphan_line
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.dialogs import CLOSES, ListDialog
from relplan.tui.screens.plan_view import PlanView

_SHOWN = 500
"""Entries, the newest ones; `relplan log` has them all."""


class LogScreen(ListDialog):
    """Decisions, newest first, after those whose subject is gone."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(controllers=(History,))

    def __init__(self, plan: PlanView) -> None:
        """Show the log of what *plan* shows."""
        self._plan = plan
        hint = (Key("plan.undo", "undoes"), Key("plan.redo", "redoes"), CLOSES)
        super().__init__("log", self._entries(), plan.session.glyphs, hint=hint)
        self.controllers = [History(plan, lambda _: self._show_again())]

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

    def follow(self) -> None:
        """Show what others decided."""
        self._show_again()

    def _show_again(self) -> None:
        self.show(self._entries())
