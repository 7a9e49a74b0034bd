"""The list of commands, and what is loaded by which."""

import subprocess
import sys

import pytest

from relplan.cli.app import COMMANDS, load
from tests.cli.shop import Shop, environment

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
        ("--version", "textual sqlmodel sqlalchemy git networkx pydantic alembic tomli_w typer"),
        *((f"{name} --help", _UNNEEDED) for name in COMMANDS),
        ("scenario diff --help", _UNNEEDED),
        ("why orders:pay-v2", "textual git alembic sqlmodel sqlalchemy networkx"),
        ("plan --json", "textual git alembic sqlmodel sqlalchemy networkx"),
        ("questions --json", "textual git alembic sqlmodel sqlalchemy networkx"),
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


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_by_the_first_line_of_its_own_help(name: str) -> None:
    assert load(name).help.partition("\n")[0] == COMMANDS[name].summary
