"""Says once of a statement what is not known of it."""

from collections.abc import Iterable

from relplan.contracts.sql.operations import Action, Operation

_MOST = 20
"""Things of one statement that are not understood."""
_CODE = (Action.RUN_CODE, Action.CHANGE_DATA)
_END = "' is not understood"


def not_understood(source: str) -> str:
    """Return the text of an operation that is UNKNOWN, by the beginning of its source."""
    return f"'{source}{_END}"


def told_once(found: Iterable[Operation]) -> list[Operation]:
    """Leave out of what one statement does all code but the first.

    Code that only changes rows is left out where there is other, and what is not understood or
    seen where it is a part of something else that is not.
    """
    every = list(dict.fromkeys(found))
    told = {_source(one) for one in every if one.action in (Action.UNKNOWN, Action.RUN_CODE)}
    whole = [one for one in every if not _is_part(one, told)]
    codes = [one for one in whole if one.action in _CODE]
    codes.sort(key=lambda one: one.action is not Action.RUN_CODE)
    return [one for one in whole if one not in codes[1:]]


def _source(one: Operation) -> str:
    return one.text.removesuffix(_END).removeprefix("'" if one.action is Action.UNKNOWN else "")


def _is_part(one: Operation, told: set[str]) -> bool:
    if one.action not in (Action.UNKNOWN, Action.RUN_CODE) or len(told) > _MOST:
        return False
    source = _source(one)
    return any(len(source) < len(other) and source in other for other in told)
