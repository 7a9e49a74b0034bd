"""A scenario as TOML, to be replayed elsewhere: schema ``relplan.scenario/1``."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any

import tomli_w

from relplan.exports.moments import iso
from relplan.model.errors import RelplanError
from relplan.model.scenario import Mark, Scenario
from relplan.planning.plan import Plan

SCHEMA = "relplan.scenario/1"
LARGEST_SCENARIO = 500_000
"""Bytes; no table of marks is larger."""
_YEARS = range(1971, 9000)
_LONG_KEY = re.compile(r"""(?:[\w"'-]++[ \t]*+\.[ \t]*+){40}""")
"""tomllib takes memory by the square of a dotted key's steps."""
_TOP = ("schema", "workspace", "name", "marks", "moves", "dismissals")
_MARK = ("coupling", "mark")
_MOVE = ("change", "not_before")
_DISMISSAL = ("edge", "from", "to", "kind")


def scenario_toml(plan: Plan) -> str:
    """Return the scenario of *plan*; of a dismissed edge its ends stand beside it, to be read."""
    scenario = plan.scenario
    document = {
        "schema": SCHEMA,
        "workspace": plan.snapshot.workspace.name,
        "name": scenario.name,
        "marks": [{"coupling": name, "mark": mark.value} for name, mark in sorted(scenario.marks)],
        **({"moves": _moved(plan)} if scenario.moves else {}),
        "dismissals": [_dismissal(plan, edge) for edge in sorted(scenario.dismissals)],
    }
    return tomli_w.dumps(document)


def parse_scenario(data: bytes, source: str) -> Scenario:
    """Return the scenario that *data* says. Raises RelplanError that names *source* and the place.

    Every key must be one that `scenario_toml` writes: what is misspelt would do nothing unseen.
    """
    if len(data) > LARGEST_SCENARIO:
        raise RelplanError(f"{source}: larger than a scenario can be", "is it the right file?")
    document = _document(data, source)
    _known(document, _TOP, source, "the top")
    if document.get("schema") != SCHEMA:
        what = f"{source}: schema is not '{SCHEMA}'"
        raise RelplanError(what, "write it by `relplan export scenario`")
    marks = dict(_marks(document, source))
    edges = [
        _text(table, "edge", source, place)
        for place, table in _tables(document, "dismissals", _DISMISSAL, source)
    ]
    name = _text(document, "name", source, "the top")
    moves = frozenset(_moves(document, source))
    return Scenario(name, frozenset(marks.items()), frozenset(edges), moves=moves)


def _moved(plan: Plan) -> list[dict[str, str | None]]:
    zone = plan.snapshot.workspace.timezone
    moves = sorted(plan.scenario.moves)
    return [{"change": change, "not_before": iso(at, zone)} for change, at in moves]


def _moves(document: Mapping[str, Any], source: str) -> Iterator[tuple[str, int]]:
    seen: set[str] = set()
    for place, table in _tables(document, "moves", _MOVE, source):
        change, text = (_text(table, key, source, place) for key in _MOVE)
        if change in seen:
            raise RelplanError(f"{source}: {place}: '{change}' is moved twice", "leave one")
        seen.add(change)
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            at = None
        if at is None or at.tzinfo is None or at.year not in _YEARS:
            what = f"{source}: {place}: 'not_before' is no moment"
            raise RelplanError(what, "write it with its offset: 2026-11-26T22:00:00+01:00")
        yield change, int(at.timestamp())


def _dismissal(plan: Plan, fingerprint: str) -> dict[str, str]:
    found = plan.graph.of_fingerprint(fingerprint)
    if not found:
        return {"edge": fingerprint}
    edge = found[0]
    return {
        "edge": fingerprint,
        "from": edge.source,
        "to": edge.target,
        "kind": edge.kind.value,
    }


def _document(data: bytes, source: str) -> Mapping[str, Any]:
    too_deep = RelplanError(f"{source}: nested too deeply", "mend it and try again")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"{source}: not UTF-8 at byte {error.start}"
        raise RelplanError(what, "save it as UTF-8") from None
    if _LONG_KEY.search(text):
        raise too_deep
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = f"{source}: not valid TOML: {error}"
        raise RelplanError(what, "mend it and try again") from None
    except RecursionError:
        raise too_deep from None


def _marks(document: Mapping[str, Any], source: str) -> Iterator[tuple[str, Mark]]:
    seen: set[str] = set()
    for place, table in _tables(document, "marks", _MARK, source):
        coupling, mark = (_text(table, key, source, place) for key in _MARK)
        if coupling in seen:
            raise RelplanError(f"{source}: {place}: '{coupling}' is marked twice", "leave one")
        if mark not in set(Mark):
            names = ", ".join(Mark)
            raise RelplanError(
                f"{source}: {place}: no mark is called '{mark}'", f"it can be {names}"
            )
        seen.add(coupling)
        yield coupling, Mark(mark)


def _tables(
    document: Mapping[str, Any], key: str, known: tuple[str, ...], source: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    value = document.get(key, [])
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise RelplanError(f"{source}: {key} is not a list of tables", f"write [[{key}]]")
    for number, table in enumerate(value, start=1):
        place = f"[[{key}]] {number}"
        _known(table, known, source, place)
        yield place, table


def _known(table: Mapping[str, Any], known: tuple[str, ...], source: str, place: str) -> None:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.0)[0]
            raise RelplanError(f"{source}: {place}: unknown key '{key}'", f"did you mean '{near}'?")


def _text(table: Mapping[str, Any], key: str, source: str, place: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise RelplanError(f"{source}: {place}: '{key}' is not a text", f'write {key} = "…"')
    return value
