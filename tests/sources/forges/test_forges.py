"""Printouts of each forge, in the shapes that their tools print."""

import json
from typing import Any

import pytest

from relplan.model.change import State
from relplan.model.errors import RelplanError
from relplan.model.review import Review, ReviewLink
from relplan.sources.forges import read_reviews

TIP, MERGE = "a" * 40, "b" * 40
CHANGE_ID = "I" + "c" * 40

GITHUB = {
    "number": 12,
    "url": "https://github.com/acme/orders/pull/12",
    "state": "OPEN",
    "isDraft": False,
    "reviewDecision": "APPROVED",
    "mergeable": "MERGEABLE",
    "headRefName": "pay-v2",
    "headRefOid": TIP,
    "baseRefName": "main",
    "headRepository": {"id": "R_1", "name": "orders"},
    "headRepositoryOwner": {"id": "O_1", "login": "acme"},
    "title": "Ask for the new total",
}
GITLAB = {
    "id": 901,
    "iid": 12,
    "project_id": 7,
    "source_project_id": 7,
    "target_project_id": 7,
    "title": "Ask for the new total",
    "state": "opened",
    "draft": False,
    "work_in_progress": False,
    "source_branch": "pay-v2",
    "target_branch": "main",
    "sha": TIP,
    "merge_commit_sha": None,
    "merge_status": "can_be_merged",
    "detailed_merge_status": "mergeable",
    "references": {"short": "!12", "relative": "!12", "full": "acme/shop/orders!12"},
    "web_url": "https://gitlab.com/acme/shop/orders/-/merge_requests/12",
}
GERRIT = {
    "project": "shop/orders",
    "branch": "main",
    "id": CHANGE_ID,
    "number": 4711,
    "subject": "Ask for the new total",
    "url": "https://review.example.org/c/shop/orders/+/4711",
    "status": "NEW",
    "wip": False,
    "currentPatchSet": {
        "number": 2,
        "revision": TIP,
        "approvals": [
            {"type": "Code-Review", "value": "2", "by": {"username": "ada"}},
            {"type": "Verified", "value": "1", "by": {"username": "ci"}},
        ],
    },
}


def read(*entries: dict[str, Any]) -> list[Review]:
    return list(read_reviews("reviews.json", json.dumps(entries).encode()).reviews)


def state(entry: dict[str, Any], **other: Any) -> State | None:
    (review,) = read(entry | other)
    assert review.why
    return review.state


def test_a_pull_request_is_read_whole() -> None:
    (review,) = read(GITHUB)
    assert review == Review(
        forge="GitHub",
        url="https://github.com/acme/orders/pull/12",
        number=12,
        repository="acme/orders",
        branch="pay-v2",
        target="main",
        commit=TIP,
        state=State.READY,
        title="Ask for the new total",
        why="reviewDecision APPROVED, not a draft",
    )


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"isDraft": True}, State.IN_PROGRESS),
        ({"reviewDecision": "REVIEW_REQUIRED"}, State.IN_PROGRESS),
        ({"reviewDecision": "CHANGES_REQUESTED"}, State.IN_PROGRESS),
        ({"reviewDecision": ""}, State.IN_PROGRESS),
        ({"state": "CLOSED"}, State.IN_PROGRESS),
        ({"state": "MERGED"}, State.MERGED),
    ],
)
def test_github_says_ready_by_its_review_decision(other: Any, expected: State) -> None:
    assert state(GITHUB, **other) is expected


@pytest.mark.parametrize("field", ["reviewDecision", "isDraft", "state"])
def test_a_field_that_was_not_asked_for_leaves_the_state_untold(field: str) -> None:
    less = {name: value for name, value in GITHUB.items() if name != field}
    (review,) = read(less)
    assert review.state is None
    assert field in review.why


@pytest.mark.parametrize(
    "other",
    [{"isCrossRepository": True}, {"headRepositoryOwner": {"login": "mallory"}}],
)
def test_the_branch_of_a_fork_is_no_name_here(other: Any) -> None:
    (review,) = read(GITHUB | other)
    assert (review.branch, review.commit) == ("", TIP)


def test_a_merged_pull_request_knows_its_commit_on_main() -> None:
    (review,) = read(GITHUB | {"state": "MERGED", "mergeCommit": {"oid": MERGE}})
    assert review.merge_commit == MERGE


def test_a_merge_request_is_read_whole() -> None:
    (review,) = read(GITLAB)
    assert review == Review(
        forge="GitLab",
        url="https://gitlab.com/acme/shop/orders/-/merge_requests/12",
        number=12,
        repository="acme/shop/orders",
        branch="pay-v2",
        target="main",
        commit=TIP,
        state=State.READY,
        title="Ask for the new total",
        why="detailed_merge_status mergeable, not a draft",
    )


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"draft": True}, State.IN_PROGRESS),
        ({"work_in_progress": True}, State.IN_PROGRESS),
        ({"title": "Draft: not yet"}, State.IN_PROGRESS),
        ({"detailed_merge_status": "not_approved"}, State.IN_PROGRESS),
        ({"detailed_merge_status": "requested_changes", "approved": True}, State.IN_PROGRESS),
        ({"detailed_merge_status": "ci_must_pass"}, State.IN_PROGRESS),
        ({"detailed_merge_status": "ci_must_pass", "approved": True}, State.IN_PROGRESS),
        ({"detailed_merge_status": "ci_still_running", "approved": True}, State.READY),
        ({"detailed_merge_status": None, "approved": False}, State.IN_PROGRESS),
        ({"detailed_merge_status": None}, None),
        ({"state": "closed"}, State.IN_PROGRESS),
        ({"state": "merged"}, State.MERGED),
    ],
)
def test_gitlab_says_ready_by_approval(other: Any, expected: State | None) -> None:
    assert state(GITLAB, **other) is expected


def test_a_merge_request_without_a_page_is_of_its_reference() -> None:
    (review,) = read({name: value for name, value in GITLAB.items() if name != "web_url"})
    assert (review.repository, review.url) == ("acme/shop/orders", "")


def lines(*entries: dict[str, Any]) -> bytes:
    statistics = {"type": "stats", "rowCount": len(entries), "runTimeMilliseconds": 3}
    return b"\n".join(json.dumps(entry).encode() for entry in (*entries, statistics)) + b"\n"


def test_a_query_of_gerrit_is_read_line_by_line() -> None:
    (review,) = read_reviews("-", lines(GERRIT)).reviews
    assert review == Review(
        forge="Gerrit",
        url="https://review.example.org/c/shop/orders/+/4711",
        number=4711,
        repository="shop/orders",
        target="main",
        commit=TIP,
        change_id=CHANGE_ID,
        state=State.READY,
        title="Ask for the new total",
        why="Code-Review +2",
    )


def votes(*pairs: tuple[str, str]) -> dict[str, Any]:
    approvals = [{"type": label, "value": value} for label, value in pairs]
    return {"currentPatchSet": {"revision": TIP, "approvals": approvals}}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"wip": True}, State.IN_PROGRESS),
        (votes(("Code-Review", "1")), State.IN_PROGRESS),
        (votes(("Code-Review", "2"), ("Code-Review", "-2")), State.IN_PROGRESS),
        (votes(("Code-Review", "2"), ("Verified", "-1")), State.IN_PROGRESS),
        ({"submitRecords": [{"status": "OK"}]}, State.READY),
        ({"submitRecords": [{"status": "OK"}, {"status": "NOT_READY"}]}, State.IN_PROGRESS),
        ({"submitRecords": [{"labels": []}]}, State.IN_PROGRESS),
        ({"currentPatchSet": {"revision": TIP}}, None),
        ({"status": "MERGED"}, State.MERGED),
        ({"status": "ABANDONED"}, State.IN_PROGRESS),
    ],
)
def test_gerrit_says_ready_by_submit_records_or_votes(other: Any, expected: State | None) -> None:
    assert state(GERRIT, **other) is expected


def test_an_answer_of_gerrits_rest_interface_is_read() -> None:
    entry = {
        "id": f"shop%2Forders~main~{CHANGE_ID}",
        "project": "shop/orders",
        "branch": "main",
        "change_id": CHANGE_ID,
        "subject": "Ask for the new total",
        "status": "NEW",
        "submittable": True,
        "_number": 4711,
        "current_revision": TIP,
    }
    (review,) = read_reviews("-", b")]}'\n" + json.dumps([entry]).encode()).reviews
    assert (review.change_id, review.state, review.commit) == (CHANGE_ID, State.READY, TIP)
    assert state(entry, submittable=False) is State.IN_PROGRESS


@pytest.mark.parametrize(
    "url", ["https://r.example.org/4711", "https://r.example.org/#/c/4711/", "https://r.example.org/c/4711"]
)  # fmt: skip
def test_a_review_of_gerrit_has_one_address_and_answers_to_the_short_one(url: str) -> None:
    (review,) = read(GERRIT | {"url": url})
    assert review.url == "https://r.example.org/c/shop/orders/+/4711"
    assert ReviewLink(review.url).names == (review.url, "https://r.example.org/4711")


def test_who_was_abandoned_is_closed_not_merged() -> None:
    found = read(
        GITHUB | {"state": "CLOSED"}, GITLAB | {"state": "closed"}, GERRIT | {"status": "ABANDONED"}
    )
    assert [review.closed for review in found] == [True, True, True]
    assert not any(review.closed for review in read(GITHUB, GITLAB, GERRIT))


def test_pages_may_be_printed_one_after_the_other() -> None:
    text = json.dumps([GITLAB]) + "\n" + json.dumps([GITLAB | {"iid": 13}])
    assert [review.number for review in read_reviews("-", text.encode()).reviews] == [12, 13]


def test_an_empty_list_has_no_reviews() -> None:
    assert read() == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xff", "not UTF-8 at byte 0"),
        (b"Showing 3 of 3 pull requests", "not valid JSON"),
        (b'[{"number": 12', "not valid JSON"),
        (b"[3]", "entry 1 is no review"),
        (b'[{"name": "x", "on": true}]', "entry 1 is no review, it has name, on"),
        (b'{"message": "401 Unauthorized"}', "it has message"),
        (b"[" * 100_000, "nested too deeply"),
        (b'[{"number": ' + b"1" * 5_000 + b"}]", "too long"),
    ],
)
def test_what_is_no_printout_is_said_so(content: bytes, says: str) -> None:
    with pytest.raises(RelplanError, match=says) as caught:
        read_reviews("reviews.json", content)
    assert str(caught.value).startswith("reviews.json")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("base", [GITHUB, GITLAB, GERRIT], ids=["github", "gitlab", "gerrit"])
@pytest.mark.parametrize("junk", [None, 3, [], {}, "x", True, [{"a": 1}], -1.5])
def test_a_field_of_any_shape_is_no_crash(base: dict[str, Any], junk: Any) -> None:
    kept = {"project", "id", "iid", "source_branch", "headRefName"}
    for name in base.keys() - kept:
        (review,) = read(base | {name: junk})
        assert isinstance(review.url, str)
        assert isinstance(review.number, int)
