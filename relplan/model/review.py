"""What a forge says of a review: a pull request, a merge request, a Gerrit change."""

import re
from dataclasses import dataclass

from relplan.model.change import State


@dataclass(frozen=True, slots=True)
class Review:
    """One review, as the forge's own tool printed it."""

    forge: str
    """``GitHub``, ``GitLab`` or ``Gerrit``: for people."""
    url: str = ""
    """Its page; empty where the printout does not tell."""
    number: int = 0
    """The forge's number of it; 0 where the printout does not tell."""
    repository: str = ""
    """Slug of the repository that it would be merged into, such as ``acme/orders``; or empty."""
    branch: str = ""
    """The branch under review; empty where unknown, or in a fork, where names mean nothing here."""
    target: str = ""
    """The branch that it would be merged into; empty where unknown."""
    commit: str = ""
    """Full hash of what is under review; empty where unknown."""
    merge_commit: str = ""
    """Full hash of the commit on the target branch, once merged; empty where unknown."""
    change_id: str = ""
    """Gerrit's, as in the ``Change-Id:`` trailer."""
    state: State | None = None
    """None: the printout does not tell whether it is ready. *closed* is never ready."""
    closed: bool = False
    """It was abandoned: not merged, and not to be."""
    title: str = ""
    why: str = ""
    """Why it has that state: what the forge says, in a few words."""

    @property
    def name(self) -> str:
        """What to call it: the best of what is known."""
        return self.url or self.change_id or f"{self.forge} {self.repository}#{self.number}"


@dataclass(frozen=True, slots=True)
class ReviewLink:
    """What is remembered of a review, so that its URL stands for the changes that it is about."""

    url: str
    merged: bool = False
    commit: str = ""
    merge_commit: str = ""
    change_id: str = ""
    services: frozenset[str] = frozenset()
    """The services that it is about; empty: not known."""
    changes: frozenset[str] = frozenset()
    """The open changes that it was found to be about."""
    closed: bool = False
    """It was abandoned: not merged, and not to be."""

    @property
    def names(self) -> tuple[str, ...]:
        """The addresses that a ``Depends-On:`` may use for it: Gerrit answers to a short one."""
        match = _GERRIT.fullmatch(self.url)
        return (self.url, f"{match['host']}/{match['number']}") if match else (self.url,)


_GERRIT = re.compile(r"(?P<host>https?://[^?#]+)/c/[^?#]+/\+/(?P<number>[0-9]+)")
