"""What goes to stdout, what to stderr, and what a terminal, a pipe and a shell get."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from relplan import __version__
from relplan.cli.commands.tui import has_terminal
from tests.cli.shop import EXECUTABLE, Shop, environment, execute


def on_a_terminal(folder: Path, *words: str, **more: str) -> str:
    """Return what a command prints on a terminal."""
    ours, its = pty.openpty()
    done = subprocess.run(
        [EXECUTABLE, *words], cwd=folder, env=environment(**more), stdin=its, stdout=its,
        stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    os.close(its)
    assert done.returncode == 0
    shown = b""
    try:
        while piece := os.read(ours, 1 << 16):
            shown += piece
    except OSError:  # how a terminal says that nobody is on its other end any more
        pass
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def test_colours_on_a_terminal_only_and_only_if_wanted(shop: Shop) -> None:
    plain = shop.done("plan")
    assert "\x1b" not in plain
    coloured = on_a_terminal(shop.folder, "plan", TERM="xterm-256color")
    assert "\x1b[31mblocked\x1b[0m" in coloured
    assert on_a_terminal(shop.folder, "plan", TERM="xterm", NO_COLOR="1") == plain
    assert on_a_terminal(shop.folder, "plan", TERM="dumb") == plain


def test_stdout_is_data_and_stderr_is_narration(shop: Shop) -> None:
    answer = execute(shop.folder, "plan")
    assert answer.out.startswith("shop, scenario main\n3 changes: ")
    (line,) = answer.complaints
    assert line.startswith("as of the scan of 20")
    answer = execute(shop.folder, "plan", "--json")
    assert json.loads(answer.out)["workspace"] == "shop"
    assert answer.err == ""
    answer = execute(shop.folder, "why", "nobody")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_the_exit_code_is_0_1_or_2_and_the_real_programs_too(shop: Shop) -> None:
    shop.repo("web").branch("calm", "v1").commit("Work")
    shop.done("scan")
    shop.done("change", "set", "web:calm", "--state", "ready")
    for words, code in (("web:calm", 0), ("orders:pay-v2", 1), ("nobody", 2), ("--nonsense", 2)):
        assert shop.relplan("check", words).code == code
    assert execute(shop.folder, "check", "orders:pay-v2").code == 1


def test_nothing_interactive_starts_without_a_terminal(shop: Shop) -> None:
    answer = execute(shop.folder)
    assert (answer.code, answer.out) == (2, "")
    assert answer.complaints == ["this needs a terminal; see `relplan plan` instead"]


@pytest.mark.parametrize("missing", ["aiohttp", "textual_serve"])
def test_without_what_only_the_browser_needs_one_line_says_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    answer = shop.relplan("--serve")
    assert (answer.code, answer.out) == (2, "")
    (complaint,) = answer.complaints
    assert complaint == (
        "--serve needs textual-serve, which is not installed;"
        " run `pip install textual-serve` where relplan is installed"
    )


def test_another_folder_and_the_version(shop: Shop, tmp_path: Path) -> None:
    assert shop.done("-C", "payments", "why", "--json") == shop.done("why", "--json", at="payments")
    assert shop.done("--version") == f"relplan {__version__}\n"


def test_help_of_every_command(shop: Shop) -> None:
    said = shop.done("--help")
    for command in ("init", "scan", "plan", "why", "check", "mark", "unmark", "dismiss", "undo",
                    "redo", "log", "scenario", "change", "demo"):  # fmt: skip
        assert f"\n  {command} " in said
        assert "--help" in shop.done(command, "--help")


def test_a_process_behind_the_browser_needs_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    assert not has_terminal()
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert has_terminal()
