"""All keys, and what the signs mean."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from relplan.tui.keys import ACTIONS, Keymap, Scope
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.text import block

_SIGNS = {
    "enter": "Enter",
    "escape": "Esc",
    "down": "Down",
    "up": "Up",
    "left": "Left",
    "right": "Right",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "slash": "/",
    "question_mark": "?",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
}


class HelpScreen(ModalScreen[None]):
    """The table of keys as the person has it, and the legend of signs."""

    def __init__(self, keymap: Keymap, glyphs: Glyphs) -> None:
        """Show *keymap*'s keys and *glyphs*."""
        super().__init__()
        self._keymap = keymap
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Lay out one scrollable text."""
        with VerticalScroll(classes="dialog"):
            yield Static(block(help_lines(self._keymap, self._glyphs)))


def help_lines(keymap: Keymap, glyphs: Glyphs) -> Iterator[Line]:
    """Return all lines of the help."""
    for scope in (Scope.PLAN, Scope.LIST, Scope.EVERYWHERE):
        yield (Span(scope.value, Role.HEADING),)
        for action in ACTIONS.values():
            if action.scope is scope:
                keys = " ".join(
                    _SIGNS.get(key, key) for key in keymap.keys_of(action.id).split(",")
                )
                yield (Span(f"  {keys:18}", Role.STRONG), Span(action.tooltip))
        yield ()
    yield (Span("Signs", Role.HEADING),)
    meanings = (
        ("blocked", "something it needs is not done"),
        ("unfinished", "in progress itself, nothing else is in its way"),
        ("lockstep", "can ship now, together with its batch"),
        ("ordered", "can ship now, after or with what it needs"),
        ("independent", "can ship now, alone"),
    )
    for status, meaning in zip(glyphs.status, meanings, strict=True):
        label = glyphs.status_label(status)
        yield (Span(f"  {label.text:18}", label.role), Span(meaning[1]))
    for kind in glyphs.kind:
        yield (Span(f"  {glyphs.kind_label(kind).text:18}"), Span(_KINDS[kind.value]))


_KINDS = {
    "requires": "adapts a contract to what that change brings",
    "breaks": "breaks a contract, so its consumer must adapt",
    "feature": "slices of one feature",
    "gate": "waits for a step of the process",
    "trunk": "comes after it on main",
    "stacked": "was branched off it",
    "depends-on": "says so in a Depends-On trailer",
}
