"""Merge requests, as ``glab mr list -F json`` and GitLab's API print them."""

from typing import Any

from relplan.model.change import State
from relplan.model.review import Review
from relplan.sources.forges.reading import commit, number, slug, table, web, word

_REFUSED = frozenset({"draft_status", "not_approved", "requested_changes", "not_open"})
"""Values of ``detailed_merge_status`` that say that the review is not over."""
_OVER = {"merged": (State.MERGED, "merged"), "closed": (State.IN_PROGRESS, "closed")}
_DRAFTS = ("draft:", "wip:", "[draft]", "[wip]", "(draft)")


def is_mine(entry: dict[str, Any]) -> bool:
    """Tell whether it has the number that only GitLab calls so."""
    return "iid" in entry and not {"source_branch", "web_url", "references"}.isdisjoint(entry)


def review(entry: dict[str, Any]) -> Review:
    """Return the merge request.

    Ready: opened, no draft, and ``detailed_merge_status`` is mergeable or ``approved`` is true. The
    old ``merge_status`` speaks of conflicts only, not of approvals.
    """
    url = web(entry.get("web_url"))
    state, why = _state(entry)
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
        title=word(entry.get("title")),
        why=why,
    )


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
