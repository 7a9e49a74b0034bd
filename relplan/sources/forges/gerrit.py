"""Gerrit's changes, as ``gerrit query --format=JSON`` and its REST answers print them."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from relplan.model.change import State
from relplan.model.review import Review
from relplan.sources.forges import holds
from relplan.sources.forges.descriptions import dependencies
from relplan.sources.forges.reading import commit, items, number, table, web, word

_CHANGE_ID = re.compile(r"I[0-9a-f]{40}")
_VOTES = re.compile(r"[+-]?[0-9]{1,3}")
_PASSED = frozenset({"OK", "FORCED", "CLOSED"})
_OVER = {"MERGED": (State.MERGED, "merged"), "ABANDONED": (State.IN_PROGRESS, "abandoned")}
_ENOUGH = 2
"""Of Code-Review: whoever gives that much approves."""


def is_mine(entry: dict[str, Any]) -> bool:
    """Tell whether it has a project and a Change-Id, or Gerrit's own number."""
    return "project" in entry and ("_number" in entry or bool(_change_id(entry)))


def is_statistics(entry: dict[str, Any]) -> bool:
    """Tell whether it is the last line of a query, which counts the others."""
    return "rowCount" in entry and "project" not in entry


def review(entry: dict[str, Any]) -> Review:
    """Return the change under review.

    Ready: NEW, no work in progress, and all submit records are OK; where none are printed,
    Code-Review +2, and neither Code-Review -2 nor a Verified below 0.
    """
    status = word(entry.get("status"))
    title = word(entry.get("subject"))
    held = tuple(_holds(entry, title))
    state, why = _state(entry, status)
    if status not in _OVER:
        state, why = holds.settled(state, why, held)
    patch_set = table(entry.get("currentPatchSet"))
    project, digits = (
        word(entry.get("project")),
        number(entry.get("number") or entry.get("_number")),
    )
    revision = commit(patch_set.get("revision") or entry.get("current_revision"))
    url = _page(web(entry.get("url")), project, digits)
    return Review(
        forge="Gerrit",
        url=url,
        number=digits,
        repository=project,
        target=word(entry.get("branch")).removeprefix("refs/heads/"),
        commit=revision,
        merge_commit=revision if status == "MERGED" else "",
        change_id=_change_id(entry),
        state=state,
        closed=status == "ABANDONED",
        title=title,
        why=why,
        holds=held,
        depends_on=dependencies(_message(entry, revision), ""),
        builds_on=tuple(_names(entry.get("dependsOn") or entry.get("depends_on"), url)),
        needed_by=tuple(_names(entry.get("neededBy") or entry.get("needed_by"), url)),
        topic=word(entry.get("topic")) or _together(entry, digits),
    )


def _message(entry: dict[str, Any], revision: str) -> str:
    """Return the message of the commit under review, where it was asked for."""
    if "commitMessage" in entry:
        return word(entry["commitMessage"])
    current = table(table(entry.get("revisions")).get(revision))
    return word(table(current.get("commit")).get("message"))


def _names(changes: Any, url: str) -> Iterator[str]:
    """Yield the addresses of changes beside the one at *url*: numbers are of one Gerrit."""
    match = re.match(r"(?P<root>https?://.+?)/c/", url)
    for change in map(table, items(changes)):
        digits = number(change.get("number") or change.get("_number"))
        if match and digits:
            yield f"{match['root']}/{digits}"
        elif change_id := _change_id(change):
            yield change_id


def _together(entry: dict[str, Any], digits: int) -> str:
    """Return a name for the changes that Gerrit would submit with this one; empty: it is alone."""
    others = items(entry.get("submittedTogether")) or items(entry.get("submitted_together"))
    numbers = {number(table(one).get("number") or table(one).get("_number")) for one in others}
    numbers = {found for found in (*numbers, digits) if found}
    return f"submitted together: {min(numbers)}" if len(numbers) > 1 else ""


def _holds(entry: dict[str, Any], title: str) -> Iterator[str]:
    if entry.get("mergeable") is False or entry.get("contains_git_conflicts") is True:
        yield "it conflicts with its base"
    yield from holds.of_labels(entry.get("hashtags"))
    yield from holds.of_title(title)


def _change_id(entry: dict[str, Any]) -> str:
    for value in (entry.get("change_id"), entry.get("id")):
        if _CHANGE_ID.fullmatch(word(value)):
            return word(value)
    return ""


def _page(url: str, project: str, digits: int) -> str:
    """Return the long address, whichever Gerrit printed: one review has one name."""
    if not url or "/+/" in url or not project or not digits:
        return url
    short = re.fullmatch(rf"(?P<root>.+?)(?:/#/c|/c)?/{digits}", url)
    if short is None or not urlsplit(short["root"]).netloc:
        return url
    return f"{short['root']}/c/{project}/+/{digits}"


def _state(entry: dict[str, Any], status: str) -> tuple[State | None, str]:
    if status in _OVER:
        return _OVER[status]
    if entry.get("wip") is True or entry.get("work_in_progress") is True or status == "DRAFT":
        return State.IN_PROGRESS, "work in progress"
    if isinstance(entry.get("submittable"), bool):
        ready = bool(entry["submittable"])
        return _of(ready), "submittable" if ready else "not submittable"
    records = _records(entry)
    if records:
        open_ = sorted(records - _PASSED)
        return _of(not open_), f"submit record {', '.join(open_) or 'OK'}"
    if "approvals" in table(entry.get("currentPatchSet")) or "labels" in entry:
        return _by_votes(list(_votes(entry)))
    return None, "the printout has neither submit records nor votes"


def _of(ready: bool) -> State:
    return State.READY if ready else State.IN_PROGRESS


def _records(entry: dict[str, Any]) -> set[str]:
    records = items(entry.get("submitRecords")) + items(entry.get("submit_records"))
    return {word(table(record).get("status")) or "of no status" for record in records}


def _by_votes(votes: list[tuple[str, int]]) -> tuple[State | None, str]:
    for label, value in votes:
        if (label == "Code-Review" and value <= -_ENOUGH) or (label == "Verified" and value < 0):
            return State.IN_PROGRESS, f"{label} {value:+}"
    if ("Code-Review", _ENOUGH) in votes:
        return State.READY, "Code-Review +2"
    return State.IN_PROGRESS, "no Code-Review +2"


def _votes(entry: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for approval in map(table, items(table(entry.get("currentPatchSet")).get("approvals"))):
        value = approval.get("value")
        if _VOTES.fullmatch(str(value)):
            yield word(approval.get("type")), int(str(value))
    for label, votes in table(entry.get("labels")).items():
        if "approved" in table(votes):
            yield label, _ENOUGH if label == "Code-Review" else 1
        if "rejected" in table(votes):
            yield label, -_ENOUGH if label == "Code-Review" else -1
