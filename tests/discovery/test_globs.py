"""Globs for a set of files."""

import pytest

from relplan.discovery.globs import globs_of, history_globs
from relplan.model.globs import pattern_of

THERE = [
    "README.md", "proto/a/v1/one.proto", "proto/a/v1/two.proto", "proto/b/v1/three.proto",
    "proto/b/v1/four.proto", "vendor/google/any.proto", "db/1.sql", "db/2.sql", "db/3.sql",
    "db/4.sql", "db/test/5.sql",
]  # fmt: skip
PROTOS = [path for path in THERE if path.startswith("proto/")]
TABLES = [path for path in THERE if path.startswith("db/") and "test" not in path]


@pytest.mark.parametrize(
    ("wanted", "folder", "globs"),
    [
        (["db/1.sql", "db/2.sql"], ".", ("db/1.sql", "db/2.sql")),
        (["db/1.sql", "db/2.sql"], "db", ("1.sql", "2.sql")),
        (["db/1.sql"], "proto", ("/db/1.sql",)),
        (PROTOS, ".", ("proto/**/*.proto",)),
        (PROTOS, "proto", ("**/*.proto",)),
        (TABLES, ".", ("db/*.sql",)),
        ([*PROTOS[:3], TABLES[0]], ".",
         ("db/1.sql", "proto/a/v1/*.proto", "proto/b/v1/three.proto")),
    ],
)  # fmt: skip
def test_globs_mean_the_files_and_no_others(
    wanted: list[str], folder: str, globs: tuple[str, ...]
) -> None:
    assert globs_of(wanted, THERE, folder) == globs
    pattern = pattern_of(globs, folder)
    assert [path for path in THERE if pattern.fullmatch(path)] == sorted(wanted, key=THERE.index)


def test_many_globs_give_way_to_one() -> None:
    wanted = [f"proto/{n}/good.proto" for n in range(20)]
    there = [*wanted, *(f"proto/{n}/bad.proto" for n in range(20))]
    assert globs_of(wanted, there, ".") == ("proto/**/*.proto",)


@pytest.mark.parametrize(
    ("wanted", "folder", "globs"),
    [
        ({"db/migrate/20240101_a.rb"}, ".", ("db/migrate/*.rb",)),
        ({"src/Migrations/20240101_A.cs"}, "src", ("Migrations/*.cs",)),
        ({"a/migrations/0001_a.py", "b/migrations/0001_b.py"}, ".",
         ("a/migrations/*.py", "b/migrations/*.py")),
        ({"prisma/migrations/2024_a/migration.sql"}, ".", ("prisma/migrations/*/migration.sql",)),
        ({"migrations/2024-01-01_a/up.sql"}, ".", ("migrations/*/up.sql",)),
        ({"db/1_a.up.sql"}, "db", ("*.up.sql",)),
    ],
)  # fmt: skip
def test_a_history_is_its_folder_and_not_the_files_of_today(
    wanted: set[str], folder: str, globs: tuple[str, ...]
) -> None:
    assert history_globs(wanted, folder) == globs
