"""What a person decided outlives what git does; what it is about may not."""

import json

from tests.cli.shop import Shop


def state_of(shop: Shop, change: str) -> str:
    found = json.loads(shop.done("plan", "--json"))["changes"]
    return next(str(one["state"]) for one in found if one["id"] == change)


def orphans(shop: Shop) -> list[dict[str, str]]:
    found = json.loads(shop.done("log", "--json"))["without_subject"]
    assert isinstance(found, list)
    return found


def test_a_state_holds_while_the_branch_moves(shop: Shop) -> None:
    shop.done("change", "set", "orders:pay-v2", "--state", "ready")
    orders = shop.repo("orders").switch("pay-v2")
    orders.commit("More of it")
    shop.done("scan")
    assert state_of(shop, "orders:pay-v2") == "ready"
    orders.git("reset", "-q", "--hard", "v1")
    orders.commit("All of it anew")
    shop.done("scan", "--full")
    assert state_of(shop, "orders:pay-v2") == "ready"
    assert orphans(shop) == []


def test_a_state_whose_branch_was_merged_is_kept_as_an_orphan(shop: Shop) -> None:
    shop.done("change", "set", "orders:pay-v2", "--state", "ready")
    orders = shop.repo("orders").switch("main")
    orders.merge("pay-v2")
    orders.git("branch", "-d", "pay-v2")
    shop.done("scan")
    assert orphans(shop) == [{"kind": "state", "subject": "orders:pay-v2"}]
    (note,) = shop.relplan("log").complaints
    assert note == (
        "note: kept, though what it is about is not pending any more: set orders:pay-v2 ready"
    )
    orders.git("branch", "pay-v2", "v1")
    orders.switch("pay-v2").commit("Once more")
    shop.done("scan")
    assert state_of(shop, "orders:pay-v2") == "ready"
    assert orphans(shop) == []


def test_a_mark_whose_contract_is_gone_is_kept_and_comes_back(shop: Shop) -> None:
    shop.done("mark", "payments-api", "versioned")
    marked = shop.done("plan", "--json")
    settings = shop.toml.read_text("utf-8")
    start, end = settings.index("[contracts"), settings.index("[gates")
    shop.toml.write_text(settings[:start] + settings[end:], "utf-8")
    shop.done("scan")
    assert orphans(shop) == [{"kind": "mark", "subject": "payments-api"}]
    assert shop.relplan("log").complaints[-1].endswith(": marked payments-api versioned")
    shop.toml.write_text(settings, "utf-8")
    assert shop.done("plan", "--json") == marked
    assert orphans(shop) == []


def test_a_mark_whose_contract_is_gone_can_be_taken_off(shop: Shop) -> None:
    shop.done("mark", "CHK-12", "flagged")
    shop.settings("[features.CHK-12]\n", "")
    shop.repo("web").git("branch", "-m", "CHK-12-button", "button")
    shop.repo("payments").git("reset", "-q", "--hard", "v1")
    shop.done("scan")
    assert orphans(shop) == [{"kind": "mark", "subject": "CHK-12"}]
    shop.done("unmark", "CHK-12")
    assert orphans(shop) == []


def test_a_dismissal_holds_over_a_scan_anew(shop: Shop) -> None:
    why = shop.done("why", "web:CHK-12-button")
    edge = next(line.split()[-1] for line in why.split("\n") if "feature CHK-12" in line)
    shop.done("dismiss", edge, "--reason", "another one")
    dismissed = shop.done("plan", "--json")
    shop.done("scan", "--full")
    assert shop.done("plan", "--json") == dismissed
    shop.repo("web").git("branch", "-D", "CHK-12-button")
    shop.done("scan")
    assert orphans(shop) == [{"kind": "dismissal", "subject": edge}]
    assert shop.done("dismiss", edge, "--restore").startswith(f"restored {edge}")
    assert orphans(shop) == []


def test_undo_is_the_identity_even_after_a_rescan(shop: Shop) -> None:
    before = shop.done("plan", "--json")
    shop.done("mark", "payments-api", "versioned")
    shop.done("change", "set", "web:CHK-12-button", "--state", "ready")
    shop.done("scan", "--full")
    shop.done("undo")
    shop.done("undo")
    assert shop.done("plan", "--json") == before
    assert shop.relplan("undo").complaints == ["there is nothing of yours to undo"]


def test_a_service_that_leaves_takes_its_changes_but_no_decision(shop: Shop) -> None:
    shop.done("change", "set", "web:CHK-12-button", "--state", "ready")
    settings = shop.toml.read_text("utf-8")
    left = settings.replace('[services.web]\nrepo = "web"\n', "").replace(
        '"orders", "web"', '"orders"'
    )
    shop.toml.write_text(left, "utf-8")
    assert shop.done("scan").startswith("2 pending changes; ")
    assert orphans(shop) == [{"kind": "state", "subject": "web:CHK-12-button"}]
    shop.toml.write_text(settings, "utf-8")
    shop.done("scan")
    assert state_of(shop, "web:CHK-12-button") == "ready"
