"""CODEOWNERS."""

import pytest

from relplan.contracts.bounds import UnreadableError
from relplan.sources.catalogs import facts, is_catalog
from relplan.sources.catalogs.codeowners import owner_of

OWNERS = b"""\
# whoever is left
*                    @acme/platform
/services/orders/    @ada @acme/fulfilment  # both
/services/pay*/**    pay@example.org
docs/                @acme/writers
/services/web/*.js   @acme/script
/services/old/
"""


def owner(folder: str, text: bytes = OWNERS) -> str:
    found = owner_of(folder, facts("CODEOWNERS", text))
    return found.object if found else ""


@pytest.mark.parametrize(
    ("folder", "team"),
    [
        (".", "acme/platform"),
        ("services", "acme/platform"),
        ("services/orders", "acme/fulfilment"),
        ("services/orders/api", "acme/fulfilment"),
        ("services/ordersx", "acme/platform"),
        ("services/payments", "pay@example.org"),
        ("services/web", "acme/platform"),
        ("a/b/docs", "acme/writers"),
        ("services/old", ""),
    ],
)
def test_the_last_match_wins(folder: str, team: str) -> None:
    assert owner(folder) == team


def test_facts_keep_their_place() -> None:
    found = facts(".github/CODEOWNERS", OWNERS)[1]
    assert (found.subject, found.object, found.line) == ("/services/orders/", "acme/fulfilment", 3)
    assert found.of_folder


def test_a_section_of_gitlab_gives_its_owners_to_those_without() -> None:
    text = b"[Shop][2] @acme/shop\n/web/\n/orders/ @acme/orders\n^[Docs]\n/docs/ @acme/docs\n"
    assert [owner(name, text) for name in ("web", "orders", "docs")] == [
        "acme/shop",
        "acme/orders",
        "acme/docs",
    ]


def test_a_space_in_a_path_is_escaped() -> None:
    assert owner("my folder", b"/my\\ folder/ @acme/a\n") == "acme/a"


def test_the_files_of_the_top_are_not_the_folders() -> None:
    assert owner("web", b"/* @acme/top\n") == ""
    assert owner("docs/api", b"/docs/* @acme/writers\n") == ""
    assert owner("docs/api/v1", b"/docs/*/ @acme/writers\n") == "acme/writers"


@pytest.mark.parametrize(
    ("pattern", "folder", "owned"),
    [
        ("orders/", "orders", True),
        ("orders/", "services/orders", True),
        ("orders", "services/orders", True),
        ("**/orders", "services/orders", True),
        ("services/", "services/orders/api", True),
        ("/services/*", "services/orders", False),
        ("/services/*/", "services/orders", True),
        ("/services/**", "services/orders", True),
        ("/services/**/*", "services/orders", True),
        ("/orders/", "services/orders", False),
        ("orders/api", "services/orders", False),
        ("*.js", "services/orders", False),
        ("*", ".", True),
        ("**", ".", True),
        ("/*", ".", False),
        ("/orders/", ".", False),
    ],
)
def test_a_pattern_owns_a_folder_where_it_matches_all_that_is_in_it(
    pattern: str, folder: str, owned: bool
) -> None:
    assert owner(folder, f"{pattern} @acme/a\n".encode()) == ("acme/a" if owned else "")


def test_stars_cannot_make_it_slow() -> None:
    text = b"/" + b"**/" * 2_000 + b"a" + b"*a" * 40 + b"*c @acme/a\n"
    assert owner("/".join(["a" * 60] * 20) + "/b", text) == ""  # or this never ends


def test_neither_many_patterns_nor_a_huge_one_end_the_reading() -> None:
    many = b"".join(b"/team/%d/**/x*y*z/ @acme/many\n" % number for number in range(2_000))
    text = b"* @acme/all\n" + many + b"/" + b"x" * 200_000 + b" @acme/huge\n"
    assert owner("services/web", text) == "acme/all"


def test_what_is_no_text_is_unreadable() -> None:
    with pytest.raises(UnreadableError):
        facts("CODEOWNERS", b"\xff\xfe")


def test_only_the_files_that_forges_look_at_count() -> None:
    for name in ("CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"):
        assert is_catalog(name), name
    assert not is_catalog("vendor/CODEOWNERS")
