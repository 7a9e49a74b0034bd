"""Compares what operations answer."""

from collections.abc import Mapping

from relplan.contracts.openapi.contents import Told, compare_contents
from relplan.contracts.openapi.naming import Kind, Where
from relplan.contracts.openapi.parts import Header, Response
from relplan.contracts.openapi.report import Report, Spot
from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.shape import Dialect


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
    if old.schema is not None and new.schema is not None:
        where = Where(Kind.HEADER, Direction.RESPONSE, _label(new, owner), textual=True)
        report.compare(part, old.schema, new.schema, where, dialect)
