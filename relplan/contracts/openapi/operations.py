"""Compares operations, and what becomes of each."""

from relplan.contracts.openapi.bodies import Told, compare_contents, compare_responses
from relplan.contracts.openapi.callbacks import compare_callbacks
from relplan.contracts.openapi.deprecation import (
    OF_OPERATIONS,
    Removal,
    compare_deprecation,
    how_removed,
)
from relplan.contracts.openapi.document import Operation
from relplan.contracts.openapi.parameters import compare_parameters
from relplan.contracts.openapi.parts import Body, dialect_of
from relplan.contracts.openapi.report import Report, Spot
from relplan.contracts.openapi.security import compare_demands
from relplan.contracts.openapi.servers import compare_servers
from relplan.contracts.openapi.taking import parts_of
from relplan.contracts.references import Node
from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.shape import Dialect

_STABILITIES = ("draft", "alpha", "beta", "stable")
_UNSTABLE = ("draft", "alpha")
_STABILITY = "x-stability-level"
_REMOVED = {
    Removal.UNANNOUNCED: "api-removed-without-deprecation",
    Removal.ANNOUNCED: "api-removed-with-deprecation",
    Removal.TOO_EARLY: "api-removed-before-sunset",
}
_PATH_REMOVED = {
    Removal.UNANNOUNCED: "api-path-removed-without-deprecation",
    Removal.ANNOUNCED: "api-path-removed-with-deprecation",
    Removal.TOO_EARLY: "api-path-removed-before-sunset",
}


def note_added(operation: Operation, report: Report) -> None:
    """Note that an operation was added."""
    text = "the operation was added"
    report.note(operation.part, "endpoint-added", Spot(operation.node), text)


def note_removed(operation: Operation, report: Report, *, path: bool) -> None:
    """Note that an operation was removed, and with it all of its *path*, or not."""
    if _stability(operation.node) in _UNSTABLE:
        report.unstable.add(operation.part)
    rule = (_PATH_REMOVED if path else _REMOVED)[how_removed(operation.node, report.today)]
    what = "the path was removed" if path else "the operation was removed"
    spot = Spot(operation.node, gone=True)
    report.note(operation.part, rule, spot, what)


def compare_operations(old: Operation, new: Operation, report: Report) -> None:
    """Compare two versions of one operation."""
    part = new.part
    if new.key != old.key:
        report.moved[part] = old.part
    _compare_stability(part, old.node, new.node, report)
    nodes = old.node, new.node
    compare_deprecation(part, OF_OPERATIONS, "the operation", nodes, report)
    _compare_labels(part, old, new, report)
    before, after = parts_of(old), parts_of(new)
    dialect = dialect_of(old, new)
    readers = old.api.reader, new.api.reader
    compare_parameters(part, before.parameters, after.parameters, readers, dialect, report)
    _compare_bodies(part, before.body, after.body, dialect, report)
    compare_responses(part, before.responses, after.responses, dialect, report)
    compare_servers(part, old, new, report)
    compare_demands(part, old, new, report)
    compare_callbacks(part, old, new, report)
    report.take_faults(part, *readers)


def _compare_stability(part: str, old: Node, new: Node, report: Report) -> None:
    """Compare how stable an operation says that it is.

    Of what says that nobody may rely on it, nothing is breaking.
    """
    before, after = _stability(old), _stability(new)
    spot = Spot(new.get(_STABILITY) or new)
    if before is None or after is None:
        text = f"the {_STABILITY} is none of {', '.join(_STABILITIES)}"
        report.note(part, "api-invalid-stability-level", spot, text)
        return
    text = f"the operation is '{after}', and was '{before}'"
    if _STABILITIES.index(after) < _STABILITIES.index(before):
        report.note(part, "api-stability-decreased", spot, text)
    elif after != before:
        report.note(part, "api-stability-increased", spot, text)
    if before in _UNSTABLE and after in _UNSTABLE:
        report.unstable.add(part)


def _stability(node: Node) -> str | None:
    """Return how stable an operation says that it is; None where that is no known word."""
    value = node.value.get(_STABILITY, "stable")
    return value if value in _STABILITIES else None


def _compare_labels(part: str, old: Operation, new: Operation, report: Report) -> None:
    """Compare what no request and no answer depends on: generated code does, when it is renewed."""
    before, after = old.node.value.get("operationId"), new.node.value.get("operationId")
    if before != after:
        at = new.node.get("operationId")
        if before is None and at is not None:
            text = f"the operationId '{str(after)[:100]}' was added"
            report.note(part, "api-operation-id-added", Spot(at), text)
        else:
            text = f"the operationId '{str(before)[:100]}' was removed"
            spot = Spot(at) if at else Spot(old.node.get("operationId") or old.node, gone=True)
            report.note(part, "api-operation-id-removed", spot, text)
    tags_before, tags_after = _tags(old.node), _tags(new.node)
    for tag in sorted(tags_before.keys() - tags_after.keys()):
        spot = Spot(tags_before[tag], gone=True)
        text = f"the tag '{tag[:100]}' was removed"
        report.note(part, "api-tag-removed", spot, text)
    for tag in sorted(tags_after.keys() - tags_before.keys()):
        text = f"the tag '{tag[:100]}' was added"
        report.note(part, "api-tag-added", Spot(tags_after[tag]), text)


def _tags(node: Node) -> dict[str, Node]:
    tags = node.get("tags")
    listed = tags.value if tags and isinstance(tags.value, list) else []
    return {
        tag: Node(tag, node.path, (*node.pointer, "tags", str(index)))
        for index, tag in enumerate(listed)
        if isinstance(tag, str)
    }


def _compare_bodies(
    part: str, old: Body | None, new: Body | None, dialect: Dialect, report: Report
) -> None:
    if old is not None and new is not None:
        spot = Spot(new.node.get("required") or new.node)
        if new.required and not old.required:
            text = "the request body became required"
            report.note(part, "request-body-became-required", spot, text)
        elif old.required and not new.required:
            text = "the request body became optional"
            report.note(part, "request-body-became-optional", spot, text)
        told = Told(part, "the request body", Direction.REQUEST, dialect)
        compare_contents(old.contents, new.contents, told, report)
    elif new is not None:
        which = "required" if new.required else "optional"
        rule = "request-body-added-required" if new.required else "request-body-added-optional"
        text = f"a request body was added, {which}"
        report.note(part, rule, Spot(new.node), text)
    elif old is not None:
        text = "the request body was removed"
        spot = Spot(old.node, gone=True)
        report.note(part, "request-body-removed", spot, text)
