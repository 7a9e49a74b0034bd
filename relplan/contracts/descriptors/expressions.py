"""JMESPath, for which people give expressions and repositories give the files.

Beside the functions of its specification there is `items`, as JMESPath Community has it: the pairs
of key and value of an object, without which a file that maps names to versions says nothing.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from relplan.contracts.bounds import UnreadableError
from relplan.model.nearest import meant

_LONGEST = 2_000
"""Characters of an expression."""


class ExpressionError(Exception):
    """An expression cannot be used; says why, for the person who wrote it."""


def check_expression(expression: str, keys: tuple[str, ...]) -> None:
    """Raise ExpressionError where *expression* is no JMESPath, or gives other keys than *keys*.

    An expression that chooses no keys by ``{…}`` is taken as it is: files may have the keys.
    """
    if len(expression) > _LONGEST:
        raise ExpressionError(f"is longer than {_LONGEST} characters; shorten it")
    parsed = _compiled(expression).parsed
    for node in _nodes(parsed):
        if node["type"] == "function_expression":
            _check_function(node["value"])
    chosen = [
        [pair["value"] for pair in node["children"]]
        for node in _nodes(parsed)
        if node["type"] == "multi_select_dict"
    ]
    given = next((names for names in chosen if keys[0] in names), [*chosen, list(keys)][0])
    for key in given:
        if key not in keys:
            hint = meant(key, keys, f"write one as {{{keys[0]}: …, {keys[1]}: …}}")
            raise ExpressionError(f"gives '{key}', which means nothing here; {hint}")
    for key in keys[:2]:
        if key not in given:
            raise ExpressionError(f"gives no '{key}'; end it in .{{{keys[0]}: …, {keys[1]}: …}}")


def search(expression: str, data: Any, path: str) -> Any:
    """Return what *expression* gives of *data*; an empty one gives None.

    Raises UnreadableError where it fails on it.
    """
    if not expression:
        return None
    try:
        return _compiled(expression).search(data, _options())
    except ExpressionError as error:
        raise UnreadableError(f"'{expression}' {error}", path) from None
    except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        # JMESPath's own faults are ValueErrors; the others it lets through, of odd values.
        why = " ".join(str(error).split())[:200]
        raise UnreadableError(f"'{expression}' fails on it: {why}", path) from None


@cache
def _compiled(expression: str) -> Any:
    # Loaded when the first descriptor is read, or a table of relplan.toml names one.
    import jmespath  # noqa: PLC0415
    from jmespath.exceptions import JMESPathError  # noqa: PLC0415

    try:
        return jmespath.compile(expression)
    except RecursionError:
        raise ExpressionError("is nested too deeply; write it shorter") from None
    except JMESPathError as error:
        at = getattr(error, "lex_position", getattr(error, "lexer_position", None))
        where = "" if at is None else f" at character {at + 1}"
        hint = "see jmespath.org for how to write one"
        raise ExpressionError(f"is no JMESPath expression{where}; {hint}") from None


@cache
def _options() -> Any:
    from jmespath import Options  # noqa: PLC0415

    return Options(custom_functions=_functions()())


@cache
def _functions() -> Any:
    from jmespath.functions import Functions, signature  # noqa: PLC0415

    class WithItems(Functions):  # type: ignore[misc]
        @signature({"types": ["object", "null"]})  # type: ignore[untyped-decorator]
        def _func_items(self, pairs: dict[str, Any] | None) -> list[list[Any]] | None:
            """Return the pairs of an object; of what is not there, nothing."""
            return None if pairs is None else [[key, value] for key, value in pairs.items()]

    return WithItems


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield *node* and all that is in it, the outer ones first."""
    yield node
    for below in node.get("children", ()):
        if isinstance(below, dict):
            yield from _nodes(below)


def _check_function(name: str) -> None:
    known = sorted(_functions().FUNCTION_TABLE)
    if name not in known:
        hint = meant(name, known, f"known are {', '.join(known)}")
        raise ExpressionError(f"calls '{name}', which is no function of JMESPath; {hint}")
