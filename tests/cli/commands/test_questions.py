"""What the plan cannot know by itself: asked, answered, taken back, carried to CI."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.cli.shop import Answer, asker
from tests.tui.shop import open_bench
from tests.tui.unsure import removed, unsure
from tests.workspaces import copied, packed


class Asker:
    def __init__(self, folder: Path, ask: Any) -> None:
        self.folder, self._ask = folder, ask

    def __call__(self, *words: str) -> Answer:
        found: Answer = self._ask(self.folder, *words)
        return found

    def questions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self("questions", "--json").out)["questions"]
        return found

    def status(self) -> dict[str, str]:
        plan = json.loads(self("plan", "--json").out)
        return {one["id"]: one["status"] for one in plan["changes"]}


@pytest.fixture(scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = unsure(tmp_path_factory.mktemp("unsure"))
    with open_bench(folder) as bench:
        for change in ("orders:pay", "web:pay"):
            bench.set_state(change, "ready")
    return packed(folder)


@pytest.fixture
def ask(
    _built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Asker:
    return Asker(copied(_built, tmp_path), asker(monkeypatch, capsys))


def test_a_question_is_answered_taken_back_and_withdrawn(ask: Asker) -> None:
    assert ask.status() == {"orders:pay": "uncertain", "web:pay": "uncertain"}
    one, other = sorted(ask.questions(), key=lambda found: found["text"])
    assert one["text"] == "Is api:gone, on which orders:pay depends, in production?"
    assert (one["kind"], one["weight"], one["changes"]) == ("reference", 1, ["orders:pay"])
    assert one["edges_of_no"][0]["to"] == "unknown:api:gone"

    said = ask("answer", one["id"][:4], "yes", "--reason", "released on Monday").out
    assert said.startswith(f"answered {one['id']} yes: {one['text']}")
    assert ask.status()["orders:pay"] == "independent"
    assert [found["id"] for found in ask.questions()] == [other["id"]]
    assert ask("undo").out.startswith(f"undone: answered {one['id']} yes")
    assert ask.status()["orders:pay"] == "uncertain"
    assert ask("redo").code == 0
    assert ask.status()["orders:pay"] == "independent"
    ask("answer", one["id"], "--withdraw")
    assert ask.status()["orders:pay"] == "uncertain"


def test_an_answer_holds_in_every_scenario(ask: Asker) -> None:
    question = ask.questions()[0]["id"]
    ask("scenario", "new", "what-if")
    ask("answer", question, "no")
    ask("scenario", "switch", "main")
    assert sorted(ask.status().values()) == ["blocked", "uncertain"]


def test_many_alike_are_answered_at_once(ask: Asker) -> None:
    assert "answered 2 questions" in ask("answer", "--kind", "reference", "yes").out
    assert set(ask.status().values()) == {"independent"}
    assert "and 1 more with it" in ask("undo").out
    assert set(ask.status().values()) == {"uncertain"}
    ask("redo")
    assert set(ask.status().values()) == {"independent"}
    assert ask("answer", "--about", "nobody", "yes").complaints == [
        "no open question is of that kind, about that"
    ]


def test_answers_are_carried_to_where_there_is_no_store(ask: Asker) -> None:
    for one in ask.questions():
        ask("answer", one["id"], "yes", "--reason", 'said "Ada"')
    table = ask("answers", "--toml").out
    assert set(tomllib.loads(table)["answers"]) == {
        one["question"] for one in json.loads(ask("answers", "--json").out)["answers"]
    }
    (ask.folder / ".relplan" / "relplan.db").unlink()
    file = ask.folder / "relplan.toml"
    file.write_text(f"{file.read_text('utf-8')}\n{table}", "utf-8")
    ask("scan")
    assert "uncertain" not in ask.status().values()


def test_an_answer_of_the_file_stays_when_one_given_here_is_withdrawn(ask: Asker) -> None:
    question = next(one["id"] for one in ask.questions() if one["changes"] == ["orders:pay"])
    file = ask.folder / "relplan.toml"
    written = f'\n[answers]\n"{question}" = {{ answer = "no" }}\n'
    file.write_text(file.read_text("utf-8") + written, "utf-8")
    note = f"note: relplan.toml answers {question} no, and that stays until it is taken out of"
    assert not ask("answer", question, "yes").complaints
    for words in (["answer", question, "--withdraw"], ["answer", question[:4], "--withdraw"]):
        (told,) = ask(*words).complaints
        assert told.startswith(note)
    assert ask.status()["orders:pay"] == "blocked"
    ask("answer", question, "yes")
    assert ask("undo").complaints[0].startswith(note)


def test_the_check_tells_uncertain_from_yes_and_no(ask: Asker) -> None:
    assert ask("check", "orders:pay").code == 3
    assert "asked: " in ask("check", "orders:pay").out
    assert ask("check", "orders:pay", "--uncertain", "ok").code == 0
    for one in ask.questions():
        ask("answer", one["id"], "yes" if "orders:pay" in one["changes"] else "no")
    assert ask("check", "orders:pay").code == 0
    assert ask("check", "web:pay").code == 1


def test_beside_the_code_it_is_shown_what_is_asked(ask: Asker) -> None:
    answer = ask("check", "orders:pay", "--annotations")
    assert answer.code == 3
    assert answer.out.startswith("::warning title=orders%3Apay is uncertain::")
    assert "Is api:gone, on which orders:pay depends, in production?" in answer.out


def test_what_is_in_progress_is_uncertain_and_no_yes(ask: Asker) -> None:
    ask("change", "set", "orders:pay", "--state", "in-progress")
    answer = ask("check", "orders:pay", "--uncertain", "ok")
    assert answer.code == 1
    assert "it is in progress itself, and nothing blocks it for certain" in answer.out


def test_the_counts_of_a_plan_add_up(ask: Asker) -> None:
    for one in ask.questions():
        ask("answer", one["id"], "yes")
    ask("change", "set", "orders:pay", "--state", "in-progress")
    assert "2 changes: 1 shippable now (1 free), 0 blocked, 1 unfinished;" in ask("plan").out


def test_what_is_asked_fits_the_terminal(ask: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    lines = ask("questions").out.splitlines()
    assert max(map(len, lines[:-1])) <= 50
    assert any(line.startswith("  no      ") for line in lines)


def test_what_would_settle_it_is_told(ask: Asker) -> None:
    told = ask("why", "orders:pay").out
    assert "what would settle it" in told
    assert "Is api:gone" in told
    assert "clears 1 of 2 uncertain" in ask("plan").out


def test_what_is_no_answer_is_refused(ask: Asker) -> None:
    question = ask.questions()[0]["id"]
    for words in (["zzzz", "yes"], [question, "perhaps"], [question], ["--kind", "use", "v1"]):
        answer = ask("answer", *words)
        assert (answer.code, len(answer.complaints)) == (2, 1)


def test_a_date_of_what_is_uncertain_is_no_promise(ask: Asker) -> None:
    assert "uncertain: 1 change" in ask("windows").out


def test_dates_of_what_is_uncertain_are_no_promise(ask: Asker) -> None:
    found = json.loads(ask("windows", "--json").out)
    first, second = found["batches"]
    ids = sorted(one["id"] for one in ask.questions())
    assert [first["uncertain"], second["uncertain"]] == [["orders:pay"], ["web:pay"]]
    assert sorted(first["questions"] + second["questions"]) == ids
    assert found["uncertain_changes"] == 2
    said = ask("windows").out
    assert "uncertain: 1 change, see `relplan questions`" in said
    assert "no promise of a date: 2 changes; 2 questions would settle them" in said
    event = Calendar.from_ical(ask("export", "windows", "--format", "ics").out).events[0]
    assert event["STATUS"] == "TENTATIVE"
    assert "uncertain until questions are answered: orders:pay, web:pay" in event["DESCRIPTION"]

    for one in ids:
        ask("answer", one, "yes")
    found = json.loads(ask("windows", "--json").out)
    assert [one["uncertain"] for one in found["batches"]] == [[], []]
    assert "STATUS" not in ask("export", "windows", "--format", "ics").out


@pytest.fixture(scope="module")
def _removed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed(removed(tmp_path_factory.mktemp("removed")))


@pytest.fixture
def asked(
    _removed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Asker:
    return Asker(copied(_removed, tmp_path), asker(monkeypatch, capsys))


def bundle(ask: Asker) -> dict[str, Any]:
    (found,) = json.loads(ask("questions", "--json").out)["bundles"]
    return dict(found)


def test_what_one_change_takes_away_is_asked_once_and_stands_in_json_one_by_one(
    asked: Asker,
) -> None:
    assert [one["text"] for one in asked.questions()[-1:]] == ["Does web call GET /d of api?"]
    one = bundle(asked)
    assert one["text"].startswith("Does web call any of 3 operations of api that orders@")
    assert set(one["questions"]) == {found["id"] for found in asked.questions()[:3]}
    assert (one["yes"], one["no"]) == ({"blocks": 2, "clears": 0}, {"blocks": 0, "clears": 1})
    told = asked("questions").out
    assert told.startswith(f"{one['id']}  Does web call any of 3 operations of api")
    assert "moves 2 changes: a yes blocks 2, a no clears 1" in told
    assert "/c" in told
    assert f"asked: {one['id']} Does web call any of 3" in asked("plan").out
    assert one["id"] in asked("check", next(iter(asked.status()))).out


def test_a_no_answers_each_of_what_is_asked_as_one(asked: Asker) -> None:
    one = bundle(asked)
    assert "and 2 more with it" in asked("answer", one["id"][:5], "no").out
    answers = json.loads(asked("answers", "--json").out)["answers"]
    assert {(found["question"], found["answer"]) for found in answers} == {
        (name, "no") for name in one["questions"]
    }
    assert [found["text"] for found in asked.questions()] == ["Does web call GET /d of api?"]
    asked("undo")
    assert bundle(asked) == one


def test_a_yes_to_what_is_asked_as_one_must_say_to_which(asked: Asker) -> None:
    one = bundle(asked)
    refused = asked("answer", one["id"], "yes")
    assert refused.code == 2
    assert "does not say which of the 3 it is" in refused.complaints[0]
    listed = asked("questions", one["id"]).out
    first = one["questions"][0]
    assert f"  {first}  GET /a" in listed.splitlines()
    asked("answer", first, "yes")
    assert asked.questions() == []
    assert set(asked.status().values()) == {"blocked"}
    asked("undo")
    assert "and 2 more with it" in asked("answer", one["id"], "yes", "--each").out
    assert len(json.loads(asked("answers", "--json").out)["answers"]) == 3
