"""What goes to stdout, what to stderr, and what a terminal, a pipe and a shell get."""

import json
import os
import pty
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from relplan import __version__
from relplan.cli.app import COMMANDS, load
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


def test_the_real_program_exits_with_0_1_and_2(shop: Shop) -> None:
    shop.repo("web").branch("calm", "v1").commit("Work")
    shop.done("scan")
    shop.done("change", "set", "web:calm", "--state", "ready")
    assert execute(shop.folder, "check", "web:calm").code == 0
    assert execute(shop.folder, "check", "orders:pay-v2").code == 1
    assert execute(shop.folder, "check", "nobody").code == 2
    assert execute(shop.folder, "check", "--nonsense").code == 2


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


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_by_the_first_line_of_its_own_help(name: str) -> None:
    assert load(name).help.partition("\n")[0] == COMMANDS[name].summary


# Completion


_COMPLETE = """
{taught}
COMP_WORDS=({words})
COMP_CWORD=$(({count} - 1))
_relplan_completion relplan
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@cache
def taught() -> str:
    """Return what teaches bash to complete, which is the same wherever it is asked for."""
    return execute(Path.cwd(), _RELPLAN_COMPLETE="source_bash").out


def completed(folder: Path, *words: str) -> list[str]:
    """Return what bash puts in the place of the last of *words*."""
    script = _COMPLETE.format(
        taught=taught(),
        words=" ".join(f"'{word}'" for word in ("relplan", *words)),
        count=len(words) + 1,
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", script], cwd=folder, capture_output=True, text=True, check=True,
        env=environment(PATH=f"{EXECUTABLE.parent}:{os.environ['PATH']}"),
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


def test_completion_of_changes_couplings_and_marks(shop: Shop) -> None:
    assert completed(shop.folder, "why", "or") == ["orders:pay-v2"]
    assert completed(shop.folder, "mark", "") == ["CHK-12", "payments-api", "e2e"]
    assert completed(shop.folder, "mark", "payments-api", "v") == ["versioned"]
    assert completed(shop.folder, "plan", "--mark", "pay") == ["payments-api="]


def test_completion_after_a_sign_at_which_bash_ends_a_word(shop: Shop) -> None:
    assert completed(shop.folder, "why", "orders", ":") == ["pay-v2"]
    assert completed(shop.folder, "why", "web", ":", "CHK") == ["CHK-12-button"]
    merged = shop.payments_main().partition("@")[2]
    assert completed(shop.folder, "change", "set", "payments", "@", merged[:3]) == [merged]
    assert completed(shop.folder, "plan", "--mark", "CHK-12", "=", "f") == ["flagged"]


def test_completion_offers_nothing_that_a_shell_would_run(shop: Shop) -> None:
    for name in ("x$(touch${IFS}pwned)", "x`id`", "x;id", "x&id", "x'y"):
        shop.repo("web").git("update-ref", f"refs/heads/{name}", "CHK-12-button")
    shop.repo("web").git("branch", "xß", "CHK-12-button")
    shop.done("scan")
    offered = set(completed(shop.folder, "why", "web"))
    assert offered
    assert offered <= {"web:CHK-12-button", "web:xß"}


def test_completion_says_nothing_where_something_is_wrong(fresh: Shop, tmp_path: Path) -> None:
    assert completed(tmp_path, "why", "") == []
    assert completed(fresh.folder, "why", "") == []
    fresh.toml.write_text("[half", "utf-8")
    assert completed(fresh.folder, "mark", "") == []


# What starting loads

_LOADED = """
import sys
from relplan.cli.main import run
code = run(sys.argv[1:])
print("loaded", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


_UNNEEDED = "textual sqlmodel sqlalchemy git networkx alembic sqlglot graphql"


@pytest.mark.parametrize(
    ("words", "spared"),
    [
        ("--help", "textual sqlmodel sqlalchemy git networkx pydantic alembic rich tomli_w"),
        ("--version", "textual sqlmodel sqlalchemy git networkx pydantic alembic tomli_w"),
        *((f"{name} --help", _UNNEEDED) for name in COMMANDS),
        ("scenario diff --help", _UNNEEDED),
        ("why orders:pay-v2", "textual git alembic"),
        ("plan --json", "textual git alembic"),
        ("mark payments-api versioned", "textual git alembic"),
        ("rules", "textual sqlmodel sqlalchemy git networkx alembic sqlglot graphql packaging"),
    ],
)
def test_a_command_loads_only_what_it_needs(shop: Shop, words: str, spared: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *words.split()], cwd=shop.folder, env=environment(),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    loaded = set(done.stderr.splitlines()[-1].split()[1:])
    assert "relplan" in loaded
    assert loaded.isdisjoint(spared.split())


def test_a_process_behind_the_browser_needs_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    assert not has_terminal()
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert has_terminal()
