"""What a forge says of a review: a pull request, a merge request, a Gerrit change."""

import re

from relplan.model.change import Dependency, State
from relplan.model.value import value


@value()
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
    holds: tuple[str, ...] = ()
    """What keeps it from being merged beside the review itself: conflicts, checks, labels."""
    depends_on: tuple[Dependency, ...] = ()
    """What its description asks for, and what the forge says blocks it."""
    builds_on: tuple[str, ...] = ()
    """Addresses of the reviews whose commits it contains, whatever became of them."""
    needed_by: tuple[str, ...] = ()
    """Addresses of the reviews that wait for it."""
    topic: str = ""
    """What Gerrit's changes of one goal have in common; empty: none."""
    notes: tuple[str, ...] = ()
    """What a person should know of it."""

    @property
    def name(self) -> str:
        """What to call it: the best of what is known."""
        return self.url or self.change_id or f"{self.forge} {self.repository}#{self.number}"


@value()
class ReviewLink:
    """What is remembered of a review, so that its URL stands for the changes that it is about."""

    url: str
    merged: bool = False
    commit: str = ""
    merge_commit: str = ""
    change_id: str = ""
    closed: bool = False
    """It was given up: not merged, and not to be."""
    landed: bool = False
    """It is merged, and the commit that merged it is in the repository here."""
    target: str = ""
    """The branch that it would be merged into."""
    topic: str = ""
    depends_on: tuple[Dependency, ...] = ()
    notes: tuple[str, ...] = ()
    services: frozenset[str] = frozenset()
    """The services that it is about; empty: not known."""
    changes: frozenset[str] = frozenset()
    """The open changes that it was found to be about."""

    @property
    def over(self) -> bool:
        """Tell whether what was under review is not pending under its branch's name any more."""
        return self.closed or self.landed

    @property
    def names(self) -> tuple[str, ...]:
        """The addresses that a ``Depends-On:`` may use for it: Gerrit answers to a short one."""
        match = _GERRIT.fullmatch(self.url) if len(self.url) <= _LONGEST else None
        return (self.url, f"{match['host']}/{match['number']}") if match else (self.url,)


_LONGEST = 1_000
"""Characters; nobody's address is longer, and to look at one takes time."""
_GERRIT = re.compile(r"(?P<host>https?://[^?#]+)/c/[^?#]+/\+/(?P<number>[0-9]+)")
