"""One table of actions, and a person's own keys over it."""

from pathlib import Path
from typing import ClassVar

import pytest
from textual.app import App
from textual.binding import BindingType

from relplan.tui.actions import APP_ACTIONS, Scope, bindings
from relplan.tui.controllers.history import UNDO
from relplan.tui.keys import ACTIONS, CONTROLLERS, PLACES, Keymap, load_keymap
from relplan.tui.presentation.places import KEYS
from relplan.tui.widgets.row_list import LIST_ACTIONS


def keymap(folder: Path, text: str) -> Keymap:
    (folder / "keys.toml").write_text(text)
    return load_keymap(folder)


def test_no_key_does_two_things_at_one_place() -> None:
    for place in Scope:
        here = [action for name, action in ACTIONS.items() if place in PLACES[name]]
        keys = [key for action in here for key in action.keys.split(",")]
        assert len(keys) == len(set(keys))


def test_every_action_says_what_it_does() -> None:
    for action in ACTIONS.values():
        assert action.label
        assert action.tooltip.endswith(".")
    assert len({action.label for action in ACTIONS.values()}) == len(ACTIONS)


def test_the_keys_of_all_places_are_in_the_table() -> None:
    assert {key.action for keys in KEYS.values() for key in keys} <= set(ACTIONS)


def test_the_table_is_read_off_the_lists_the_app_and_the_controllers() -> None:
    own = [action for controller in CONTROLLERS for action in controller.actions()]
    assert {action.id for action in (*own, *LIST_ACTIONS, *APP_ACTIONS)} == set(ACTIONS)


@pytest.mark.parametrize("key", ["ctrl+m", "ctrl+h", "ctrl+j", "ctrl+i"])
def test_no_default_is_a_key_that_terminals_cannot_send(key: str) -> None:
    assert all(key not in action.keys.split(",") for action in ACTIONS.values())


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_keymap(tmp_path) == Keymap({})
    assert load_keymap(tmp_path).keys_of("plan.undo") == "u"


def test_own_keys(tmp_path: Path) -> None:
    own = keymap(tmp_path, 'plan.undo = "h, ctrl+z"\n"plan.redo" = "Z"\nlist.up = "f5"')
    assert own.message == ""
    assert own.keys == {"plan.undo": "h,ctrl+z", "plan.redo": "Z", "list.up": "f5"}
    assert own.keys_of("plan.undo") == "h,ctrl+z"


@pytest.mark.parametrize(
    "key",
    [
        "Z",
        "é",
        "+",
        "plus",
        "minus",
        "at",
        "underscore",
        "backslash",
        "full_stop",
        "f12",
        "ctrl+z",
        "alt+left",
        "ctrl+shift+up",
        "shift+tab",
        "ctrl+at",
        "f9",
        "delete",
    ],
)
def test_keys_of_all_kinds_are_known(tmp_path: Path, key: str) -> None:
    own = keymap(tmp_path, f'app.previous-pane = "{key}"')
    assert own == Keymap({"app.previous-pane": key})


def test_two_keys_can_be_swapped(tmp_path: Path) -> None:
    assert keymap(tmp_path, 'plan.undo = "r"\nplan.state = "u"').problems == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('plan.undoo = "h"', "plan.undoo is no action (did you mean plan.undo?)"),
        ('"\\u001b[1mx" = "h"', "x is no action"),
        ("plan.undo = 3", 'plan.undo must be a key such as "ctrl+z"'),
        ('plan.undo = " , "', 'plan.undo must be a key such as "ctrl+z"'),
        ('plan.undo = "nokey"', 'plan.undo: there is no key "nokey"'),
        ('plan.undo = "cmd+z"', 'plan.undo: there is no key "cmd+z"'),
        ('plan.undo = "ctrl+j"', "plan.undo: a terminal cannot tell ctrl+j from enter"),
        ('plan.undo = "/"', "plan.undo: / is taken by plan.filter"),
        ('plan.undo = "slash"', "plan.undo: slash is taken by plan.filter"),
        ('plan.undo = "h"\nplan.redo = "h"', "plan.redo: h is taken by plan.undo"),
        pytest.param(f'{"a." * 2_000}b = "h"', "a.a is no action", id="deep"),
        ("plan.undo", "it cannot be read: "),
        pytest.param("[" * 5000, "it cannot be read: ", id="nested"),
    ],
)
def test_what_is_said_of_a_bad_entry(tmp_path: Path, text: str, said: str) -> None:
    own = keymap(tmp_path, text)
    assert len(own.problems) == 1
    assert own.message.startswith(f"keys.toml: {said}")
    assert "\n" not in own.message


def test_all_problems_are_one_line_and_the_good_entries_stay(tmp_path: Path) -> None:
    own = keymap(tmp_path, 'nothing = "1"\nplan.undo = "h"\nplan.redo = "ctrl+m"')
    assert own.keys == {"plan.undo": "h"}
    assert own.message == (
        "keys.toml: nothing is no action; plan.redo: a terminal cannot tell ctrl+m from enter"
    )


class Undoing(App[None]):
    BINDINGS: ClassVar[list[BindingType]] = bindings(UNDO)
    undone = 0

    def action_perform(self, name: str) -> None:
        assert name == "plan.undo"
        self.undone += 1


async def test_textual_takes_the_keymap(tmp_path: Path) -> None:
    app = Undoing()
    app.set_keymap(keymap(tmp_path, 'plan.undo = "!,h"').keys)
    async with app.run_test() as pilot:
        await pilot.press("u", "exclamation_mark", "h")
    assert app.undone == 2
