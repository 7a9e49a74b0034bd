"""What is seen until the plan is read: the plan as it was when the person left it."""

from collections.abc import Callable, Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static


class OpeningScreen(Screen[None]):
    """Shows the last picture, says that it is old, and lets the plan be read once it is seen."""

    def __init__(self, lines: Sequence[str], read: Callable[[], object]) -> None:
        """Show *lines*, which have codes for colours, if there are any, then *read*."""
        super().__init__()
        self._lines = lines
        self._read = read

    def compose(self) -> ComposeResult:
        """Put the picture above a line that says what it is."""
        # Of the codes in it only colours are taken over, whatever the file holds.
        if self._lines:
            picture = Text.from_ansi("\n".join(self._lines[:-1]), no_wrap=True, end="")
            yield Static(picture)
        how = "this is how you left it; " if self._lines else ""
        yield Static(f"{how}the plan is being read")

    def on_mount(self) -> None:
        """Read the plan after this has been drawn: that takes all that the app can do."""
        self.call_after_refresh(self.call_later, self._read)
