"""Three lines at the foot of the plan that lead through the demo."""

from collections.abc import Callable

from textual.widgets import Static

from relplan.tui.presentation.guide import Seen, guide_lines, reached
from relplan.tui.text import block

_EVERY = 0.2


class Guide(Static):
    """Goes on when what it asks for was done, whichever key did it."""

    DEFAULT_CSS = """
    Guide { height: auto; padding: 0 1; background: $panel; }
    """

    def __init__(self, look: Callable[[], Seen], name_of: Callable[[str], str]) -> None:
        """Begin with the first step; *look* says what is on the screen."""
        super().__init__()
        self._look, self._name_of = look, name_of
        self._step = 0

    def on_mount(self) -> None:
        """Show the first step."""
        self._show()
        self.set_interval(_EVERY, self.go_on)

    def go_on(self) -> None:
        """Show the next step, if what this one asks for was done."""
        step = reached(self._step, self._look())
        if step != self._step:
            self._step = step
            self._show()

    def _show(self) -> None:
        self.update(block(guide_lines(self._step, self._name_of)))
