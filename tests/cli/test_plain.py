"""Plain commands are read without Typer, and as Typer reads them."""

import inspect
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from relplan.cli.app import load
from relplan.cli.commands.tui import open_tui
from relplan.cli.plain import read

_PLAIN = """
check
check web:x --annotations
check --ordered ok --json web:x
check --uncertain=ok --scenario main
why --json
why a:b --scenario=
plan --mark a=versioned --mark=b=flagged --all
plan --scenario-file s.json
scan --full --verbose
questions a --json
answer 3f --withdraw --reason because
compare a b --kind openapi --json
mark a versioned
export graph --format dot -o g.dot --batch B1
import reviews.json
"""


@pytest.mark.parametrize("line", _PLAIN.strip().splitlines())
def test_plain_words_are_read_as_typer_reads_them(line: str) -> None:
    name, *words = line.split()
    plain = read([name, *words])
    assert plain is not None
    typers = load(name).make_context(name, list(words)).params
    assert {key: _bare(value) for key, value in _called(plain).items()} == {
        key: _bare(value) for key, value in typers.items()
    }


def _called(plain: Any) -> dict[str, Any]:
    bound = inspect.signature(plain.command).bind(**plain.values)
    bound.apply_defaults()
    return dict(bound.arguments)


def _bare(value: Any) -> Any:
    """What Typer makes of a value only as it calls the command is the same value here."""
    if isinstance(value, list | tuple):
        return list(map(_bare, value)) or None
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Path) else value


def test_options_before_the_command_are_read_too() -> None:
    plain = read(["-C", "shop", "--as-of=2026-11-26", "--environment", "staging", "check"])
    assert plain is not None
    assert plain.before == {"directory": "shop", "as_of": "2026-11-26", "environment": "staging"}


def test_no_command_is_the_tui() -> None:
    plain = read(["-C", "shop", "--ascii", "--theme=relplan-light"])
    assert plain is not None
    assert (plain.command, plain.before) == (open_tui, {"directory": "shop"})
    assert plain.values == {"ascii_only": True, "theme": "relplan-light"}


@pytest.mark.parametrize(
    "line",
    [
        "--help", "--version", "check --help", "check -h", "plan --jso", "plan --json=1",
        "plan --json --json", "why a b", "why -- a", "why --scenario", "why --scenario --json",
        "check --ordered no", "check --ordered OK", "log --limit 3", "mark a", "nothing",
        "answer 3f yes", "-Cshop plan", "-C a -C b plan", "--serve", "scenario list",
        "export graph -og.dot", "export graph -o=g.dot", "-C=shop plan",
        "--ascii plan", "--guided", "--theme", "--ascii -C shop",
    ],
)  # fmt: skip
def test_all_else_is_left_to_typer(line: str) -> None:
    assert read(line.split()) is None
