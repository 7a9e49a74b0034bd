"""What the repository says of itself is so."""

import re
from pathlib import Path

import pytest

from relplan.cli.app import COMMANDS

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text("utf-8")


def test_ci_runs_the_readmes_test_command() -> None:
    command = next(line for line in README.splitlines() if line.endswith(".venv/bin/pytest"))
    assert command in (TOP / ".ci" / "run").read_text("utf-8").splitlines()


def test_no_file_for_installing_names_a_host() -> None:
    for name in (".ci/constraints.txt", "pyproject.toml", ".pre-commit-config.yaml"):
        lines = (TOP / name).read_text("utf-8").splitlines()
        assert not [line for line in lines if "://" in line]


def commands_shown() -> list[str]:
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", README, re.DOTALL)
    return sorted(set(re.findall(r"\brelplan ([a-z]\w*)", "\n".join(blocks))))


@pytest.mark.parametrize("name", commands_shown())
def test_the_readme_names_only_commands_that_exist(name: str) -> None:
    assert name in COMMANDS


def test_the_readmes_pictures_are_there() -> None:
    for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (TOP / picture).is_file()
