"""The values of Python's constant expressions."""

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from relplan.contracts.reading.values import LARGEST, UNRESOLVED, is_known, joined, same
from relplan.contracts.sql.readers.python.truth import ways_of

Names = dict[Any, Any]
"""What is known of names, and of calls that were followed."""
_MOST_TURNS = 200
_SAME = frozenset(
    {
        "bindparams", "params", "columns", "execution_options", "strip", "lstrip", "rstrip",
        "copy", "text", "f", "dedent", "DDL", "cleandoc", "str", "quoted_name", "quote",
        "literal_column",
    }
)  # fmt: skip
"""Calls that leave of a text what matters here, be it their first argument or what they are of."""


def value_of(node: ast.expr | None, names: Names) -> Any:
    """Return the value of a constant expression; UNRESOLVED where it is none.

    Lists and sets are tuples, of which items may be UNRESOLVED. A text may have holes for what
    is not known of it.
    """
    if node in names:
        return names[node]
    found = _KNOWN.get(type(node)) if node is not None else None
    return UNRESOLVED if found is None else found(node, names)


def text_of(node: ast.expr | None, names: Names) -> str:
    """Return the text of a constant expression; empty where it is none, or has holes."""
    value = value_of(node, names)
    return value if is_known(value) else ""


def _constant(node: ast.Constant, names: Names) -> Any:
    return node.value


def _name(node: ast.Name, names: Names) -> Any:
    return names.get(node.id, UNRESOLVED)


def _listed(node: ast.List | ast.Tuple | ast.Set, names: Names) -> Any:
    values: list[Any] = []
    for item in node.elts:
        value = value_of(item.value if isinstance(item, ast.Starred) else item, names)
        values += value if isinstance(item, ast.Starred) and isinstance(value, tuple) else [value]
        if len(values) > LARGEST:
            return UNRESOLVED
    return tuple(values)


def _dict(node: ast.Dict, names: Names) -> Any:
    found: dict[Any, Any] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        more = value_of(value, names)
        if key is None:
            if not isinstance(more, dict):
                return UNRESOLVED
            found.update(more)
            continue
        name = value_of(key, names)
        if not isinstance(name, str | int):
            return UNRESOLVED
        found[name] = more
    return found


def _operated(node: ast.BinOp, names: Names) -> Any:
    left, right = value_of(node.left, names), value_of(node.right, names)
    if isinstance(node.op, ast.Mod):
        return _formatted(left, right)
    if not isinstance(node.op, ast.Add):
        return UNRESOLVED
    if isinstance(left, str) or isinstance(right, str):
        return joined([left, right])
    both = isinstance(left, tuple) and isinstance(right, tuple)
    return left + right if both and len(left) + len(right) <= LARGEST else UNRESOLVED


def _formatted(text: Any, value: Any) -> Any:
    """Return what ``text % value`` is where only ``%s``, ``%d`` and ``%(name)s`` stand in it."""
    if not isinstance(text, str):
        return UNRESOLVED
    if isinstance(value, dict):
        for key, item in value.items():
            text = text.replace(f"%({key})s", joined([item]))
        return UNRESOLVED if "%(" in text else text
    values = value if isinstance(value, tuple) else (value,)
    pieces = text.replace("%d", "%s").replace("%i", "%s").split("%s")
    if len(pieces) != len(values) + 1 or any("%" in piece.replace("%%", "") for piece in pieces):
        return UNRESOLVED
    mixed: list[Any] = [pieces[0]]
    for item, piece in zip(values, pieces[1:], strict=True):
        mixed += [item, piece]
    return joined(mixed).replace("%%", "%")


def _f_string(node: ast.JoinedStr, names: Names) -> Any:
    return joined(
        value_of(item.value if isinstance(item, ast.FormattedValue) else item, names)
        for item in node.values
    )


def _choice(node: ast.IfExp, names: Names) -> Any:
    first, *others = [value_of(way, names) for way in ways_of(node)]
    return first if all(same(first, other) for other in others) else UNRESOLVED


def _element(node: ast.Subscript, names: Names) -> Any:
    value, key = value_of(node.value, names), value_of(node.slice, names)
    if isinstance(value, dict) and isinstance(key, str | int):
        return value.get(key, UNRESOLVED)
    at = isinstance(value, tuple) and isinstance(key, int)
    return value[key] if at and -len(value) <= key < len(value) else UNRESOLVED


def _attribute(node: ast.Attribute, names: Names) -> Any:
    if node.attr == "noop":
        return ""  # Django's RunSQL.noop
    member = getattr(value_of(node.value, names), "member", None)
    return member(node.attr) if member is not None else UNRESOLVED


def _called(node: ast.Call, names: Names) -> Any:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    owner = value_of(node.func.value, names) if isinstance(node.func, ast.Attribute) else UNRESOLVED
    name = name or (node.func.id if isinstance(node.func, ast.Name) else "")
    given = [value_of(item, names) for item in node.args]
    if isinstance(owner, str | tuple | dict):
        words = {word.arg: value_of(word.value, names) for word in node.keywords if word.arg}
        return _method(owner, name, given, words)
    return _function(name, given)


def _function(name: str, given: Sequence[Any]) -> Any:
    if name in _SAME and given and isinstance(given[0], str):
        return given[0]
    found = _FUNCTIONS.get(name)
    return found(given) if found is not None else UNRESOLVED


def _copied(given: Sequence[Any]) -> Any:
    value = given[0] if given else ()
    return tuple(value) if isinstance(value, tuple | dict) else UNRESOLVED


def _sorted(given: Sequence[Any]) -> Any:
    items = _copied(given)
    texts = isinstance(items, tuple) and all(isinstance(one, str) for one in items)
    return tuple(sorted(items)) if texts else items


def _enumerated(given: Sequence[Any]) -> Any:
    items = _copied(given)
    return tuple(enumerate(items)) if isinstance(items, tuple) else UNRESOLVED


def _zipped(given: Sequence[Any]) -> Any:
    known = all(isinstance(value, tuple) for value in given)
    return tuple(zip(*given, strict=False)) if known else UNRESOLVED


def _range(given: Sequence[Any]) -> Any:
    known = 0 < len(given) <= 2 and all(isinstance(one, int) for one in given)
    return tuple(range(*given)) if known and given[-1] <= _MOST_TURNS else UNRESOLVED


_FUNCTIONS: dict[str, Callable[[Sequence[Any]], Any]] = {
    **dict.fromkeys(("list", "tuple", "set", "frozenset", "reversed"), _copied),
    "sorted": _sorted, "enumerate": _enumerated, "zip": _zipped, "range": _range,
    "dict": lambda given: given[0] if given and isinstance(given[0], dict) else UNRESOLVED,
}  # fmt: skip
_OF_TEXT: dict[str, Callable[[str], Any]] = {
    "lower": str.lower, "upper": str.upper, "capitalize": str.capitalize, "title": str.title,
    "split": lambda text: tuple(text.split()), "splitlines": lambda text: tuple(text.splitlines()),
}  # fmt: skip


def _method(owner: Any, name: str, given: Sequence[Any], words: dict[str, Any]) -> Any:
    if name in _SAME:
        return owner
    if isinstance(owner, str):
        return _of_text(owner, name, given, words)
    return _of_dict(owner, name, given) if isinstance(owner, dict) else UNRESOLVED


def _of_dict(owner: dict[Any, Any], name: str, given: Sequence[Any]) -> Any:
    if name == "get" and given and isinstance(given[0], str | int):
        return owner.get(given[0], UNRESOLVED)
    parts = {"keys": tuple(owner), "values": tuple(owner.values()), "items": tuple(owner.items())}
    return parts.get(name, UNRESOLVED)


def _of_text(owner: str, name: str, given: Sequence[Any], words: dict[str, Any]) -> Any:
    if name == "format":
        return _filled(owner, given, words)
    if name == "join" and len(given) == 1 and isinstance(given[0], tuple):
        return joined([piece for item in given[0] for piece in (owner, item)][1:])
    if name == "replace" and len(given) == 2 and all(isinstance(one, str) for one in given):
        return owner.replace(*given) if len(owner) * len(given[1]) <= LARGEST else UNRESOLVED
    found = _OF_TEXT.get(name)
    return found(owner) if found is not None and not given else UNRESOLVED


def _filled(text: str, given: Sequence[Any], words: dict[str, Any]) -> Any:
    """Return what ``text.format(…)`` is where only ``{}``, ``{0}`` and ``{name}`` stand in it."""
    for place, value in enumerate(given):
        text = text.replace(f"{{{place}}}", joined([value])).replace("{}", joined([value]), 1)
        if len(text) > LARGEST:
            return UNRESOLVED
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", joined([value]))
    rest = text.replace("{{", "").replace("}}", "")
    return UNRESOLVED if "{" in rest else text.replace("{{", "{").replace("}}", "}")


def turns(generators: Sequence[ast.comprehension], names: Names) -> Iterator[Names] | None:
    """Return what is known in each turn of a comprehension; None where its turns are not known."""
    if not generators:
        return iter([names])
    first, *others = generators
    values = value_of(first.iter, names)
    if not isinstance(values, tuple | dict) or len(values) > _MOST_TURNS or first.ifs:
        return None
    found: list[Names] = []
    for value in values:
        inner = dict(names)
        bind(first.target, value, inner)
        more = turns(others, inner)
        if more is None or len(found) > _MOST_TURNS:
            return None
        found += more
    return iter(found)


CHANGING = frozenset(
    {"append", "add", "extend", "insert", "update", "setdefault", "pop", "popitem", "remove",
     "discard", "clear", "sort", "reverse"}
)  # fmt: skip
"""Methods that make a list, a set or a dictionary another one."""


def change(call: ast.Call, names: Names) -> None:
    """Take note that a method changes what a name stands for; of most, how is not followed."""
    if not isinstance(call.func, ast.Attribute):
        return
    before, name = value_of(call.func.value, names), call.func.attr
    more = value_of(call.args[0], names) if len(call.args) == 1 else UNRESOLVED
    items = more if name == "extend" else (more,)
    grows = isinstance(before, tuple) and name in ("append", "add", "extend")
    known = grows and isinstance(items, tuple) and len(before) + len(items) <= LARGEST
    bind(call.func.value, (*before, *items) if known else UNRESOLVED, names)


def bind(target: ast.expr, value: Any, names: Names) -> None:
    """Give a name, or several, their values."""
    if isinstance(target, ast.Name):
        names[target.id] = value
    elif isinstance(target, ast.Tuple | ast.List):
        fits = isinstance(value, tuple) and len(value) == len(target.elts)
        for place, item in enumerate(target.elts):
            inner = item.value if isinstance(item, ast.Starred) else item
            bind(inner, value[place] if fits else UNRESOLVED, names)
    elif isinstance(target, ast.Subscript) and value_of(target.value, names) is not UNRESOLVED:
        bind(target.value, UNRESOLVED, names)  # one of its items is another one


def _comprehension(node: ast.ListComp | ast.SetComp | ast.GeneratorExp, names: Names) -> Any:
    each = turns(node.generators, names)
    if each is None:
        return UNRESOLVED
    return tuple(value_of(node.elt, inner) for inner in each)


_KNOWN: dict[type, Callable[[Any, Names], Any]] = {
    ast.Constant: _constant, ast.Name: _name, ast.List: _listed, ast.Tuple: _listed,
    ast.Set: _listed, ast.Dict: _dict, ast.BinOp: _operated, ast.JoinedStr: _f_string,
    ast.IfExp: _choice, ast.Subscript: _element, ast.Attribute: _attribute, ast.Call: _called,
    ast.ListComp: _comprehension, ast.SetComp: _comprehension, ast.GeneratorExp: _comprehension,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What a call to a library makes: a column, a type …; its arguments say all about it."""

    call: ast.Call
    names: Names


def made(node: ast.expr | None, names: Names) -> tuple[ast.Call | None, Names]:
    """Return the call that makes what *node* stands for, and what is known where that is made."""
    value = value_of(node, names)
    if isinstance(value, Made):
        return value.call, value.names
    return (node if isinstance(node, ast.Call) else None), names
