"""What a tag's name says."""

import pytest

from relplan.sources.git.versions import names, version_of


@pytest.mark.parametrize(
    ("name", "prefix", "numbers"),
    [
        ("v1.2.3", "v", (1, 2, 3)),
        ("V1.2", "V", (1, 2)),
        ("release1.2", "release", (1, 2)),
        ("alpha_release-2165", "alpha_release-", (2165,)),
        ("orders@1.0.0", "orders@", (1, 0, 0)),
        ("oauth2@1.0.0", "oauth2@", (1, 0, 0)),
        ("@acme/orders@1.2.3", "@acme/orders@", (1, 2, 3)),
        ("e2e-v1.2.3", "e2e-v", (1, 2, 3)),
        ("orders/v1.2.3", "orders/v", (1, 2, 3)),
        ("clients/sdk-v2/otel/v0.70.0", "clients/sdk-v2/otel/v", (0, 70, 0)),
        ("@acme/client-v2@3.1.0", "@acme/client-v2@", (3, 1, 0)),
        ("schemas/2024/1.2.3", "schemas/2024/", (1, 2, 3)),
        ("v1.2.3/linux", "v", (1, 2, 3)),
        ("2024/05/01", "", (2024,)),
        ("release/1.2.3", "release/", (1, 2, 3)),
        ("REL_15_2", "REL_", (15, 2)),
        ("2024.05.1", "", (2024, 5, 1)),
        ("prod-2024-05-01", "prod-", (2024, 5, 1)),
        ("v20240501", "v", (20240501,)),
        ("1.2.3.Final", "", (1, 2, 3)),
        ("v1.2.3+build.7", "v", (1, 2, 3)),
        ("1.2.3-4f0c9ab", "", (1, 2, 3)),
        ("latest", "latest", ()),
    ],
)
def test_where_the_version_is(name: str, prefix: str, numbers: tuple[int, ...]) -> None:
    version = version_of(name)
    assert (version.prefix, version.numbers, version.prerelease) == (prefix, numbers, "")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("v1.2.3-rc.1", "rc"),
        ("v1.2.3-rc1", "rc"),
        ("1.0rc1", "rc"),
        ("1.0a1", "a"),
        ("1.0b2", "b"),
        ("1.0.dev1", "dev"),
        ("2.0.0-SNAPSHOT", "snapshot"),
        ("1.0.pre", "pre"),
        ("v1.0-alpha", "alpha"),
        ("v1.0-beta-2", "beta"),
        ("1.2.3.CR1", "cr"),
        ("5.0-M1", "m"),
        ("2024-05-01-rc1", "rc"),
        ("nightly-20240501", "nightly"),
        ("test-7", "test"),
    ],
)
def test_a_pre_release_says_so_by_a_word(name: str, word: str) -> None:
    assert version_of(name).prerelease == word


@pytest.mark.parametrize("name", ["1.0.post1", "8.1p1", "1.1.0a", "jdk8u202", "1.2.3-20240501"])
def test_what_else_follows_a_version_is_no_pre_release(name: str) -> None:
    assert version_of(name).prerelease == ""


def test_versions_are_ordered_by_their_numbers_and_a_pre_release_comes_before() -> None:
    found = sorted(
        ["v2.0", "v1.10-2", "v1.10", "v1.10-rc2", "v1.10-rc1", "v1.9"],
        key=lambda tag: version_of(tag).order,
    )
    assert found == ["v1.9", "v1.10-rc1", "v1.10-rc2", "v1.10", "v1.10-2", "v2.0"]


def test_a_pattern_names_a_word() -> None:
    assert names("v*-rc*", "rc")
    assert names("nightly-[0-9]*", "nightly")
    assert not names("v*", "rc")
    assert not names("v[rc]*", "rc")
