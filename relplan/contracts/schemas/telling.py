"""Puts the differences between schemas into words, and names the values that they are about."""

from collections.abc import Sequence

from relplan.contracts.schemas.change import SchemaChange

_LONGEST = 200


def told(change: SchemaChange, whole: str) -> str:
    """Return one sentence; *whole* is what is described: ``the payload``."""
    subject = f"'{path_of(change.property)}' in {whole}" if change.property else whole
    said = change.rule.replace("-", " ")
    if change.rule == "unreadable":
        said = change.after
    elif change.before and change.after:
        said = f"{said} from '{change.before}' to '{change.after}'"
    elif change.before or change.after:
        said = f"{said}: '{change.before or change.after}'"
    return f"{subject}: {said}"


def path_of(steps: Sequence[str]) -> str:
    """Return the way to a value as people write it: ``lines[].price``."""
    path = ""
    for step in steps:
        path += step if step.startswith("[") or not path else f".{step}"
    return path if len(path) <= _LONGEST else f"…{path[-_LONGEST:]}"


def properties_of(steps: Sequence[str]) -> tuple[str, ...]:
    """Return the properties on the way to a value; that some are arrays is left out."""
    return tuple(step for step in steps if not (step.startswith("[") and step.endswith("]")))
