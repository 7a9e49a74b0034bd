"""`relplan init`, by the executable: what it prints, writes and refuses."""

import json
from pathlib import Path

from tests.cli.conftest import Ask
from tests.sources.git.git_repo import GitRepo

PROTO = """\
syntax = "proto3";
package shop.accounts.v1;
service Accounts {
  rpc GetAccount(Account) returns (Account);
}
message Account {
  int64 id = 1;
}
"""


def build(folder: Path) -> None:
    accounts, web = GitRepo(folder / "accounts"), GitRepo(folder / "web")
    accounts.commit(file="proto/accounts.proto", text=PROTO)
    web.write("client.py", 'get("http://accounts:8080/")\nstub = AccountsStub(channel)\n')
    web.commit(file="README.md", text="\x1b[31mweb\n")


def test_services_and_contracts_are_printed_and_written(tmp_path: Path, ask: Ask) -> None:
    build(tmp_path)
    answer = ask(tmp_path, "init")
    assert answer.code == 0
    assert answer.out.split("\n") == [
        f"wrote {tmp_path / 'relplan.toml'}: 2 services, 1 contract",
        "  accounts",
        "  web       calls accounts",
        "  shop-accounts-rpc  protobuf  accounts  → web",
        "",
    ]
    written = (tmp_path / "relplan.toml").read_text("utf-8")
    assert "# consumer web: client.py:2 stub = AccountsStub(channel)" in written
    assert 'files = [\n    "proto/accounts.proto",\n]' in written


def test_json_has_all_evidence(tmp_path: Path, ask: Ask) -> None:
    build(tmp_path)
    answer = ask(tmp_path, "init", "--json")
    document = json.loads(answer.out)
    assert document["schema"] == "relplan.init/1"
    assert document["file"] == str(tmp_path / "relplan.toml")
    assert [service["name"] for service in document["services"]] == ["accounts", "web"]
    (call,) = document["services"][1]["calls"]
    assert (call["service"], call["rule"], call["path"]) == ("accounts", "url", "client.py")
    (contract,) = document["contracts"]
    (consumer,) = contract["consumers"]
    assert [sign["line"] for sign in consumer["evidence"]] == [2]
    assert document["failures"] == []


def test_what_is_found_can_be_scanned_at_once(tmp_path: Path, ask: Ask) -> None:
    build(tmp_path)
    assert ask(tmp_path, "init").code == 0
    assert ask(tmp_path, "scan").code == 0


def test_nothing_is_overwritten(tmp_path: Path, ask: Ask) -> None:
    build(tmp_path)
    (tmp_path / "relplan.toml").write_text("mine", "utf-8")
    answer = ask(tmp_path, "init", "--json")
    assert (answer.code, answer.out) == (2, "")
    assert "exists already and is not overwritten" in answer.err
