"""Printouts of each forge, in the shapes that their tools print."""

import json
from typing import Any

import pytest

from relplan.model.change import State
from relplan.model.errors import RelplanError
from relplan.model.reference import canonical
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


def opinion(who: str, said: str, **other: Any) -> dict[str, Any]:
    return {
        "author": {"login": who}, "authorAssociation": "MEMBER", "state": said,
        "submittedAt": "2026-11-20T10:00:00Z", "commit": {"oid": TIP},
    } | other  # fmt: skip


@pytest.mark.parametrize(
    ("opinions", "expected"),
    [
        ([opinion("bob", "APPROVED")], State.READY),
        ([opinion("bob", "APPROVED"), opinion("eve", "COMMENTED")], State.READY),
        ([opinion("bob", "APPROVED"), opinion("eve", "DISMISSED")], State.READY),
        ([opinion("bob", "APPROVED"), opinion("eve", "CHANGES_REQUESTED")], State.IN_PROGRESS),
        ([opinion("bob", "APPROVED", authorAssociation="NONE")], State.IN_PROGRESS),
        ([opinion("bob", "APPROVED", commit={"oid": MERGE})], State.IN_PROGRESS),
        ([opinion("bob", "APPROVED", commit=None)], None),
        ([opinion("bob", "COMMENTED")], State.IN_PROGRESS),
        ([], State.IN_PROGRESS),
    ],
)
def test_without_protection_the_opinions_count(opinions: Any, expected: State | None) -> None:
    assert state(GITHUB, reviewDecision="", latestReviews=opinions) is expected
    assert state(GITHUB, reviewDecision="REVIEW_REQUIRED", latestReviews=opinions) is (
        State.IN_PROGRESS
    )


def test_a_refusal_holds_until_its_author_says_otherwise() -> None:
    no = opinion("bob", "CHANGES_REQUESTED", submittedAt="2026-11-20T09:00:00Z")
    yes = opinion("bob", "APPROVED", submittedAt="2026-11-20T11:00:00Z")
    comment = opinion("bob", "COMMENTED", submittedAt="2026-11-20T12:00:00Z")
    assert state(GITHUB, reviewDecision="", reviews=[yes, comment, no]) is State.READY
    late = no | {"submittedAt": "2026-11-20T13:00:00Z"}
    assert state(GITHUB, reviewDecision="", reviews=[yes, late]) is State.IN_PROGRESS


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"mergeable": "CONFLICTING"}, "conflicts"),
        ({"mergeStateStatus": "DIRTY"}, "conflicts"),
        ({"mergeStateStatus": "BLOCKED"}, "BLOCKED"),
        ({"mergeStateStatus": "BEHIND"}, "behind"),
        ({"statusCheckRollup": [{"name": "build", "status": "COMPLETED", "conclusion": "FAILURE"}]},
         "checks fail: build"),
        ({"statusCheckRollup": [{"context": "ci/x", "state": "ERROR"}]}, "checks fail: ci/x"),
        ({"statusCheckRollup": {"state": "FAILURE"}}, "checks fail"),
        ({"labels": [{"name": "do not merge"}]}, "label 'do not merge'"),
        ({"labels": [{"name": "do-not-merge/hold"}]}, "label"),
        ({"labels": {"nodes": [{"name": "DNM"}]}}, "label 'DNM'"),
        ({"labels": [{"name": "status: blocked"}]}, "label"),
        ({"labels": [{"name": "\U0001f6a7 WIP"}]}, "label"),
        ({"title": "WIP: total"}, "title says 'WIP:'"),
        ({"title": "Total [DO NOT MERGE]"}, "title says"),
    ],
)  # fmt: skip
def test_what_keeps_an_approved_pull_request_is_said(other: Any, says: str) -> None:
    (review,) = read(GITHUB | other)
    assert review.state is State.IN_PROGRESS
    assert says in review.why
    assert review.holds


@pytest.mark.parametrize(
    "other",
    [
        {"mergeable": "UNKNOWN", "mergeStateStatus": "UNKNOWN"},
        {"mergeStateStatus": "CLEAN"},
        {"statusCheckRollup": [
            {"name": "b", "conclusion": "SKIPPED"}, {"name": "c", "status": "IN_PROGRESS"}]},
        {"statusCheckRollup": [
            {"name": "b", "conclusion": "FAILURE", "startedAt": "2026-11-20T10:00:00Z"},
            {"name": "b", "conclusion": "SUCCESS", "startedAt": "2026-11-20T11:00:00Z"}]},
        {"labels": [{"name": "release blocker"}, {"name": "household"}, {"name": "unblocked"}]},
        {"title": "Hold the lock while it is blocked"},
        {"title": "Draft mails are kept"},
    ],
)  # fmt: skip
def test_what_keeps_nothing_keeps_nothing(other: Any) -> None:
    assert state(GITHUB, **other) is State.READY


BODY = """Shows the field.\r
\r
Depends-On: https://github.com/acme/api/pull/1\r
depends-on: acme/pay#2, #3
<!-- Depends-On: #90 -->
<!--
Depends-On: #91
-->
> Depends-On: #92
```
Depends-On: #93
```
    Depends-On: #94
This says Depends-On: #95 and depends on #96.
Depends on: #97
"""


def test_depends_on_stands_on_a_line_of_its_own() -> None:
    (review,) = read(GITHUB | {"body": BODY})
    assert [(one.ref, one.evidence.line) for one in review.depends_on] == [
        ("https://github.com/acme/api/pull/1", 3),
        ("https://github.com/acme/pay/pull/2", 4),
        ("https://github.com/acme/orders/pull/3", 4),
    ]
    assert [note.partition("'")[2] for note in review.notes] == [
        "Depends on: #97', which is nearly a trailer; write 'Depends-On: #97'"
    ]


def test_an_answer_of_githubs_rest_interface_is_read() -> None:
    entry = {
        "url": "https://api.github.com/repos/acme/orders/pulls/12",
        "html_url": "https://github.com/acme/orders/pull/12",
        "number": 12, "state": "open", "draft": False, "title": "Total", "merged_at": None,
        "merge_commit_sha": MERGE, "mergeable": False, "body": "Depends-On: acme/api#1",
        "head": {"ref": "pay-v2", "sha": TIP, "repo": {"full_name": "acme/orders"}},
        "base": {"ref": "main", "sha": MERGE, "repo": {"full_name": "acme/orders"}},
    }  # fmt: skip
    (review,) = read(entry)
    assert (review.branch, review.target, review.commit) == ("pay-v2", "main", TIP)
    assert (review.state, review.merge_commit) == (State.IN_PROGRESS, "")
    assert review.repository == "acme/orders"
    (merged,) = read(entry | {"state": "closed", "merged_at": "2026-11-20T10:00:00Z"})
    assert (merged.state, merged.merge_commit, merged.closed) == (State.MERGED, MERGE, False)


PAGE = "https://gitlab.com/acme/shop"


@pytest.mark.parametrize(
    "other",
    [
        {"blocking_merge_requests": [
            {"iid": 3, "state": "opened", "web_url": f"{PAGE}/api/-/merge_requests/3"}]},
        {"blocking_merge_requests": {"hidden_count": 0, "visible_merge_requests": [
            {"iid": 3, "web_url": f"{PAGE}/api/-/merge_requests/3"}]}},
        {"blockingMergeRequests": {"visibleMergeRequests": [
            {"iid": "3", "state": "opened", "webUrl": f"{PAGE}/api/-/merge_requests/3"}]}},
        {"blocks": [{"id": 1, "blocking_merge_request": {
            "iid": 3, "references": {"full": "acme/shop/api!3"}}}]},
        {"blocked_by": ["acme/shop/api!3"]},
        {"description": "Total.\n\nDepends-On: api!3\n"},
    ],
)  # fmt: skip
def test_a_merge_request_that_waits_for_another_needs_it(other: Any) -> None:
    (review,) = read(
        GITLAB | {"detailed_merge_status": "merge_request_blocked", "approved": True} | other
    )
    assert [one.ref for one in review.depends_on] == [f"{PAGE}/api/-/merge_requests/3"]
    assert review.state is (State.IN_PROGRESS if "description" in other else State.READY)


def test_one_that_is_merged_or_hidden_blocks_otherwise() -> None:
    met = [{"iid": 3, "state": "merged", "web_url": f"{PAGE}/api/-/merge_requests/3"}]
    (review,) = read(GITLAB | {"blocking_merge_requests": met})
    assert (review.state, review.depends_on) == (State.READY, ())
    hidden = {"blocking_merge_requests": {"total_count": 2, "hidden_count": 2}}
    (review,) = read(GITLAB | hidden)
    assert review.state is State.IN_PROGRESS
    assert "waits for 2" in review.why


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"has_conflicts": True}, "conflicts"),
        ({"detailed_merge_status": "conflict", "approved": True}, "conflicts"),
        ({"detailed_merge_status": "need_rebase", "approved": True}, "rebased"),
        ({"detailed_merge_status": "discussions_not_resolved", "approved": True}, "discussions"),
        ({"head_pipeline": {"status": "failed"}}, "pipeline failed"),
        ({"pipeline": {"status": "failed"}}, "pipeline failed"),
        ({"labels": ["workflow::blocked"]}, "label"),
        ({"labels": [{"title": "do not merge"}]}, "label"),
    ],
)
def test_what_keeps_an_approved_merge_request_is_said(other: Any, says: str) -> None:
    (review,) = read(GITLAB | other)
    assert review.state is State.IN_PROGRESS
    assert says in review.why


def gerrit(digits: int, **other: Any) -> dict[str, Any]:
    name = {"id": f"I{digits:040x}", "number": digits}
    url = {"url": f"https://review.example.org/c/shop/orders/+/{digits}"}
    return GERRIT | name | url | other


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (gerrit(1), gerrit(2, dependsOn=[{"id": f"I{1:040x}", "number": 1, "revision": MERGE}])),
        (gerrit(1, neededBy=[{"id": f"I{2:040x}", "number": 2, "revision": MERGE}]), gerrit(2)),
        (gerrit(1), gerrit(2, commitMessage="Total\n\nDepends-On: https://review.example.org/1\n")),
    ],
)
def test_a_chain_of_gerrit_is_known(first: dict[str, Any], second: dict[str, Any]) -> None:
    one, other = read(first, second)
    assert one.depends_on == ()
    assert [canonical(need.ref) for need in other.depends_on] == ["review.example.org/+/1"]


def test_what_was_merged_long_ago_is_not_waited_for() -> None:
    parent = [{"id": f"I{1:040x}", "number": 1, "revision": MERGE}]
    assert read(gerrit(2, dependsOn=parent))[0].depends_on == ()
    assert read(gerrit(1, status="MERGED"), gerrit(2, dependsOn=parent))[1].depends_on == ()


def test_gerrits_topics_tell_what_belongs_together() -> None:
    assert read(GERRIT | {"topic": "new-total"})[0].topic == "new-total"
    together = [{"_number": 4711}, {"_number": 4700}]
    (review,) = read(GERRIT | {"submittedTogether": together})
    assert review.topic == "submitted together: 4700"
    answer = {"changes": [GERRIT], "non_visible_changes": 0}
    assert len(read_reviews("-", json.dumps(answer).encode()).reviews) == 1
    assert state(GERRIT, mergeable=False) is State.IN_PROGRESS
    assert state(GERRIT, hashtags=["wip"]) is State.IN_PROGRESS


def test_one_broken_entry_is_told_and_the_rest_taken() -> None:
    printout = read_reviews("p.json", json.dumps([GITHUB, 3, {"on": True}, GITLAB]).encode())
    assert [review.forge for review in printout.reviews] == ["GitHub", "GitLab"]
    assert printout.broken == (
        "p.json: entry 2 is no review", "p.json: entry 3 is no review, it has on",
    )  # fmt: skip
