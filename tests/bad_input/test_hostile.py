"""Repositories whose authors mean us harm, and disks that fail: nothing runs, nothing is lost."""

import json
import os
import re
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from relplan.store.sqlite import database
from tests.cli.shop import EXECUTABLE, Shop, environment, execute

_SUBJECTS = {
    "markup": ("[/foo] close [bold]me", "[/foo] close [bold]me"),
    "ANSI": ("red \x1b[31malert\x1b[0m", "red alert"),
    "a title": ("\x1b]0;owned\x07quiet", "quiet"),
    "OSC 8": ("\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\", "click"),
    "C1": ("\x9b31mred", "red"),
    "right to left": ("ship \u202egnp.exe", "ship gnp.exe"),
    "invisible": ("no\u200bthing \u2066here\u2069", "nothing here"),
    "ends of lines": ("one\u2028two\x85three\rfour", "one two three four"),
    "bell and backspace": ("ok\x07\x08\x08no", "okno"),
    "no character": ("a\U000f0000b", "a\ufffdb"),
}


def test_a_subject_cannot_speak_to_the_terminal(fresh: Shop) -> None:
    web = fresh.repo("web")
    changes: dict[str, str] = {}
    for subject, shown in _SUBJECTS.values():
        commit = web.commit(subject + "\n\nBreaks: nothing-known")
        changes[f"web@{commit[:10]}"] = shown
    whys = [["why", change] for change in changes]
    for command in (
        ["scan"],
        ["plan"],
        ["plan", "--all"],
        *whys,
        ["plan", "--json"],
        ["scan", "--json"],
    ):
        answer = fresh.relplan(*command)
        assert answer.code == 0
        for line in (answer.out + answer.err).split("\n"):
            assert line.isprintable()
            assert not set(line) & set("\u202e\u2066\u2069\u200b\u2028")
    rows = fresh.done("plan", "--all").split("\n")
    found = {
        change: re.split(" {2,}", row)[-1] for change in changes for row in rows if change in row
    }
    assert found == changes


def test_a_message_of_10_mb(fresh: Shop) -> None:
    fresh.repo("web").commit("x" * 5_000_000 + "\n\n" + "y z " * 1_250_000 + "\n\nFeature: F1")
    fresh.done("scan")
    assert len(fresh.done("plan")) < 100_000
    assert len(fresh.done("why", "web@", "--json")) < 100_000


@pytest.mark.parametrize(
    "name", ["a\u2028b", "a\u00a0b", "a\u202eb", "-rf", "--help", "ä/ö", "%s{}"]
)
def test_a_strange_branch_is_found_by_its_name(fresh: Shop, name: str) -> None:
    web = fresh.repo("web")
    web.git("update-ref", f"refs/heads/{name}", web.git("rev-parse", "CHK-12-button"))
    web.git("branch", "-D", "CHK-12-button")
    fresh.done("scan")
    (row,) = (line for line in fresh.done("plan").split("\n") if "web:" in line)
    assert row.isprintable()
    (document,) = json.loads(fresh.done("why", f"web:{name}", "--json"))["why"]
    assert document["change"] == f"web:{name}"


def test_a_dependency_that_nobody_knows_is_asked_about(fresh: Shop) -> None:
    orders = fresh.repo("orders")
    orders.branch("go").commit("Go\n\nDepends-On: https://forge.example/pull/7")
    fresh.done("scan")
    fresh.done("change", "set", "orders:go", "--state", "ready")
    answer = fresh.relplan("check", "orders:go")
    assert answer.code == 3
    assert "uncertain" in answer.out
    assert "Is https://forge.example/pull/7, on which orders:go depends," in answer.out


def test_what_is_asked_is_text_and_never_a_sign_to_the_terminal(fresh: Shop) -> None:
    orders = fresh.repo("orders")
    orders.branch("go").commit("Go\n\nDepends-On: [/red][bold]\x1b[31m\x1b]0;owned\x07x")
    fresh.done("scan")
    for words in (["questions"], ["plan"], ["why", "orders:go"], ["answers", "--toml"]):
        answer = fresh.relplan(*words)
        assert "\x1b" not in answer.out + answer.err
        assert "\x07" not in answer.out + answer.err
    assert "[/red][bold]" in fresh.done("questions")
    (asked,) = json.loads(fresh.done("questions", "--json"))["questions"]
    fresh.done("answer", asked["id"], "no", "--reason", "\x1b[2Jgone")
    assert "\x1b" not in fresh.done("log") + fresh.done("answers", "--toml")


def test_what_could_not_be_read_is_not_clear(shop: Shop) -> None:
    web = shop.repo("web")
    web.branch("calm", "v1").commit("Work")
    shop.done("scan")
    shop.done("change", "set", "web:calm", "--state", "ready")
    assert shop.relplan("check", "web:calm").code == 0
    (shop.folder / "orders").rename(shop.folder / "gone")
    assert shop.relplan("scan").code == 2
    answer = shop.relplan("check", "web:calm")
    assert answer.code == 3
    missing = f"{shop.folder}/orders does not exist; clone the repository"
    assert answer.complaints == [
        f"as of an earlier scan: orders: {missing} or correct `repo` in relplan.toml",
        "not certain: a repository could not be read; mend it and run `relplan scan`",
    ]


def test_no_command_runs_what_a_repository_names(fresh: Shop, tmp_path: Path) -> None:
    trap, sprung = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\necho $0 >> {sprung}\n")
    trap.chmod(0o755)
    web = fresh.repo("web")
    web.write(".gitattributes", "* diff=evil filter=evil\n")
    hooks = web.path / ".git" / "hooks"
    hooks.mkdir()
    for hook in (
        "post-checkout",
        "reference-transaction",
        "post-index-change",
        "fsmonitor-watchman",
    ):
        (hooks / hook).symlink_to(trap)
    for key in (
        "core.fsmonitor", "core.pager", "pager.log", "core.sshCommand", "core.editor",
        "gpg.program", "diff.external", "diff.evil.textconv", "diff.evil.command",
        "filter.evil.clean", "credential.helper",
    ):  # fmt: skip
        web.git("config", key, str(trap))
    for alias in ("log", "rev-parse", "for-each-ref", "ls-tree", "status"):
        web.git("config", f"alias.{alias}", f"!{trap}")
    sprung.unlink(missing_ok=True)
    web.git("switch", "-q", "CHK-12-button")
    assert sprung.exists(), "the trap is none"
    sprung.unlink()
    settings = fresh.toml.read_text("utf-8")
    fresh.toml.unlink()
    fresh.done("init")
    fresh.toml.write_text(settings, "utf-8")
    fresh.done("scan")
    fresh.done("scan", "--full")
    fresh.done("why", at="web")
    assert not sprung.exists()


# The store


def test_a_full_disk(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.done("mark", "payments-api", "versioned")
    before = shop.memory()
    prepare = database._prepare

    def full(connection: sqlite3.Connection) -> None:
        prepare(connection)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    monkeypatch.setattr(database, "_prepare", full)
    for number in range(60):
        shop.repo("web").branch(f"branch-{number}", "v1").commit(f"Work {number}\n\n" + "x" * 900)
    answer = shop.relplan("scan")
    assert answer.code == 2
    assert answer.err == (
        f"relplan: the store {shop.store} cannot be written: the disk is full;"
        " free some space and try again; nothing was half saved\n"
    )
    assert shop.memory()["decisions"] == before["decisions"]
    assert "3 changes" in shop.done("plan")


def test_a_full_disk_under_the_output(shop: Shop) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [EXECUTABLE, "plan", "--json"], cwd=shop.folder, env=environment(), stdout=full,
            stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == (
        "relplan: the disk is full, so not all could be written; free some space and try again\n"
    )


def test_nobody_reads_the_output(shop: Shop) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [EXECUTABLE, "plan", "--json"], cwd=shop.folder, env=environment(), stdout=writing,
        stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_terminal_without_our_characters(fresh: Shop) -> None:
    fresh.repo("web").commit("Überall ein €")
    fresh.done("scan")
    answer = execute(fresh.folder, "plan", PYTHONIOENCODING="ascii")
    assert answer.code == 0
    assert "?berall ein ?" in answer.out


def test_a_store_that_somebody_else_writes(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(shop.store)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = shop.relplan("mark", "payments-api", "versioned")
        assert answer.code == 2
        assert answer.err == (
            f"relplan: the store {shop.store} is in use by another process;"
            " wait until that is done, or end it, and try again\n"
        )
        assert "3 changes" in shop.done("plan")
    assert "versioned" in shop.done("mark", "payments-api", "versioned")


def test_a_store_that_may_only_be_read(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = database._prepare

    def read_only(connection: sqlite3.Connection) -> None:
        prepare(connection)
        connection.execute("PRAGMA query_only = ON")

    monkeypatch.setattr(database, "_prepare", read_only)
    assert "3 changes" in shop.done("plan")
    answer = shop.relplan("mark", "payments-api", "versioned")
    assert answer.code == 2
    assert answer.err == (
        f"relplan: the store {shop.store} cannot be written: the file, its folder or its disk is"
        " read-only; make it writable, or name another place with RELPLAN_STORE\n"
    )


_WAITING_GIT = """\
#!/bin/sh
case "$PWD" in
*/web) echo reached > "{reached}"; exec cat "{hold}";;
esac
exec {git} "$@"
"""


def scan_stopped_by(number: signal.Signals, shop: Shop, tmp_path: Path) -> tuple[int, str]:
    """Scan all anew until git reads web, send the signal; return the exit code and stderr."""
    reached, hold = tmp_path / "reached", tmp_path / "hold"
    os.mkfifo(reached)
    os.mkfifo(hold)
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout
    git.write_text(_WAITING_GIT.format(reached=reached, hold=hold, git=real.strip()))
    git.chmod(0o755)
    surroundings = environment(PATH=f"{git.parent}:{os.environ['PATH']}")
    with (tmp_path / "said").open("w") as said, subprocess.Popen(
        [EXECUTABLE, "scan", "--full"], cwd=shop.folder, env=surroundings,
        stdout=subprocess.DEVNULL, stderr=said,
        # Where the tests run in a shell's background, Ctrl+C would be ignored from the start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:  # fmt: skip
        assert reached.read_text() == "reached\n"
        process.send_signal(number)
        if number is signal.SIGKILL:
            process.wait()
            hold.write_text("")  # the child that outlived it may end
    return process.returncode, (tmp_path / "said").read_text()


def test_ctrl_c_in_mid_scan(shop: Shop, tmp_path: Path) -> None:
    before = shop.done("plan", "--json")
    assert scan_stopped_by(signal.SIGINT, shop, tmp_path) == (130, "")
    assert shop.done("plan", "--json") == before


def test_kill_9_in_mid_scan(shop: Shop, tmp_path: Path) -> None:
    shop.done("mark", "payments-api", "versioned")
    shop.done("change", "set", "orders:pay-v2", "--state", "ready")
    before, plan = shop.memory()["decisions"], shop.done("plan", "--json")
    assert scan_stopped_by(signal.SIGKILL, shop, tmp_path) == (-signal.SIGKILL, "")
    assert shop.memory()["decisions"] == before
    assert shop.done("plan", "--json") == plan
    shop.done("scan")
    assert shop.done("plan", "--json") == plan


def test_the_folder_below_our_feet_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["sh", "-c", f'cd "{gone}" && rmdir "{gone}" && exec "{EXECUTABLE}" plan'],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == (
        "relplan: the current folder cannot be found: No such file or directory;"
        " go to one that exists\n"
    )
