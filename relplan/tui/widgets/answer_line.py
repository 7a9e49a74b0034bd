"""One line, or two, that answers what the person did, where there is something to answer."""

from textual.widgets import Static

from relplan.tui.presentation.wrapping import fitting
from relplan.tui.text import content

_SECONDS = 20.0
"""How long an answer stands, unless there is another one before."""
_LINES, _PADDING = 2, 2
"""Its lines at the most, and the cells at their sides, as below."""


class AnswerLine(Static):
    """Out of sight until something is said, and a while after that."""

    DEFAULT_CSS = """
    AnswerLine { height: auto; max-height: 2; padding: 0 1; display: none; color: $role-better; }
    AnswerLine.-said { display: block; }
    """

    def __init__(self) -> None:
        """Begin with nothing to say."""
        super().__init__()
        self.said = ""

    def say(self, text: str, effect: str = "", ellipsis: str = "…") -> None:
        """Show *text* and what came of it in the place of what was said before.

        Where there is no room for both, *text* is cut: a person knows what they did.
        """
        whole = self.said = f"{text}{effect}"
        cells = max(1, self.app.size.width - _PADDING)
        shown = fitting(text, effect, cells, _LINES, ellipsis) if effect else whole
        self.update(content(shown))
        self.add_class("-said")
        self.set_timer(_SECONDS, lambda: self.end(whole))

    def end(self, text: str) -> None:
        """Take *text* away, unless something else was said since."""
        if text == self.said:
            self.said = ""
            self.remove_class("-said")
