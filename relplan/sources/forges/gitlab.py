"""Merge requests, as ``glab mr list -F json`` and GitLab's API print them."""

from collections.abc import Iterator
from typing import Any

from relplan.model.change import Dependency, State
from relplan.model.evidence import Evidence
from relplan.model.reference import references
from relplan.model.review import Review
from relplan.sources.forges import holds
from relplan.sources.forges.descriptions import dependencies, misses
from relplan.sources.forges.reading import commit, nodes, number, slug, table, web, word

_REFUSED = frozenset({"draft_status", "not_approved", "requested_changes", "not_open"})
"""Values of ``detailed_merge_status`` that say that the review is not over."""
_OVER = {"merged": (State.MERGED, "merged"), "closed": (State.IN_PROGRESS, "closed")}
_DRAFTS = ("draft:", "wip:", "[draft]", "[wip]", "(draft)")
_STUCK = {
    "conflict": "it conflicts with its base",
    "broken_status": "it conflicts with its base",
    "cannot_be_merged": "it conflicts with its base",
    "need_rebase": "it must be rebased first",
    "discussions_not_resolved": "its discussions are not resolved",
    "ci_must_pass": "its pipeline must pass first",
    "external_status_checks": "external status checks must pass first",
    "status_checks_must_pass": "external status checks must pass first",
    "policies_denied": "a policy denies it",
    "security_policy_violations": "a security policy denies it",
    "locked_paths": "it touches what is locked",
    "locked_lfs_files": "it touches what is locked",
    "jira_association_missing": "it names no issue",
    "title_regex": "its title is not as it must be",
    "merge_time": "it may not be merged before a certain time",
}
"""What GitLab says is missing, by ``detailed_merge_status``."""
_BLOCKED = frozenset({"merge_request_blocked", "blocked_status"})
_FAILED = frozenset({"failed", "canceled"})
_MET = frozenset({"merged", "closed"})
_BLOCKING = (
    "blocking_merge_requests",
    "blockingMergeRequests",
    "blocked_by",
    "blockedBy",
    "blocks",
)
_WAITING = ("blocked_merge_requests", "blockedMergeRequests", "blockees")
_VISIBLE = ("visible_merge_requests", "visibleMergeRequests", "nodes")
_PAGES = ("/-/merge_requests/", "/merge_requests/")


def is_mine(entry: dict[str, Any]) -> bool:
    """Tell whether it has the number that only GitLab calls so."""
    return "iid" in entry and not {"source_branch", "web_url", "references"}.isdisjoint(entry)


def review(entry: dict[str, Any]) -> Review:
    """Return the merge request.

    Ready: opened, no draft, and ``detailed_merge_status`` is mergeable or ``approved`` is true. The
    old ``merge_status`` speaks of conflicts only, not of approvals. What keeps it from being merged
    keeps it from being ready, but for merge requests that it waits for, which are named.
    """
    url = web(entry.get("web_url"))
    title, description = word(entry.get("title")), word(entry.get("description"))
    page = next((url.partition(marker)[0] for marker in _PAGES if marker in url), "")
    blocking, hidden = _listed(entry, _BLOCKING, "blocking_merge_request", page)
    held = tuple(_holds(entry, title, named=bool(blocking), hidden=hidden))
    state, why = _state(entry)
    if word(entry.get("state")) not in _OVER:
        state, why = holds.settled(state, why, held)
    whole = word(table(entry.get("references")).get("full"))
    return Review(
        forge="GitLab",
        url=url,
        number=number(entry.get("iid")),
        repository=slug(url, "/-/merge_requests/")
        or slug(url, "/merge_requests/")
        or whole.partition("!")[0],
        branch="" if _of_fork(entry) else word(entry.get("source_branch")),
        target=word(entry.get("target_branch")),
        commit=commit(entry.get("sha")),
        merge_commit=commit(entry.get("merge_commit_sha"))
        or commit(entry.get("squash_commit_sha")),
        state=state,
        closed=word(entry.get("state")) == "closed",
        title=title,
        why=why,
        holds=held,
        depends_on=(*dependencies(description, page), *map(_blocked_by, blocking)),
        needed_by=tuple(_listed(entry, _WAITING, "blocked_merge_request", page)[0]),
        notes=tuple(misses(description)),
    )


def _blocked_by(ref: str) -> Dependency:
    return Dependency(ref, Evidence("blocking-merge-request", f"GitLab: blocked by {ref}"))


def _listed(
    entry: dict[str, Any], fields: tuple[str, ...], inner: str, page: str
) -> tuple[list[str], int]:
    """Return the open merge requests that *fields* list, and how many are hidden.

    They come as a list, as an object that says how many may not be seen, or wrapped one by one as
    in the answers of GitLab's dependencies API, which calls them *inner*.
    """
    found: dict[str, None] = {}
    hidden = 0
    for field in fields:
        value = entry.get(field)
        whole = table(value)
        hidden += number(whole.get("hidden_count") or whole.get("hiddenCount"))
        lists = [nodes(value), *(nodes(whole.get(name)) for name in _VISIBLE)]
        for one in (one for listed in lists for one in listed):
            inside = table(table(one).get(inner)) or table(one)
            if word(inside.get("state")).lower() not in _MET:
                found.update(dict.fromkeys(_references(one, inside, page)))
    return list(found), hidden


def _references(one: Any, inside: dict[str, Any], page: str) -> Iterator[str]:
    named = (
        web(inside.get("web_url")) or web(inside.get("webUrl")) or web(one),
        word(table(inside.get("references")).get("full")),
        word(inside.get("reference")) or word(one),
        f"!{number(inside.get('iid')) or number(one)}",
    )
    ref = next((name for name in named if name not in ("", "!0")), "")
    if ref:
        yield from references(ref, page)


def _holds(entry: dict[str, Any], title: str, *, named: bool, hidden: int) -> Iterator[str]:
    status = word(entry.get("detailed_merge_status"))
    if entry.get("has_conflicts") is True or word(entry.get("merge_status")) == "cannot_be_merged":
        status = "conflict"
    if status in _STUCK:
        yield _STUCK[status]
    if hidden:
        yield f"it waits for {hidden} that whoever printed this may not see"
    elif status in _BLOCKED and not named:
        yield "it waits for another merge request, which the printout does not name"
    pipeline = table(entry.get("head_pipeline")) or table(entry.get("pipeline"))
    if word(pipeline.get("status")).lower() in _FAILED and status != "ci_must_pass":
        yield f"its pipeline {word(pipeline['status']).lower()}"
    yield from holds.of_labels(entry.get("labels"))
    yield from holds.of_title(title)


def _of_fork(entry: dict[str, Any]) -> bool:
    source, target = entry.get("source_project_id"), entry.get("target_project_id")
    return bool(source and target and source != target)


def _state(entry: dict[str, Any]) -> tuple[State | None, str]:
    state = word(entry.get("state"))
    if state in _OVER:
        return _OVER[state]
    if _is_draft(entry):
        return State.IN_PROGRESS, "a draft"
    status = word(entry.get("detailed_merge_status"))
    if status in _REFUSED:
        return State.IN_PROGRESS, f"detailed_merge_status {status}"
    if entry.get("approved") is True:
        return State.READY, "approved, not a draft"
    if status == "mergeable":
        return State.READY, "detailed_merge_status mergeable, not a draft"
    return _not_known_to_be_ready(entry, status)


def _not_known_to_be_ready(entry: dict[str, Any], status: str) -> tuple[State | None, str]:
    if status:
        return State.IN_PROGRESS, f"detailed_merge_status {status}"
    if entry.get("approved") is False:
        return State.IN_PROGRESS, "not approved"
    return None, "the printout has neither detailed_merge_status nor approved"


def _is_draft(entry: dict[str, Any]) -> bool:
    if entry.get("draft") is True or entry.get("work_in_progress") is True:
        return True
    return word(entry.get("title")).lower().startswith(_DRAFTS)
