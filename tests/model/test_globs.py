"""Globs in relplan.toml."""

import pytest

from relplan.model.globs import pattern_of


@pytest.mark.parametrize(
    ("glob", "folder", "path", "meant"),
    [
        ("api/openapi.yaml", ".", "api/openapi.yaml", True),
        ("api/openapi.yaml", ".", "x/api/openapi.yaml", False),
        ("./api/*.yaml", ".", "api/a.yaml", True),
        ("*.yaml", ".", "api/a.yaml", False),
        ("**/*.yaml", ".", "api/deep/a.yaml", True),
        ("**/*.yaml", ".", "a.yaml", True),
        ("proto/**", ".", "proto/a/b.proto", True),
        ("proto/", ".", "proto/a/b.proto", True),
        ("proto/**/x/*.proto", ".", "proto/a/b/x/c.proto", True),
        ("v?.sql", ".", "v1.sql", True),
        ("v?.sql", ".", "v10.sql", False),
        ("a.b", ".", "axb", False),
        ("api.yaml", "services/orders", "services/orders/api.yaml", True),
        ("api.yaml", "services/orders", "api.yaml", False),
        ("/proto/*.proto", "services/orders", "proto/a.proto", True),
        ("[x].yaml", ".", "[x].yaml", True),
    ],
)
def test_what_a_glob_means(glob: str, folder: str, path: str, meant: bool) -> None:
    assert bool(pattern_of((glob,), folder).fullmatch(path)) is meant


def test_several_globs_mean_what_each_of_them_means() -> None:
    pattern = pattern_of(("a", "b/*"), ".")
    assert [bool(pattern.fullmatch(path)) for path in ("a", "b/c", "b")] == [True, True, False]


def test_no_globs_mean_nothing() -> None:
    assert pattern_of((), ".").fullmatch("") is None
