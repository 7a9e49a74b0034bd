"""Compares the bodies of requests and responses, by media type, and the headers of responses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from relplan.contracts.bounds import Budget
from relplan.contracts.openapi.naming import Kind, Where
from relplan.contracts.openapi.parts import Content, Header, Response
from relplan.contracts.openapi.report import Report, Spot
from relplan.contracts.openapi.writing import IN_FORMS, how_otherwise, is_alike
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
        _compare_fields(old, new, told, report)
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


def _compare_fields(old: Content, new: Content, told: Told, report: Report) -> None:
    """Compare how the fields of a form are written."""
    for name in dict.fromkeys((*old.fields, *new.fields)):
        before, after = (one.fields.get(name, IN_FORMS) for one in (old, new))
        sent, read = before, after
        if told.direction is Direction.RESPONSE:
            sent, read = after, before
        if not is_alike(sent, read):
            at = new.node.get("encoding", name) or new.node.get("encoding") or new.node
            rule = f"{told.direction.value}-body-encoding-changed"
            text = f"the field '{name[:100]}' of {told.label} {how_otherwise(before, after)}"
            report.note(told.part, rule, Spot(at), text)


def compare_responses(
    part: str,
    base: Mapping[str, Response],
    revision: Mapping[str, Response],
    dialect: Dialect,
    report: Report,
) -> None:
    """Compare what one operation answers with each status."""
    report.budget.spend(len(base) * len(revision) // 4)
    for status, old in base.items():
        others = answering(status, revision)
        for other in others:
            _compare(part, old, revision[other], dialect, report)
        if not others:
            _note_removed(part, status, old, report)
    for status, new in revision.items():
        if status not in base and not answering(status, base):
            rule = _ADDED[_is_success(status)]
            text = f"the status {status[:20]} may be answered, too"
            report.note(part, rule, Spot(new.node), text)


def answering(status: str, responses: Mapping[str, Response]) -> list[str]:
    """Return the statuses under which it is said what is answered with *status*.

    A range covers what is in it; that the default covers all is not what people mean by it.
    """
    if status in responses:
        return [status]
    if status.endswith("XX"):
        return [other for other in responses if other[:1] == status[:1] and other != "default"]
    covering = f"{status[:1]}XX"
    return [covering] if covering in responses else []


_ADDED = {True: "response-success-status-added", False: "response-non-success-status-added"}
_REMOVED = {True: "response-success-status-removed", False: "response-non-success-status-removed"}


def _is_success(status: str) -> bool:
    return status.startswith("2")


def _note_removed(part: str, status: str, old: Response, report: Report) -> None:
    text = f"the status {status[:20]} is no longer answered"
    spot = Spot(old.node, gone=True)
    report.note(part, _REMOVED[_is_success(status)], spot, text)


def _compare(part: str, old: Response, new: Response, dialect: Dialect, report: Report) -> None:
    told = Told(part, "the response", Direction.RESPONSE, dialect)
    compare_contents(old.contents, new.contents, told, report)
    compare_headers(part, old.headers, new.headers, dialect, report)


def compare_headers(
    part: str,
    base: Mapping[str, Header],
    revision: Mapping[str, Header],
    dialect: Dialect,
    report: Report,
    owner: str = "response",
) -> None:
    """Compare the headers that consumers receive, with the response or another *owner*."""
    for name, old in base.items():
        if name in revision:
            _compare_header(part, old, revision[name], owner, dialect, report)
        else:
            rule = "optional-response-header-removed"
            if old.required:
                rule = "required-response-header-removed"
            text = f"{_label(old, owner)} was removed"
            report.note(part, rule, Spot(old.node, gone=True), text)
    for name, new in revision.items():
        if name not in base:
            text = f"{_label(new, owner)} was added"
            spot = Spot(new.node)
            report.note(part, "response-header-added", spot, text)


def _label(header: Header, owner: str) -> str:
    return f"the {owner} header '{header.name[:100]}'"


def _compare_header(
    part: str, old: Header, new: Header, owner: str, dialect: Dialect, report: Report
) -> None:
    spot = Spot(new.node.get("required") or new.node)
    if old.required and not new.required:
        text = f"{_label(new, owner)} became optional"
        report.note(part, "response-header-became-optional", spot, text)
    elif new.required and not old.required:
        text = f"{_label(new, owner)} became required"
        report.note(part, "response-header-became-required", spot, text)
    if not is_alike(old.writing, new.writing):
        text = f"{_label(new, owner)} {how_otherwise(old.writing, new.writing)}"
        spot = Spot(new.node.get("explode") or new.node)
        report.note(part, "response-header-style-changed", spot, text)
    if old.schema is not None and new.schema is not None:
        where = Where(Kind.HEADER, Direction.RESPONSE, _label(new, owner), textual=True)
        report.compare(part, old.schema, new.schema, where, dialect)
