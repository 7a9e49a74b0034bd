"""The last line: the keys that do something where the person is."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.widgets import Static

from relplan.tui.presentation.safe import width
from relplan.tui.presentation.spans import Role, Span
from relplan.tui.text import content


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key, and what it does here."""

    key: str
    """As textual calls it."""
    name: str
    """As a person calls it."""
    label: str

    @property
    def cells(self) -> int:
        """The width of it and of the room behind it."""
        return width(self.name) + width(self.label) + _BETWEEN + 1


_BETWEEN = 2


class KeyFooter(Static):
    """One line that is written anew where the place changes; a click presses the key."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyFooter {
        dock: bottom;
        height: 1;
        padding: 0 1;
        color: $footer-foreground;
        background: $footer-background;
    }
    """

    def __init__(self) -> None:
        """Begin without keys."""
        super().__init__()
        self.keys: tuple[ShownKey, ...] = ()

    def show(self, keys: Sequence[ShownKey]) -> None:
        """Show *keys* from now on."""
        if tuple(keys) != self.keys:
            self.keys = tuple(keys)
            spans: list[Span] = []
            for one in self.keys:
                spans += [Span(one.name, Role.HEADING), Span(f" {one.label}{' ' * _BETWEEN}")]
            self.update(content(*spans))

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        end = 0
        for one in self.keys:
            end += one.cells
            if offset.x < end:
                self.app.simulate_key(one.key)
                return
