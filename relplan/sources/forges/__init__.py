"""The states of reviews, as GitHub's, GitLab's and Gerrit's own tools print them.

Pure: a printout in, reviews out. A review is *ready* where the forge says that somebody approved
it, that it is no draft, and that nothing else keeps it from being merged; where the printout lacks
the fields to tell, its state is None, which is not the same as in progress.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from relplan.model.change import Dependency, State
from relplan.model.errors import RelplanError
from relplan.model.evidence import Evidence
from relplan.model.reference import canonical
from relplan.model.review import Review
from relplan.sources.forges import gerrit, github, gitlab
from relplan.sources.forges.reading import entries

__all__ = ["Printout", "read_reviews"]

_FORGES: tuple[tuple[Callable[[dict[str, Any]], bool], Callable[[dict[str, Any]], Review]], ...] = (
    (gitlab.is_mine, gitlab.review),
    (gerrit.is_mine, gerrit.review),
    (github.is_mine, github.review),
)
_HINT = (
    "print it with `gh pr list --json number,url,state,isDraft,reviewDecision,latestReviews,"
    "headRefName,headRefOid,baseRefName,mergeCommit,mergeable,statusCheckRollup,labels,title,body`,"
    " `glab mr list -F json` or `gerrit query --format=JSON --current-patch-set --submit-records"
    " --dependencies`"
)


@dataclass(frozen=True, slots=True)
class Printout:
    """What a printout holds."""

    reviews: tuple[Review, ...]
    """In its order."""
    broken: tuple[str, ...] = ()
    """What is wrong with each entry that is no review."""


def read_reviews(name: str, content: bytes) -> Printout:
    """Return the reviews of a printout; *name* is what errors call it.

    An entry that is no review is told beside the others. Raises RelplanError where none is one, as
    of no printout that is known, and where it is cut short.
    """
    reviews: list[Review] = []
    broken: list[str] = []
    for place, entry in enumerate(entries(name, content), 1):
        if isinstance(entry, dict) and gerrit.is_statistics(entry):
            continue
        found = _review(entry)
        if isinstance(found, Review):
            reviews.append(found)
        else:
            broken.append(f"{name}: entry {place} is no review{found}")
    if broken and not reviews:
        raise RelplanError(broken[0], _HINT)
    return Printout(tuple(_related(reviews)), tuple(broken))


def _review(entry: Any) -> Review | str:
    """Return the review that *entry* is, or what it is instead."""
    if not isinstance(entry, dict):
        return ""
    for is_mine, review in _FORGES:
        if is_mine(entry):
            return review(entry)
    keys = ", ".join(sorted(map(str, entry))[:5]) or "nothing"
    return f", it has {keys}"


def _related(reviews: Iterable[Review]) -> list[Review]:
    """Give each review what the others of the printout say of it.

    Gerrit also names what was merged long ago, of which nothing needs to be known: only what the
    printout shows to be open counts.
    """
    reviews = list(reviews)
    pending = {
        canonical(name): review.name
        for review in reviews
        if review.state is not State.MERGED and not review.closed
        for name in (review.url, review.change_id)
        if name
    }
    waiting: dict[str, list[Dependency]] = {}
    for review in reviews:
        for ref in review.needed_by:
            found = pending.get(canonical(ref))
            if found and review.name in pending.values():
                told = Evidence(
                    "forge", f"{review.forge}: {review.name} says that this waits for it"
                )
                waiting.setdefault(found, []).append(Dependency(review.name, told))
        for ref in review.builds_on:
            if found := pending.get(canonical(ref)):
                told = Evidence("forge", f"{review.forge}: its commits contain those of {found}")
                waiting.setdefault(review.name, []).append(Dependency(found, told))
    return [
        replace(review, depends_on=_once((*review.depends_on, *waiting.get(review.name, ()))))
        for review in reviews
    ]


def _once(dependencies: Iterable[Dependency]) -> tuple[Dependency, ...]:
    found: dict[str, Dependency] = {}
    for dependency in dependencies:
        found.setdefault(canonical(dependency.ref), dependency)
    return tuple(found.values())
