"""The branches that are no changes are counted by every scan, and listed on demand."""

import json

from tests.cli.shop import Shop
from tests.sources.git.git_repo import git


def begin(shop: Shop) -> None:
    web = shop.repo("web")
    for name in ("dependabot/npm/one", "dependabot/npm/two", "gh-pages", "done"):
        web.switch("main")
        web.branch(name)
        if name != "done":
            web.commit(name)
    web.switch("main")


def test_a_scan_says_how_many_were_left_out_and_why(fresh: Shop) -> None:
    begin(fresh)
    line = "  left out: 2 of bots, 1 pages, 1 merged; --verbose lists them"
    assert line in fresh.done("scan").splitlines()
    assert line in fresh.done("scan").splitlines()  # with nothing new, too
    listed = [row.split() for row in fresh.done("scan", "--verbose").splitlines()]
    assert ["web", "dependabot/npm/one", "of", "bots", "dependabot/*"] in listed


def test_json_has_them_all(fresh: Shop) -> None:
    begin(fresh)
    found = json.loads(fresh.done("scan", "--json"))["left_out"]
    assert found[-1] == {
        "repository": "web", "branch": "gh-pages", "why": "pages", "detail": "gh-pages",
    }  # fmt: skip
    assert len(found) == 4


def test_a_glob_brings_one_back_and_leaves_another_out(fresh: Shop) -> None:
    begin(fresh)
    globs = 'branches = ["*/one", "!pay-*"]'
    fresh.settings("stale_after_days = 0", f"stale_after_days = 0\n{globs}")
    assert "left out: 1 by `branches`, 1 of bots, 1 pages, 1 merged" in fresh.done("scan")
    plan = json.loads(fresh.done("plan", "--json"))
    ids = [change["id"] for change in plan["changes"]]
    assert "web:dependabot/npm/one" in ids
    assert "orders:pay-v2" not in ids


def test_what_grows_stale_is_counted_though_nothing_moved(fresh: Shop) -> None:
    fresh.settings("stale_after_days = 0", "stale_after_days = 36500")
    fresh.done("scan")
    fresh.settings("stale_after_days = 36500", "stale_after_days = 1")
    assert "left out: 2 stale" in fresh.done("scan")


def test_a_glob_that_names_nothing_is_refused(fresh: Shop) -> None:
    fresh.settings("stale_after_days = 0", 'branches = ["!"]')
    answer = fresh.relplan("scan")
    assert answer.code == 2
    assert "names no branch" in answer.err


def test_a_printout_that_says_merged_or_closed_ends_a_change_at_once(fresh: Shop) -> None:
    orders = fresh.repo("orders")
    git(orders.path, "remote", "add", "origin", "https://github.com/acme/orders.git")
    orders.branch("gone").commit("Abandoned")
    gone = orders.head()
    head = orders.git("rev-parse", "pay-v2")
    orders.switch("main")
    merge = orders.commit("Ask for the new total (#1)\n\nAdapts-To: payments-api", "x.txt")
    fresh.done("scan")
    page = "https://github.com/acme/orders/pull"
    asked = [
        {"number": 1, "headRefName": "pay-v2", "headRefOid": head, "state": "MERGED",
         "isDraft": False, "url": f"{page}/1", "mergeCommit": {"oid": merge}},
        {"number": 2, "headRefName": "gone", "headRefOid": gone, "state": "CLOSED",
         "isDraft": False, "url": f"{page}/2"},
    ]  # fmt: skip
    (fresh.folder / "prs.json").write_text(json.dumps(asked), "utf-8")
    said = fresh.done("import", "prs.json")
    assert f"orders:pay-v2 is no longer pending: {page}/1 is merged" in said
    assert f"orders:gone is no longer pending: {page}/2 is closed" in said
    ids = [change["id"] for change in json.loads(fresh.done("plan", "--json"))["changes"]]
    assert [name for name in ids if name.startswith("orders")] == [f"orders@{merge[:10]}"]
    assert "1 landed by squash or rebase, 1 closed" in fresh.done("scan")
