"""Says in one line what is wrong with a relplan.toml, and what may have been meant."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from relplan.model.nearest import meant


def one_line(error: ValidationError, document: type[BaseModel]) -> str:
    """Return the first fault of *error*: table, key, what is wrong."""
    fault = _first(error.errors(include_url=False))
    *place, last = [str(step) for step in fault["loc"]]
    table = f"[{'.'.join(place)}] " if place else ""
    if fault["type"] == "extra_forbidden":
        known = _keys(document, place)
        return f"{table}unknown key '{last}'{nearest(last, known) or _listed(known)}"
    if fault["type"] == "missing":
        return f"{table}'{last}' is missing" if place else f"the table [{last}] is missing"
    return f"{table}{last}: {_reason(fault)}"


def _first(faults: Sequence[Any]) -> Any:
    """Return the first fault; of a table that misses a key, an unknown one that may be meant."""
    first = faults[0]
    unknown = (one for one in faults if one["type"] == "extra_forbidden")
    here = (one for one in unknown if one["loc"][:-1] == first["loc"][:-1])
    return next(here, first) if first["type"] == "missing" else first


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint at what *name* may have been meant for; empty where nothing is near."""
    hint = meant(name, known)
    return f"; {hint}" if hint else ""


def _listed(known: Iterable[str]) -> str:
    return f"; known are {', '.join(sorted(known))}"


_PLAINLY = {
    "string_type": "must be a text in quotes",
    "string_too_short": "must not be empty",
    "list_type": 'must be a list, such as ["one", "two"]',
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "greater_than_equal": "must be {ge:g} or more",
    "less_than_equal": "must be {le:g} or less",
    "enum": "must be {expected}",
}
"""What pydantic's kinds of faults are to somebody who has never heard of it."""


def _reason(fault: Any) -> str:
    got = fault["input"]
    context = fault.get("ctx", {})
    plain = _PLAINLY.get(fault["type"])
    reason = plain.format(**context) if plain else str(fault["msg"]).removeprefix("Value error, ")
    shown = f"; it is {got!r}" if isinstance(got, (str, int, float, bool)) else ""
    if isinstance(got, str) and fault["type"] == "enum":
        shown += nearest(got, re.findall("'([^']+)'", context["expected"]))
    return f"{reason[:1].lower()}{reason[1:]}{shown}"


def _keys(document: type[BaseModel], place: list[str]) -> list[str]:
    """Return the keys that may stand in the table at *place*."""
    model = document
    for step in place:
        field = model.model_fields.get(step)
        if field is None:
            continue  # a name that the person chose, such as a service's
        candidates = (field.annotation, *get_args(field.annotation))
        models = [one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)]
        model = models[0] if models else model
    return [field.alias or name for name, field in model.model_fields.items()]
