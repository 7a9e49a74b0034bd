"""The list of commands, and what is loaded by which."""

import json
import subprocess
import sys

import pytest

from relplan import plugins
from relplan.cli.app import load
from relplan.cli.listing import COMMANDS
from tests.cli.shop import Shop, environment

_LOADED = """
import json, sys
from relplan.cli.main import run
for words in sys.argv[1:]:
    code = run(words.split())
    loaded = sorted({name.partition(".")[0] for name in sys.modules})
    print(json.dumps([words, code, loaded]), file=sys.stderr)
"""
_UNNEEDED = "textual sqlmodel sqlalchemy git networkx alembic sqlglot graphql"
_READING = f"{_UNNEEDED} typer"
_SPARED = {
    "--version": f"{_READING} pydantic tomli_w",
    "why orders:pay-v2": f"{_READING} subprocess",
    "plan --json": _READING,
    "questions --json": _READING,
    "--help": f"{_UNNEEDED} rich tomli_w",
    "rules": f"{_UNNEEDED} packaging",
    **{f"{name} --help": _UNNEEDED for name in COMMANDS},
    "scenario diff --help": _UNNEEDED,
    "mcp --help": f"{_UNNEEDED} mcp mcp_types anyio",
    "mark payments-api versioned": "textual git alembic",
}
"""What each command does without; nor do those before it load anything of that."""


def test_a_command_loads_only_what_it_needs(shop: Shop) -> None:
    assert_spared(shop, _SPARED)


def test_what_is_known_from_the_last_time_needs_next_to_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugins, "looked_for", lambda: False)  # by other tests
    shop.done("scan")
    known = f"{_READING} pydantic"
    assert_spared(shop, {"scan": known, "plan --json": known})


def test_a_first_scan_is_saved_without_what_decisions_are_written_by(shop: Shop) -> None:
    assert_spared(shop, {"scan --full": "textual sqlmodel sqlalchemy alembic networkx"})


def assert_spared(shop: Shop, spared: dict[str, str]) -> None:
    """Run commands in one fresh process, one after the other, and look at what is loaded."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *spared], cwd=shop.folder, env=environment(),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = [json.loads(line) for line in done.stderr.splitlines() if line.startswith('["')]
    assert [words for words, _, _ in told] == list(spared)
    for words, code, loaded in told:
        assert code == 0
        assert "relplan" in loaded
        assert (words, set(loaded) & set(spared[words].split())) == (words, set())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_by_the_first_line_of_its_own_help(name: str) -> None:
    assert load(name).help.partition("\n")[0] == COMMANDS[name].summary
