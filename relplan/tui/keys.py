"""The one table of what a person can do in the TUI, and on which keys.

Bindings, the palette, the help screen and the documentation are all made from it, and a person's
own ``keys.toml`` in the configuration folder changes the keys: ``plan.versioned = "V"``.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any

from textual.binding import Binding
from textual.keys import REPLACED_KEYS, Keys, key_to_character

from relplan.tui.presentation.safe import clean

KEYS_FILE = "keys.toml"
_LARGEST_FILE = 20_000
"""Bytes; no table of keys is larger, and reading whatever stands there could take for ever."""


class Scope(StrEnum):
    """Where an action is at hand. Its value is the heading in the help."""

    LIST = "In a list"
    PLAN = "In the plan"
    ADVICE = "In questions, a proposal, a diagnosis or the backlog"
    TIMING = "In the windows or a runbook"
    EVERYWHERE = "Everywhere"


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a person can do."""

    id: str
    """Stable: people write it into keys.toml."""
    keys: str
    """Textual's names of the default keys, separated by commas."""
    call: str
    """The textual action, such as ``mark('versioned')`` for a method ``action_mark``."""
    label: str
    """A word or two, for the footer and the palette."""
    tooltip: str
    """A full sentence, for the help."""
    scope: Scope
    footer: bool = False
    """Five of them fit at 80 columns; all are in the help and in the palette."""

    @property
    def binding(self) -> Binding:
        """Return it as textual's own kind of binding."""
        return Binding(
            self.keys, self.call, self.label, show=self.footer, tooltip=self.tooltip, id=self.id
        )


def _in_list(name: str, keys: str, call: str, label: str, tooltip: str) -> Action:
    return Action(f"list.{name}", keys, call, label, tooltip, Scope.LIST)


def _in_plan(
    name: str, keys: str, call: str, label: str, tooltip: str, *, footer: bool = False
) -> Action:
    return Action(f"plan.{name}", keys, call, label, tooltip, Scope.PLAN, footer)


def _in_advice(name: str, keys: str, call: str, label: str, tooltip: str) -> Action:
    return Action(f"advice.{name}", keys, call, label, tooltip, Scope.ADVICE)


def _in_timing(name: str, keys: str, call: str, label: str, tooltip: str) -> Action:
    return Action(f"timing.{name}", keys, call, label, tooltip, Scope.TIMING)


def _anywhere(
    name: str, keys: str, call: str, label: str, tooltip: str, *, footer: bool = False
) -> Action:
    return Action(f"app.{name}", keys, call, label, tooltip, Scope.EVERYWHERE, footer)


_TABLE = (
    _in_list("down", "j,down", "cursor(1)", "Down", "Go to the next row."),
    _in_list("up", "k,up", "cursor(-1)", "Up", "Go to the row before."),
    _in_list("first", "g,home", "first", "First", "Go to the first row."),
    _in_list("last", "G,end", "last", "Last", "Go to the last row."),
    _in_list("page-down", "pagedown,ctrl+f", "page(1)", "Page down", "Go down a screenful."),
    _in_list("page-up", "pageup,ctrl+b", "page(-1)", "Page up", "Go up a screenful."),
    _in_list("choose", "enter", "choose", "Open", "Open the row: drill down, or fold and unfold."),
    _in_list("unfold", "right", "fold(True)", "Unfold", "Show the rows that are folded here."),
    _in_list("fold", "left", "fold(False)", "Fold", "Fold the rows that belong here into one."),
    _in_plan("pane-1", "1", "pane(1)", "Changes", "Go to the changes."),
    _in_plan("pane-2", "2", "pane(2)", "Why", "Go to why a change is where it is."),
    _in_plan("pane-3", "3", "pane(3)", "Couplings", "Go to the couplings and their marks."),
    _in_plan("filter", "/", "filter", "Filter", "Show only some changes.", footer=True),
    _in_plan(
        "versioned",
        "v",
        "mark('versioned')",
        "Versioned",
        "Mark the contract versioned: old and new are served side by side. Again: unmark it.",
        footer=True,
    ),
    _in_plan(
        "flagged",
        "f",
        "mark('flagged')",
        "Flagged",
        "Mark the contract or feature flagged: the flag flips when all is out. Again: unmark it.",
        footer=True,
    ),
    _in_plan("waived", "w", "mark('waived')", "Waived", "Mark the gate waived. Again: unmark it."),
    _in_plan(
        "dismiss", "x", "dismiss_edge", "Dismiss", "Dismiss an edge that is not so, and say why."
    ),
    _in_plan("state", "r", "toggle_state", "Ready", "Set an open change ready, or in progress."),
    _in_plan("undo", "u", "undo", "Undo", "Take the last decision back.", footer=True),
    _in_plan("redo", "ctrl+r", "redo", "Redo", "Make the decision again that was taken back."),
    _in_plan("rescan", "R", "rescan", "Rescan", "Read what is new in the repositories."),
    _in_plan("scenario", "s", "scenario", "Scenario", "Switch to another scenario, or begin one."),
    _in_plan("compare", "c", "compare", "Compare", "Put two scenarios side by side."),
    _in_plan("questions", "Q", "questions", "Questions", "Settle what the plan cannot know."),
    _in_plan("log", "l,4", "log", "Log", "Show who decided what, and when."),
    _in_plan("running", "P", "running", "Running", "Show what runs where, and how it is known."),
    _in_plan("propose", "p", "propose", "Propose", "Find the cheapest marks for a goal."),
    _in_plan("diagnose", "d", "diagnose", "Diagnose", "Ask why releases go out in lock-step."),
    _in_plan("backlog", "b", "backlog", "Backlog", "Show the work that decouples the services."),
    _in_plan("graph", "o", "graph", "Graph", "Draw the batch under the cursor."),
    _in_plan("windows", "t", "windows", "Windows", "Show when each batch ships, and why so late."),
    _in_advice("accept", "a", "accept_all", "Accept all", "Make all marks of the proposal."),
    _in_advice("yes", "y", "say_yes", "Yes", "Answer the question with yes."),
    _in_advice(
        "forbid", "n", "forbid", "No", "Answer no; in a proposal: solve again without this mark."
    ),
    _in_advice(
        "alike", "A", "alike", "All alike", "Answer this question and all that are like it."
    ),
    _in_advice("effort", "m", "effort", "Most effort", "Solve again with so many days at most."),
    _in_advice("export", "e", "export", "Export", "Write the backlog to a file."),
    _in_timing("later", "greater_than_sign", "later", "Later", "Move the batch to a later window."),
    _in_timing("earlier", "less_than_sign", "earlier", "Earlier", "Take such a move back."),
    _in_timing("failed", "F", "failed", "Failed", "Record that the step of the runbook failed."),
    _in_timing("rolled-back", "B", "rolled_back", "Rolled back", "Record that it was rolled back."),
    _anywhere("next-pane", "tab", "app.focus_next", "Next pane", "Go to the next pane."),
    _anywhere("previous-pane", "shift+tab", "app.focus_previous", "Last pane", "Go one pane back."),
    _anywhere("back", "escape", "back", "Back", "Close what is on top, or cancel what runs."),
    _anywhere("help", "?", "help", "Help", "Show all keys.", footer=True),
    _anywhere("palette", "ctrl+p", "command_palette", "Palette", "Find any action by its name."),
    _anywhere("theme", "T", "change_theme", "Theme", "Choose another theme."),
    _anywhere("quit", "q,ctrl+q", "quit", "Quit", "Leave relplan."),
)

ACTIONS: Mapping[str, Action] = {action.id: action for action in _TABLE}
LIST_ACTIONS = tuple(action.id for action in _TABLE if action.scope is Scope.LIST)
PLAN_ACTIONS = tuple(action.id for action in _TABLE if action.scope is Scope.PLAN)
ADVICE_ACTIONS = tuple(action.id for action in _TABLE if action.scope is Scope.ADVICE)
TIMING_ACTIONS = tuple(action.id for action in _TABLE if action.scope is Scope.TIMING)
APP_ACTIONS = tuple(action.id for action in _TABLE if action.scope is Scope.EVERYWHERE)


def bindings(*ids: str) -> Iterable[Binding]:
    """Return the bindings of the actions called *ids*, for a widget's ``BINDINGS``."""
    return [ACTIONS[name].binding for name in ids]


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
    """Return an action of *keys* and the one that has its key too; None: each key does one thing.

    A key does the same everywhere, so that nobody has to know where they are to know what it does.
    """
    owners: dict[str, str] = {}
    unmoved = [name for name in ACTIONS if name not in keys]
    for name in (*unmoved, *keys):
        for key in _split(keys.get(name, ACTIONS[name].keys)):
            owner = owners.setdefault(_character(key) or key, name)
            if owner != name:
                return name, owner
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
