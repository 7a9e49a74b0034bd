"""Compares the parameters of requests."""

from collections.abc import Mapping

from relplan.contracts.openapi.bodies import Told, compare_contents
from relplan.contracts.openapi.deprecation import (
    OF_PARAMETERS,
    Removal,
    compare_deprecation,
    how_removed,
)
from relplan.contracts.openapi.document import Reader
from relplan.contracts.openapi.naming import Kind, Where
from relplan.contracts.openapi.parts import Parameter, ParameterKey
from relplan.contracts.openapi.report import Report, Spot
from relplan.contracts.openapi.writing import SCALARS, explode_matters, style_matters, types_of
from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.shape import Dialect

_REMOVED = {
    Removal.UNANNOUNCED: "request-parameter-removed",
    Removal.ANNOUNCED: "request-parameter-removed-with-deprecation",
    Removal.TOO_EARLY: "request-parameter-removed-before-sunset",
}
_ADDED = {
    (True, True): "new-required-request-default-parameter-to-existing-path",
    (True, False): "new-required-request-parameter",
    (False, True): "new-optional-request-default-parameter-to-existing-path",
    (False, False): "new-optional-request-parameter",
}
"""By whether they are required, and whether they stand at the path."""


def compare_parameters(
    part: str,
    base: Mapping[ParameterKey, Parameter],
    revision: Mapping[ParameterKey, Parameter],
    readers: tuple[Reader, Reader],
    dialect: Dialect,
    report: Report,
) -> None:
    """Compare the parameters of one operation."""
    gone = {key: old for key, old in base.items() if key not in revision}
    come = {key: new for key, new in revision.items() if key not in base}
    pairs = [(old, revision[key]) for key, old in base.items() if key in revision]
    for old, new in (*pairs, *_misnamed(gone, come)):
        _compare(part, old, new, readers, dialect, report)
    for old in gone.values():
        _note_removed(part, old, report)
    for new in come.values():
        _note_added(part, new, report)


def _misnamed(
    gone: dict[ParameterKey, Parameter], come: dict[ParameterKey, Parameter]
) -> list[tuple[Parameter, Parameter]]:
    """Take out, and pair, those of the path that have a name which the path does not have."""
    old = [key for key in gone if key[0] == "path"]
    new = [key for key in come if key[0] == "path"]
    return [(gone.pop(one), come.pop(other)) for one, other in zip(old, new, strict=False)]


def label_of(parameter: Parameter) -> str:
    """Return what people call a parameter."""
    return f"the {parameter.location} parameter '{parameter.name[:100]}'"


def _note_removed(part: str, old: Parameter, report: Report) -> None:
    rule = _REMOVED[how_removed(old.node, report.today)]
    spot = Spot(old.node, gone=True)
    report.note(part, rule, spot, f"{label_of(old)} was removed")


def _note_added(part: str, new: Parameter, report: Report) -> None:
    rule = "new-request-path-parameter"
    if new.location != "path":
        rule = _ADDED[new.required, new.shared]
    report.note(part, rule, Spot(new.node), f"{label_of(new)} was added")


def _compare(
    part: str,
    old: Parameter,
    new: Parameter,
    readers: tuple[Reader, Reader],
    dialect: Dialect,
    report: Report,
) -> None:
    label = label_of(new)
    at = Spot(new.node.get("required") or new.node)
    if new.required and not old.required and new.location != "path":
        text = f"{label} became required"
        report.note(part, "request-parameter-became-required", at, text)
    elif old.required and not new.required and new.location != "path":
        text = f"{label} became optional"
        report.note(part, "request-parameter-became-optional", at, text)
    _compare_empty(part, old, new, report)
    compare_deprecation(part, OF_PARAMETERS, label, (old.node, new.node), report)
    if old.contents is not None and new.contents is not None:
        told = Told(part, label, Direction.REQUEST, dialect)
        compare_contents(old.contents, new.contents, told, report)
    elif (old.contents is None) != (new.contents is None):
        text = f"{label} is written otherwise"
        rule = "request-parameter-style-changed"
        report.note(part, rule, Spot(new.node), text)
    else:
        _compare_text(part, old, new, readers, dialect, report)


def _compare_text(
    part: str,
    old: Parameter,
    new: Parameter,
    readers: tuple[Reader, Reader],
    dialect: Dialect,
    report: Report,
) -> None:
    """Compare a parameter that is written as text."""
    label = label_of(new)
    optional = not (old.required or new.required)
    where = Where(Kind.PARAMETER, Direction.REQUEST, label, True, new.location, optional)
    kinds = types_of(old.schema, readers[0]), types_of(new.schema, readers[1])
    after = new.schema
    listed = new.style == "form" and new.explode and kinds[1] == {"array"}
    if listed and kinds[0] and kinds[0] <= SCALARS:
        # one value is written as a list of one value is
        followed = readers[1].follow(new.schema)
        after = followed.get("items") if followed else None
        text = f"{label}: type generalized from '{' or '.join(sorted(kinds[0]))}' to 'array'"
        spot = Spot(new.schema or new.node)
        rule = "request-parameter-type-generalized"
        report.note(part, rule, spot, text)
    elif kinds[0] == kinds[1]:
        _compare_style(part, old, new, kinds[0], report)
    report.compare(part, old.schema, after, where, dialect)


def _compare_empty(part: str, old: Parameter, new: Parameter, report: Report) -> None:
    """Compare whether a parameter may be sent without a value."""
    label = label_of(new)
    if old.may_be_empty and not new.may_be_empty:
        spot = Spot(new.node.get("allowEmptyValue") or new.node)
        text = f"{label} may no longer be sent without a value"
        report.note(part, "request-parameter-empty-value-disallowed", spot, text)
    elif new.may_be_empty and not old.may_be_empty:
        spot = Spot(new.node.get("allowEmptyValue") or new.node)
        text = f"{label} may be sent without a value"
        report.note(part, "request-parameter-empty-value-allowed", spot, text)


def _compare_style(
    part: str, old: Parameter, new: Parameter, kinds: frozenset[str], report: Report
) -> None:
    """Compare how a value of one of *kinds*, or of any where there are none, is written."""
    if old.style != new.style:
        if not style_matters(kinds, in_path=new.location == "path"):
            return
        spot = Spot(new.node.get("style") or new.node)
        text = f"{label_of(new)} has the style '{new.style[:50]}', not '{old.style[:50]}'"
        report.note(part, "request-parameter-style-changed", spot, text)
    elif old.explode is not new.explode and explode_matters(new.style, kinds):
        spot = Spot(new.node.get("explode") or new.node)
        how = "as many parameters" if new.explode else "as one parameter"
        if new.style == "simple":
            how = f"as {'name=value' if new.explode else 'name,value'}"
        text = f"{label_of(new)} is written {how}"
        report.note(part, "request-parameter-explode-changed", spot, text)
