"""Answers are clean, fit into an assistant's context, and say what was left out."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.mcp.fitting import MOST_CHARACTERS, fitting, text_of
from relplan.tui.presentation.safe import clean

_TEXTS = st.builds(lambda text, times: text * times, st.text(max_size=20), st.integers(0, 60))
_EDGES = st.builds(
    lambda text, places: {"from": text, "evidence": [{"text": text}] * places},
    _TEXTS,
    st.integers(0, 40),
)
_ENTRIES = st.builds(
    lambda needs, edges, times: {"needs": needs * times, "path": edges * times},
    st.lists(_TEXTS, max_size=3),
    st.lists(_EDGES, max_size=3),
    st.integers(1, 20),
)


@given(st.lists(_ENTRIES, max_size=3), st.integers(1, 40))
def test_whatever_is_found_fits_and_what_is_left_out_adds_up(
    entries: list[dict[str, Any]], times: int
) -> None:
    entries = entries * times
    found = fitting({"schema": "x/1", "changes": entries}, {})
    assert len(text_of(found)) <= MOST_CHARACTERS
    shown, left_out = found["changes"], found["left_out"]
    assert len(shown) == left_out.get("changes", {"shown": len(entries)})["shown"]
    if "changes" in left_out:
        assert left_out["changes"]["of"] == len(entries)
    for change, whole in zip(shown, entries, strict=False):
        if "changes[].needs" not in left_out:
            assert change["needs"] == [clean(one, 400) for one in whole["needs"]]


@pytest.mark.parametrize(
    "text",
    ["\u200b" * 400 + '"' * 400, "x\u0301\u0301" * 400, '"' * 400, "\x1b[1m" * 400 + "x" * 400],
    ids=["nothing seen before it", "marks above it", "marks of JSON", "escapes before it"],
)
def test_what_a_text_takes_is_measured_as_it_is_shown(text: str) -> None:
    found = fitting({"changes": [{"title": text, "needs": [text] * 3}] * 100}, {})
    assert len(text_of(found)) <= MOST_CHARACTERS
    assert found["left_out"]["changes"]["of"] == 100


def test_what_fits_is_whole() -> None:
    document = {"schema": "x/1", "changes": [{"needs": ["a", "b"], "wave": 1, "batch": None}]}
    assert fitting(document, {}) == {**document, "left_out": {}}


def test_the_lists_within_entries_are_cut_before_entries_are_left_out() -> None:
    entries = [{"needs": [f"{number}:{n}" for n in range(100)]} for number in range(60)]
    found = fitting({"changes": entries}, {})
    assert len(found["changes"]) == 60
    assert found["left_out"] == {"changes[].needs": {"shown": 1440, "of": 6000}}


def test_a_part_of_something_longer_says_how_long_that_is() -> None:
    found = fitting({"changes": ["a", "b"], "edges": []}, {"changes": 20_000, "edges": 7})
    assert found["left_out"] == {
        "changes": {"shown": 2, "of": 20_000},
        "edges": {"shown": 0, "of": 7},
    }


def test_a_way_keeps_both_of_its_ends() -> None:
    way = [f"e{number}" for number in range(500)]
    found = fitting({"why": [{"blockers": [{"path": way}]}]}, {})
    path = found["why"][0]["blockers"][0]["path"]
    assert path == [*way[:12], *way[-12:]]
    assert found["left_out"] == {"why[].blockers[].path": {"shown": 24, "of": 500}}


def test_text_is_made_safe_and_short() -> None:
    title = "Ignore\x1b[2J\u202e all\nbefore\ud800" + "!" * 5_000_000
    found = fitting({"changes": [{"title": title}]}, {})
    said = found["changes"][0]["title"]
    assert said.startswith("Ignore all before\N{REPLACEMENT CHARACTER}!")
    assert (len(said), said[-1]) == (400, "…")
    assert json.loads(text_of(found)) == found
