"""Two people in one store: each looks where they chose, and undoes their own."""

import json
import shutil
from pathlib import Path
from socket import gethostname

import pytest

from relplan.store import open_store
from tests.cli.shop import Shop, execute
from tests.cli.terminal import Terminal


def as_person(shop: Shop, who: str, state: Path, *words: str, **more: str) -> str:
    answer = execute(shop.folder, *words, LOGNAME=who, XDG_STATE_HOME=str(state / who), **more)
    assert answer.code == 0, answer.err
    return answer.out


def protect(shop: Shop) -> None:
    shop.settings("[workspace]\n", "[workspace]\nprotect_main = true\n")


def marks(shop: Shop) -> dict[str, str]:
    """Return the marks that are in force in main."""
    with open_store(shop.store) as store:
        return dict(store.scenario().marks)


def test_who_switches_moves_nobody_else(shop: Shop, tmp_path: Path) -> None:
    as_person(shop, "ada", tmp_path, "scenario", "new", "what-if")
    as_person(shop, "ada", tmp_path, "mark", "payments-api", "versioned")
    assert "scenario what-if" in as_person(shop, "ada", tmp_path, "plan")
    bobs = as_person(shop, "bob", tmp_path, "plan")
    assert "scenario main" in bobs
    assert "marked:" not in bobs
    as_person(shop, "ada", tmp_path, "scenario", "switch", "main")
    assert "scenario main" in as_person(shop, "ada", tmp_path, "plan")


def test_the_option_goes_before_the_variable_and_that_before_the_choice(shop: Shop) -> None:
    for name in ("chosen", "said", "asked"):
        shop.done("scenario", "new", name)
    shop.done("scenario", "switch", "chosen")

    def seen(*words: str, **more: str) -> str:
        out = execute(shop.folder, *words, **more).out
        return out.splitlines()[0]

    assert seen("plan").endswith("scenario chosen")
    assert seen("plan", RELPLAN_SCENARIO="said").endswith("scenario said")
    assert seen("plan", "--scenario", "asked", RELPLAN_SCENARIO="said").endswith("scenario asked")
    assert seen("--scenario", "asked", "plan", RELPLAN_SCENARIO="said").endswith("scenario asked")
    wrong = execute(shop.folder, "plan", RELPLAN_SCENARIO="sad")
    assert wrong.code == 2
    assert "there is no scenario 'sad', which RELPLAN_SCENARIO names" in wrong.err
    note = execute(shop.folder, "scenario", "switch", "main", RELPLAN_SCENARIO="said")
    assert "note: RELPLAN_SCENARIO goes before that, and names said" in note.err


def test_a_choice_that_is_gone_counts_for_nothing(shop: Shop) -> None:
    shop.done("scenario", "new", "what-if")
    shutil.rmtree(shop.folder / ".relplan")
    shop.done("scan")
    assert "scenario main" in shop.done("plan")


@pytest.mark.parametrize(
    "words",
    [
        ("mark", "payments-api", "versioned"),
        ("move", "orders:pay-v2", "2026-12-01"),
        ("change", "set", "web:CHK-12-button", "--state", "ready"),
        ("propose", "unblock", "orders:pay-v2", "--accept"),
    ],
    ids=lambda words: words[0],
)
def test_what_is_decided_in_a_scenario_is_logged_there(shop: Shop, words: tuple[str, ...]) -> None:
    shop.done("scenario", "new", "what-if")
    shop.done("scenario", "switch", "main")
    shop.done(*words, "--scenario", "what-if")
    entries = json.loads(shop.done("log", "--json"))["entries"]
    assert {entry["scenario"] for entry in entries} == {"what-if"}
    shop.done("undo", "--scenario", "what-if")
    shop.done("redo", "--scenario", "what-if")
    assert marks(shop) == {}


def test_undo_takes_back_ones_own(shop: Shop, tmp_path: Path) -> None:
    as_person(shop, "ada", tmp_path, "mark", "payments-api", "versioned")
    as_person(shop, "bob", tmp_path, "mark", "CHK-12", "flagged")
    assert "undone: marked payments-api" in as_person(shop, "ada", tmp_path, "undo")
    nothing = execute(shop.folder, "undo", LOGNAME="ada")
    assert nothing.err.strip() == (
        "relplan: there is nothing of yours to undo; bob's stays: marked CHK-12 flagged"
    )


def test_main_is_protected_without_a_terminal(shop: Shop) -> None:
    protect(shop)
    refused = execute(shop.folder, "mark", "payments-api", "versioned")
    assert refused.code == 2
    assert refused.err.strip() == (
        "relplan: a mark changes main, which is protected; give --yes to decide it all the same,"
        " or --scenario NAME to try it elsewhere"
    )
    shop.done("scenario", "new", "what-if")
    shop.done("mark", "payments-api", "versioned")
    fact = execute(
        shop.folder, "change", "set", "web:CHK-12-button", "--state", "ready",
        "--scenario", "what-if",
    )  # fmt: skip
    assert fact.code == 2
    assert "a state holds in every scenario, and main is protected" in fact.err
    shop.done("scenario", "switch", "main")
    shop.done("mark", "payments-api", "versioned", "--yes")
    assert execute(shop.folder, "undo").code == 2
    shop.done("undo", "--yes")
    assert marks(shop) == {}


def test_main_is_protected_at_a_terminal(shop: Shop) -> None:
    protect(shop)
    words = ("mark", "payments-api", "versioned")
    for answer, ends in (("\r", "nothing was decided"), ("y\r", "marked payments-api versioned")):
        with Terminal(shop.folder, *words) as terminal:
            terminal.read_until("decide it all the same? [y/N]")
            terminal.press(answer)
            terminal.read_until(ends)


def test_the_log_says_who_and_from_where_since_when(shop: Shop, tmp_path: Path) -> None:
    as_person(shop, "ada", tmp_path, "mark", "payments-api", "versioned", CI="true")
    as_person(shop, "ada", tmp_path, "undo")
    as_person(shop, "bob", tmp_path, "scenario", "new", "what-if")
    as_person(shop, "bob", tmp_path, "mark", "CHK-12", "flagged")
    newest, oldest = json.loads(shop.done("log", "--json", "--since", "2020-01-01"))["entries"]
    host = gethostname()
    assert [newest[key] for key in ("who", "via", "host")] == ["bob", "cli", host]
    assert [oldest[key] for key in ("who", "via", "host")] == ["ada", "ci", host]
    assert newest["turned"] is None
    assert [oldest["turned"][key] for key in ("who", "via", "host")] == ["ada", "cli", host]
    assert f"cli on {host}" in shop.done("log", "-n", "1")
    assert json.loads(shop.done("log", "--json", "--since", "2100-01-01"))["entries"] == []
    none = shop.relplan("log", "--since", "2100-01-01")
    assert (none.out, none.complaints) == ("", ["nothing was decided since 2100-01-01"])
    only = json.loads(shop.done("log", "--json", "--scenario", "main"))["entries"]
    assert [entry["subject"] for entry in only] == ["payments-api"]
    wrong = shop.relplan("log", "--scenario", "mian")
    assert (wrong.code, wrong.complaints) == (
        2, ["there is no scenario 'mian'; there are main, what-if"]
    )  # fmt: skip


def test_a_log_of_nothing_says_so(shop: Shop) -> None:
    answer = shop.relplan("log")
    assert (answer.code, answer.out) == (0, "")
    assert answer.complaints == ["nothing was decided"]
    shop.done("mark", "payments-api", "versioned")
    shop.done("undo")
    assert shop.relplan("log").err == ""
    only = shop.relplan("log", "--scenario", "main", "--since", "2100-01-01")
    assert only.complaints == ["nothing was decided in scenario main since 2100-01-01"]


@pytest.mark.parametrize("command", ["mark", "unmark"])
def test_a_command_that_marks_names_all_that_can_be_marked(shop: Shop, command: str) -> None:
    said = " ".join(shop.done(command, "--help").split())
    assert "A contract, feature, gate or unit, or a unique prefix of its name." in said


def on_machine(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: host)


def test_namesakes_on_two_machines_are_two_people(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "root")
    on_machine(monkeypatch, "laptop")
    shop.done("mark", "payments-api", "versioned")
    on_machine(monkeypatch, "build-7")
    assert shop.relplan("undo").complaints == [
        "there is nothing of yours to undo; root on laptop's stays: marked payments-api versioned"
    ]
    assert marks(shop) == {"payments-api": "versioned"}
    shop.done("mark", "CHK-12", "flagged")
    on_machine(monkeypatch, "laptop")
    assert "undone: marked payments-api" in shop.done("undo")
    on_machine(monkeypatch, "build-7")
    assert shop.relplan("redo").complaints == ["there is nothing of yours to redo"]
    assert "undone: marked CHK-12" in shop.done("undo")
    shop.done("mark", "e2e", "waived")
    on_machine(monkeypatch, "laptop")
    assert "redone: marked payments-api" in shop.done("redo")
    assert marks(shop) == {"payments-api": "versioned", "e2e": "waived"}


def test_a_namesakes_newer_word_is_told_as_theirs(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "root")
    on_machine(monkeypatch, "laptop")
    shop.done("mark", "payments-api", "versioned")
    on_machine(monkeypatch, "build-7")
    shop.done("mark", "payments-api", "flagged")
    on_machine(monkeypatch, "laptop")
    refused = shop.relplan("undo")
    assert refused.code == 2
    assert refused.complaints[-1].startswith(
        "root on build-7 decided anew on payments-api since (flagged holds now)"
    )


def test_what_was_written_down_without_a_machine_is_the_login_names(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "root")
    on_machine(monkeypatch, "")
    shop.done("mark", "payments-api", "versioned")
    on_machine(monkeypatch, "laptop")
    assert "undone: marked payments-api" in shop.done("undo")
    assert marks(shop) == {}
