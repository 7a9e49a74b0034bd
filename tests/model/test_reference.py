"""Spellings of one review."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.model.reference import canonical, references, without_host

PAGE = "https://github.com/acme/web"
ID = "I" + "c" * 40


@pytest.mark.parametrize(
    "ref",
    [
        "https://github.com/acme/api/pull/1",
        "https://github.com/acme/api/pull/1/",
        "http://github.com/acme/api/pull/1",
        "https://www.github.com/acme/api/pull/1",
        "https://GitHub.com/Acme/API/pull/1",
        "HTTPS://github.com:443/acme/api/pull/1",
        "https://github.com/acme/api/pull/1/files",
        "https://github.com/acme/api/pull/1/commits/abc123",
        "https://github.com/acme/api/pull/1?w=1#discussion_r5",
        "https://github.com//acme/api/pull/1",
        "https://github.com/acme/api/issues/1",
        "https://api.github.com/repos/acme/api/pulls/1",
    ],
)
def test_a_pull_request_has_one_name(ref: str) -> None:
    assert canonical(ref) == "github.com/acme/api#1"


@pytest.mark.parametrize(
    "ref",
    [
        "https://gitlab.com/acme/shop/api/-/merge_requests/12",
        "https://gitlab.com/acme/shop/api/merge_requests/12/diffs",
        "https://gitlab.com/Acme/shop/api/-/merge_requests/12/#note_3",
    ],
)
def test_a_merge_request_has_one_name(ref: str) -> None:
    assert canonical(ref) == "gitlab.com/acme/shop/api!12"


@pytest.mark.parametrize(
    "ref",
    [
        "https://review.example.org/c/shop/orders/+/4711",
        "https://review.example.org/c/shop/orders/+/4711/5",
        "https://review.example.org/c/shop/orders/+/4711/5/src/a.py",
        "https://review.example.org/c/4711",
        "https://review.example.org/4711",
        "https://review.example.org/4711/5",
        "https://review.example.org/#/c/4711/",
        "http://review.example.org/#/c/shop/orders/+/4711/2",
    ],
)
def test_a_change_of_gerrit_has_one_name(ref: str) -> None:
    assert canonical(ref) == "review.example.org/+/4711"


def test_a_gerrit_below_a_folder_is_told_from_others() -> None:
    assert canonical("https://x.org/r/c/a/b/+/7") == canonical("https://x.org/r/7") == "x.org/r/+/7"
    assert canonical("https://x.org/r/#/c/7/") == "x.org/r/+/7"


@pytest.mark.parametrize(
    "ref",
    [
        f"https://x.org/q/{ID}",
        f"https://x.org/#/q/{ID}",
        f"https://x.org/c/a~main~{ID}",
        ID,
        f"#{ID}",
    ],
)
def test_a_change_id_is_its_own_name(ref: str) -> None:
    assert canonical(ref) == ID


@pytest.mark.parametrize(
    "ref",
    ["orders:pay", "orders@0123456", "https://x.org/about", "http://[bad/pull/1", "feature#x"],
)
def test_anything_else_stays(ref: str) -> None:
    assert canonical(ref) == ref


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://github.com/acme/api/pull/1", "https://github.com/acme/api/pull/12"),
        ("https://github.com/acme/api/pull/1", "https://github.com/acme/web/pull/1"),
        ("https://github.com/acme/api/pull/1", "https://git.example.org/acme/api/pull/1"),
        ("https://gitlab.com/a/b/-/merge_requests/1", "https://gitlab.com/a/b/-/issues/1"),
        ("https://x.org:8443/c/a/+/1", "https://x.org/c/a/+/1"),
    ],
)
def test_different_reviews_have_different_names(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("acme/api#1", ["https://github.com/acme/api/pull/1"]),
        ("#1", ["https://github.com/acme/web/pull/1"]),
        ("api#1", ["https://github.com/acme/api/pull/1"]),
        ("!3", [f"{PAGE}/-/merge_requests/3"]),
        ("#1, #2", [f"{PAGE}/pull/1", f"{PAGE}/pull/2"]),
        ("<https://x.org/1>", ["https://x.org/1"]),
        ("[the field](https://github.com/acme/api/pull/1)", ["https://github.com/acme/api/pull/1"]),
        ("https://x.org/1 (the schema)", ["https://x.org/1"]),
        ("https://github.com/acme/api/pull/1.", ["https://github.com/acme/api/pull/1"]),
        ("orders:pay", ["orders:pay"]),
        ("that thing, you know", ["that thing, you know"]),
    ],
)
def test_what_a_line_asks_for(value: str, expected: list[str]) -> None:
    assert list(references(value, PAGE)) == expected


@given(
    st.text(max_size=60), st.sampled_from(["", "https://", "https://x.org/c/", "https://[", "#"])
)
def test_any_text_has_a_name_and_keeps_it(text: str, beginning: str) -> None:
    name = canonical(beginning + text)
    assert canonical(name) == name
    assert list(references(beginning + text))


def test_without_a_page_a_short_one_stays() -> None:
    assert list(references("acme/api#1")) == ["acme/api#1"]
    assert without_host("github.com/acme/api#1") == "acme/api#1"
    assert without_host("review.example.org/+/12") == ""
