"""Reviews: kept by URL, and found again on the changes that they are about."""

from dataclasses import replace

import pytest

from relplan.model.change import Change, Dependency, State
from relplan.model.evidence import Confidence, Evidence
from relplan.model.review import ReviewLink
from relplan.model.scan import ServiceScan
from relplan.store import Store
from relplan.store.reviews import over, with_reviews
from tests.store.scanned import branch, merged, record, scan

URL = "https://github.com/acme/orders/pull/12"
OPEN = branch("orders", "pay-v2")
MERGED = merged("orders", 1)
CHANGE_ID = "I" + "c" * 40


def test_a_link_is_kept_whole_and_replaced_by_its_url(store: Store) -> None:
    link = ReviewLink(
        URL,
        False,
        "a" * 40,
        "",
        CHANGE_ID,
        services=frozenset({"orders"}),
        changes=frozenset({OPEN.id}),
    )
    other = ReviewLink(URL + "3", True, services=frozenset({"web", "orders"}))
    store.save_reviews([link, other])
    assert store.reviews() == (link, other)
    newer = replace(link, merged=True, merge_commit="b" * 40, changes=frozenset())
    store.save_reviews([newer])
    assert store.reviews() == (newer, other)


def test_the_changes_of_the_store_have_their_reviews_urls(store: Store) -> None:
    store.save_scan(scan(ServiceScan(record("orders"), merged=(MERGED,), open=(OPEN,))), 1)
    store.save_reviews(
        [ReviewLink(URL, services=frozenset({"orders"}), changes=frozenset({OPEN.id}))]
    )
    assert {change.id: change.aliases for change in store.changes()} == {
        MERGED.id: (),
        OPEN.id: (URL,),
    }


def test_a_rescan_forgets_no_review(store: Store) -> None:
    store.save_reviews(
        [ReviewLink(URL, changes=frozenset({OPEN.id}), services=frozenset({"orders"}))]
    )
    store.save_scan(scan(ServiceScan(record("orders"), open=(OPEN,))), 1)
    store.keep_only({"orders"})
    store.save_scan(scan(ServiceScan(record("orders"), open=(OPEN,)), signature="s2"), 2)
    assert [change.aliases for change in store.changes()] == [(URL,)]


@pytest.mark.parametrize(
    ("change", "link"),
    [
        (OPEN, ReviewLink(URL, commit=OPEN.commit)),
        (MERGED, ReviewLink(URL, True, merge_commit=MERGED.commit)),
        (replace(MERGED, aliases=(CHANGE_ID,)), ReviewLink(URL, True, change_id=CHANGE_ID)),
        (replace(MERGED, aliases=(OPEN.id,)), ReviewLink(URL, True, changes=frozenset({OPEN.id}))),
    ],
    ids=["commit", "merge commit", "Change-Id", "the branch that was merged"],
)
def test_a_review_is_found_again_by(change: Change, link: ReviewLink) -> None:
    (found,) = with_reviews((change,), (link,))
    assert found.aliases == (*change.aliases, URL)


def test_a_branch_begun_anew_is_not_the_review_that_was_merged() -> None:
    link = ReviewLink(URL, True, changes=frozenset({OPEN.id}))
    assert with_reviews((OPEN,), (link,)) == (OPEN,)


def test_another_services_change_is_not_meant() -> None:
    change = Change("web:x", "web", "x", State.IN_PROGRESS, "e" * 40, 1, aliases=(CHANGE_ID,))
    link = ReviewLink(URL, change_id=CHANGE_ID, services=frozenset({"orders"}))
    assert with_reviews((change,), (link,)) == (change,)


def test_a_url_that_is_known_already_is_not_told_twice() -> None:
    known = replace(OPEN, aliases=(URL,))
    assert with_reviews((known,), (ReviewLink(URL, commit=OPEN.commit),)) == (known,)


def test_a_review_tells_an_open_change_its_base_its_needs_and_its_topic() -> None:
    need = Dependency("https://x.org/1", Evidence("description", "Depends-On: x", line=3))
    link = ReviewLink(URL, commit=OPEN.commit, target="main", topic="total", depends_on=(need,))
    (found,) = with_reviews((OPEN,), (link,))
    assert found.base == "main"
    assert [(slice_.key, slice_.confidence) for slice_ in found.features] == [
        ("total", Confidence.GUESSED)
    ]
    assert [(one.ref, one.evidence.line, one.evidence.commit) for one in found.depends_on] == [
        (need.ref, 3, OPEN.commit)
    ]
    assert with_reviews((OPEN,), (replace(link, closed=True),))[0].depends_on == ()


def test_two_reviews_into_different_branches_leave_the_base_open() -> None:
    links = tuple(
        ReviewLink(URL + digit, commit=OPEN.commit, target=target)
        for digit, target in (("1", "main"), ("2", "release"))
    )
    assert with_reviews((OPEN,), links)[0].base == ""


def test_what_a_review_says_is_kept_whole(store: Store) -> None:
    need = Dependency("https://x.org/1", Evidence("description", "Depends-On: x", line=3))
    link = ReviewLink(
        URL, commit=OPEN.commit, closed=True, target="main", topic="t", depends_on=(need,),
        notes=("one", "two"),
    )  # fmt: skip
    store.save_reviews([link])
    assert store.reviews() == (link,)
    store.save_landed([URL])
    assert store.reviews() == (replace(link, landed=True),)


@pytest.mark.parametrize(
    ("links", "gone"),
    [
        ((ReviewLink(URL, closed=True, commit=OPEN.commit),), True),
        ((ReviewLink(URL, True, OPEN.commit, "b" * 40, landed=True),), True),
        ((ReviewLink(URL, True, OPEN.commit, "b" * 40),), False),
        ((ReviewLink(URL, closed=True, commit="f" * 40, changes=frozenset({OPEN.id})),), False),
        ((ReviewLink(URL, closed=True, commit=OPEN.commit),
          ReviewLink(URL + "3", commit=OPEN.commit)), False),
        ((ReviewLink(URL, closed=True, commit=OPEN.commit, services=frozenset({"web"})),), False),
    ],
)  # fmt: skip
def test_which_branches_are_over(links: tuple[ReviewLink, ...], gone: bool) -> None:
    assert (OPEN.id in over((OPEN,), links)) is gone
