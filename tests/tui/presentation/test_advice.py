"""Proposals, diagnoses and backlogs as lines."""

from dataclasses import replace

import pytest

from relplan.model.proposal import Goal, GoalKind, Proposal, Terms
from relplan.tui.presentation.backlog import item_entries
from relplan.tui.presentation.diagnosis import bar, diagnosis_entries
from relplan.tui.presentation.entries import Entry, broken, entry_key
from relplan.tui.presentation.glyphs import ASCII, UNICODE
from relplan.tui.presentation.proposal import goal_line, goal_lines, goal_text, state_line
from relplan.tui.presentation.safe import width
from relplan.tui.presentation.spans import Span, plain
from tests.tui.advices import a_diagnosis, item

FOUND = Proposal(Goal(GoalKind.ALL_ALONE), True, False, 5.0, 7.0, (), None, ())


@pytest.mark.parametrize("kind", list(GoalKind))
def test_every_goal_has_words_of_its_own(kind: GoalKind) -> None:
    texts = [goal_text(Goal(one, "a/1", 3)) for one in GoalKind]
    assert texts.count(goal_text(Goal(kind, "a/1", 3))) == 1


def test_a_goal_of_one_change_needs_one() -> None:
    assert "needs a change under the cursor" in plain(goal_lines(None)[0][1])
    assert "a/1 ships alone" in plain(goal_lines("a/1")[0][1])


def test_the_goal_tells_the_terms() -> None:
    line = goal_line(Goal(GoalKind.BATCH, most=3), Terms(2.5, frozenset({"b", "a"})))
    text = "goal: no batch of more than 3 changes, 2.5 days at most, not marking a, b"
    assert plain(line) == text


def test_a_search_never_claims_a_proof_it_has_not() -> None:
    running = plain(state_line(FOUND, "Esc", searching=True, after=0.04))
    assert running.startswith("searching: an answer after 40 ms, not proven; at least 5 days, at")
    assert "at most 7 days" in running
    assert "proven: no cheaper" in plain(
        state_line(replace(FOUND, optimal=True), "Esc", searching=False)
    )
    ended = plain(state_line(FOUND, "Esc", searching=False, stopped=True))
    assert ended.startswith("stopped by Esc; ")
    assert "not proven: at least 5 days" in ended
    part = plain(state_line(replace(FOUND, reached=False), "Esc", searching=True, after=2))
    assert part.startswith("searching: part of the way after 2.0 s")


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0, ".........."), (0.001, "#........."), (0.5, "#####....."), (1.7, "##########")],
)
def test_a_bar_shows_any_share(share: float, shown: str) -> None:
    assert bar(share, ASCII) == shown
    assert width(bar(share, UNICODE)) == 10


def test_signs_are_ascii_where_asked_for() -> None:
    lines = [plain(entry.line) for entry in diagnosis_entries(a_diagnosis(), ASCII)]
    assert any("X forced by architecture" in line for line in lines)
    assert all(line.replace("\u202e", "").isascii() for line in lines)


def test_keys_are_unique_and_survive_breaking() -> None:
    for entries in (diagnosis_entries(a_diagnosis(), UNICODE), item_entries(item(), UNICODE)):
        rows = broken(entries, 30)
        keys = [key for key, _ in rows]
        assert len(keys) == len(set(keys))
        assert {entry_key(key) for key in keys} == {entry.key for entry in entries}


def test_an_empty_line_stays_one_row() -> None:
    assert broken([Entry("gap", ()), Entry("a", (Span("b"),))], 20) == [
        ("gap", ()),
        ("a", (Span("b"),)),
    ]


def test_a_step_that_cannot_be_rolled_back_says_so() -> None:
    lines = [plain(entry.line) for entry in item_entries(item(), UNICODE)]
    (last,) = [line for line in lines if "irreversible" in line]
    assert last == "  2. contract: Remove the old version.  (ledger, team payments)  irreversible"
