"""Documents that fit into an assistant's context: clean, short, and they say what was left out."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from relplan.tui.presentation.safe import clean

MOST_CHARACTERS = 30_000
"""Of the JSON of one answer: some ten thousand tokens."""
_FOR_LEFT_OUT = 2_000
"""Characters of them for saying what was left out."""
_MOST_CELLS = 400
"""Of one text: the subject of a commit may have megabytes."""
_OUTER = 100
"""Entries of a list that is no part of another's entry."""
_INNER = (24, 12, 6, 3)
"""Entries of all other lists: the most that fit are kept."""
_WHOLE_WAYS = ("path", "cycle")
"""Lists that lead from a change to what is in its way: their two ends matter most."""


def fitting(document: Mapping[str, Any], totals: Mapping[str, int]) -> dict[str, Any]:
    """Return *document* with its lists cut until it fits, and ``left_out``, which says where.

    That is, by the place of a list such as ``changes[].needs``, how many entries are ``shown``,
    ``of`` how many. *totals* are of the lists that are a part of something longer already.
    """
    short = cache(_short)  # texts are measured for each cut
    cuts = [_Cut(outer, inner, totals, short) for outer, inner in _sizes()]
    return next((cut for cut in cuts if cut.fits(document)), cuts[-1]).of(document)


def text_of(document: Mapping[str, Any]) -> str:
    """Return *document*, which is clean, as JSON without a space."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def _short(text: str) -> str:
    return clean(text, _MOST_CELLS)


def _sizes() -> Iterator[tuple[int, int]]:
    yield from ((_OUTER, inner) for inner in _INNER)
    outer = _OUTER
    while outer > 1:
        outer = outer * 3 // 4
        yield outer, _INNER[-1]
    yield from ((1, 2), (1, 1))


class _Cut:
    """Cuts a document so that its lists have no more than so many entries."""

    def __init__(
        self, outer: int, inner: int, totals: Mapping[str, int], short: Callable[[str], str]
    ) -> None:
        self._outer = outer
        self._inner = inner
        self._totals = totals
        self._short = short
        self._left_out: dict[str, list[int]] = {}

    def fits(self, document: Mapping[str, Any]) -> bool:
        """Tell whether it would be short enough; ends as soon as it is not."""
        return self._room(dict(document), "", MOST_CHARACTERS - _FOR_LEFT_OUT) >= 0

    def of(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is left of it, clean, and what was left out."""
        found = {key: self._value(value, key) for key, value in document.items()}
        left_out = {
            place: {"shown": shown, "of": of}
            for place, (shown, of) in sorted(self._left_out.items())
            if shown < of
        }
        return {**found, "left_out": left_out}

    def _room(self, value: Any, place: str, room: int) -> int:
        """Return how much of *room* is left beside *value*; below 0 it may end anywhere."""
        if isinstance(value, dict):
            for key, one in value.items():
                room = self._room(one, _within(place, key), room - len(key) - 4)
                if room < 0:
                    break
            return room - 2
        if isinstance(value, list):
            for one in self._kept(value, place):
                room = self._room(one, f"{place}[]", room - 1)
                if room < 0:
                    break
            return room - 2
        if isinstance(value, str):
            return room - len(json.dumps(self._short(value), ensure_ascii=False))
        return room - len(json.dumps(value))

    def _value(self, value: Any, place: str) -> Any:
        if isinstance(value, str):
            return self._short(value)
        if isinstance(value, dict):  # the keys are relplan's own words
            return {key: self._value(one, _within(place, key)) for key, one in value.items()}
        if isinstance(value, list):
            kept = self._kept(value, place)
            count = self._left_out.setdefault(place, [0, 0])
            count[0] += len(kept)
            count[1] += self._totals.get(place, len(value))
            return [self._value(one, f"{place}[]") for one in kept]
        return value

    def _kept(self, values: list[Any], place: str) -> list[Any]:
        most = self._inner if "." in place or "[" in place else self._outer
        if len(values) <= most:
            return values
        if place.endswith(_WHOLE_WAYS):
            behind = (most + 1) // 2
            return [*values[: most - behind], *values[-behind:]]
        return values[:most]


def _within(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
