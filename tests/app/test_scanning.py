"""A rescan reads what is new, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from relplan.app import open_workspace, scanning
from relplan.sources.git.squash import telling
from tests.cli.shop import Shop


def scan(shop: Shop, *words: str) -> dict[str, Any]:
    found = json.loads(shop.done("scan", "--json", *words))
    assert isinstance(found, dict)
    return found


def planned(shop: Shop) -> list[tuple[str, str]]:
    changes = json.loads(shop.done("plan", "--json"))["changes"]
    return [(change["id"], change["title"]) for change in changes]


def names(paths: list[str]) -> list[str]:
    return [Path(path).name for path in paths]


def test_only_what_moved_is_read(fresh: Shop) -> None:
    shop = fresh
    scan(shop)  # where it stands: a copied workspace is read anew
    shop.repo("web").commit("On main")
    report = scan(shop)
    assert names(report["read"]) == ["web"]
    assert names(report["unchanged"]) == ["orders", "payments"]
    assert report["changes"] == 4
    assert names(scan(shop)["read"]) == []
    assert names(scan(shop, "--full")["read"]) == ["orders", "payments", "web"]


def test_a_scan_that_is_stopped_between_reading_and_comparing_leaves_nothing_clear(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    shop.repo("orders").branch("later", "main").commit("Later")
    with monkeypatch.context() as patch:
        patch.setattr(scanning._Looking, "_detected", stop)
        with pytest.raises(KeyboardInterrupt), open_workspace(shop.folder) as bench:
            bench.scan()
    assert "orders:later uncertain" in shop.relplan("check", "orders:later").out
    assert "Could the newest commits of orders break anything?" in shop.done("questions")
    assert scan(shop)["read"] == []
    assert "uncertain" not in shop.relplan("check", "orders:later").out


def test_a_branch_that_landed_is_told_once_but_by_a_full_scan(
    fresh: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    walk = telling.Walk
    monkeypatch.setattr(telling, "Walk", lambda *of: (asked.append(of[4]), walk(*of))[1])
    web = fresh.repo("web")
    tip = web.branch("topic", "main").commit("Topic")
    web.switch("main").commit("Beside")
    scan(fresh)
    assert tip in asked
    asked.clear()
    new = web.branch("new", "main").commit("New")
    scan(fresh)
    assert asked == [new]
    scan(fresh, "--full")
    assert {tip, new} <= set(asked)


def test_a_release_takes_its_changes_out_of_the_plan(shop: Shop) -> None:
    shop.repo("payments").tag("v2")
    assert scan(shop)["changes"] == 2
    assert "payments@" not in shop.done("plan")


def test_other_settings_of_a_service_are_read_at_once(shop: Shop) -> None:
    shop.repo("payments").commit("Newer")
    assert scan(shop)["changes"] == 4
    shop.settings('team = "money"', 'deployed = "main"')
    report = scan(shop)
    assert names(report["read"]) == ["payments"]
    assert report["changes"] == 2


def test_a_repository_that_fails_keeps_what_was_read(shop: Shop) -> None:
    before = planned(shop)
    (shop.folder / "web").rename(shop.folder / "away")
    answer = shop.relplan("scan", "--json")
    assert answer.code == 2
    (failure,) = json.loads(answer.out)["failures"]
    assert failure["services"] == ["web"]
    assert "does not exist" in failure["message"]
    assert planned(shop) == before
    asked = json.loads(shop.done("questions", "--json"))["questions"]
    assert {one["kind"] for one in asked} <= {"unread", "consumer"}
    (shop.folder / "away").rename(shop.folder / "web")
    scan(shop)
    assert shop.relplan("plan").complaints[0].startswith("as of the scan of ")


def test_a_dependency_that_has_shipped_blocks_nobody(shop: Shop) -> None:
    payments = shop.repo("payments")
    payments.branch("lib", "v1")
    oid = payments.commit("Library")
    payments.switch("main").git("merge", "-q", "--no-edit", "lib")
    payments.tag("v2")
    web = shop.repo("web")
    web.commit(f"Use it\n\nDepends-On: payments@{oid[:12]}")
    scan(shop)
    assert shop.relplan("check", "web@").code == 0
    web.commit("Use more\n\nDepends-On: payments@0123456789")
    scan(shop)
    # It was merged under what it depends on: nothing is left to wait for.
    assert shop.relplan("check", "web@" + web.head()[:10]).code == 0
    assert "depends on payments@0123456789" in shop.relplan("plan").err


def test_a_notice_is_said_until_it_is_mended(shop: Shop) -> None:
    shop.repo("web").commit("Go\n\nBreaks: paymnets-api")
    (notice,) = scan(shop)["notices"]
    assert "'paymnets-api', which is no contract; did you mean 'payments-api'?" in notice["text"]
    assert notice["evidence"] == {
        "repository": "web", "commit": shop.repo("web").head(), "path": None, "line": 3,
        "rule": "trailer", "text": "Breaks: paymnets-api",
    }  # fmt: skip
    assert len(scan(shop)["notices"]) == 1
    shop.repo("web").tag("v2")
    assert scan(shop)["notices"] == []


def test_the_store_can_be_elsewhere(
    fresh: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELPLAN_STORE", str(tmp_path / "store.db"))
    fresh.done("scan")
    assert (tmp_path / "store.db").is_file()
    assert not fresh.store.exists()
    assert "3 changes" in fresh.done("plan")
    monkeypatch.delenv("RELPLAN_STORE")
    assert fresh.relplan("plan").code == 2
    monkeypatch.setenv("RELPLAN_STORE", str(tmp_path / "no" / "where" / "store.db"))
    answer = fresh.relplan("plan")
    assert answer.code == 2
    assert f"the store {tmp_path}/no/where/store.db cannot be opened" in answer.err


def test_a_folder_that_is_yet_to_come_is_said_each_time(shop: Shop) -> None:
    shop.settings('repo = "web"', 'repo = "web"\npath = "app"')
    assert len(scan(shop)["notices"]) == 1
    shop.repo("web").commit("Elsewhere")
    assert len(scan(shop)["notices"]) == 1
    shop.repo("web").commit("Here it is", "app/file", "x")
    assert scan(shop)["notices"] == []


@pytest.mark.parametrize(("depth", "doubts"), [("2", 1), ("3", 0)])
def test_a_clone_that_was_cut_off_before_its_release_is_said_each_time(
    fresh: Shop, depth: str, doubts: int
) -> None:
    whole = fresh.repo("payments")
    whole.commit("One more")
    whole.path.rename(fresh.folder / "whole")
    address = (fresh.folder / "whole").as_uri()
    fresh.repo("web").git("clone", "-q", f"--depth={depth}", address, str(whole.path))
    assert len(_cut_off(scan(fresh))) == doubts
    whole.commit("And one")
    report = scan(fresh)
    assert names(report["read"]) == ["payments"]
    assert len(_cut_off(report)) == doubts


def _cut_off(report: dict[str, Any]) -> list[str]:
    return [notice["text"] for notice in report["notices"] if "shallow clone" in notice["text"]]


@pytest.mark.parametrize(("gate", "said"), [("SEC-1", ["web"]), ("security", [])])
def test_an_issue_key_that_is_a_couplings_name_is_said(
    shop: Shop, gate: str, said: list[str]
) -> None:
    web = shop.repo("web")
    web.branch("a", "main").commit("SEC-1 ask who may pay")
    web.branch("b", "main").commit("SEC-2 ask who may see it")
    settings = shop.folder / "relplan.toml"
    declared = f'\n[gates.{gate}]\nkind = "approval"\nservices = ["web"]\n'
    settings.write_text(settings.read_text("utf-8") + declared, "utf-8")
    texts = [one["text"] for one in scan(shop)["notices"]]
    assert [text.partition(":")[0] for text in texts] == said
    assert all("names feature 'SEC-1', which is another coupling's name" in one for one in texts)
