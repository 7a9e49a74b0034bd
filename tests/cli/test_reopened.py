"""Evidence that comes after a no opens the question again, with the old answer shown."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shop import asker
from tests.discovery.test_openapi import openapi
from tests.sources.git.git_repo import GitRepo

EVENTS, FIND = "GET /v1/ledger-events/{id}", "GET /v1/gateway-transaction/{id}"
CALL = 'uri = fromPath(url).path(format("/v1/gateway-transaction/%s", encode(id)));\n'
OTHER_CALL = 'uri = fromPath(url).path(format("/v1/ledger-events/%s", encode(id)));\n'
HOST = "ledger: http://ledger:8080\n"


class Ledger:
    """``ledger`` is to lose an operation; who uses that is the question."""

    def __init__(self, folder: Path, ask: Any) -> None:
        self.folder, self._ask = folder, ask
        self._toml = '[workspace]\nname = "ledger"\nstale_after_days = 0\n'
        self.ledger = self.service("ledger", "openapi.json", openapi("Ledger", EVENTS, FIND))
        self.contract("ledger-api", "ledger", "openapi", "openapi.json")
        self.ledger.branch("lose").commit("Lose it", "openapi.json", openapi("Ledger", EVENTS))
        self.ledger.switch("main")

    def service(self, name: str, file: str, text: str) -> GitRepo:
        repo = GitRepo(self.folder / name)
        repo.commit("Begin", file, text)
        self.add(f'[services.{name}]\nrepo = "{name}"\n')
        return repo.tag("v1")

    def contract(self, name: str, provider: str, kind: str, files: str, more: str = "") -> None:
        table = f'[contracts.{name}]\nprovider = "{provider}"\nkind = "{kind}"\n'
        self.add(f'{table}files = ["{files}"]\n{more}\n')

    def add(self, text: str) -> None:
        self._toml += f"\n{text}"
        (self.folder / "relplan.toml").write_text(self._toml, "utf-8")

    def change(self, old: str, new: str) -> None:
        assert old in self._toml
        self._toml = self._toml.replace(old, new)
        self.add("")

    def __call__(self, *words: str) -> str:
        answer = self._ask(self.folder, *words)
        assert answer.code == 0, answer
        return str(answer.out)

    def asked(self, text: str) -> dict[str, Any]:
        """Scan, and return the open question that begins with *text*."""
        self("scan")
        found = json.loads(self("questions", "--json"))["questions"]
        (one,) = [one for one in found if one["text"].startswith(text)]
        return dict(one)

    def edges(self) -> set[tuple[str, str]]:
        return {(one["from"], one["to"]) for one in json.loads(self("plan", "--json"))["edges"]}

    def reopens(self, text: str, later: Callable[[], object]) -> None:
        """Say no to a question, let evidence come up *later*, and see the question open again."""
        before = self.asked(text)
        assert before["answer"] is None
        self("answer", before["id"], "no")
        drawn = self.edges()
        later()
        again = self.asked(text)
        assert (again["answer"], again["id"] == before["id"]) == ("no", False)
        assert "answered no before; what speaks for it was seen since" in self("questions")
        assert self.edges() <= drawn
        self("answer", again["id"], "yes")
        pairs = {(edge["from"], edge["to"]) for edge in again["edges"]}
        assert pairs & self.edges()


def released(repo: GitRepo, text: str) -> None:
    repo.commit("Go on", "src/A.java", text)
    repo.tag("v2")


@pytest.fixture
def ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ledger:
    return Ledger(tmp_path, asker(monkeypatch, capsys))


def test_a_consumer_that_was_denied_is_seen_to_call(ledger: Ledger) -> None:
    mail = ledger.service("mail", "config/app.yaml", HOST)
    ledger.reopens("Does mail use ledger-api?", lambda: released(mail, CALL))


def test_a_use_that_was_denied_is_seen(ledger: Ledger) -> None:
    web = ledger.service("web", "src/Events.java", OTHER_CALL)
    ledger.reopens(f"Does web call {FIND} of ledger-api?", lambda: released(web, CALL))


def test_an_adaptation_that_was_denied_is_certain_once_nobody_else_serves_it(
    ledger: Ledger,
) -> None:
    ledger.service("archive", "openapi.json", openapi("Archive", FIND))
    ledger.contract("archive-api", "archive", "openapi", "openapi.json")
    web = ledger.service("web", "src/A.java", CALL)
    web.branch("stop").commit("Stop it", "src/A.java", "class A {}\n")
    nowhere = '"archive"\nkind = "custom"'
    ledger.reopens(
        "Does web adapt to ledger-api in src/A.java?",
        lambda: ledger.change('"archive"\nkind = "openapi"', nowhere),
    )


def test_a_finding_that_was_denied_is_said_to_break(ledger: Ledger) -> None:
    ledger.service("web", "readme.md", "Web\n")
    orders = ledger.service("orders", "migrations/V1__a.sql", "CREATE TABLE orders (id int);\n")
    ledger.contract("orders-db", "orders", "sql", "migrations/*.sql", 'consumers = ["web"]')
    orders.commit("Do it", "migrations/V2__b.sql", "FROBNICATE TABLE orders;\n")
    ledger.reopens(
        "Does migrations/V2__b.sql:1 break orders-db?",
        lambda: ledger.add('[severity]\nunknown-operation = "breaking"\n'),
    )
