"""Small screens that ask for one thing or show one."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from relplan.tui.presentation.spans import Line
from relplan.tui.text import block, content


class TextScreen(ModalScreen[None]):
    """Lines to read."""

    def __init__(self, lines: Iterable[Line]) -> None:
        """Show *lines*."""
        super().__init__()
        self._lines = list(lines)

    def compose(self) -> ComposeResult:
        """Lay out one scrollable text."""
        with VerticalScroll(classes="dialog"):
            yield Static(block(self._lines))


class AskScreen(ModalScreen[str | None]):
    """Asks for one line of text; None: the person thought better of it."""

    def __init__(self, question: Line, placeholder: str) -> None:
        """Ask *question*."""
        super().__init__()
        self._question = question
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """Lay out the question above the answer."""
        with Vertical(classes="dialog"):
            yield Static(content(*self._question), classes="caption")
            yield Input(placeholder=self._placeholder)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the answer, if there is one."""
        if event.value.strip():
            self.dismiss(event.value.strip())
