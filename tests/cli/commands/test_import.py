"""``relplan import``: review states from a forge's own printout."""

import json
import subprocess
from typing import Any

import pytest

from relplan.cli.main import run
from relplan.store import open_store
from tests.cli.conftest import Ask
from tests.cli.shop import EXECUTABLE, Shop, environment, execute
from tests.sources.git.git_repo import GitRepo

URL = "https://github.com/acme/orders/pull/12"
CHANGE_ID = "I" + "c" * 40


def pull(**other: Any) -> dict[str, Any]:
    """Return a pull request of the change orders:pay-v2, approved."""
    return {
        "number": 12, "url": URL, "state": "OPEN", "isDraft": False, "reviewDecision": "APPROVED",
        "headRefName": "pay-v2", "title": "Ask for the new total",
    } | other  # fmt: skip


def printed(shop: Shop, *entries: dict[str, Any]) -> str:
    (shop.folder / "prs.json").write_text(json.dumps(entries), "utf-8")
    return "prs.json"


def state_of(shop: Shop, change: str = "orders:pay-v2") -> str:
    plan = json.loads(shop.done("plan", "--json"))
    return str(next(one["state"] for one in plan["changes"] if one["id"] == change))


def asked_about(shop: Shop, change: str) -> list[str]:
    found = json.loads(shop.done("questions", change, "--json"))
    return [one["text"] for one in found["questions"]]


def needs_of(shop: Shop, change: str) -> list[str]:
    plan = json.loads(shop.done("plan", "--json"))
    return list(next(one["needs"] for one in plan["changes"] if one["id"] == change))


def test_an_approved_pull_request_sets_its_change_ready(shop: Shop) -> None:
    said = shop.done("import", printed(shop, pull())).splitlines()
    assert said == [
        f"set orders:pay-v2 ready: {URL}, reviewDecision APPROVED, not a draft",
        "1 review: 1 set ready",
    ]
    assert state_of(shop) == "ready"


def test_the_log_says_who_and_why(shop: Shop) -> None:
    shop.done("import", printed(shop, pull()))
    (entry,) = json.loads(shop.done("log", "--json"))["entries"]
    assert (entry["subject"], entry["value"]) == ("orders:pay-v2", "ready")
    assert entry["who"]
    assert entry["reason"] == f"GitHub {URL}: reviewDecision APPROVED, not a draft"
    assert entry["detail"] == "Ask for the new total"
    shop.done("undo")
    assert state_of(shop) == "in-progress"


def test_what_is_so_already_is_not_logged(shop: Shop) -> None:
    file = printed(shop, pull())
    shop.done("import", file)
    assert shop.done("import", file) == "1 review: 1 as before\n"
    assert len(json.loads(shop.done("log", "--json"))["entries"]) == 1
    assert shop.done("import", printed(shop, pull(isDraft=True))).endswith("1 to in-progress\n")
    assert shop.done("import", printed(shop, pull(isDraft=True))) == "1 review: 1 as before\n"


def test_the_newest_decision_wins_an_imported_one_or_a_persons(shop: Shop) -> None:
    file = printed(shop, pull())
    shop.done("import", file)
    shop.done("change", "set", "orders:pay-v2", "--state", "in-progress")
    assert state_of(shop) == "in-progress"
    shop.done("import", file)
    assert state_of(shop) == "ready"


def test_a_dry_run_changes_nothing(shop: Shop) -> None:
    file = printed(shop, pull())
    before = shop.memory()
    said = shop.done("import", file, "--dry-run")
    assert said.startswith("would set orders:pay-v2 ready")
    assert shop.memory() == before
    with open_store(shop.store) as store:
        assert store.reviews() == ()


def test_what_matches_no_change_is_listed(shop: Shop) -> None:
    other = pull(url=URL + "3", headRefName="gone", title="Some [bold]\x1b[31m title")
    answer = shop.relplan("import", printed(shop, pull(), other))
    assert answer.code == 0
    assert answer.out.splitlines()[-1] == "2 reviews: 1 set ready, 1 matches no change"
    (note,) = answer.complaints
    assert note.startswith(f"note: {URL}3 (Some [bold]")
    assert "no open change is called gone" in note
    assert note.isprintable()


def test_an_untold_state_stays_as_it_is(shop: Shop) -> None:
    shop.done("change", "set", "orders:pay-v2", "--state", "ready")
    less = {name: value for name, value in pull().items() if name != "reviewDecision"}
    answer = shop.relplan("import", printed(shop, less))
    assert answer.out == "1 review: 1 as before\n"
    assert "the printout has no reviewDecision" in answer.err
    assert state_of(shop) == "ready"


def test_json_has_all_of_it(shop: Shop) -> None:
    document = json.loads(shop.done("import", printed(shop, pull()), "--json"))
    assert document["schema"] == "relplan.import/1"
    (review,) = document["reviews"]
    assert review["url"] == URL
    assert review["changes"] == ["orders:pay-v2"]
    assert review["set"] == [{"change": "orders:pay-v2", "state": "ready"}]


def test_the_remote_tells_which_service_a_branch_is_of(fresh: Shop) -> None:
    for name in ("orders", "payments"):
        repo = fresh.repo(name)
        repo.git("remote", "add", "origin", f"git@github.com:acme/{name}.git")
        if name == "payments":
            repo.branch("pay-v2").commit("Another of that name")
            repo.switch("main")
    fresh.done("scan")
    fresh.done("import", printed(fresh, pull()))
    assert state_of(fresh) == "ready"
    assert state_of(fresh, "payments:pay-v2") == "in-progress"


def test_a_branch_that_two_repositories_have_is_not_guessed(fresh: Shop) -> None:
    repo = fresh.repo("web")
    repo.branch("pay-v2").commit("Another of that name")
    repo.switch("main")
    fresh.done("scan")
    answer = fresh.relplan("import", printed(fresh, pull()))
    assert answer.out == "1 review: 1 matches no change\n"
    assert "orders:pay-v2, web:pay-v2" in answer.err


def test_a_repository_of_another_remote_is_not_meant(fresh: Shop) -> None:
    for name in ("orders", "payments", "web"):
        fresh.repo(name).git("remote", "add", "origin", f"https://github.com/other/{name}")
    fresh.done("scan")
    answer = fresh.relplan("import", printed(fresh, pull()))
    assert answer.out == "1 review: 1 matches no change\n"
    assert "no service's repository has acme/orders as a remote" in answer.err


def test_approval_of_another_commit_is_no_approval(shop: Shop) -> None:
    answer = shop.relplan("import", printed(shop, pull(headRefOid="f" * 40)))
    assert answer.out == "1 review: 1 as before\n"
    assert "fetch, scan and import again" in answer.err
    tip = shop.repo("orders").git("rev-parse", "pay-v2")
    assert shop.done("import", printed(shop, pull(headRefOid=tip))).endswith("1 set ready\n")


def test_a_fork_is_matched_by_its_commit_only(shop: Shop) -> None:
    fork = pull(isCrossRepository=True)
    assert "matches no change" in shop.done("import", printed(shop, fork))
    tip = shop.repo("orders").git("rev-parse", "pay-v2")
    fork = pull(isCrossRepository=True, headRefOid=tip, headRefName="main")
    assert "1 set ready" in shop.done("import", printed(shop, fork))


@pytest.mark.parametrize("order", [1, -1])
def test_an_open_review_beats_one_that_was_closed(shop: Shop, order: int) -> None:
    closed = pull(state="CLOSED", number=99, url=URL + "9")
    said = shop.done("import", printed(shop, *[pull(), closed][::order]))
    assert said.splitlines()[-1] == "2 reviews: 1 set ready, 1 as before"
    assert state_of(shop) == "ready"


def test_all_services_of_a_monorepo_are_set(fresh: Shop) -> None:
    repo = GitRepo(fresh.folder / "mono")
    repo.commit("Begin", "a/readme", "1\n")
    repo.commit("Go on", "b/readme", "1\n")
    repo.tag("v1").branch("both").commit("One", "a/x", "1\n")
    repo.commit("Two", "b/x", "1\n")
    repo.switch("main")
    fresh.add('[services.a]\nrepo = "mono"\npath = "a"\n[services.b]\nrepo = "mono"\npath = "b"')
    fresh.done("scan")
    said = fresh.done("import", printed(fresh, pull(headRefName="both")))
    assert [line.split(":")[0] for line in said.splitlines()[:-1]] == ["set a", "set b"]
    assert (state_of(fresh, "a:both"), state_of(fresh, "b:both")) == ("ready", "ready")


def test_gerrits_commits_of_one_branch_must_all_be_ready(fresh: Shop) -> None:
    repo = fresh.repo("web")
    ids = [f"I{digit * 40}" for digit in "12"]
    repo.branch("chain").commit(f"One\n\nChange-Id: {ids[0]}")
    tip = repo.commit(f"Two\n\nChange-Id: {ids[1]}")
    repo.switch("main")
    fresh.done("scan")

    def gerrit(place: int, **other: Any) -> dict[str, Any]:
        patch_set = {"revision": tip if place else "e" * 40}
        return {
            "project": "shop/web", "branch": "main", "id": ids[place], "number": 5 + place,
            "url": f"https://review.example.org/c/shop/web/+/{5 + place}", "status": "NEW",
            "submitRecords": [{"status": "OK"}], "currentPatchSet": patch_set,
        } | other  # fmt: skip

    def imported(*entries: dict[str, Any]) -> str:
        fresh.done("import", printed(fresh, *entries, {"type": "stats", "rowCount": 2}))
        return state_of(fresh, "web:chain")

    assert imported(gerrit(1)) == "in-progress"
    assert imported(gerrit(0, submitRecords=[{"status": "NOT_READY"}]), gerrit(1)) == "in-progress"
    assert imported(gerrit(0), gerrit(1)) == "ready"
    assert imported(gerrit(0, status="MERGED"), gerrit(1)) == "ready"
    assert imported(gerrit(0), gerrit(1, wip=True)) == "in-progress"


def depending(shop: Shop) -> Shop:
    repo = shop.repo("web")
    repo.branch("later").commit(f"Later\n\nDepends-On: {URL}")
    repo.switch("main")
    shop.done("scan")
    return shop


def test_a_reviews_url_stands_for_its_change(fresh: Shop) -> None:
    depending(fresh)
    assert asked_about(fresh, "web:later") == [
        f"Is {URL}, on which web:later depends, in production?"
    ]
    fresh.done("import", printed(fresh, pull()))
    assert needs_of(fresh, "web:later") == ["orders:pay-v2"]
    fresh.done("scan", "--full")
    assert needs_of(fresh, "web:later") == ["orders:pay-v2"]


def test_the_url_follows_the_branch_to_main_and_into_production(fresh: Shop) -> None:
    depending(fresh)
    fresh.done("import", printed(fresh, pull()))
    repo = fresh.repo("orders")
    tip = repo.git("rev-parse", "pay-v2")
    merge = repo.merge("pay-v2", message="Bring it in")
    repo.git("branch", "-D", "pay-v2")
    gone = pull(state="MERGED", headRefOid=tip, mergeCommit={"oid": merge})
    fresh.done("scan")
    fresh.done("import", printed(fresh, gone))
    assert needs_of(fresh, "web:later") == [f"orders@{merge[:10]}"]
    repo.tag("v2")
    fresh.done("scan")
    assert needs_of(fresh, "web:later") == []


def test_what_was_merged_and_shipped_before_the_import_is_known_at_once(fresh: Shop) -> None:
    repo = fresh.repo("orders")
    merge = repo.merge("pay-v2", message="Bring it in")
    repo.git("branch", "-D", "pay-v2")
    repo.tag("v2")
    repo.git("remote", "add", "origin", "https://github.com/acme/orders.git")
    depending(fresh)
    assert asked_about(fresh, "web:later") == [
        f"Is {URL}, on which web:later depends, in production?"
    ]
    fresh.done("import", printed(fresh, pull(state="MERGED", mergeCommit={"oid": merge})))
    assert needs_of(fresh, "web:later") == []


def test_merged_there_but_not_fetched_here_is_not_clear(fresh: Shop) -> None:
    depending(fresh)
    fresh.done("import", printed(fresh, pull(state="MERGED", headRefOid="f" * 40)))
    assert asked_about(fresh, "web:later") == [
        f"Is {URL}, on which web:later depends, in production?"
    ]


def test_the_real_program_reads_standard_input(shop: Shop) -> None:
    done = subprocess.run(
        [str(EXECUTABLE), "import", "-"], cwd=shop.folder, env=environment(), check=False,
        input=json.dumps([pull()]).encode(), capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().splitlines()[-1] == "1 review: 1 set ready"
    answer = execute(shop.folder, "import", printed(shop))
    assert (answer.code, answer.out) == (0, "0 reviews\n")


def test_the_help_says_what_it_reads(ask: Ask, shop: Shop) -> None:
    said = ask(shop.folder, "import", "--help").out
    assert "gh, glab or Gerrit" in said
    assert "--dry-run" in said
    assert run(["import"]) == 2


def test_what_keeps_a_change_from_ready_is_said_and_stays_its_notice(shop: Shop) -> None:
    answer = shop.relplan("import", printed(shop, pull(labels=[{"name": "do not merge"}])))
    assert "APPROVED, not a draft, but it has the label 'do not merge'" in answer.err
    assert state_of(shop) == "in-progress"
    with open_store(shop.store) as store:
        (notice,) = [found for found in store.notices() if found.change == "orders:pay-v2"]
    assert notice.text == (
        f"orders:pay-v2: {URL}: not to be merged yet: it has the label 'do not merge'"
    )
    shop.done("import", printed(shop, pull()))
    with open_store(shop.store) as store:
        assert not [found for found in store.notices() if found.change == "orders:pay-v2"]


def test_a_description_that_depends_on_a_review_draws_the_edge(fresh: Shop) -> None:
    repo = fresh.repo("web")
    repo.branch("later").commit("Later")
    repo.switch("main")
    fresh.done("scan")
    later = pull(
        number=3, url="https://github.com/acme/web/pull/3", headRefName="later",
        baseRefName="main", body=f"Later.\r\n\r\nDepends-On: {URL}/files\r\n",
    )  # fmt: skip
    fresh.done("import", printed(fresh, pull(), later))
    assert needs_of(fresh, "web:later") == ["orders:pay-v2"]
    fresh.done("scan", "--full")
    assert needs_of(fresh, "web:later") == ["orders:pay-v2"]
    with open_store(fresh.store) as store:
        assert {change.id: change.base for change in store.changes()}["web:later"] == "main"
    fresh.done("import", printed(fresh, pull(), later | {"body": ""}))
    assert needs_of(fresh, "web:later") == []


def changes_of(shop: Shop) -> set[str]:
    return {one["id"] for one in json.loads(shop.done("plan", "--json"))["changes"]}


def test_a_closed_review_takes_its_branch_away_until_it_is_opened_again(fresh: Shop) -> None:
    fresh.done("scan")
    tip = fresh.repo("orders").git("rev-parse", "pay-v2")
    said = fresh.done("import", printed(fresh, pull(state="CLOSED", headRefOid=tip)))
    assert f"orders:pay-v2 is no longer pending: {URL} is closed" in said
    assert "orders:pay-v2" not in changes_of(fresh)
    assert "orders:pay-v2" not in fresh.done("scan", "--full")
    fresh.done("import", printed(fresh, pull(state="CLOSED", headRefOid=tip)))
    assert "orders:pay-v2" not in changes_of(fresh)
    fresh.done("import", printed(fresh, pull(headRefOid=tip)))
    assert state_of(fresh) == "ready"
    fresh.done("import", printed(fresh, pull(state="CLOSED", headRefOid="f" * 40)))
    assert "orders:pay-v2" in changes_of(fresh)


def test_a_squash_that_was_edited_is_known_by_its_merge_commit(fresh: Shop) -> None:
    depending(fresh)
    repo = fresh.repo("orders")
    tip = repo.git("rev-parse", "pay-v2")
    there = pull(state="MERGED", headRefOid=tip, mergeCommit={"oid": "e" * 40})
    assert "fetch and scan to see it here" in fresh.relplan("import", printed(fresh, there)).err
    assert "orders:pay-v2" in changes_of(fresh)
    squash = repo.commit("Pay again (#12)", "other", "resolved in the merge\n")
    fresh.done("scan")
    here = pull(state="MERGED", headRefOid=tip, mergeCommit={"oid": squash})
    said = fresh.done("import", printed(fresh, here))
    assert f"orders:pay-v2 is no longer pending: {URL} is merged" in said
    assert "orders:pay-v2" not in changes_of(fresh)
    assert needs_of(fresh, "web:later") == [f"orders@{squash[:10]}"]
    repo.tag("v9")
    fresh.done("scan")
    assert needs_of(fresh, "web:later") == []


def test_one_broken_entry_stops_no_other(shop: Shop) -> None:
    answer = shop.relplan("import", printed(shop, pull(), {"on": True}))
    assert answer.out.endswith("1 review: 1 set ready\n")
    assert "prs.json: entry 2 is no review, it has on: left out" in answer.err


def test_reviews_without_an_address_are_taken_for_their_state_alone(shop: Shop) -> None:
    less = {name: value for name, value in pull().items() if name != "url"}
    answer = shop.relplan("import", printed(shop, less))
    assert answer.out.endswith("1 review: 1 set ready\n")
    assert "reviews that have no address: 1" in answer.err
