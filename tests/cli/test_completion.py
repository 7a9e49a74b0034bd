"""Names for the shell's completion, as bash puts them in."""

import os
import subprocess
from pathlib import Path

import pytest

from relplan.cli.main import run
from relplan.contracts.registry import GROUP
from relplan.plugins import problems
from tests.cli.shop import EXECUTABLE, Shop, environment, execute
from tests.packages import Packages, install

_COMPLETE = """
{taught}
COMP_WORDS=({words})
COMP_CWORD=$(({count} - 1))
_relplan_completion relplan
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


class Bash:
    """Asks as bash does, or another shell, in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def completed(self, folder: Path, *words: str) -> list[str]:
        """Return what is put in the place of the last of *words*."""
        return self.said(folder, *words, _RELPLAN_COMPLETE="complete_bash").split()

    def said(self, folder: Path, *words: str, **more: str) -> str:
        """Return what is said when a shell with *more* in its environment asks."""
        asked = {"COMP_WORDS": "\n".join(["relplan", *words]), "COMP_CWORD": str(len(words))}
        self._capsys.readouterr()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            for name, value in (asked | more).items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as end:
                run([])
        said = self._capsys.readouterr()
        assert (end.value.code, said.err) == (0, "")
        return said.out


@pytest.fixture
def bash(capsys: pytest.CaptureFixture[str]) -> Bash:
    return Bash(capsys)


def completed_by_bash(folder: Path, *words: str) -> list[str]:
    """Return what a real bash puts in the place of the last of *words*, once it was taught to."""
    script = _COMPLETE.format(
        taught=execute(folder, _RELPLAN_COMPLETE="source_bash").out,
        words=" ".join(f"'{word}'" for word in ("relplan", *words)),
        count=len(words) + 1,
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", script], cwd=folder, capture_output=True, text=True, check=True,
        env=environment(PATH=f"{EXECUTABLE.parent}:{os.environ['PATH']}"),
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


def test_a_real_bash_asks_as_these_tests_do(shop: Shop, bash: Bash) -> None:
    words = ("why", "web", ":", "CHK")
    assert completed_by_bash(shop.folder, *words) == ["CHK-12-button"]
    assert bash.completed(shop.folder, *words) == ["CHK-12-button"]


@pytest.mark.parametrize(
    ("shell", "sign"),
    [
        ("bash", "complete -o default -F _relplan_completion relplan"),
        ("zsh", "#compdef relplan"),
        ("fish", "complete --command relplan"),
        ("pwsh", "Register-ArgumentCompleter -Native -CommandName relplan"),
    ],
)
@pytest.mark.parametrize("option", ["--show-completion {}", "--show-completion={}"])
def test_the_script_is_that_of_the_shell_that_is_named(
    option: str, shell: str, sign: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        run(option.format(shell).split())
    assert end.value.code in (None, 0)
    assert sign in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
@pytest.mark.parametrize("shell", ["csh", "plan"])
def test_what_is_no_shell_is_refused(
    option: str, shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([option, shell]) == 2
    said = capsys.readouterr()
    assert (said.out, f"not '{shell}'" in said.err) == ("", True)


def test_completion_of_changes_couplings_and_marks(shop: Shop, bash: Bash) -> None:
    assert bash.completed(shop.folder, "why", "or") == ["orders:pay-v2"]
    assert bash.completed(shop.folder, "mark", "") == ["CHK-12", "payments-api", "e2e"]
    assert bash.completed(shop.folder, "mark", "payments-api", "v") == ["versioned"]
    assert bash.completed(shop.folder, "plan", "--mark", "pay") == ["payments-api="]
    assert bash.completed(shop.folder, "compare", "--kind", "gra") == ["graphql"]


def test_completion_after_a_sign_at_which_bash_ends_a_word(shop: Shop, bash: Bash) -> None:
    assert bash.completed(shop.folder, "why", "orders", ":") == ["pay-v2"]
    assert bash.completed(shop.folder, "why", "web", ":", "CHK") == ["CHK-12-button"]
    merged = shop.payments_main().partition("@")[2]
    assert bash.completed(shop.folder, "change", "set", "payments", "@", merged[:3]) == [merged]
    assert bash.completed(shop.folder, "plan", "--mark", "CHK-12", "=", "f") == ["flagged"]


def test_completion_offers_nothing_that_a_shell_would_run(shop: Shop, bash: Bash) -> None:
    for name in ("x$(touch${IFS}pwned)", "x`id`", "x;id", "x&id", "x'y"):
        shop.repo("web").git("update-ref", f"refs/heads/{name}", "CHK-12-button")
    shop.repo("web").git("branch", "xß", "CHK-12-button")
    shop.done("scan")
    offered = set(bash.completed(shop.folder, "why", "web"))
    assert offered
    assert offered <= {"web:CHK-12-button", "web:xß"}


def test_completion_says_nothing_where_something_is_wrong(
    fresh: Shop, tmp_path: Path, bash: Bash
) -> None:
    assert bash.completed(tmp_path, "why", "") == []
    assert bash.completed(fresh.folder, "why", "") == []
    fresh.toml.write_text("[half", "utf-8")
    assert bash.completed(fresh.folder, "mark", "") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_says_nothing_of_a_package_that_is_broken(
    packages: Packages, bash: Bash, shell: str
) -> None:
    install(packages.folder, "broken", "", GROUP, "thrift = broken:KIND")
    packages.begin()
    assert "graphql" in bash.said(
        packages.folder, "compare", "--kind", "graph", _RELPLAN_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS="relplan compare --kind graph", _TYPER_COMPLETE_FISH_ACTION="get-args",
    )  # fmt: skip
    assert problems()  # it was looked for
