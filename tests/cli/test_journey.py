"""From a folder of repositories to a smaller batch, one command after the other."""

import json

from tests.cli.shop import Shop


def numbers(shop: Shop, *words: str) -> tuple[int, int]:
    """Return how many changes are blocked, and how many the largest batch has."""
    found = json.loads(shop.done("plan", "--json", *words))["numbers"]
    return found["blocked"], found["largest_batch"]


def test_the_whole_way(fresh: Shop) -> None:
    fresh.toml.unlink()
    answer = fresh.relplan("init")
    assert answer.code == 0
    assert answer.out.split("\n") == [
        f"wrote {fresh.toml}: 3 services, 1 contract", "  orders", "  payments", "  web",
        "  payments-api  custom  payments  → nobody that is known", "",
    ]  # fmt: skip
    assert answer.complaints == ["edit it, then run `relplan scan` and `relplan`"]
    fresh.settings('name = "shop"', 'name = "shop"\nissue_projects = ["CHK"]\nstale_after_days = 0')
    fresh.settings("consumers = []", 'consumers = ["orders", "web"]')
    fresh.add("[features.CHK-12]")
    assert fresh.done("scan") == (
        "3 pending changes; 3 repositories read, 0 with nothing new, 0 failed\n"
        "  orders    since v1  1 change\n"
        "  payments  since v1  1 change\n"
        "  web       since v1  1 change\n"
    )
    assert fresh.done("scan") == (
        "3 pending changes; 0 repositories read, 3 with nothing new, 0 failed\n"
    )

    assert numbers(fresh) == (3, 3)
    why = fresh.done("why", "orders:pay")
    assert "blocked by a missing adaptation: web has no pending change that adapts" in why
    assert "blocked by web:CHK-12-button (in-progress)" in why
    assert "trailer: Breaks: payments-api" in why
    assert fresh.relplan("check", "orders:pay").code == 1

    assert numbers(fresh, "--mark", "payments-api=versioned", "--mark", "CHK-12=flagged") == (0, 1)
    assert numbers(fresh) == (3, 3)  # nothing was stored
    said = fresh.done("mark", "payments", "versioned")
    assert said.split("\n")[0] == "marked payments-api versioned in scenario main"
    assert numbers(fresh) == (2, 2)
    fresh.done("mark", "CHK", "flagged")
    assert fresh.relplan("check", "payments@").code == 0
    fresh.done("unmark", "CHK-12")
    assert fresh.relplan("check", "payments@").code == 1

    assert fresh.done("undo").startswith("undone: took flagged off CHK-12")
    assert numbers(fresh) == (0, 1)
    assert fresh.done("redo").startswith("redone: took flagged off CHK-12")
    assert numbers(fresh) == (2, 2)

    log = fresh.done("log").split("\n")
    assert [line.partition("main  ")[2] for line in log[:-1]] == [
        "took flagged off CHK-12", "marked CHK-12 flagged", "marked payments-api versioned",
    ]  # fmt: skip


def test_dismissing_and_restoring(shop: Shop) -> None:
    fingerprint = _detected_edge(shop)
    said = shop.done("dismiss", fingerprint[:6], "--reason", "another CHK-12")
    assert said.startswith(f"dismissed {fingerprint} ")
    assert "feature CHK-12" not in shop.done("why", "payments@")
    assert shop.done("log").rstrip().endswith(": another CHK-12")
    assert shop.done("dismiss", fingerprint, "--restore").startswith(f"restored {fingerprint}")
    assert "feature CHK-12" in shop.done("why", "payments@")


def _detected_edge(shop: Shop) -> str:
    why = shop.done("why", "payments@")
    return next(line.split()[-1] for line in why.split("\n") if "feature CHK-12 (detected)" in line)


def test_a_declared_edge_cannot_be_dismissed(shop: Shop) -> None:
    why = shop.done("why", "orders:pay-v2")
    line = next(line for line in why.split("\n") if "requires payments-api (declared)" in line)
    answer = shop.relplan("dismiss", line.split()[-1], "--reason", "no")
    assert answer.code == 2
    assert answer.err == (
        f"relplan: orders:pay-v2 needs {shop.payments_main()} (requires payments-api) cannot be"
        " dismissed; it is declared; mark 'payments-api' instead, or correct the declaration\n"
    )


def test_states(shop: Shop) -> None:
    said = shop.done("change", "set", "orders:pay", "--state", "ready")
    assert said.startswith("set orders:pay-v2 ready")
    assert shop.done("plan").count("ready") == 1
    assert shop.relplan("change", "set", "orders:pay", "--state", "ready").complaints == [
        "that is so already"
    ]
    merged = shop.payments_main()
    answer = shop.relplan("change", "set", merged, "--state", "ready")
    assert answer.code == 2
    assert answer.complaints == [f"{merged} is merged; only an open change's state is set by hand"]
    shop.done("undo")
    assert "ready" not in shop.done("plan")


def test_what_ifs(shop: Shop) -> None:
    shop.done("mark", "CHK-12", "flagged")
    assert shop.done("scenario", "new", "brave").startswith("now in scenario brave: ")
    shop.done("mark", "payments-api", "versioned")
    assert numbers(shop) == (0, 1)
    assert numbers(shop, "--scenario", "main") == (2, 2)
    rows = [line.split() for line in shop.done("scenario", "list").splitlines()]
    assert [row[:2] for row in rows] == [["main", "1"], ["*", "brave"]]
    difference = shop.done("scenario", "diff", "main", "brave")
    row = next(line for line in difference.split("\n") if line.startswith("orders:pay-v2"))
    assert row.split("->")[0].split()[1:3] == ["blocked", "wave"]
    assert row.split("->")[1].split()[0] == "unfinished"
    shop.done("scenario", "switch", "main")
    shop.done("scenario", "new", "bare", "--from", "main")
    document = json.loads(shop.done("scenario", "diff", "bare", "brave", "--json"))
    assert document["schema"] == "relplan.scenario-diff/1"
    assert document["before"]["blocked"] == 2
    assert document["after"]["blocked"] == 0
    listed = json.loads(shop.done("scenario", "list", "--json"))["scenarios"]
    assert [(one["name"], one["current"], one["marks"]) for one in listed] == [
        ("main", False, 1), ("bare", True, 1), ("brave", False, 2),
    ]  # fmt: skip


def test_the_demo_without_a_terminal_prints_the_plan(fresh: Shop) -> None:
    answer = fresh.relplan("demo", "lockstep-7", "--into", "here")
    assert answer.code == 0
    assert "7 changes in lock-step" in answer.out
    assert (fresh.folder / "here" / "relplan.toml").is_file()
    assert answer.complaints[-1].startswith("the example stays in here; ")
