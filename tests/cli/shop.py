"""A workspace of three real repositories, small enough to know by heart, and ways to talk to it.

payments broke the contract payments-api on its main branch, orders adapts to that on a branch, and
web has a change of its own but has not begun to adapt. Payments and web slice the feature CHK-12.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import pytest

from relplan.cli.main import run
from tests.sources.git.git_repo import GitRepo

SETTINGS = """\
[workspace]
name = "shop"
issue_projects = ["CHK"]
stale_after_days = 0

[services.orders]
repo = "orders"
team = "fulfilment"

[services.payments]
repo = "payments"
team = "money"

[services.web]
repo = "web"

[contracts.payments-api]
provider = "payments"
consumers = ["orders", "web"]

[features.CHK-12]

[gates.e2e]
kind = "joint"
services = ["orders", "web"]
passed = true
"""


def build(folder: Path) -> None:
    """Build the three repositories and their relplan.toml in *folder*."""
    orders, payments, web = (_released(folder / name) for name in ("orders", "payments", "web"))
    orders.branch("pay-v2").commit("Ask for the new total\n\nAdapts-To: payments-api")
    orders.switch("main")
    payments.commit("CHK-12 Drop the old total\n\nBreaks: payments-api")
    web.branch("CHK-12-button").commit("Show the total")
    web.switch("main")
    (folder / "relplan.toml").write_text(SETTINGS, "utf-8")


def _released(folder: Path) -> GitRepo:
    repo = GitRepo(folder)
    repo.commit("Begin", "readme.md", "one\n")
    return repo.tag("v1")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one command said."""

    code: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        """The lines on stderr, without the name of the program."""
        return [line.removeprefix("relplan: ") for line in self.err.splitlines()]


class Shop:
    """The workspace in one folder."""

    def __init__(self, folder: Path, ask: Callable[..., Answer]) -> None:
        self.folder = folder
        self._ask = ask

    def relplan(self, *words: str, at: str = ".") -> Answer:
        """Run one command in this process, standing in the folder *at*."""
        return self._ask(self.folder / at, *words)

    def done(self, *words: str, at: str = ".") -> str:
        """Run a command that must succeed; return what it prints."""
        answer = self.relplan(*words, at=at)
        assert answer.code == 0, answer.err
        return answer.out

    def repo(self, name: str) -> GitRepo:
        """Return one of the repositories, to go on with it."""
        found = GitRepo.__new__(GitRepo)
        found.path, found._minute = self.folder / name, 100
        return found

    @property
    def toml(self) -> Path:
        return self.folder / "relplan.toml"

    @property
    def store(self) -> Path:
        return self.folder / ".relplan" / "relplan.db"

    def settings(self, old: str, new: str) -> "Shop":
        """Replace *old*, which must be there once, in relplan.toml."""
        text = self.toml.read_text("utf-8")
        assert text.count(old) == 1
        self.toml.write_text(text.replace(old, new), "utf-8")
        return self

    def add(self, text: str) -> "Shop":
        """Add *text* to relplan.toml."""
        self.toml.write_text(f"{self.toml.read_text('utf-8')}\n{text}\n", "utf-8")
        return self

    def payments_main(self) -> str:
        """Return the id of the change that is merged in payments."""
        return "payments@" + self.repo("payments").git("rev-parse", "main")[:10]

    def memory(self) -> dict[str, str]:
        """Return all that a person could lose: their files, their repositories, their decisions."""
        found = {
            str(file.relative_to(self.folder)): _digest(file)
            for file in sorted(self.folder.rglob("*"))
            if file.is_file() and ".relplan" not in file.parts
        }
        return found | {"decisions": _decisions(self.store)}


def _digest(file: Path) -> str:
    return blake2b(file.read_bytes()).hexdigest()


def _decisions(store: Path) -> str:
    if not store.is_file():
        return "[]"
    try:
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT kind, subject, value FROM decision").fetchall()
            return repr(sorted(rows))
    except sqlite3.DatabaseError:
        return _digest(store)


def asker(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    """Return what runs a command in this process."""

    def ask(folder: Path, *words: str) -> Answer:
        monkeypatch.chdir(folder)
        capsys.readouterr()
        code = run(list(words))
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return ask


EXECUTABLE = Path(sys.executable).with_name("relplan")


def environment(**more: str) -> dict[str, str]:
    """Return the environment of the tests, without what would change relplan's output."""
    own = ("RELPLAN_", "_RELPLAN", "NO_COLOR", "TERM", "PYTHONHASHSEED", "PYTHONIOENCODING")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return kept | more


def execute(folder: Path, *words: str, **more: str) -> Answer:
    """Run the real program, with *more* in its environment."""
    done = subprocess.run(
        [str(EXECUTABLE), *words], cwd=folder, env=environment(**more), capture_output=True,
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
