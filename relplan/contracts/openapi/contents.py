"""Compares what is sent as which media type."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from relplan.contracts.bounds import Budget
from relplan.contracts.openapi.naming import Kind, Where
from relplan.contracts.openapi.parts import Content
from relplan.contracts.openapi.report import Report, Spot
from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.shape import Dialect

_JSON = re.compile(r"application/(?:[^;/ ]*\+)?json|\*/\*|application/\*")


@dataclass(frozen=True, slots=True)
class Told:
    """Whose contents are compared, and for whom."""

    part: str
    label: str
    """For people: ``the request body``, ``the response``."""
    direction: Direction
    dialect: Dialect


@dataclass(frozen=True, slots=True)
class _Type:
    """A media type, taken apart."""

    main: str
    sub: str
    suffix: str
    parameters: str

    @property
    def bare(self) -> tuple[str, str, str]:
        return self.main, self.sub, self.suffix


def compare_contents(
    before: Mapping[str, Content], after: Mapping[str, Content], told: Told, report: Report
) -> None:
    """Compare the media types of a body, and what is sent as each of them."""
    gone, come = dict(before), dict(after)
    for old, new in _pairs(gone, come, told.direction, report.budget):
        _compare_names(old, new, told, report)
        _compare_schemas(old, new, told, report)
    request = told.direction is Direction.REQUEST
    for name, content in gone.items():
        text = f"{told.label} can no longer be '{name[:100]}'"
        spot = Spot(content.node, gone=True)
        rule = "request-body-media-type-removed" if request else "response-media-type-removed"
        report.note(told.part, rule, spot, text)
    for name, content in come.items():
        text = f"{told.label} can be '{name[:100]}', too"
        rule = "request-body-media-type-added" if request else "response-media-type-added"
        report.note(told.part, rule, Spot(content.node), text)


def _pairs(
    gone: dict[str, Content], come: dict[str, Content], direction: Direction, budget: Budget
) -> Iterator[tuple[Content, Content]]:
    """Take out, and yield, the media types that are the same, then those that became others."""
    for name in sorted(gone):
        if name in come:
            yield gone.pop(name), come.pop(name)
    budget.spend(4 * len(gone) * len(come))
    for name in sorted(gone):
        for other in sorted(come):
            if _may_become(_type(name), _type(other), direction):
                yield gone.pop(name), come.pop(other)
                break


def _type(name: str) -> _Type:
    media_type, _, parameters = name.partition(";")
    main, _, rest = media_type.strip().lower().partition("/")
    sub, _, suffix = rest.partition("+")
    return _Type(main, sub, suffix, parameters.replace(" ", "").lower())


def _may_become(old: _Type, new: _Type, direction: Direction) -> bool:
    """Tell whether *new* is of the same kind, so that it is compared and not taken for another."""
    if old.bare == new.bare or _contains(new, old):
        return True
    return direction is Direction.RESPONSE and _contains(old, new)


def _contains(wide: _Type, narrow: _Type) -> bool:
    if wide.main == "*" or (wide.main == narrow.main and wide.sub == "*"):
        return True
    return wide.main == narrow.main and not wide.suffix and wide.sub == narrow.suffix


def _compare_names(old: Content, new: Content, told: Told, report: Report) -> None:
    before, after = _type(old.media_type), _type(new.media_type)
    if before == after or told.direction is Direction.REQUEST:
        return
    rule = "response-media-type-name-changed"
    if before.bare != after.bare:
        wider = _contains(after, before)
        rule = (
            "response-media-type-name-generalized"
            if wider
            else "response-media-type-name-specialized"
        )
    text = f"{told.label} is '{new.media_type[:100]}' instead of '{old.media_type[:100]}'"
    report.note(told.part, rule, Spot(new.node), text)


_SCHEMA_RULES = {
    Direction.REQUEST: (
        "request-body-media-type-schema-added",
        "request-body-media-type-schema-removed",
    ),
    Direction.RESPONSE: (
        "response-body-media-type-schema-added",
        "response-body-media-type-schema-removed",
    ),
}


def _compare_schemas(old: Content, new: Content, told: Told, report: Report) -> None:
    came, went = _SCHEMA_RULES[told.direction]
    name = new.media_type[:100]
    if old.schema is None and new.schema is not None:
        text = f"{told.label} as '{name}' has a schema"
        report.note(told.part, came, Spot(new.schema), text)
    elif old.schema is not None and new.schema is None:
        text = f"{told.label} as '{name}' no longer has a schema"
        report.note(told.part, went, Spot(old.schema, gone=True), text)
    elif old.schema is not None and new.schema is not None:
        textual = _JSON.fullmatch(name.partition(";")[0].strip().lower()) is None
        where = Where(Kind.BODY, told.direction, told.label, textual)
        report.compare(told.part, old.schema, new.schema, where, told.dialect)
