"""Gives the parameters of Python's functions their values."""

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.sql.readers.python.things import BuiltIn
from relplan.contracts.sql.readers.python.values import Names, value_of


@dataclass(frozen=True, slots=True)
class Given:
    """What a function is given: the arguments of a call, behind those that come first."""

    call: ast.Call | None
    first: tuple[Any, ...]
    names: Names
    """What is known where the call stands."""


def bind_all(wanted: ast.arguments, given: Given, inner: Names) -> None:
    """Bind all parameters in *inner*, which holds what is known where the function is defined."""
    call = given.call
    places = [*wanted.posonlyargs, *wanted.args]
    values, is_open = _by_place(call, given.names)
    values = [*given.first, *values]
    behind = [None] * (len(places) - len(wanted.defaults))
    defaults = [*behind, *wanted.defaults, *wanted.kw_defaults]
    for one, default in zip([*places, *wanted.kwonlyargs], defaults, strict=True):
        known = default is not None and not is_open
        inner[one.arg] = value_of(default, inner) if known else UNRESOLVED
    inner.update(zip((one.arg for one in places), values, strict=False))
    for word in call.keywords if call is not None else ():
        value = _argument(word.value, given.names)
        inner.update({word.arg: value} if word.arg else value if _is_words(value) else {})
    if wanted.vararg is not None:
        inner[wanted.vararg.arg] = tuple(values[len(places) :])


def _argument(node: ast.expr, names: Names) -> Any:
    """Return the value of an argument, which may be a function of Python's own."""
    if isinstance(node, ast.Name) and node.id not in names and hasattr(builtins, node.id):
        return BuiltIn(node.id)
    return value_of(node, names)


def _by_place(call: ast.Call | None, names: Names) -> tuple[list[Any], bool]:
    """Return the arguments of a call by their places, and whether there are more."""
    given: list[Any] = []
    is_open = False
    for item in call.args if call is not None else ():
        value = _argument(item.value if isinstance(item, ast.Starred) else item, names)
        if not isinstance(item, ast.Starred):
            given.append(value)
        elif isinstance(value, tuple):
            given += value
        else:
            is_open = True
    words = call.keywords if call is not None else ()
    unknown = [one for one in words if one.arg is None]
    return given, is_open or any(not _is_words(value_of(one.value, names)) for one in unknown)


def parameters(wanted: ast.arguments) -> Iterator[str]:
    """Yield the names of all parameters."""
    several = [one for one in (wanted.vararg, wanted.kwarg) if one is not None]
    for one in (*wanted.posonlyargs, *wanted.args, *wanted.kwonlyargs, *several):
        yield one.arg


def _is_words(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(name, str) for name in value)
