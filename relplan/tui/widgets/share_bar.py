"""The bars of the header, which shrink and grow before one's eyes."""

from math import cos, pi

from textual.timer import Timer
from textual.widgets import Static

from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.shares import Shares, bar_lines, between
from relplan.tui.text import block

_SECONDS = 0.5
_FRAMES = 12


class ShareBar(Static):
    """How the changes are shared out: in lock-step, waiting, free; without the marks, and now."""

    DEFAULT_CSS = """
    ShareBar { height: auto; padding: 0 1; background: $panel; }
    """

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002 - textual's word
        """Show nothing yet."""
        super().__init__(id=id)
        self._glyphs = glyphs
        self._unmarked: Shares | None = None
        self._shown: Shares | None = None
        """What is on the screen now, which may be on its way."""
        self._aim: Shares | None = None
        self._timer: Timer | None = None

    def show(self, unmarked: Shares, now: Shares) -> None:
        """Go from what is shown to *now*, at once where the app does not animate."""
        start, self._unmarked = self._shown, unmarked
        if now == self._aim:
            return
        self._aim = now
        self._stop()
        if start is None or self.app.animation_level == "none":
            self._draw(now)
            return
        frame = 0

        def step() -> None:
            nonlocal frame
            frame += 1
            # Slow at both ends, so that the eye can follow.
            way = (1 - cos(pi * frame / _FRAMES)) / 2
            if frame >= _FRAMES:
                self._stop()
                self._draw(now)
            else:
                self._draw(between(start, now, way))

        self._timer = self.set_interval(_SECONDS / _FRAMES, step)

    @property
    def moving(self) -> bool:
        """Tell whether the bars are on their way."""
        return self._timer is not None

    def on_resize(self) -> None:
        """Draw the bars as wide as there is room."""
        if self._shown is not None:
            self._draw(self._shown)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _draw(self, now: Shares) -> None:
        self._shown = now
        if self._unmarked is not None:
            lines = bar_lines(self._unmarked, now, max(0, self.app.size.width - 2), self._glyphs)
            self.display = bool(lines)
            self.update(block(lines))
