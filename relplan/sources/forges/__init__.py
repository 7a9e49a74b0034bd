"""The states of reviews, as GitHub's, GitLab's and Gerrit's own tools print them.

Pure: a printout in, reviews out. A review is *ready* where the forge says that somebody approved
it, that it is no draft, and that nothing else keeps it from being merged; where the printout lacks
the fields to tell, its state is None, which is not the same as in progress. A package adds a forge
by an entry point of the group ``relplan.forges`` that is a `Forge`; see docs/extending.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from relplan.model.change import Dependency, State
from relplan.model.errors import RelplanError
from relplan.model.evidence import Evidence
from relplan.model.reference import canonical
from relplan.model.review import Review
from relplan.plugins import Plugin, fault, plugins
from relplan.sources.forges import gerrit, github, gitlab
from relplan.sources.forges.reading import entries

__all__ = ["Forge", "Printout", "Review", "read_reviews"]

GROUP = "relplan.forges"


def _nothing(entry: dict[str, Any]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Forge:
    """A tool that prints the states of reviews as JSON, an object each."""

    is_mine: Callable[[dict[str, Any]], bool]
    """Tells by its keys whether an object is a review of this forge."""
    review: Callable[[dict[str, Any]], Review]
    """Returns the review that an object is."""
    is_beside: Callable[[dict[str, Any]], bool] = _nothing
    """Tells whether an object is no review, but belongs to the printout."""


_OWN = (
    Forge(gitlab.is_mine, gitlab.review),
    Forge(gerrit.is_mine, gerrit.review, gerrit.is_statistics),
    Forge(github.is_mine, github.review),
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
        try:
            if isinstance(entry, dict) and any(forge.is_beside(entry) for forge in _all()):
                continue
            reviews.append(_review(entry))
        except _NoReviewError as error:
            broken.append(f"{name}: entry {place} is no review{error}")
    if broken and not reviews:
        raise RelplanError(broken[0], _HINT)
    return Printout(tuple(_related(reviews)), tuple(broken))


class _NoReviewError(Exception):
    """Says what an entry is instead, or who failed on it."""


def _review(entry: Any) -> Review:
    if not isinstance(entry, dict):
        raise _NoReviewError
    for forge in _all():
        if forge.is_mine(entry):
            return forge.review(entry)
    keys = ", ".join(sorted(map(str, entry))[:5]) or "nothing"
    raise _NoReviewError(f", it has {keys}")


@cache
def _all() -> tuple[Forge, ...]:
    """Return all forges; who installs another one wants that to be asked first."""
    return (*map(_guarded, plugins(GROUP, Forge)), *_OWN)


def _guarded(plugin: Plugin[Forge]) -> Forge:
    """Return the forge of a package, whose own faults are told as what is wrong with an entry."""

    def asked(ask: Callable[[dict[str, Any]], Any], entry: dict[str, Any]) -> Any:
        try:
            return ask(entry)
        except Exception as error:  # whatever a package does
            what = f": {plugin.package} failed on it ({fault(error)})"
            raise _NoReviewError(what) from error

    def review(entry: dict[str, Any]) -> Review:
        found = asked(plugin.value.review, entry)
        if not isinstance(found, Review):
            raise _NoReviewError(f": {plugin.package} makes no Review of it")
        return found

    return Forge(
        lambda entry: bool(asked(plugin.value.is_mine, entry)),
        review,
        lambda entry: bool(asked(plugin.value.is_beside, entry)),
    )


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
