"""Where in the plan a person is, and the keys that are worth most there."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

MOST = 8
"""Keys of a footer: more are not read."""


class Place(StrEnum):
    """What the cursor is on, as the heading of the help says it."""

    CHANGE = "Here, on a change"
    BATCH = "Here, on the heading of a batch"
    EDGE = "Here, on why one change needs another"
    REASON = "Here, in the reasons"
    OFFER = "Here, on an offer"
    IDLE = "Here, in the offers"
    TYPING = "Here, while you type"
    EMPTY = "Here, in an empty list"


class Key(NamedTuple):
    """An action by its id, and what it is called at a place."""

    action: str
    label: str


Names = Callable[[str], str]
"""What a person calls the first of their keys for an action, by the action's id."""

_MARKS = (
    Key("plan.versioned", "Versioned"),
    Key("plan.flagged", "Flagged"),
    Key("plan.waived", "Waived"),
    Key("plan.split", "Split"),
)
_UNDO = Key("plan.undo", "Undo")
_FILTER = Key("plan.filter", "Filter")

KEYS: Mapping[Place, tuple[Key, ...]] = MappingProxyType({
    Place.CHANGE: (
        Key("list.choose", "Why"), Key("plan.state", "Ready"), Key("plan.versioned", "Marks"),
        Key("plan.copy", "Copy"), _FILTER, Key("plan.graph", "Graph"), _UNDO,
        Key("plan.propose", "Propose"),
    ),
    Place.BATCH: (
        Key("list.choose", "Fold"), Key("plan.versioned", "Marks"), Key("plan.graph", "Graph"),
        Key("plan.diagnose", "Diagnose"), Key("plan.propose", "Propose"), _FILTER, _UNDO,
    ),
    Place.EDGE: (
        Key("list.choose", "Evidence"), Key("plan.needed", "Go there"), *_MARKS,
        Key("plan.dismiss", "Dismiss"),
        Key("plan.edit", "Edit"), Key("plan.copy", "Copy"), _UNDO,
    ),
    Place.REASON: (
        Key("list.choose", "Go there"), Key("plan.copy", "Copy"), Key("plan.review", "Review"),
        Key("plan.pane-1", "Changes"), _UNDO,
    ),
    Place.OFFER: (*_MARKS, _UNDO, Key("plan.pane-1", "Changes"), Key("plan.propose", "Propose")),
    Place.IDLE: (Key("list.choose", "Fold"), Key("plan.pane-1", "Changes"), _UNDO),
    Place.TYPING: (Key("list.choose", "Done"), Key("app.back", "Back")),
    Place.EMPTY: (_FILTER, Key("plan.rescan", "Read git"), Key("plan.running", "What runs"), _UNDO),
})  # fmt: skip
"""The most helpful first: those that do nothing at the moment leave their room to the others."""

CLOSE = Key("app.back", "Close")
HELP = Key("app.help", "Help")


def footer(
    keys: Iterable[Key], works: Callable[[str], bool], cells_of: Callable[[Key], int], cells: int
) -> tuple[Key, ...]:
    """Return those of *keys* that do something now, as far as *cells* and a glance take them in.

    Where they are too many, the ways out and to the help are among those that stay.
    """
    found = [key for key in keys if works(key.action)]
    last = [key for key in found if key in (CLOSE, HELP)]
    first = [key for key in found if key not in last][: MOST - len(last)]
    while first and sum(map(cells_of, (*first, *last))) > cells:
        first.pop()
    return (*first, *last)
