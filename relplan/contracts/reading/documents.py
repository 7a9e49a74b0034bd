"""Reads YAML and JSON files that are not trusted, and knows on which line each value stands."""

import json
import re
import sys
from collections.abc import Sequence
from itertools import chain
from typing import Any, Protocol

import yaml

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError, check_size, decoded
from relplan.contracts.reading.json_places import JsonPlaces, Pointer
from relplan.contracts.reading.yaml_nodes import compose_all

_CHARACTERS_A_STEP = 80
_SIZES = {"{": 184, "[": 72, ",": 80}
"""Bytes of memory that each sign of JSON may stand for."""
_NODES_A_STEP = 40
_DEEPEST = 300
"""Levels of nesting; no contract that people read has a third of that."""
_LIBYAMLS_BOUND = "exceeded maximum nesting depth"
"""What libyaml says from PyYAML 6.0.4 on, which has a bound of its own."""
_HOLDING = (dict, list)
_PLAIN = re.compile(
    r"(?P<null>~|null|Null|NULL|)"
    r"|(?P<true>true|True|TRUE)|(?P<false>false|False|FALSE)"
    r"|(?P<int>[-+]?[0-9]+)|(?P<hex>0x[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<infinite>[-+]?\.(?:inf|Inf|INF))|(?P<nan>\.(?:nan|NaN|NAN))"
)
"""The scalars of YAML 1.2's core schema: `no` and `on` are words, `2026-01-01` is one, too."""

_TEXT = "tag:yaml.org,2002:str"
_QUOTED = frozenset("'\"|>")


class Places(Protocol):
    """Knows on which line each value of a document stands."""

    def line(self, pointer: Pointer) -> int:
        """Return the line of the value at *pointer*, or of the nearest one above it."""


class Document:
    """One document: its data, of dicts with text keys, lists, text, numbers, booleans, None."""

    def __init__(self, path: str, data: Any, places: Places) -> None:
        """Keep the *data* of the file at *path*; *places* finds lines when they are asked for."""
        self.path = path
        self.data = data
        self._places = places

    def line(self, pointer: Sequence[str]) -> int:
        """Return the line of the value at *pointer*, or of the nearest one above it."""
        return self._places.line(tuple(pointer))


def read_document(path: str, content: bytes, budget: Budget | None = None) -> Document:
    """Read the one document of a file. Raises UnreadableError where it is no YAML and no JSON."""
    documents = read_documents(path, content, budget)
    if len(documents) != 1:
        raise UnreadableError(f"holds {len(documents)} documents, not one", path)
    return documents[0]


def read_object(path: str, content: bytes, largest: int) -> Document:
    """Read a document of at most *largest* bytes that is an object. Raises UnreadableError."""
    check_size(path, content, largest)
    document = read_document(path, content)
    if not isinstance(document.data, dict):
        raise UnreadableError("is not an object", path, 1)
    return document


def read_documents(path: str, content: bytes, budget: Budget | None = None) -> list[Document]:
    """Read all documents of a file: JSON has one, YAML any number. Raises UnreadableError.

    Without a *budget* to pay from, the file has one of its own.
    """
    text = decoded(path, content)
    paid = budget or Budget.of(len(content))
    if path.endswith(".json") or text.lstrip()[:1] in ("{", "["):
        try:
            return [Document(path, _json(path, text, paid), JsonPlaces(text, paid))]
        except BoundReachedError:
            raise
        except UnreadableError:
            if path.endswith(".json"):
                raise
    return _yaml(path, text, paid)


def _json(path: str, text: str, budget: Budget) -> Any:
    budget.spend(len(text) // _CHARACTERS_A_STEP)
    budget.keep(sys.getsizeof(text))
    budget.check(sum(text.count(sign) * size for sign, size in _SIZES.items()))
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"not valid JSON: {error.msg}", path, error.lineno) from None
    except RecursionError:
        raise UnreadableError("nested too deeply to be understood", path) from None
    except ValueError:  # Python reads no number of thousands of digits
        raise UnreadableError("a number in it is too long", path) from None
    budget.keep(_size_of(path, data))
    return data


def _size_of(path: str, data: Any) -> int:
    """Return the bytes of all that is in *data*. Raises UnreadableError where it is too deep."""
    level, size = [data], 0
    for _ in range(_DEEPEST + 2):
        size += sum(map(sys.getsizeof, level))
        holding = [value for value in level if isinstance(value, _HOLDING)]
        level = list(
            chain.from_iterable(
                value.values() if isinstance(value, dict) else value for value in holding
            )
        )
        if not level:
            return size
    raise UnreadableError("nested too deeply to be understood", path)


def _yaml(path: str, text: str, budget: Budget) -> list[Document]:
    budget.spend(len(text) // _CHARACTERS_A_STEP)
    budget.keep(sys.getsizeof(text))
    try:
        nodes = list(compose_all(path, text, _DEEPEST, budget))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        line = mark.line + 1 if mark else 0
        if problem == _LIBYAMLS_BOUND:
            raise UnreadableError("nested too deeply to be understood", path, line) from None
        raise UnreadableError(f"not valid YAML: {problem}", path, line) from None
    except ValueError as error:
        raise UnreadableError(f"not valid YAML: {error}", path) from None
    builder = _Builder(path, budget)
    return [Document(path, builder.value(node, 0), _YamlPlaces(node, budget)) for node in nodes]


class _Builder:
    """Makes data of YAML's nodes. What is aliased stays shared, so a bomb stays small."""

    def __init__(self, path: str, budget: Budget) -> None:
        self._path = path
        self._budget = budget
        self._made: dict[int, Any] = {}
        self._open: set[int] = set()

    def value(self, node: yaml.Node, depth: int) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        key = id(node)
        if key in self._made:
            return self._made[key]
        if key in self._open:
            raise self._error("holds itself by an alias", node)
        if depth > _DEEPEST:
            raise self._error("nested too deeply to be understood", node)
        self._open.add(key)
        if isinstance(node, yaml.SequenceNode):
            made: Any = [self.value(item, depth + 1) for item in node.value]
        else:
            made = self._mapping(node, depth + 1)
        self._open.discard(key)
        self._made[key] = made
        return made

    def _mapping(self, node: yaml.Node, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        merged: list[yaml.Node] = []
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._error("has a key that is not text", key)
            if key.value == "<<" and key.style not in _QUOTED:
                merged += value.value if isinstance(value, yaml.SequenceNode) else [value]
            elif key.value in made:
                raise self._error(f"has the key '{key.value}' twice", key)
            else:
                made[key.value] = self.value(value, depth)
        for other in merged:
            below = self.value(other, depth)
            if not isinstance(below, dict):
                raise self._error("merges what has no keys", other)
            self._budget.spend(1 + (len(below) + len(made)) // 40)
            self._budget.keep(100 * len(below))
            made = {**below, **made}
        return made

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        if node.style in _QUOTED or node.tag == _TEXT:
            return node.value
        match = _PLAIN.fullmatch(node.value)
        if match is None:
            return node.value
        try:
            return _number_or_word(match)
        except ValueError:
            raise self._error("a number in it is too long", node) from None

    def _error(self, what: str, node: yaml.Node) -> UnreadableError:
        return UnreadableError(what, self._path, node.start_mark.line + 1)


def _number_or_word(match: re.Match[str]) -> Any:
    kind, text = match.lastgroup, match.group()
    if kind == "int":
        return int(text)
    if kind == "float":
        return float(text)
    if kind == "hex":
        return int(text, 16)
    if kind in ("true", "false"):
        return kind == "true"
    if kind == "null":
        return None
    return float(text.replace(".", "", 1))


class _YamlPlaces:
    """Walks the nodes again where somebody asks for a line."""

    def __init__(self, node: yaml.Node, budget: Budget) -> None:
        self._node = node
        self._budget = budget

    def line(self, pointer: Pointer) -> int:
        node = self._node
        line: int = node.start_mark.line
        for step in pointer:
            below = _below(node, step, self._budget)
            if below is None:
                break
            place, node = below
            line = place.start_mark.line
        return line + 1


def _below(node: yaml.Node, step: str, budget: Budget) -> tuple[yaml.Node, yaml.Node] | None:
    """Return where a value is named, and the value."""
    budget.spend()
    if isinstance(node, yaml.SequenceNode):
        if step.isdecimal() and int(step) < len(node.value):
            item = node.value[int(step)]
            return item, item
        return None
    if not isinstance(node, yaml.MappingNode):
        return None
    budget.spend(len(node.value) // _NODES_A_STEP)
    merged: list[yaml.Node] = []
    for key, value in node.value:
        if key.value == step:
            return key, value
        if key.value == "<<":
            merged += value.value if isinstance(value, yaml.SequenceNode) else [value]
    return next(filter(None, (_below(other, step, budget) for other in merged)), None)
