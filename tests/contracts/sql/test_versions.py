"""Which of two versions' files are judged, and what keeps hostile ones from harm."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.contracts import compare
from relplan.contracts.bounds import Budget
from relplan.contracts.kind import EMPTY, Options, Version
from relplan.contracts.sql.contract import ANALYZER
from tests.contracts.sql.cases import BASE, FIRST, SECOND, added, compared, told, version

DROP = "ALTER TABLE orders DROP COLUMN tax;"


def test_only_what_the_revision_has_beyond_the_base_is_judged() -> None:
    base = {FIRST: BASE, SECOND: DROP}
    assert compared(base, dict(base)) == []
    assert compared(base, {FIRST: BASE}) == []
    assert compared(base, {**base, "db/migration/V3__x.sql": "SET x = 1;"}) == []


def test_a_migration_that_only_moved_is_not_new() -> None:
    assert compared({SECOND: DROP}, {"db/migration/V7__moved.sql": DROP}) == []


BASELINE = "CREATE TABLE orders (id int, tax int);"
V1, V2, V3, B2 = (f"db/migration/{name}__x.sql" for name in ("V1", "V2", "V3", "B2"))


@pytest.mark.parametrize(
    ("base", "revision", "expected"),
    [
        ({V1: BASE}, {V1: BASE, B2: BASELINE}, []),
        ({V1: BASE, V2: DROP}, {B2: BASELINE}, []),
        ({V1: BASE, V2: "SELECT 1"}, {B2: BASELINE, V3: DROP},
         [("ban-drop-column", "breaking", "orders.tax")]),
        ({B2: BASELINE}, {B2: BASELINE, V3: "DROP TABLE IF EXISTS customers"},
         [("ban-drop-table", "none", "customers")]),
        ({}, {B2: BASELINE}, [("adding-table", "additive", "orders")]),
        ({}, {V1: "CREATE TABLE a (b int);", B2: BASELINE}, [("adding-table", "additive", "a")]),
    ],
)  # fmt: skip
def test_a_baseline_of_flyway_does_nothing_where_what_it_stands_for_has_run(
    base: dict[str, str], revision: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    assert told(compared(base, revision)) == expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_file_may_begin_with_a_mark_of_its_encoding(encoding: str) -> None:
    found = compared({FIRST: BASE}, {FIRST: BASE, SECOND: f"{DROP}GO\n".encode(encoding)})
    assert ("ban-drop-column", "breaking", "orders.tax") in told(found)


def test_an_edited_migration_is_risky_and_its_new_operations_are_judged() -> None:
    first = "ALTER TABLE orders ADD COLUMN a int;"
    found = compared({SECOND: first}, {SECOND: f"{first}\n{DROP}"})
    assert told(found) == [
        ("migration-edited", "risky", ""),
        ("ban-drop-column", "breaking", "orders.tax"),
    ]


def test_a_repeatable_migration_may_be_edited() -> None:
    path = "db/migration/R__views.sql"
    old, new = (
        "CREATE VIEW v AS SELECT a, b FROM t;",
        "CREATE OR REPLACE VIEW v AS SELECT a FROM t;",
    )
    assert told(compared({path: old}, {path: new})) == [("drop-view-column", "breaking", "v.b")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("CREATE TABLE t (a int, b int);", "CREATE TABLE t (a int);",
         [("ban-drop-column", "breaking", "t.b")]),
        ("CREATE TABLE t (a int);", "CREATE TABLE t (a int, b int);",
         [("adding-column", "additive", "t.b")]),
        ("CREATE TABLE t (a int);", "CREATE TABLE t (a int, b int NOT NULL);",
         [("adding-required-field", "breaking", "t.b")]),
        ("CREATE TABLE t (a int); CREATE TABLE u (a int);", "CREATE TABLE t (a int);",
         [("ban-drop-table", "breaking", "u")]),
        ("CREATE TABLE t (a int);", "CREATE TABLE t (a int); CREATE TABLE u (a int);",
         [("adding-table", "additive", "u")]),
        ("CREATE TABLE t (a int);", "CREATE TABLE t (a varchar(9));",
         [("changing-column-type", "breaking", "t.a")]),
        ("CREATE TABLE t (a int);", "CREATE TABLE t (a int NOT NULL);",
         [("adding-not-nullable-field", "breaking", "t.a")]),
        ("CREATE TABLE t (a int);", "CREATE TABLE t (a int UNIQUE);",
         [("adding-unique-constraint", "breaking", "t.a")]),
        ("CREATE TABLE t (a int, UNIQUE (a));", "CREATE TABLE t (a int);",
         [("drop-constraint", "risky", "t")]),
        ("CREATE TYPE m AS ENUM ('a', 'b'); CREATE TABLE t (a m);",
         "CREATE TYPE m AS ENUM ('a', 'c'); CREATE TABLE t (a m);",
         [("adding-enum-value", "risky", "m"), ("drop-enum-value", "breaking", "m")]),
        ("CREATE TABLE t (a int, b int);", "CREATE TABLE t (b int, a int);", []),
        ("CREATE TABLE t (a int);", "-- a comment\nCREATE TABLE  t (a INTEGER);", []),
        ("CREATE TABLE t (a int); CREATE SEQUENCE s;", "CREATE TABLE t (a int);",
         [("drop-sequence", "breaking", "s")]),
        ("CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS int AS 'select 1' LANGUAGE sql;",
         "CREATE TABLE t (a int);", [("drop-routine", "breaking", "f")]),
    ],
)  # fmt: skip
def test_a_schema_file_is_compared_by_its_tables(
    old: str, new: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(compared({"db/schema.sql": old}, {"db/schema.sql": new})) == expected


def test_a_schema_file_that_is_gone_is_unknown() -> None:
    (found,) = compared({"db/schema.sql": "CREATE TABLE t (a int);"}, {})
    assert (found.rule, found.severity) == ("schema-file-removed", "unknown")


def test_what_migrations_tell_their_dump_does_not_tell_again() -> None:
    old, new = "CREATE TABLE t (a int, b int);", "CREATE TABLE t (a int);"
    base = {FIRST: old, "db/schema.sql": old}
    revision = {**base, SECOND: "ALTER TABLE t DROP COLUMN b;", "db/schema.sql": new}
    (found,) = compared(base, revision)
    assert (found.rule, found.path) == ("ban-drop-column", SECOND)


def test_migrations_for_several_databases_do_not_meet() -> None:
    files = {
        f"migrations/{name}/{number}_x.up.sql": text
        for name in ("postgres", "mysql", "cockroach", "mariadb", "h2", "oracle")
        for number, text in ((1, "CREATE TABLE t (a int);"), (2, "ALTER TABLE t DROP COLUMN a;"))
    }
    assert {found.severity for found in compared({}, files)} == {"additive", "none"}


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing(order: random.Random) -> None:
    files = {
        FIRST: BASE, SECOND: DROP, "db/migration/V3__x.sql": "DROP TABLE customers;",
        "db/migration/V4__x.sql": "CREATE TABLE customers (a int);",
    }  # fmt: skip
    shuffled = list(files.items())
    order.shuffle(shuffled)
    assert compared({}, dict(shuffled)) == compared({}, files)


SUFFIXES = ("V1__x.sql", "0001_x.py", "20200101_x.rb", "changelog.xml", "changelog.yaml")
WORDS = (
    "CREATE TABLE", "ALTER TABLE t", "DROP", "(", ")", ",", ";", "'", '"', "`", "$$", "/*", "*/",
    "--", "\n", "t", "ADD", "op.add_column", "def change", "do |t|", "end", "class Migration(",
    "operations = [", "]", "down_revision = 1", "def upgrade():", "<databaseChangeLog>", "<<~SQL",
    "databaseChangeLog:", "- ", "\\", "\x00", "{", "}", "RENAME TO", "CHECK", "DO $a$ BEGIN",
)  # fmt: skip


@given(st.sampled_from(SUFFIXES), st.lists(st.sampled_from(WORDS) | st.text(max_size=4)))
def test_no_junk_raises(name: str, words: list[str]) -> None:
    path, text = f"db/migrations/{name}", " ".join(words).encode("utf-8", "replace")
    for found in compare(ANALYZER, EMPTY, Version({path: text}, (path,)), Options(), Budget()):
        assert found.path == path
    surface = ANALYZER.surface(FIRST, BASE.encode())
    assert surface is not None
    list(ANALYZER.uses(f"src/{name}", text, surface))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000_000,
        "(" * 3_000_000,
        "CREATE TABLE t (" + "(" * 500 + ")" * 500 + ");",
        "CREATE TABLE t (a int DEFAULT '" + "x" * 1_000_000,
        "'" * 1_000_001,
        "/*" * 500_000 + "x; DROP",
        "$a$ " * 300_000,
        "ALTER TABLE " * 100_000,
        "WITH " + "INSERT INTO " * 100_000,
        "CREATE TABLE t (" + "a int, " * 300_000 + "a int);",
        "DROP " + '"' * 100_001,
    ],
    ids=range(11),
)
def test_hostile_sql_is_unknown_at_once(text: str) -> None:
    found = added(text)
    assert found
    assert {item.severity for item in found} <= {"unknown", "additive"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("migrations/0001_x.py", "class Migration(x):\n operations = " + "[" * 5_000),
        pytest.param(
            "migrations/0001_x.py",
            "class Migration(x):\n operations = " + "-" * 200_000 + "1",
            id="signs",
        ),
        ("versions/a_1.py", "down_revision = 1\ndef upgrade(:"),
        pytest.param("changelog/1.xml", "<databaseChangeLog>" + "<a>" * 10_000, id="elements"),
        ("changelog/1.yaml", "databaseChangeLog: &a [*a]"),
        pytest.param("changelog/1.json", '{"databaseChangeLog": ' + "[" * 100_000, id="arrays"),
        ("db/migration/V1__x.sql", b"\xff\xfe"),
    ],
)
def test_what_cannot_be_read_is_unknown(path: str, text: str | bytes) -> None:
    found = compared({}, {path: text})
    assert {item.severity for item in found} == {"unknown"}


def test_the_budget_bounds_the_work() -> None:
    files = version({FIRST: "INSERT INTO t VALUES (1);\n" * 2_000})
    (found,) = compare(ANALYZER, EMPTY, files, Options(), Budget(500))
    assert found.rule == "bound-reached"
