"""All keys, and what the signs mean."""

from relplan.tui.keys import ACTIONS, Keymap, Scope
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.legend import legend
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.dialogs import LABEL, ListDialog

_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "greater_than_sign": ">",
    "less_than_sign": "<",
}
_CELLS = 16


class HelpScreen(ListDialog):
    """The table of keys, as the person has it, and the legend of the signs."""

    def __init__(self, keymap: Keymap, glyphs: Glyphs) -> None:
        """Show *keymap*'s keys and what *glyphs* mean."""
        lines = [*_keys(keymap), *legend(glyphs)]
        keyed = [(f"{LABEL}{number}", line) for number, line in enumerate(lines)]
        super().__init__("help", keyed, glyphs, indent=_CELLS + 2)


def _keys(keymap: Keymap) -> list[Line]:
    lines: list[Line] = []
    for scope in (Scope.PLAN, Scope.ADVICE, Scope.TIMING, Scope.LIST, Scope.EVERYWHERE):
        lines.append((Span(scope.value, Role.HEADING),))
        for action in ACTIONS.values():
            if action.scope is scope:
                names = " ".join(map(_shown, keymap.keys_of(action.id).split(",")))
                lines.append((Span(f"  {names:<{_CELLS}}", Role.STRONG), Span(action.tooltip)))
        lines.append(())
    return lines


def _shown(key: str) -> str:
    name = _NAMES.get(key, key)
    return name if len(name) < 2 or name in _NAMES.values() or "+" in name else name.capitalize()
