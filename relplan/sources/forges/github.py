"""Pull requests, as ``gh pr list --json FIELDS`` prints them, whichever fields were asked for."""

from typing import Any

from relplan.model.change import State
from relplan.model.review import Review
from relplan.sources.forges.reading import commit, number, slug, table, web, word

_ONLY_GITHUB = frozenset({
    "headRefName", "headRefOid", "baseRefName", "isDraft", "reviewDecision", "mergeStateStatus",
    "isCrossRepository", "headRepository",
})  # fmt: skip
_OVER = {"MERGED": (State.MERGED, "merged"), "CLOSED": (State.IN_PROGRESS, "closed")}


def is_mine(entry: dict[str, Any]) -> bool:
    """Tell whether it has a field that only GitHub's tool prints, or a pull request's address."""
    return not _ONLY_GITHUB.isdisjoint(entry) or "/pull/" in web(entry.get("url"))


def review(entry: dict[str, Any]) -> Review:
    """Return the pull request.

    Ready: open, no draft, ``reviewDecision`` APPROVED. An empty decision says that no review is
    required, which is no statement that anybody is done, so it is in progress.
    """
    url = web(entry.get("url"))
    state, why = _state(entry)
    repository = slug(url, "/pull/")
    return Review(
        forge="GitHub",
        url=url,
        number=number(entry.get("number")),
        repository=repository,
        branch="" if _of_fork(entry, repository) else word(entry.get("headRefName")),
        target=word(entry.get("baseRefName")),
        commit=commit(entry.get("headRefOid")),
        merge_commit=commit(table(entry.get("mergeCommit")).get("oid")),
        state=state,
        closed=word(entry.get("state")).upper() == "CLOSED",
        title=word(entry.get("title")),
        why=why,
    )


def _of_fork(entry: dict[str, Any], repository: str) -> bool:
    if isinstance(entry.get("isCrossRepository"), bool):
        return bool(entry["isCrossRepository"])
    head = table(entry.get("headRepository"))
    owner = word(table(entry.get("headRepositoryOwner")).get("login"))
    name = word(head.get("name"))
    whole = word(head.get("nameWithOwner")) or (f"{owner}/{name}" if owner and name else "")
    return bool(whole and repository) and whole.lower() != repository.lower()


def _state(entry: dict[str, Any]) -> tuple[State | None, str]:
    state = word(entry.get("state")).upper()
    if state in _OVER:
        return _OVER[state]
    if entry.get("isDraft") is True:
        return State.IN_PROGRESS, "a draft"
    if "reviewDecision" not in entry:
        return None, "the printout has no reviewDecision"
    decision = word(entry["reviewDecision"])
    if decision != "APPROVED":
        return State.IN_PROGRESS, f"reviewDecision {decision or 'empty: none is required'}"
    missing = next((field for field in ("state", "isDraft") if field not in entry), "")
    if missing:
        return None, f"reviewDecision APPROVED, but the printout has no {missing}"
    return State.READY, "reviewDecision APPROVED, not a draft"
