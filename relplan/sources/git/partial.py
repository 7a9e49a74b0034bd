"""Recognises a clone that does not have all of its objects, so that nobody runs into a hole.

Git fetches what a partial clone lacks when it is asked for it; only from 2.44 on can it be told not
to. relplan never fetches: it asks for nothing that is not there.
"""

from pathlib import Path

from relplan.sources.git.errors import GitError
from relplan.sources.git.safe import Git

_SETTINGS = r"^(extensions\.partialclone|remote\..*\.promisor)$"


class MissingObjectError(GitError):
    """An object is not in this clone."""


def objects_here(git: Git) -> frozenset[str] | None:
    """Return all objects of a partial clone; None where the clone is a whole one."""
    if not is_partial(git):
        return None
    words = ("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
    return frozenset(git.text(*words).split())


def is_partial(git: Git) -> bool:
    """Tell whether a repository is a partial clone, by its settings or its packs."""
    if git.attempt("config", "--get-regexp", _SETTINGS):
        return True
    packs = Path(git.repository) / git.text("rev-parse", "--git-path", "objects/pack")
    return any(packs.glob("*.promisor")) if packs.is_dir() else False


def missing(repository: str, partial: bool) -> MissingObjectError:
    """Return the error that something is not there, with what to do about it."""
    if partial:
        return MissingObjectError(
            f"{repository} is a partial clone, of which not all is here",
            f"fetch the rest: git -C {repository} fetch --refetch --no-filter",
        )
    return MissingObjectError(
        f"{repository} is damaged: an object is missing",
        f"look with `git -C {repository} fsck`, then fetch or clone it anew",
    )
