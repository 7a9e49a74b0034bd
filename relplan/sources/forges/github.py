"""Pull requests, as ``gh pr list --json FIELDS`` prints them, whichever fields were asked for.

GitHub's REST answers (``gh api repos/OWNER/NAME/pulls``) are read as well: they are the same under
other names, but for the review decision, which they lack.
"""

from collections.abc import Iterator
from typing import Any

from relplan.model.change import State
from relplan.model.review import Review
from relplan.sources.forges import holds
from relplan.sources.forges.descriptions import dependencies, misses
from relplan.sources.forges.reading import commit, nodes, number, slug, table, web, word

_ONLY_GITHUB = frozenset({
    "headRefName", "headRefOid", "baseRefName", "isDraft", "reviewDecision", "mergeStateStatus",
    "isCrossRepository", "headRepository",
})  # fmt: skip
_OVER = {"MERGED": (State.MERGED, "merged"), "CLOSED": (State.IN_PROGRESS, "closed")}
_WITH_A_SAY = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
_OPINIONS = frozenset({"APPROVED", "CHANGES_REQUESTED", "DISMISSED"})
_FAILED = frozenset({
    "FAILURE", "ERROR", "TIMED_OUT", "CANCELLED", "ACTION_REQUIRED", "STARTUP_FAILURE",
})  # fmt: skip
_STUCK = {
    "DIRTY": "it conflicts with its base",
    "BLOCKED": "mergeStateStatus BLOCKED: something that its base asks for is missing",
    "BEHIND": "it is behind its base, which must be merged in first",
}


def is_mine(entry: dict[str, Any]) -> bool:
    """Tell whether it has a field that only GitHub's tool prints, or a pull request's address."""
    pages = (web(entry.get("url")), web(entry.get("html_url")))
    return not _ONLY_GITHUB.isdisjoint(entry) or any("/pull/" in page for page in pages)


def review(entry: dict[str, Any]) -> Review:
    """Return the pull request.

    Ready: open, no draft, and ``reviewDecision`` APPROVED. An empty decision says that no review is
    required: then it is ready where somebody with a say approved what is under review now, and
    nobody asks for changes. What keeps it from being merged keeps it from being ready.
    """
    if isinstance(entry.get("head"), dict) and "html_url" in entry:
        entry = entry | _as_gh(entry)
    url = web(entry.get("url"))
    title = word(entry.get("title"))
    held = tuple(_holds(entry, title))
    state, why = _state(entry)
    if not _is_over(entry):
        state, why = holds.settled(state, why, held)
    repository = slug(url, "/pull/")
    body = word(entry.get("body"))
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
        title=title,
        why=why,
        holds=held,
        depends_on=dependencies(body, url.partition("/pull/")[0] if repository else ""),
        notes=tuple(misses(body)),
    )


def _as_gh(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a REST answer under the names that ``gh`` gives them."""
    head, base = table(entry.get("head")), table(entry.get("base"))
    merged = entry.get("merged") is True or bool(word(entry.get("merged_at")))
    source, target = (word(table(side.get("repo")).get("full_name")) for side in (head, base))
    return {
        "url": entry.get("html_url"),
        "state": "MERGED" if merged else entry.get("state"),
        "headRefName": head.get("ref"),
        "headRefOid": head.get("sha"),
        "baseRefName": base.get("ref"),
        "isCrossRepository": source.lower() != target.lower(),
        # Of one that is open it is a trial merge, which nobody ever sees on main.
        "mergeCommit": {"oid": entry.get("merge_commit_sha")} if merged else None,
        "mergeable": "CONFLICTING" if entry.get("mergeable") is False else "",
        "mergeStateStatus": word(entry.get("mergeable_state")).upper(),
    } | ({"isDraft": entry["draft"]} if "draft" in entry else {})


def _of_fork(entry: dict[str, Any], repository: str) -> bool:
    if isinstance(entry.get("isCrossRepository"), bool):
        return bool(entry["isCrossRepository"])
    head = table(entry.get("headRepository"))
    owner = word(table(entry.get("headRepositoryOwner")).get("login"))
    name = word(head.get("name"))
    whole = word(head.get("nameWithOwner")) or (f"{owner}/{name}" if owner and name else "")
    return bool(whole and repository) and whole.lower() != repository.lower()


def _is_over(entry: dict[str, Any]) -> bool:
    return word(entry.get("state")).upper() in _OVER


def _state(entry: dict[str, Any]) -> tuple[State | None, str]:
    if _is_over(entry):
        return _OVER[word(entry["state"]).upper()]
    if entry.get("isDraft") is True:
        return State.IN_PROGRESS, "a draft"
    if "reviewDecision" not in entry:
        return None, "the printout has no reviewDecision"
    decision = word(entry["reviewDecision"])
    if decision == "APPROVED":
        return _ready(entry, "reviewDecision APPROVED")
    if decision:
        return State.IN_PROGRESS, f"reviewDecision {decision}"
    return _by_opinions(entry)


def _ready(entry: dict[str, Any], why: str) -> tuple[State | None, str]:
    missing = next((field for field in ("state", "isDraft") if field not in entry), "")
    if missing:
        return None, f"{why}, but the printout has no {missing}"
    return State.READY, f"{why}, not a draft"


def _by_opinions(entry: dict[str, Any]) -> tuple[State | None, str]:
    """Judge by who said what, where no branch protection asks for reviews."""
    none = "reviewDecision empty: none is required"
    if "latestReviews" not in entry and "reviews" not in entry:
        return State.IN_PROGRESS, none
    opinions = _opinions(entry)
    against = [name for name, said in opinions.items() if _verdict(said) == "CHANGES_REQUESTED"]
    if against:
        return State.IN_PROGRESS, f"{', '.join(sorted(against)[:3])} asked for changes"
    approvals = {
        name: commit(table(said.get("commit")).get("oid"))
        for name, said in opinions.items()
        if _verdict(said) == "APPROVED" and word(said.get("authorAssociation")) in _WITH_A_SAY
    }
    if not approvals:
        return State.IN_PROGRESS, f"{none}, and nobody with a say approved it"
    head = commit(entry.get("headRefOid"))
    if not head or not any(approvals.values()):
        return None, "approved, but the printout does not tell at which commit"
    current = sorted(name for name, at in approvals.items() if at == head)
    if not current:
        return State.IN_PROGRESS, "approved before its last commits, and not since"
    return _ready(entry, f"approved by {', '.join(current[:3])}")


def _opinions(entry: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the last review with an opinion of each reviewer; a comment is none."""
    found: dict[str, dict[str, Any]] = {}
    every = [*nodes(entry.get("reviews")), *nodes(entry.get("latestReviews"))]
    for said in sorted(map(table, every), key=lambda said: word(said.get("submittedAt"))):
        if _verdict(said) in _OPINIONS:
            # Of an account that is gone nothing but the review is left.
            name = word(table(said.get("author")).get("login")) or word(said.get("id"))
            found[name or "somebody"] = said
    return found


def _verdict(said: dict[str, Any]) -> str:
    return word(said.get("state")).upper()


def _holds(entry: dict[str, Any], title: str) -> Iterator[str]:
    merging = word(entry.get("mergeStateStatus")).upper()
    if word(entry.get("mergeable")).upper() == "CONFLICTING":
        merging = "DIRTY"
    if merging in _STUCK:
        yield _STUCK[merging]
    yield from holds.of_names("checks fail", _failing(entry.get("statusCheckRollup")))
    yield from holds.of_labels(entry.get("labels"))
    yield from holds.of_title(title)


def _failing(rollup: Any) -> Iterator[str]:
    """Yield the names of the checks whose newest run failed."""
    if word(table(rollup).get("state")).upper() in _FAILED:
        yield word(table(rollup)["state"])
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    for check in sorted(map(table, nodes(rollup)), key=lambda one: word(one.get("startedAt"))):
        name = word(check.get("name")) or word(check.get("context")) or "of no name"
        newest[word(check.get("workflowName")), name] = check
    for (_, name), check in newest.items():
        if (word(check.get("conclusion")) or word(check.get("state"))).upper() in _FAILED:
            yield name
