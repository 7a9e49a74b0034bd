"""Compares what is deprecated, and until when it will be there.

Deprecation is no licence: what is removed is judged as if it had not been announced. So what
breaks the rules of announcing, and nothing else, is at most risky.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from relplan.contracts.openapi.report import SUNSET, Report, Spot, sunset_of
from relplan.contracts.references import Node


@dataclass(frozen=True, slots=True)
class Names:
    """What the rules are called for one kind of thing."""

    deprecated: str
    with_sunset: str
    reactivated: str
    not_a_date: str
    too_early: str
    sunset_deleted: str
    sunset_moved: str


OF_OPERATIONS = Names(
    deprecated="endpoint-deprecated",
    with_sunset="endpoint-deprecated-with-sunset",
    reactivated="endpoint-reactivated",
    not_a_date="api-deprecated-sunset-parse",
    too_early="api-sunset-date-too-small",
    sunset_deleted="sunset-deleted",
    sunset_moved="api-sunset-date-changed-too-small",
)
OF_PARAMETERS = Names(
    deprecated="request-parameter-deprecated",
    with_sunset="request-parameter-deprecated",
    reactivated="request-parameter-reactivated",
    not_a_date="request-parameter-sunset-parse",
    too_early="request-parameter-sunset-date-too-small",
    sunset_deleted="request-parameter-sunset-deleted",
    sunset_moved="request-parameter-sunset-date-changed-too-small",
)


class Removal(Enum):
    """How it was announced that something would be gone."""

    UNANNOUNCED = auto()
    ANNOUNCED = auto()
    TOO_EARLY = auto()
    """It was announced for a later day."""


def how_removed(node: Node, today: date) -> Removal:
    """Return how the removal of *node* was announced."""
    if node.value.get("deprecated") is not True:
        return Removal.UNANNOUNCED
    sunset = sunset_of(node)
    return Removal.TOO_EARLY if sunset is not None and today < sunset else Removal.ANNOUNCED


def compare_deprecation(
    part: str, names: Names, label: str, nodes: tuple[Node, Node], report: Report
) -> None:
    """Compare whether something, called *label*, is deprecated, and until when it will be there."""
    old, new = nodes
    before, after = (node.value.get("deprecated") is True for node in nodes)
    if before and not after:
        spot = Spot(new.get("deprecated") or new)
        text = f"{label} is no longer deprecated"
        report.note(part, names.reactivated, spot, text)
    elif after and not before:
        _note_deprecated(part, names, label, new, report)
    elif after:
        _compare_sunsets(part, names, label, (old, new), report)


def _note_deprecated(part: str, names: Names, label: str, new: Node, report: Report) -> None:
    spot = Spot(new.get("deprecated") or new)
    sunset = sunset_of(new)
    if SUNSET not in new.value:
        report.note(part, names.deprecated, spot, f"{label} is deprecated")
    elif sunset is None:
        text = f"{label} is deprecated, and its {SUNSET} is no date"
        report.note(part, names.not_a_date, spot, text)
    elif sunset < report.today:
        text = f"{label} is deprecated as of now, to be gone on {sunset}"
        report.note(part, names.too_early, spot, text)
    else:
        text = f"{label} is deprecated, to be gone on {sunset}"
        report.note(part, names.with_sunset, spot, text)


def _compare_sunsets(
    part: str, names: Names, label: str, nodes: tuple[Node, Node], report: Report
) -> None:
    old, new = nodes
    if SUNSET not in old.value:
        return
    before, after = sunset_of(old), sunset_of(new)
    spot = Spot(new.get(SUNSET) or new)
    if SUNSET not in new.value:
        text = f"{label} is deprecated, and no longer says until when it will be there"
        report.note(part, names.sunset_deleted, spot, text)
    elif old.value[SUNSET] == new.value[SUNSET]:
        return
    elif before is None or after is None:
        text = f"{label} has an {SUNSET} that is no date"
        report.note(part, names.not_a_date, spot, text)
    elif after < before and after < report.today:
        text = f"{label} was to be gone on {before}, and now on {after}"
        report.note(part, names.sunset_moved, spot, text)
