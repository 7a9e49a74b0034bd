"""Where in the plan a person is, and the keys that are worth most there."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

FEW, MANY, WIDE = 5, 8, 120
"""Keys of a footer, those of one from ``WIDE`` cells on, and that."""


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
        Key("list.choose", "Evidence"), *_MARKS, Key("plan.dismiss", "Dismiss"),
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

_HELP = Key("app.help", "Help")


def footer(place: Place, works: Callable[[str], bool], cells: int) -> tuple[Key, ...]:
    """Return the keys for a footer of *cells* cells: those that do something now, and the help."""
    most = (MANY if cells >= WIDE else FEW) - 1
    if place is Place.TYPING:
        return KEYS[place]
    return (*_first(KEYS[place], works, most), _HELP)


def _first(keys: Iterable[Key], works: Callable[[str], bool], most: int) -> list[Key]:
    return [key for key in keys if works(key.action)][:most]
