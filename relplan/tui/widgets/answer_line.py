"""One line that answers what the person did, where there is something to answer."""

from textual.widgets import Static

from relplan.tui.text import content

_SECONDS = 20.0
"""How long an answer stands, unless there is another one before."""


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

    def say(self, text: str) -> None:
        """Show *text* in the place of what was said before."""
        self.said = text
        self.update(content(text))
        self.add_class("-said")
        self.set_timer(_SECONDS, lambda: self.end(text))

    def end(self, text: str) -> None:
        """Take *text* away, unless something else was said since."""
        if text == self.said:
            self.said = ""
            self.remove_class("-said")
