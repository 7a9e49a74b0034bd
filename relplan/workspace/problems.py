"""Says in one line what is wrong with a relplan.toml, and what may have been meant."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError


def one_line(error: ValidationError, document: type[BaseModel]) -> str:
    """Return the first fault of *error*: table, key, what is wrong."""
    fault = error.errors(include_url=False)[0]
    *place, last = [str(step) for step in fault["loc"]]
    table = f"[{'.'.join(place)}] " if place else ""
    if fault["type"] == "extra_forbidden":
        known = _keys(document, place)
        return f"{table}unknown key '{last}'{nearest(last, known) or _listed(known)}"
    if fault["type"] == "missing":
        return f"{table}'{last}' is missing" if place else f"the table [{last}] is missing"
    return f"{table}{last}: {_reason(fault)}"


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint at what *name* may have been meant for; empty where nothing is near."""
    found = get_close_matches(name, list(known), n=1)
    return f"; did you mean '{found[0]}'?" if found else ""


def _listed(known: Iterable[str]) -> str:
    return f"; known are {', '.join(sorted(known))}"


def _reason(fault: Any) -> str:
    reason = str(fault["msg"]).removeprefix("Value error, ")
    got = fault["input"]
    shown = f"; it is {got!r}" if isinstance(got, (str, int, float, bool)) else ""
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
    return list(model.model_fields)
