"""Who decided what, and when."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from relplan.model.decision import Decision, DecisionKind, LogEntry
from relplan.tui.presentation.safe import clean
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import date
from relplan.tui.text import content
from relplan.tui.widgets.row_list import KeyedRows, RowList
from relplan.workbench import Workbench

_SHOWN = 500


class LogScreen(ModalScreen[str | None]):
    """The log. Answers ``undo`` or ``redo`` where the person asks for it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "answer('undo')", "Undo"),
        Binding("ctrl+r", "answer('redo')", "Redo"),
    ]

    def __init__(self, bench: Workbench) -> None:
        """Show the newest entries of *bench*'s log, under what has lost its subject."""
        super().__init__()
        lines = [_orphan(found) for found in bench.orphans()]
        lines += [_entry(entry) for entry in bench.log(_SHOWN)]
        self._lines = lines or [(Span("Nothing has been decided yet.", Role.DIM),)]

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        keys = [str(number) for number in range(len(self._lines))]
        with Vertical(classes="dialog"):
            yield Static(content("u undo, Ctrl+R redo, Esc close"), classes="caption")
            yield RowList(KeyedRows(keys, lambda index, _: self._lines[index]))

    def on_mount(self) -> None:
        """Give the list as many lines as it has rows."""
        self.query_one(RowList).styles.height = min(24, len(self._lines))
        self.query_one(RowList).focus()

    def action_answer(self, what: str) -> None:
        """Close, and have that done."""
        self.dismiss(what)


def deed(entry: LogEntry) -> str:
    """Say what was decided."""
    decision = entry.decision
    match decision.kind:
        case DecisionKind.MARK if decision.value:
            return f"marked {decision.subject} {decision.value}"
        case DecisionKind.MARK:
            return f"took {entry.before} off {decision.subject}"
        case DecisionKind.DISMISSAL:
            verb = "dismissed" if decision.value else "restored"
            return f"{verb} {decision.detail or decision.subject}"
        case DecisionKind.STATE:
            return f"set {decision.subject} {decision.value or 'back'}"


def _entry(entry: LogEntry) -> Line:
    decision = entry.decision
    role = Role.DIM if entry.undone else Role.PLAIN
    reason = f": {decision.reason}" if decision.reason else ""
    return (
        Span(f"{date(decision.at)}  ", Role.DIM),
        Span(f"{clean(decision.who):10} ", Role.DIM),
        Span(f"{clean(entry.scenario):10} ", Role.DIM),
        Span(deed(entry) + reason, role),
        Span("  undone" if entry.undone else "", Role.WARNING),
    )


def _orphan(found: Decision) -> Line:
    what = f"{found.kind} {found.detail or found.subject}: {found.value}"
    return (Span("not pending any more  ", Role.WARNING), Span(what))
