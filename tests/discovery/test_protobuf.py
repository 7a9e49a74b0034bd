"""Contracts in .proto files: whose they are, and who uses them."""

from pathlib import Path

from tests.discovery.finding import (
    calls,
    contract,
    found_in,
    guesses,
    look,
    repository,
    rules,
    ties,
)
from tests.discovery.protos import go_client, go_server, proto

ACCOUNTS = proto("shop.accounts.v1", "Accounts")


def test_the_service_with_the_name_provides_and_others_have_copies(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "accounts": {"proto/accounts.proto": ACCOUNTS},
            "mail": {"proto/accounts.proto": ACCOUNTS},
            "orders": {"third_party/accounts.proto": ACCOUNTS},
            "web": {"tests/accounts.proto": ACCOUNTS},
        },
    )
    assert ties(found) == {"shop-accounts-rpc": ("accounts", ["mail", "orders"])}
    api = contract(found, "shop-accounts-rpc")
    assert api.files == ("proto/accounts.proto",)
    (sign,) = api.consumers["mail"]
    assert (sign.evidence.rule, sign.evidence.path) == ("copy", "proto/accounts.proto")
    assert sign.evidence.commit == found_commit(tmp_path / "mail")


def found_commit(folder: Path) -> str:
    return (folder / ".git" / "refs" / "heads" / "main").read_text("ascii").strip()


def test_who_serves_it_provides_it(tmp_path: Path) -> None:
    users = proto("shop.people", "People")
    found = found_in(
        tmp_path,
        {
            "a": {"proto/it.proto": users, "main.go": go_client("People")},
            "b": {"proto/it.proto": users, "main.go": go_server("People")},
            "c": {"main.go": go_client("People")},
        },
    )
    assert ties(found) == {"shop-people-rpc": ("b", ["a", "c"])}
    assert [sign.evidence.rule for sign in contract(found, "shop-people-rpc").signs] == [
        "serves", "contract-file",
    ]  # fmt: skip
    assert rules(found, "shop-people-rpc", "c") == ["calls"]
    assert calls(found) == {"a": ["b"], "c": ["b"]}


def test_who_serves_a_service_of_that_name_may_call_its_own(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "a": {"a.proto": proto("alpha.logs", "Querier"), "main.go": go_server("Querier")},
            "b": {
                "b.proto": proto("beta.traces", "Querier"),
                "main.go": go_server("Querier"),
                "client.go": go_client("Querier"),
            },
        },
    )
    assert all(not consumers for _, consumers in ties(found).values())
    assert guesses(found, "alpha-logs-rpc") == ["b"]


def test_a_package_in_the_middle_of_a_word_is_not_named(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "a": {"a.proto": proto("backend.v1", "Store"), "main.go": go_server("Store")},
            "b": {"main.go": "if r.backend.v1Preferred {\n}\n"},
            "c": {"main.go": 'name := "backend.v1.Store"\n'},
        },
    )
    assert [consumers for _, consumers in ties(found).values()] == [["c"]]


def test_otherwise_who_changes_it_most_provides_it(tmp_path: Path) -> None:
    first = repository(tmp_path / "a", {"proto/it.proto": proto("shop.people")})
    second = repository(tmp_path / "b", {"proto/it.proto": proto("shop.people")})
    third = repository(tmp_path / "c", {"gen/it.proto": proto("shop.people")})
    first.commit(file="proto/it.proto", text=proto("shop.people", "People"))
    for number in range(3):
        more = f"message M{number} {{}}"
        second.commit(file="proto/it.proto", text=proto("shop.people", "People", more))
        third.commit(file="gen/it.proto", text=proto("shop.people", "People", more))
    found = look(tmp_path)
    assert ties(found) == {"shop-people-rpc": ("b", [])}
    assert guesses(found, "shop-people-rpc") == ["a", "c"]
    sign = contract(found, "shop-people-rpc").signs[-1]
    assert sign.evidence.text == "changed most, 4 times; also in a"
    assert sign.confidence == "guessed"


def test_imports_and_generated_packages_show_consumers(tmp_path: Path) -> None:
    option = 'option go_package = "example.org/api/things/v1;things";'
    importing = 'import "shop/things/v1/things.proto";'
    found = found_in(
        tmp_path,
        {
            "api": {"shop/things/v1/things.proto": proto("shop.things.v1", "Things", option)},
            "stock": {"proto/stock.proto": proto("shop.stock", "Stock", importing)},
            "till": {"pay.go": 'import (\n\tthings "example.org/api/things/v1"\n)\n'},
            "jobs": {"kinds.py": 'KIND = "shop.things.v1.Thing"\n'},
            "other": {"a.go": 'import "example.org/api/nothing/v1"\n'},
        },
    )
    name = "shop-things-rpc"
    assert ties(found)[name] == ("api", ["jobs", "stock", "till"])
    assert rules(found, name, "stock") == ["import"]
    (sign,) = contract(found, name).consumers["till"]
    assert (sign.evidence.rule, sign.evidence.line) == ("mention", 2)


def test_one_module_is_one_contract(tmp_path: Path) -> None:
    files = {
        f"shop/{name}/v1/{file}.proto": proto(f"shop.{name}.v1", service)
        for name, service in (("orders", "Orders"), ("carts", "Carts"), ("common", ""))
        for file in ("one", "two")
    }
    found = found_in(tmp_path, {"api": files, "orders": {"a.go": go_client("Orders")}})
    assert ties(found) == {"shop-rpc": ("api", ["orders"])}
    assert contract(found, "shop-rpc").files == ("shop/**/*.proto",)


def test_a_package_whose_services_are_served_apart_is_several_contracts(tmp_path: Path) -> None:
    both = proto(
        "shop", "CartService", "service AdService {\n  rpc Show(Thing) returns (Thing);\n}"
    )
    found = found_in(
        tmp_path,
        {
            "shop": {
                "protos/demo.proto": both,
                "src/carts/Dockerfile": "FROM x",
                "src/carts/main.go": go_server("CartService"),
                "src/ads/Dockerfile": "FROM x",
                "src/ads/main.go": go_server("AdService"),
                "src/ads/demo.proto": both,
                "src/web/Dockerfile": "FROM x",
                "src/web/main.go": go_client("CartService"),
            }
        },
    )
    assert ties(found) == {"ad-rpc": ("ads", []), "cart-rpc": ("carts", ["web"])}
    assert contract(found, "cart-rpc").files == ("/protos/demo.proto",)
    assert contract(found, "ad-rpc").files == ("demo.proto",)
    assert calls(found) == {"web": ["carts"]}


def test_what_everybody_copies_and_what_nobody_sees_is_left_out(tmp_path: Path) -> None:
    health = proto("grpc.health.v1", "Health")
    found = found_in(
        tmp_path,
        {
            "a": {"proto/health.proto": health, "internal/state.proto": proto("a.state")},
            "b": {"proto/health.proto": health, "main.go": go_client("Health")},
        },
    )
    assert ties(found) == {}


def test_a_client_of_somebody_outside_provides_nothing(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {"web": {"proto/bank.proto": proto("bank.v1", "Bank"), "main.go": go_client("Bank")}},
    )
    assert ties(found) == {}
