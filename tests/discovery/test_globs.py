"""Globs for a set of files."""

import pytest

from relplan.discovery.globs import globs_of
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
