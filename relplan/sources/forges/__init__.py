"""The states of reviews, as GitHub's, GitLab's and Gerrit's own tools print them.

Pure: a printout in, reviews out. A review is *ready* where the forge says that somebody approved it
and it is no draft; where the printout lacks the fields to tell, its state is None, which is not the
same as in progress.
"""

from collections.abc import Callable
from typing import Any

from relplan.model.errors import RelplanError
from relplan.model.review import Review
from relplan.sources.forges import gerrit, github, gitlab
from relplan.sources.forges.reading import entries

__all__ = ["read_reviews"]

_FORGES: tuple[tuple[Callable[[dict[str, Any]], bool], Callable[[dict[str, Any]], Review]], ...] = (
    (gitlab.is_mine, gitlab.review),
    (gerrit.is_mine, gerrit.review),
    (github.is_mine, github.review),
)
_HINT = (
    "print it with `gh pr list --json number,url,state,isDraft,reviewDecision,headRefName,"
    "headRefOid`, `glab mr list -F json` or `gerrit query --format=JSON --current-patch-set "
    "--submit-records`"
)


def read_reviews(name: str, content: bytes) -> list[Review]:
    """Return the reviews of a printout, in its order; *name* is what errors call it.

    Raises RelplanError where it is no printout that is known, or cut short.
    """
    found = [_review(name, place, entry) for place, entry in enumerate(entries(name, content), 1)]
    return [review for review in found if review is not None]


def _review(name: str, place: int, entry: Any) -> Review | None:
    if not isinstance(entry, dict):
        raise RelplanError(f"{name}: entry {place} is no review", _HINT)
    if gerrit.is_statistics(entry):
        return None
    for is_mine, review in _FORGES:
        if is_mine(entry):
            return review(entry)
    keys = ", ".join(sorted(map(str, entry))[:5]) or "nothing"
    raise RelplanError(f"{name}: entry {place} is no review, it has {keys}", _HINT)
