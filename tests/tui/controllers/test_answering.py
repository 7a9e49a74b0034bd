"""Questions over the plan: y and n answer, u takes back, the numbers move with each."""

from pathlib import Path

import pytest

from relplan.model.change import State
from relplan.tui.screens.questions import QuestionsScreen
from tests.tui.shop import Sight, lines_of, open_bench, opened
from tests.tui.unsure import removed, untagged


def asked(seen: Sight) -> str:
    return lines_of(screen(seen).rows)


def screen(seen: Sight) -> QuestionsScreen:
    found = seen.app.screen
    assert isinstance(found, QuestionsScreen)
    return found


def head(seen: Sight) -> str:
    return str(seen.app.screen.query_one("#advice-head").content)  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_is_settled_by_a_key(unsure_folder: Path, size: tuple[int, int]) -> None:
    with open_bench(unsure_folder) as bench:
        async with opened(bench, size) as seen:
            assert "uncertain 2" in seen.header
            assert seen.answer == (
                "Start here: 2 uncertain changes, which 2 answers settle ∙ Q asks you"
            )
            await seen.press("Q")
            assert "Is mail:gone, on which web:pay depends, in production?" in asked(seen)
            assert "Is api:gone, on which orders:pay depends, in production?" in asked(seen)
            assert "needs unknown:api:gone (depends-on)" in asked(seen)
            await seen.press("y")
            assert "uncertain 1" in head(seen)
            await seen.press("n")
            assert "blocked 1" in head(seen)
            assert "nothing is asked" in str(
                seen.app.screen.query_one("#advice-state").content  # type: ignore[attr-defined]
            )
            await seen.press("u", "u")
            assert "uncertain 2" in head(seen)
            await seen.press("escape")
            assert "uncertain 2" in seen.header


async def test_the_evidence_is_shown(unsure_folder: Path) -> None:
    with open_bench(unsure_folder) as bench:
        async with opened(bench, (80, 24)) as seen:
            await seen.press("Q", "enter")
            assert "Depends-On: " in seen.dialog
            await seen.press("q")  # closes the dialog, and the questions after that: not relplan
            assert screen(seen).rows.has_focus
            await seen.press("q")
            assert seen.app.screen is seen.plan


async def test_who_is_uncertain_says_so_without_a_colour(unsure_folder: Path) -> None:
    with open_bench(unsure_folder) as bench:
        async with opened(bench, ascii_only=True) as seen:
            assert "? uncertain" in seen.text("#changes")


async def test_only_answers_are_taken_back_among_questions(unsure_folder: Path) -> None:
    with open_bench(unsure_folder) as bench:
        bench.set_state("orders:pay", "ready")
        async with opened(bench) as seen:
            await seen.press("Q", "y", "u", "u")
            assert bench.plan().changes["orders:pay"].state is State.READY
            assert "uncertain 2" in head(seen)


async def test_of_an_answer_in_the_file_too_it_is_said_that_it_stays(unsure_folder: Path) -> None:
    file = unsure_folder / "relplan.toml"
    with open_bench(unsure_folder) as bench:
        name = min(one.question.id for one in bench.plan().questions)
    answer = f'\n[answers]\n"{name}" = {{ answer = "yes" }}\n'
    file.write_text(file.read_text("utf-8") + answer, "utf-8")
    with open_bench(unsure_folder) as bench:
        bench.answer(name, "no")
        async with opened(bench) as seen:
            await seen.press("Q", "u")
            assert f"relplan.toml answers {name} yes, and that stays" in seen.toasts[-1]


async def test_of_what_runs_a_no_asks_for_the_revision(tmp_path: Path) -> None:
    with open_bench(untagged(tmp_path)) as bench:
        async with opened(bench, (80, 24)) as seen:
            await seen.press("Q")
            assert "Does orders run its main in production?" in asked(seen)
            await seen.press("n", *"HEAD~1", "enter")
            assert [answer.value for answer in bench.answers()] == ["HEAD~1"]


async def test_many_alike_are_answered_at_once(unsure_folder: Path) -> None:
    with open_bench(unsure_folder) as bench:
        async with opened(bench, (80, 24)) as seen:
            await seen.press("Q", "A")
            assert "no  to all 2 questions of the kind 'reference'" in seen.dialog
            await seen.press("enter")
            assert "uncertain" not in head(seen)
            assert [answer.value for answer in bench.answers()] == ["yes", "yes"]
            await seen.press("u")
            assert bench.answers() == ()
            assert "uncertain 2" in head(seen)


async def test_where_none_is_alike_it_says_so(unsure_folder: Path) -> None:
    with open_bench(unsure_folder) as bench:
        async with opened(bench, (80, 24)) as seen:
            await seen.press("Q", "y", "A")
            assert len(bench.answers()) == 1
            assert screen(seen).chosen is not None


async def test_what_was_answered_stands_below_and_is_answered_anew(unsure_folder: Path) -> None:
    with open_bench(unsure_folder) as bench:
        async with opened(bench, (120, 40)) as seen:
            await seen.press("Q", "y", "G")
            assert "answered: 1 question" in asked(seen)
            assert bench.answers()[0].value == "yes"
            assert "answer  yes" in lines_of(screen(seen).beside)
            await seen.press("n")
            assert [one.value for one in bench.answers()] == ["no"]
            await seen.press("G", "w")
            assert bench.answers() == ()
            assert "u undoes" in seen.answer
            await seen.press("w")
            assert seen.toasts[-1].startswith("put the cursor on an answer first")


async def test_the_evidence_stands_beside_the_questions_where_there_is_room(
    unsure_folder: Path,
) -> None:
    with open_bench(unsure_folder) as bench:
        async with opened(bench, (120, 40)) as seen:
            await seen.press("Q")
            beside = lines_of(screen(seen).beside)
            assert "against, 1" in beside
            assert "Depends-On: " in beside
            assert "a yes" in beside
            await seen.press("enter")
            assert screen(seen).beside.has_focus
            await seen.press("escape")
            assert screen(seen).rows.has_focus


@pytest.mark.parametrize("size", [(80, 24), (130, 40)])
async def test_what_is_asked_as_one_unfolds_and_each_part_is_answered_alone(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with open_bench(removed(tmp_path)) as bench:
        async with opened(bench, size) as seen:
            await seen.press("Q")
            assert "any of 3 operations of api" in asked(seen)
            assert "GET /a, GET /b and 1 more (Right unfolds)" in asked(seen)
            await seen.press("right")
            assert "unfolds" not in asked(seen)
            await seen.press("down", "down", "n")
            assert [one.text for one in bench.answers()] == ["Does web call GET /a of api?"]
            assert "any of 2 operations of api" in asked(seen)
            chosen = screen(seen).chosen
            assert chosen is not None
            assert chosen.question.text == "Does web call GET /b of api?"
            await seen.press("left")
            assert "GET /b, GET /c (Right unfolds)" in asked(seen)
            assert screen(seen).chosen.each  # type: ignore[union-attr]


async def test_a_no_is_one_to_each_part_and_one_step_to_undo(tmp_path: Path) -> None:
    with open_bench(removed(tmp_path)) as bench:
        async with opened(bench, (130, 40)) as seen:
            await seen.press("Q")
            assert "any of these 3" in lines_of(screen(seen).beside)
            await seen.press("n")
            assert [one.value for one in bench.answers()] == ["no", "no", "no"]
            chosen = screen(seen).chosen
            assert chosen is not None
            assert chosen.question.text == "Does web call GET /d of api?"
            await seen.press("u")
            assert bench.answers() == ()


async def test_a_yes_asks_to_which_part_it_is(tmp_path: Path) -> None:
    with open_bench(removed(tmp_path)) as bench:
        async with opened(bench, (80, 24)) as seen:
            await seen.press("Q", "y")
            assert "GET /b" in seen.dialog
            assert "each of the 3" in seen.dialog
            await seen.press("escape")
            assert bench.answers() == ()
            await seen.press("y", "down", "enter")
            (answer,) = bench.answers()
            assert (answer.value, answer.text) == ("yes", "Does web call GET /b of api?")
            assert "blocked 2" in head(seen)
