"""What people answer where nothing tells what is in production."""

import json
from pathlib import Path

import pytest

from relplan.app import open_workbench
from tests.cli.commands.test_questions import Asker
from tests.cli.shop import Answer, asker
from tests.sources.git.git_repo import GitRepo
from tests.workspaces import copied, packed

_SETTINGS = "[workspace]\nname = 'untagged'\nstale_after_days = 0\n"


@pytest.fixture(scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build and scan two services of two commits each, without a tag."""
    folder = tmp_path_factory.mktemp("untagged")
    names = ("orders", "web")
    for name in names:
        repo = GitRepo(folder / name)
        repo.commit("Begin", "readme.md", "one\n")
        repo.git("branch", "released")
        repo.commit("Go on", "readme.md", "two\n")
    tables = "".join(f"[services.{name}]\nrepo = '{name}'\n" for name in names)
    staging = "[environments.staging]\n"
    (folder / "relplan.toml").write_text(_SETTINGS + tables + staging, "utf-8")
    with open_workbench(folder) as bench:
        bench.scan()
    return packed(folder)


@pytest.fixture
def ask(
    _built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Asker:
    return Asker(copied(_built, tmp_path), asker(monkeypatch, capsys))


def the_id(ask: Asker) -> str:
    (question,) = ask.questions()
    return str(question["id"])


def running(ask: Asker, *options: str) -> dict[str, tuple[str, str, str]]:
    plan = json.loads(ask(*options, "plan", "--json").out)
    return {
        one["service"]: (one["revision"], one["by"], one["evidence"][0]["text"])
        for one in plan["production"]
    }


def refused(answer: Answer) -> str:
    assert (answer.code, len(answer.complaints)) == (2, 1)
    return answer.complaints[0]


def test_a_yes_settles_it_for_all_and_is_taken_back(ask: Asker) -> None:
    question = the_id(ask)
    assert ask("answer", question, "yes").code == 0
    assert ask.questions() == []
    assert "not known" not in ask("plan").out
    ask("answer", question, "--withdraw")
    assert the_id(ask) == question


def test_a_revision_of_each_is_deployed_from_the_next_scan_on(ask: Asker) -> None:
    question = the_id(ask)
    said = ask("answer", question, "web=released", "--reason", "the wiki says so")
    assert said.complaints == ["note: the next `relplan scan` takes it for what is in production"]
    (left,) = ask.questions()
    assert (left["id"], left["text"]) == (question, "Does orders run its main in production?")
    ask("scan")
    revision, by, why = running(ask)["web"]
    assert (revision, by) == ("released", "deployed")
    assert why.endswith("answered released: the wiki says so")
    assert [one[:4] for one in ask.status()] == ["web@"]
    # Only one service is asked about now, so that a revision alone is plain for it.
    assert ask("answer", question, "orders=released").code == 0
    ask("scan")
    assert sorted(one[:4] for one in ask.status()) == ["orde", "web@"]
    ask("answer", question, "--withdraw")
    ask("scan")
    assert (ask.status(), the_id(ask)) == ({}, question)


def test_a_revision_alone_is_for_one_service(ask: Asker) -> None:
    question = the_id(ask)
    assert "do not" not in refused(ask("answer", question, "released"))
    assert "is no revision" in refused(ask("answer", question, "web=v9"))
    assert "not asked" in refused(ask("answer", question, "mail=released"))
    assert "say what runs" in refused(ask("answer", question, "no"))
    ask("answer", question, "web=yes")
    ask("answer", question, "orders=released")
    assert ask.questions() == []


def test_each_environment_has_its_own(ask: Asker) -> None:
    staging = ("--environment", "staging")
    (question,) = json.loads(ask(*staging, "questions", "--json").out)["questions"]
    assert question["id"] != the_id(ask)
    ask(*staging, "answer", question["id"], "web=released", "orders=yes")
    ask("scan")
    found = running(ask, *staging)
    assert (found["web"][:2], found["orders"][1]) == (("released", "deployed"), "main")
    assert running(ask)["web"][1] == "main"


def test_they_are_carried_in_relplan_toml(ask: Asker) -> None:
    ask("answer", the_id(ask), "web=released", "orders=yes")
    table = ask("answers", "--toml").out
    (ask.folder / ".relplan" / "relplan.db").unlink()
    file = ask.folder / "relplan.toml"
    file.write_text(f"{file.read_text('utf-8')}\n{table}", "utf-8")
    ask("scan")
    assert ask.questions() == []
    assert running(ask)["web"][:2] == ("released", "deployed")
