"""`relplan init`: what it finds in a folder of repositories."""

import json
from pathlib import Path

import pytest

from relplan.app.beginning import Beginning, begin
from relplan.model.errors import WorkspaceError
from relplan.workspace import load
from tests.sources.git.git_repo import NOW, GitRepo

PROTO = """syntax = "proto3";
package shop.accounts.v1;
service Accounts {
  rpc GetAccount(Account) returns (Account);
}
message Account {
  int64 id = 1;
}
"""


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")


def released(folder: Path, tag: str = "v1") -> GitRepo:
    repo = GitRepo(folder)
    repo.commit("Begin")
    return repo.tag(tag)


def found(folder: Path) -> Beginning:
    return begin(folder, NOW, lambda repository, doing: None)


def test_services_and_their_release_tags(tmp_path: Path) -> None:
    released(tmp_path / "orders")
    released(tmp_path / "deep" / "web", "2024.1")
    released(tmp_path / "old" / "orders")
    GitRepo(tmp_path / "gate")
    beginning = found(tmp_path)
    assert sorted(beginning.services) == ["gate-service", "old-orders", "orders", "web"]
    roots = {root.service: root for root in load(beginning.file).roots}
    assert roots["web"].repository == str(tmp_path / "deep" / "web")
    assert roots["web"].release_tag == "[0-9]*"
    assert roots["orders"].release_tag == "v[0-9]*"


def test_contracts_that_trailers_name(tmp_path: Path) -> None:
    released(tmp_path / "a").commit("Go\n\nBreaks: api\nExtends: both")
    released(tmp_path / "b").branch("topic").commit("Go\n\nAdapts-To: api\nExtends: both")
    released(tmp_path / "c").commit("Go\n\nTolerates: api\nAdapts-To: nobody's")
    beginning = found(tmp_path)
    assert beginning.contracts == ("api",)  # who provides the others cannot be told
    (contract,) = load(beginning.file).workspace.contracts
    assert (contract.provider, contract.consumers) == ("a", ("b", "c"))


def test_trailers_add_to_what_is_found_and_know_better(tmp_path: Path) -> None:
    accounts = released(tmp_path / "accounts")
    accounts.write("proto/accounts.proto", PROTO)
    accounts.commit("Describe it")
    released(tmp_path / "web").commit("Go\n\nAdapts-To: shop-accounts-rpc")
    released(tmp_path / "mail").commit("Go\n\nBreaks: users-rpc")
    users = released(tmp_path / "users")
    users.write("proto/users.proto", PROTO.replace("shop.accounts", "users").replace("Acc", "Us"))
    users.commit("Describe it")
    beginning = found(tmp_path)
    contracts = {one.name: one for one in load(beginning.file).workspace.contracts}
    assert contracts["shop-accounts-rpc"].kind == "protobuf"
    assert contracts["shop-accounts-rpc"].consumers == ("web",)
    assert contracts["users-rpc"].kind == "custom"
    assert contracts["users-rpc"].provider == "mail"
    assert contracts["users-rpc-2"].provider == "users"


def test_a_trailer_names_what_is_found(tmp_path: Path) -> None:
    accounts = released(tmp_path / "accounts")
    accounts.write("proto/accounts.proto", PROTO)
    accounts.commit("Describe it\n\nExtends: people-rpc\nBreaks: secrets")
    released(tmp_path / "web").commit("Go\n\nAdapts-To: people-rpc")
    contracts = {one.name: one for one in load(found(tmp_path).file).workspace.contracts}
    assert {name: one.kind for name, one in contracts.items()} == {
        "people-rpc": "protobuf", "secrets": "custom",
    }  # fmt: skip
    assert contracts["people-rpc"].consumers == ("web",)


def test_what_one_button_deploys_is_a_unit(tmp_path: Path) -> None:
    released(tmp_path / "orders")
    web = released(tmp_path / "web")
    web.write(
        ".github/workflows/shop.yml",
        "on: push\njobs:\n  deploy:\n    environment: production\n    steps:\n"
        "      - run: helm upgrade web x\n      - run: helm upgrade orders x\n",
    ).commit("Deploy both at once")
    (unit,) = load(found(tmp_path).file).workspace.units
    assert (unit.name, unit.detected_services) == ("shop", ("orders", "web"))
    assert (unit.suspected_services, unit.environments) == ((), ("production",))
    evidence = unit.seen[0]
    assert (evidence.repository, evidence.path, evidence.line, evidence.text) == (
        "web", ".github/workflows/shop.yml", 7, "orders: helm upgrade orders x",
    )  # fmt: skip


def test_evidence_stands_above_each_table(tmp_path: Path) -> None:
    nasty = 'Thing"]\x1b[31m\u2028\n[contracts.x]'
    accounts = released(tmp_path / "accounts")
    accounts.write("proto/accounts.proto", PROTO)
    accounts.commit("Describe it")
    web = released(tmp_path / "web")
    web.write("a.py", f'"""{nasty} shop.accounts.v1 \x07 """\n')
    web.commit("Read it")
    file = found(tmp_path).file
    text = file.read_text("utf-8")
    (contract,) = load(file).workspace.contracts
    assert (contract.name, contract.provider, contract.consumers) == (
        "shop-accounts-rpc", "accounts", (),
    )  # fmt: skip
    assert contract.detected_consumers == ("web",)
    above, _, _ = text.partition("[contracts.shop-accounts-rpc]")
    assert '# provider accounts: proto/accounts.proto:2 protobuf "shop.accounts.v1"\n' in above
    assert "# consumer web: a.py:2 [contracts.x] shop.accounts.v1" in above
    assert not any(sign in text for sign in "\x1b\x07\u2028")


def test_all_is_told_as_json(tmp_path: Path) -> None:
    released(tmp_path / "accounts").write("a.proto", PROTO).commit("Describe it")
    released(tmp_path / "web").write("web.proto", PROTO).commit("Copy it")
    document = found(tmp_path).document()
    assert document["schema"] == "relplan.init/1"
    assert [service["repo"] for service in document["services"]] == ["accounts", "web"]
    (contract,) = document["contracts"]
    assert (contract["name"], contract["files"]) == ("shop-accounts-rpc", ["a.proto"])
    (consumer,) = contract["consumers"]
    (evidence,) = consumer["evidence"]
    assert (consumer["service"], evidence["rule"], evidence["path"]) == ("web", "copy", "web.proto")
    json.dumps(document)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="is no folder"):
        found(tmp_path / "nowhere")


def test_one_repository_by_itself(tmp_path: Path) -> None:
    released(tmp_path / "shop")
    beginning = found(tmp_path / "shop")
    assert beginning.services == ("shop",)
    (root,) = load(beginning.file).roots
    assert root.repository == str(tmp_path / "shop")


def test_a_repository_that_cannot_be_read_is_named_and_kept(tmp_path: Path) -> None:
    released(tmp_path / "well")
    broken = released(tmp_path / "broken")
    (broken.path / ".git" / "objects" / broken.head()[:2] / broken.head()[2:]).unlink()
    beginning = found(tmp_path)
    assert beginning.services == ("broken", "well")
    assert [failure.services for failure in beginning.failures] == [("broken",)]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    released(tmp_path / "orders")
    file = tmp_path / "relplan.toml"
    file.write_text("mine", "utf-8")
    with pytest.raises(WorkspaceError, match="exists already and is not overwritten"):
        found(tmp_path)
    assert file.read_text("utf-8") == "mine"
