"""The table of what a person can do in the TUI, and their own keys for it.

The help and the documentation are made from the table, which is read off the controllers; a
person's own ``keys.toml`` in the configuration folder changes the keys: ``plan.versioned = "V"``.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from textual.keys import REPLACED_KEYS, Keys, key_to_character

from relplan.tui.actions import APP_ACTIONS, Action, Controller, Scope
from relplan.tui.controllers.answering import Answering
from relplan.tui.controllers.proposing import Accepting, Refining
from relplan.tui.controllers.rescheduling import Rescheduling
from relplan.tui.controllers.ticking import Ticking
from relplan.tui.presentation.safe import clean
from relplan.tui.screens.plan import PLAN_CONTROLLERS
from relplan.tui.widgets.row_list import LIST_ACTIONS

KEYS_FILE = "keys.toml"
_LARGEST_FILE = 20_000
"""Bytes; no table of keys is larger, and reading whatever stands there could take for ever."""


CONTROLLERS: tuple[type[Controller[Any]], ...] = (
    *PLAN_CONTROLLERS,
    Accepting,
    Answering,
    Refining,
    Rescheduling,
    Ticking,
)


def _table() -> Mapping[str, Action]:
    """Return all actions by their ids; one that several controllers share stands once."""
    own = [action for controller in CONTROLLERS for action in controller.actions()]
    found = {action.id: action for action in (*own, *LIST_ACTIONS, *APP_ACTIONS)}
    return MappingProxyType(found)


ACTIONS = _table()


def _places() -> Mapping[str, frozenset[Scope]]:
    """Return where each action is at hand. A controller is where the first of its actions is."""
    found: dict[str, set[Scope]] = {name: set() for name in ACTIONS}
    for controller in CONTROLLERS:
        actions = controller.actions()
        for action in actions:
            found[action.id].add(actions[0].scope)
    everywhere = {Scope.LIST, Scope.APP}
    return {
        name: frozenset(Scope if ACTIONS[name].scope in everywhere else places)
        for name, places in found.items()
    }


PLACES = _places()
"""A key can do one thing in the plan and another one over it, where the plan's is out of reach."""

_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "apostrophe": "'",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "greater_than_sign": ">",
    "less_than_sign": "<",
}


def shown(key: str) -> str:
    """Return what a person calls *key*."""
    name = _NAMES.get(key, key)
    return name if len(name) < 2 or name in _NAMES.values() or "+" in name else name.capitalize()


# A person's own keys

_MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_NAMED_KEYS = frozenset(key.value for key in Keys)
_UNSENDABLE = {
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+j": "enter",
    "ctrl+i": "tab",
}
"""What a terminal sends for them is what it sends for another key."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys that a person chose, for textual's ``set_keymap``, and what was left out."""

    keys: Mapping[str, str]
    problems: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """All problems in one line; empty: there are none."""
        return f"{KEYS_FILE}: {'; '.join(self.problems)}" if self.problems else ""

    def keys_of(self, action: str) -> str:
        """Return the keys that *action* is on, separated by commas."""
        return self.keys.get(action, ACTIONS[action].keys)


def load_keymap(folder: Path) -> Keymap:
    """Read ``keys.toml`` in *folder*; entries that are not good are left out and reported."""
    path = folder / KEYS_FILE
    if not path.is_file():
        return Keymap({})
    try:
        with path.open("rb") as stream:
            table = tomllib.loads(stream.read(_LARGEST_FILE).decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return Keymap({}, (f"it cannot be read: {clean(str(error), 120)}",))
    return _keymap(dict(_flat(table)))


def _flat(table: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Yield dotted names and values: TOML takes ``plan.undo = "z"`` for a table in a table."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{name}", inner) for name, inner in value.items())
        else:
            yield key, value


def _keymap(chosen: Mapping[str, Any]) -> Keymap:
    keys: dict[str, str] = {}
    problems: list[str] = []
    for name, value in chosen.items():
        fault = _fault(name, value)
        if fault:
            problems.append(fault)
        else:
            keys[name] = ",".join(_split(value))
    while (clash := _clash(keys)) is not None:
        name, other = clash
        problems.append(f"{name}: {keys.pop(name)} is taken by {other}")
    return Keymap(keys, tuple(problems))


def _clash(keys: Mapping[str, str]) -> tuple[str, str] | None:
    """Return an action of *keys* and one at hand with it that has its key too; None: none has."""
    owners: dict[str, list[str]] = {}
    unmoved = [name for name in ACTIONS if name not in keys]
    for name in (*unmoved, *keys):
        for key in _split(keys.get(name, ACTIONS[name].keys)):
            others = owners.setdefault(_character(key) or key, [])
            for other in others:
                if PLACES[other] & PLACES[name]:
                    return name, other
            others.append(name)
    return None


def _fault(name: str, value: Any) -> str:
    """Return what is wrong with an entry; empty: nothing is."""
    if name not in ACTIONS:
        near = get_close_matches(name, ACTIONS, n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        return f"{clean(name, 40)} is no action{hint}"
    if not isinstance(value, str) or not _split(value):
        return f'{name} must be a key such as "ctrl+z"'
    for key in _split(value):
        if key in _UNSENDABLE:
            return f"{name}: a terminal cannot tell {key} from {_UNSENDABLE[key]}"
        if not _is_key(key):
            return f'{name}: there is no key "{clean(key, 20)}"'
    return ""


def _split(value: str) -> list[str]:
    return [key.strip() for key in value.split(",") if key.strip()]


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return False
    if len(last) == 1:
        return last.isprintable() and not last.isspace()
    return key in _NAMED_KEYS or last in _NAMED_KEYS or _character(last) is not None


def _character(key: str) -> str | None:
    """Return the character that *key* types, by whichever of its names; None: it types none."""
    return key_to_character(REPLACED_KEYS.get(key, key))
