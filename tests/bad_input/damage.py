"""What can be wrong with a workspace: each of these breaks one that was well."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from tests.cli.shop import Shop
from tests.sources.git.git_repo import GitRepo

Damage = Callable[[Shop], object]


def nothing(_: Shop) -> None:
    """Leave all as it is: it is the command that is wrong."""


_AFTER_A_SCAN: set[Damage] = set()


def after_a_scan(damage: Damage) -> Damage:
    """Let *damage* be done to a workspace that has been scanned, and well."""
    _AFTER_A_SCAN.add(damage)
    return damage


def comes_after_a_scan(damage: Damage) -> bool:
    return damage in _AFTER_A_SCAN


# relplan.toml


def with_text(text: str) -> Damage:
    return lambda shop: shop.add(text)


def instead(old: str, new: str) -> Damage:
    return lambda shop: shop.settings(old, new)


def only(text: str) -> Damage:
    return lambda shop: shop.toml.write_text(text, "utf-8")


def raw(data: bytes) -> Damage:
    return lambda shop: shop.toml.write_bytes(data)


def no_toml(shop: Shop) -> None:
    shop.toml.unlink()


def a_folder_for_toml(shop: Shop) -> None:
    shop.toml.unlink()
    shop.toml.mkdir()


def a_pipe_for_toml(shop: Shop) -> None:
    shop.toml.unlink()
    os.mkfifo(shop.toml)


def a_link_to_nowhere_for_toml(shop: Shop) -> None:
    shop.toml.unlink()
    shop.toml.symlink_to(shop.folder / "nowhere")


# Repositories


def no_repository(shop: Shop) -> None:
    shutil.rmtree(shop.folder / "web")


def a_folder_for_a_repository(shop: Shop) -> None:
    shutil.rmtree(shop.folder / "web" / ".git")


def a_file_for_a_repository(shop: Shop) -> None:
    no_repository(shop)
    (shop.folder / "web").write_text("not here", "utf-8")


def no_commits(shop: Shop) -> None:
    no_repository(shop)
    GitRepo(shop.folder / "web")


def file_of(repo: GitRepo, oid: str) -> Path:
    """Return the file of one object, which then is in no pack any more."""
    objects = repo.path / ".git" / "objects"
    for pack in list(objects.glob("pack/*.pack")):
        content = pack.read_bytes()
        shutil.rmtree(pack.parent)  # git unpacks nothing that it has
        repo.git("unpack-objects", "-q", stdin=content)
    return objects / oid[:2] / oid[2:]


def an_object_cut_short(shop: Shop) -> None:
    web = shop.repo("web")
    file = file_of(web, web.git("rev-parse", "CHK-12-button"))
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:20])


def a_pack_cut_short(shop: Shop) -> None:
    shop.repo("web").git("repack", "-adq")
    (pack,) = (shop.folder / "web" / ".git" / "objects" / "pack").glob("*.pack")
    pack.chmod(0o644)
    pack.write_bytes(pack.read_bytes()[:60])


def a_lost_history(shop: Shop) -> None:
    web = shop.repo("web")
    oid = web.git("rev-parse", "v1")
    web.git("tag", "-d", "v1")
    file_of(web, oid).unlink()


def a_shallow_clone(shop: Shop) -> None:
    payments = shop.repo("payments")
    payments.commit("One more")
    payments.git("tag", "-d", "v1")
    payments.path.rename(shop.folder / "whole")
    payments.path.mkdir()
    whole = (shop.folder / "whole").as_uri()
    payments.git("clone", "-q", "--depth=1", whole, ".")


def saying(message: str, service: str = "web") -> Damage:
    """Commit *message* on main."""
    return lambda shop: shop.repo(service).commit(message)


# The store


def a_folder_for_the_store(shop: Shop) -> None:
    shop.store.mkdir(parents=True)


def a_text_for_the_store(shop: Shop) -> None:
    shop.store.parent.mkdir(exist_ok=True)
    shop.store.write_text("buy milk\n" * 500, "utf-8")


@after_a_scan
def a_store_cut_short(shop: Shop) -> None:
    _into_one_file(shop.store)
    data = shop.store.read_bytes()
    shop.store.write_bytes(data[: len(data) // 2])


def a_strangers_store(shop: Shop) -> None:
    shop.store.parent.mkdir()
    with closing(sqlite3.connect(shop.store)) as connection:
        connection.execute("CREATE TABLE song (title)")


@after_a_scan
def a_newer_store(shop: Shop) -> None:
    with closing(sqlite3.connect(shop.store)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    _into_one_file(shop.store)


def _into_one_file(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


# Decisions


@after_a_scan
def scanned(_: Shop) -> None:
    """Leave all as it is."""


@after_a_scan
def marked(shop: Shop) -> None:
    shop.done("mark", "payments-api", "versioned")


@after_a_scan
def with_a_what_if(shop: Shop) -> None:
    shop.done("scenario", "new", "what-if")


def two_branches(shop: Shop) -> None:
    web = shop.repo("web")
    web.branch("CHK-12-border").commit("Show a border")
    web.switch("main")
    shop.done("scan")


def scanned_before(damage: Damage) -> Damage:
    """Let *damage* come after a scan that went well."""
    return after_a_scan(partial(damage))  # which may come without one, too


def another_contract(shop: Shop) -> None:
    shop.add('[contracts.payments-db]\nprovider = "payments"')
    shop.done("scan")
