"""A damaged store says that it is damaged, and nothing else."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from relplan.model.errors import StoreError
from relplan.model.scan import ServiceScan
from relplan.store import open_store
from relplan.store.sqlite.files import beside
from tests.store import earlier
from tests.store.scanned import merged, record, scan
from tests.store.test_bad_files import refused

_SHOP = scan(ServiceScan(record("orders"), tuple(merged("orders", n) for n in range(300))))


@pytest.mark.parametrize("keep", [0.5, 1.0], ids=["cut short", "overwritten"])
def test_a_damaged_file(path: Path, keep: float) -> None:
    with open_store(path) as store:
        store.save_scan(_SHOP, 1)
    whole = path.read_bytes()
    head = whole[:4096] if keep == 1.0 else whole[: int(len(whole) * keep)]
    path.write_bytes(head + b"\xa5" * (len(whole) - len(head) if keep == 1.0 else 0))
    assert refused(path) == _damaged_line(path)


def _damaged_line(path: Path, said: str = "") -> str:
    return (
        f"the store {path} is damaged{said}; move it away and run `relplan scan`: what was scanned "
        "comes back, what people decided only from a copy of the file"
    )


def _sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM sqlite_master WHERE tbl_name = 'change'", " (no such table: change)"),
        (
            "UPDATE sqlite_master SET sql = replace(sql, 'title', 'tit1e') WHERE name = 'change'",
            " (no such column: title)",
        ),
        ("UPDATE change SET state = 'm\x05rged'", " ('m\\x05rged')"),
        (
            "UPDATE change SET title = CAST(X'6D65FF' AS TEXT)",
            " (Could not decode to UTF-8 column 'title' with text 'me\ufffd')",
        ),
        ("UPDATE scenario SET name = 'mine'", " (there is no main scenario)"),
        ("UPDATE alembic_version SET version_num = '001\x07'", ""),
        ("DELETE FROM alembic_version", ""),
    ],
    ids=[
        "no table", "no column", "no such word", "no UTF-8", "no scenario", "no schema",
        "no revision",
    ],
)  # fmt: skip
def test_what_relplan_never_wrote_is_damage(path: Path, statement: str, said: str) -> None:
    with open_store(path) as store:
        store.save_scan(_SHOP, 1)
    _sql(path, statement)
    assert refused(path) == _damaged_line(path, said)


@pytest.mark.parametrize(
    ("at", "value", "said"),
    [(18, 3, ""), (19, 3, ""), (17, 1, ""), (47, 9, " (unsupported file format)")],
    ids=["write", "read", "page", "format"],
)
def test_a_header_with_a_wrong_byte_is_damage_and_neither_the_disks_nor_another_programs(
    path: Path, at: int, value: int, said: str
) -> None:
    open_store(path).close()
    data = bytearray(path.read_bytes())
    data[at] = value
    path.write_bytes(data)
    with pytest.raises(StoreError) as error, open_store(path) as store:
        store.save_shipped(["a"])
    assert str(error.value) == _damaged_line(path, said)


_PAGE = 4096


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 8, 64])):
        data[chance.randrange(len(data))] ^= chance.randrange(1, 256)


def _overwrite_the_header(data: bytearray, chance: random.Random) -> None:
    place, length = chance.randrange(100), chance.randrange(1, 100)
    data[place : place + length] = chance.randbytes(length)


def _overwrite_a_page(data: bytearray, chance: random.Random) -> None:
    pages = len(data) // _PAGE
    place, other = chance.randrange(pages) * _PAGE, chance.randrange(pages) * _PAGE
    same = bytes(data[other : other + _PAGE])
    data[place : place + _PAGE] = chance.choice([bytes(_PAGE), chance.randbytes(_PAGE), same])


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.choice([0, 1, 511, _PAGE, chance.randrange(len(data))]) :]


@pytest.mark.parametrize("damage", [_flip, _overwrite_the_header, _overwrite_a_page, _cut])
def test_whatever_is_damaged_it_is_said_or_does_not_matter(
    path: Path, damage: Callable[[bytearray, random.Random], None]
) -> None:
    earlier.make(path, "0001", [*earlier.SCANNED, *earlier.decided("0001")])
    open_store(path).close()
    whole = path.read_bytes()
    refusals = 0
    for seed in range(12):
        data = bytearray(whole)
        damage(data, random.Random(seed))
        path.write_bytes(data)
        for last_words in beside(path):
            last_words.unlink(missing_ok=True)
        try:
            with open_store(path) as store:
                _ = store.changes(), store.notices(), store.log(), store.decisions()
                store.save_shipped(["a"])
        except StoreError as error:
            assert str(error).startswith(f"the store {path} is damaged")  # noqa: PT017
            refusals += 1
    assert refusals
