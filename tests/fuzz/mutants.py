"""Changes a file as its structure goes: values in trees, else words, brackets and lines."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import yaml

_ODD: tuple[Any, ...] = (
    None, True, 0, -1, 10**400, 1e308, "", " ", "x" * 3_000, "\0", "\x1b[31m", "../../etc", "#",
    "#/", "#/a/b",
    "$ref", "(a+)+$", "9" * 60, "1." * 300, [], {}, [[]], {"$ref": "#"}, {"type": []},
    {"$ref": "http://x/y#z"}, "2026-13-45", "é\u202e", "<!DOCTYPE a>", "*", "null", "{}", "[",
)  # fmt: skip
_WORD = re.compile(r"\w+|[^\w\s]")
_PLACES = 400
"""Of a tree, or words of a text, among which one is chosen."""


def mutants(path: str, text: str, random: Random) -> Iterator[bytes]:
    """Yield mutants of *text* without end, the same for the same *random*."""
    tree = _tree(path, text)
    while True:
        if tree is not None and random.random() < 0.6:
            yield _changed_tree(path, tree, random).encode("utf-8", "replace")
        elif random.random() < 0.9:
            yield _changed_text(text, random).encode("utf-8", "replace")
        else:
            yield _changed_bytes(text.encode(), random)


def _tree(path: str, text: str) -> Any:
    if path.endswith((".json", ".avsc")):
        return json.loads(text)
    return yaml.safe_load(text) if path.endswith(".yaml") else None


def _changed_tree(path: str, tree: Any, random: Random) -> str:
    made = {"": copy.deepcopy(tree)}
    for _ in range(random.choice((1, 1, 2, 5))):
        places = list(_places(made))[:_PLACES]
        holder, key = random.choice(places)
        random.choice(_CHANGES)(holder, key, random, places)
    if path.endswith(".yaml"):
        return yaml.dump(made[""], Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    return json.dumps(made[""])


def _places(value: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    keys = value if isinstance(value, dict) else range(len(value))
    for key in list(keys) if depth < 60 else ():
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key], depth + 1)


def _odd(holder: Any, key: Any, random: Random, _: object) -> None:
    holder[key] = copy.deepcopy(random.choice(_ODD))


def _gone(holder: Any, key: Any, random: Random, _: object) -> None:
    if isinstance(holder, list) or key:
        del holder[key]


def _swapped(holder: Any, key: Any, random: Random, places: list[tuple[Any, Any]]) -> None:
    other, there = random.choice(places)
    if there in other if isinstance(other, dict) else there < len(other):
        holder[key] = copy.deepcopy(other[there])


def _nested(holder: Any, key: Any, random: Random, _: object) -> None:
    word = random.choice(("allOf", "anyOf", "oneOf", "not", "items", "type", "properties", "if"))
    for _level in range(random.choice((2, 12, 70))):
        below = holder[key]
        holder[key] = {word: [below, {"title": "a"}] if word.endswith("Of") else below}


def _many(holder: Any, key: Any, random: Random, _: object) -> None:
    count = random.choice((3, 60, 900))
    if isinstance(holder[key], dict):
        first = next(iter(holder[key].values()), {})
        holder[key].update({f"n{index}": first for index in range(count)})
    elif isinstance(holder[key], list) and holder[key]:
        holder[key] += [copy.deepcopy(holder[key][0]) for _ in range(count)]


def _renamed(holder: Any, key: Any, random: Random, _: object) -> None:
    if isinstance(holder, dict) and key:
        holder[random.choice(("$ref", "id", "$id", "x-a", "a" * 500, "type"))] = holder.pop(key)


_Change = Callable[[Any, Any, Random, list[tuple[Any, Any]]], None]
_CHANGES: tuple[_Change, ...] = (_odd, _odd, _gone, _swapped, _swapped, _nested, _many, _renamed)


def _changed_text(text: str, random: Random) -> str:
    for _ in range(random.choice((1, 1, 2, 6))):
        words = list(_WORD.finditer(text))[:_PLACES]
        if not words:
            break
        one, other = random.choice(words), random.choice(words)
        start, end = min(one.start(), other.start()), max(one.end(), other.end())
        new = random.choice((
            "", other[0], one[0] * 2, one[0] * random.choice((30, 3_000)), str(random.choice(_ODD)),
            text[start:end], "".join(f"{text[start:end]}\n" for _ in range(40)),
            random.choice("(){}[]\"'`$;:,.#@\\/*-<>|&\n\t") * random.choice((1, 2, 400, 20_000)),
        ))  # fmt: skip
        text = text[: one.start()] + new + text[one.end() :]
        if len(text) > 2_000_000:
            break
    return text


def _changed_bytes(content: bytes, random: Random) -> bytes:
    made = bytearray(content)
    for _ in range(random.choice((1, 4, 40))):
        made[random.randrange(len(made))] = random.randrange(256)
    return (
        bytes(made[: random.randrange(1, len(made) + 1)]) if random.random() < 0.3 else bytes(made)
    )
