"""What a bug report needs, with nothing private in it; and what keeps relplan from working."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from relplan.model.store_place import StoreUrl
from relplan.store import open_store
from tests.cli.shop import Shop
from tests.postgresql import Server, worker


def examined(shop: Shop, *words: str, code: int = 0) -> dict[tuple[str, str], Any]:
    """Return what was found, by what it is about and its name."""
    answer = shop.relplan("doctor", *words, "--json")
    told = json.loads(answer.out)
    assert (answer.code, told["schema"], told["works"]) == (code, "relplan.doctor/1", not code)
    return {(one["about"], one["name"]): one for one in told["findings"]}


def wrong(shop: Shop, *words: str) -> dict[str, str]:
    """Return what is wrong, of which something must be."""
    found = examined(shop, *words, code=1)
    return {name: one["wrong"] for (_, name), one in found.items() if one["wrong"]}


def test_a_report_says_how_things_stand_and_nothing_private(shop: Shop) -> None:
    shop.repo("orders").branch("later").commit("Go on")
    told = shop.done("doctor")
    assert told.endswith("\n\nnothing keeps relplan from working\n")
    for private in (str(shop.folder), str(Path.home()), "orders", "payments", "fulfilment"):
        assert private not in told
    values = {key: one["value"] for key, one in examined(shop).items()}
    assert values["workspace", "services"] == "3"
    assert values["workspace", "contracts"] == "1 custom"
    assert values["store", "kind"] == "SQLite"
    assert (values["store", "lock"], values["store", "decisions"]) == ("free", "0")
    assert values["repositories", "r1"] == "1 service, 1 tag"
    assert values["scan", "production known"] == "3 by release-tag"
    assert values["scan", "pending changes"] == "3"


def test_names_are_told_where_they_are_asked_for(shop: Shop) -> None:
    found = examined(shop, "--names")
    assert ("repositories", str(shop.folder / "orders")) in found
    assert found["store", "place"]["value"] == str(shop.store)


def test_looking_makes_and_upgrades_no_store(fresh: Shop) -> None:
    found = examined(fresh)
    assert found["store", "state"]["value"] == "none yet; `relplan scan` makes it"
    assert not fresh.store.exists()


def test_without_a_workspace_the_rest_is_told(tmp_path: Path, shop: Shop) -> None:
    found = examined(shop, code=0)
    assert ("git", "version") in found
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    told = json.loads(shop.done("doctor", "--json", at="../elsewhere"))
    named = [one["value"] for one in told["findings"] if one["about"] == "workspace"]
    assert named == ["none here; `relplan init` makes one"]


def test_a_clone_that_lacks_something_is_no_fault(shop: Shop) -> None:
    shop.repo("web").git("config", "remote.origin.promisor", "true")
    (shop.folder / "web" / ".git" / "shallow").write_text(shop.repo("web").git("rev-parse", "v1"))
    assert examined(shop)["repositories", "r3"]["value"] == "1 service, 1 tag, shallow, partial"


def test_a_repository_that_cannot_be_read_is_wrong(shop: Shop) -> None:
    (shop.folder / "web").rename(shop.folder / "gone")
    what = "does not exist; clone the repository or correct `repo` in relplan.toml"
    assert wrong(shop) == {"r3": f"r3 {what}"}
    place = str(shop.folder / "web")
    assert wrong(shop, "--names") == {place: f"{place} {what}"}


def test_what_git_says_of_it_names_no_place(shop: Shop) -> None:
    broken = shop.folder / "elsewhere" / "secret.inc"
    broken.parent.mkdir()
    broken.write_text("[broken", "utf-8")
    shop.repo("web").git("config", "include.path", str(broken))
    assert wrong(shop) == {"r3": "git could not read r3: fatal: bad config line 2 in file …"}
    (told,) = wrong(shop, "--names").values()
    assert told.endswith(f"in file {broken}")


def test_a_broken_relplan_toml_is_wrong(shop: Shop) -> None:
    shop.toml.write_text("[services.secret]", "utf-8")
    assert wrong(shop) == {
        "relplan.toml": "it cannot be used; `relplan plan` says where and why",
    }
    assert str(shop.toml) in wrong(shop, "--names")["relplan.toml"]


def test_a_damaged_store_is_wrong(shop: Shop) -> None:
    shop.store.write_bytes(b"no database" * 1000)
    assert wrong(shop) == {"state": "it cannot be used; `relplan plan` says why"}
    assert str(shop.store) in wrong(shop, "--names")["state"]


def test_the_store_of_a_newer_relplan_is_wrong(shop: Shop) -> None:
    with closing(sqlite3.connect(shop.store)) as store, store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
    assert wrong(shop)["schema step"].endswith("; upgrade relplan")


def test_an_older_store_is_left_as_it_is(shop: Shop) -> None:
    with closing(sqlite3.connect(shop.store)) as store, store:
        store.execute("UPDATE alembic_version SET version_num = '0001'")
    step = examined(shop)["store", "schema step"]["value"]
    assert step.startswith("0001; the next command makes it ")


def test_whoever_writes_is_seen(shop: Shop) -> None:
    with closing(sqlite3.connect(shop.store, isolation_level=None)) as store:
        store.execute("BEGIN IMMEDIATE")
        assert examined(shop)["store", "lock"]["value"] == "a writer has it"


def test_without_git_it_says_what_to_do(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    told = wrong(shop)
    assert told["version"] == "git is not installed; install it so that `git` is on the PATH"


def test_an_old_git_is_wrong(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text('#!/bin/sh\n[ "$1" = --version ] && echo git version 2.30.9\n', "utf-8")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", str(git.parent), prepend=os.pathsep)
    told = wrong(shop)
    assert told["version"] == "relplan asks it for what came with 2.31; upgrade git"


def moved(shop: Shop, on_server: StoreUrl) -> None:
    """Move the store to a server."""
    shop.done("mark", "payments-api", "versioned")
    shop.done("store", "copy", str(shop.store), on_server.whole)
    shop.settings('name = "shop"', f'name = "shop"\nstore = "{on_server}"')


def test_a_store_on_a_server_is_looked_at_too(shop: Shop, on_server: StoreUrl) -> None:
    moved(shop, on_server)
    found = examined(shop)
    of_store = {name: one["value"] for (about, name), one in found.items() if about == "store"}
    assert int(of_store.pop("server").partition(".")[0]) >= 12
    step = of_store.pop("schema step")
    assert step.isdecimal()
    assert of_store == {
        "kind": "PostgreSQL",
        "decisions": "1",
        "rights": "reads and decides",
        "lock": "free",
    }
    assert found["scan", "pending changes"]["value"] == "3"
    told = shop.done("doctor")
    assert str(on_server) not in told
    assert examined(shop, "--names")["store", "place"]["value"] == str(on_server)


def test_a_scan_into_a_server_is_seen(shop: Shop, on_server: StoreUrl) -> None:
    moved(shop, on_server)
    with open_store(on_server) as store, store.scanning("ada"):
        assert examined(shop)["store", "lock"]["value"] == "a scan has it"


def test_who_may_only_read_is_told(shop: Shop, on_server: StoreUrl, server: Server) -> None:
    moved(shop, on_server)
    reader = f"reader_{worker()}"
    with server.connected(f"store_{worker()}") as connection:
        connection.execute(f"CREATE ROLE {reader} LOGIN")
        try:
            connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}")
            shop.settings("postgresql://relplan@", f"postgresql://{reader}@")
            assert examined(shop)["store", "rights"]["value"] == "reads only"
        finally:
            connection.execute(f"DROP OWNED BY {reader}")
            connection.execute(f"DROP ROLE {reader}")


def test_looking_makes_no_tables_on_a_server(fresh: Shop, server: Server) -> None:
    empty = server.make_empty(f"own_{worker()}")
    fresh.settings('name = "shop"', f'name = "shop"\nstore = "{empty}"')
    for _ in range(2):
        found = examined(fresh)
        assert found["store", "state"]["value"] == "none yet; `relplan scan` makes it"
        assert found["store", "rights"]["value"] == "reads and decides"


def test_a_server_that_is_away_is_wrong_and_its_kind_is_told(shop: Shop) -> None:
    url = f"postgresql://ada@/plans?host={shop.folder}"
    shop.settings('name = "shop"', f'name = "shop"\nstore = "{url}"')
    assert wrong(shop) == {"state": "it cannot be used; `relplan plan` says why"}
    assert examined(shop, code=1)["store", "kind"]["value"] == "PostgreSQL"
    assert "cannot be reached" in wrong(shop, "--names")["state"]
