"""Puts known values into ``${{ … }}``, ``<< … >>`` and the like, and takes matrices apart."""

import json
import re
from collections.abc import Mapping
from itertools import islice, product
from typing import Any

from relplan.sources.catalogs.reading import items, table
from relplan.sources.deployments.statement import scalar

_EXPRESSION = re.compile(r"\$\{\{-?\s*([\w.\[\]'\"-]+)\s*-?\}\}|<<\s*([\w.-]+)\s*>>")
_FROM_JSON = re.compile(r"\$\{\{\s*fromjson\(\s*'([^']*)'\s*\)\s*\}\}", re.IGNORECASE)
_NAMED = re.compile(r"(?<![\w.'-])((?:matrix|inputs|parameters|env)\.[\w.-]+)")
_LONGEST = 20_000
_MOST = 60
"""Runs of one job."""
_DEEPEST = 12

Values = Mapping[str, str]


def filled(text: str, values: Values) -> str:
    """Return *text* with the values put in that are known, by names such as ``matrix.service``."""
    if len(text) > _LONGEST or not values:
        return text
    return _EXPRESSION.sub(lambda match: _value(match, values), text)


def _value(match: re.Match[str], values: Values) -> str:
    name = (match[1] or match[2]).replace("['", ".").replace("']", "").replace('"', "")
    return values.get(name, match[0])


def condition(value: Any, values: Values) -> tuple[str, ...]:
    """Return a condition as guards: its values put in, its brackets taken away."""
    text = "" if value is None else str(value).strip()
    if not text or text.lower() in ("true", "${{ true }}"):
        return ()
    bare = text.removeprefix("${{").removesuffix("}}").strip() if text.startswith("${{") else text
    bare = _NAMED.sub(lambda match: _word(values, match), filled(bare, values)[:2_000])
    return (" ".join(bare.split()),)


def _word(values: Values, match: re.Match[str]) -> str:
    known = values.get(match[1])
    return match[0] if known is None else f"'{known}'"


def flattened(prefix: str, data: Any, depth: int = 0) -> dict[str, str]:
    """Return ``matrix.service.name`` and the like with their values."""
    if isinstance(data, dict) and depth < _DEEPEST:
        return {
            name: value
            for key, below in islice(data.items(), 200)
            for name, value in flattened(f"{prefix}.{key}", below, depth + 1).items()
        }
    if isinstance(data, bool):
        return {prefix: str(data).lower()}
    text = scalar(data)
    return {prefix: text} if text or data == "" else {}


def runs_of(strategy: Any, values: Values) -> list[dict[str, str]]:
    """Return the values of each run of a matrix; one without values where there is none."""
    matrix = table(table(strategy).get("matrix"))
    axes = {key: _axis(value, values) for key, value in matrix.items() if key not in _RESERVED}
    known = {key: axis for key, axis in axes.items() if axis}
    combined = [
        dict(zip(known, combination, strict=True))
        for combination in islice(product(*known.values()), _MOST)
    ]
    combined = [one for one in combined if not _is_excluded(one, matrix.get("exclude"))]
    if not known:
        combined = []
    for extra in items(matrix.get("include"))[:_MOST]:
        added = table(extra)
        fitting = [
            one
            for one in combined
            if all(one.get(k, v) == v for k, v in added.items() if k in known)
        ]
        if fitting and known.keys() & added.keys():
            for one in fitting:
                one.update(added)
        else:
            combined.append(added)
    return [flattened("matrix", one) for one in combined[:_MOST]] or [{}]


_RESERVED = frozenset({"include", "exclude"})


def _axis(value: Any, values: Values) -> list[Any]:
    if isinstance(value, str):
        match = _FROM_JSON.fullmatch(filled(value, values).strip())
        try:
            value = json.loads(match[1]) if match else None
        except (ValueError, RecursionError):
            value = None
    return items(value)[:_MOST]


def _is_excluded(one: Mapping[str, Any], excluded: Any) -> bool:
    return any(
        rule and all(one.get(key) == value for key, value in rule.items())
        for rule in map(table, items(excluded)[:_MOST])
    )
