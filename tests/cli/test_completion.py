"""Names for the shell's completion, as bash puts them in."""

import os
import subprocess
from functools import cache
from pathlib import Path

import pytest

from relplan.contracts.registry import GROUP
from tests.cli.shop import EXECUTABLE, Shop, environment, execute
from tests.packages import install, path_with

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
    assert completed(shop.folder, "compare", "--kind", "gra") == ["graphql"]


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


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_says_nothing_of_a_package_that_is_broken(tmp_path: Path, shell: str) -> None:
    install(tmp_path, "broken", "", GROUP, "thrift = broken:KIND")
    words = ["relplan", "compare", "--kind", "graph"]
    answer = execute(
        tmp_path, PYTHONPATH=path_with(tmp_path), _RELPLAN_COMPLETE=f"complete_{shell}",
        COMP_WORDS="\n".join(words), COMP_CWORD="3",
        _TYPER_COMPLETE_ARGS=" ".join(words), _TYPER_COMPLETE_FISH_ACTION="get-args",
    )  # fmt: skip
    assert "graphql" in answer.out
    assert answer.err == ""
