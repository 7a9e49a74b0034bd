"""What commits say to take back: by a hash, by a pull or merge request's number, or by a title."""

import re
from dataclasses import dataclass, field

from relplan.sources.git.history import Commit
from relplan.sources.git.text import EVIDENCE

_HASHES = r"[0-9a-f]{7,64}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+)[0-9a-f]{7,64})*"
_COMMITS = re.compile(
    rf"(?P<part>\bpart(?:ial(?:ly)?|ly)?\s+(?:of\s+)?)?\brevert(?:s|ed)?\s+commits?:?\s+"
    rf"(?P<hashes>{_HASHES})\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"^(?:This )?reverts? (?:(?:merge|pull) request )?(?P<where>[\w./-]*)[#!](?P<number>\d{1,9})\b",
    re.IGNORECASE | re.MULTILINE,
)
_TITLE = re.compile(r'Revert(?:ed)?:? "(?P<title>.+)"(?: \([#!]\d{1,9}\))?')
_MOST = 1_000
"""Hashes that one message names; nobody writes as many."""


@dataclass(slots=True)
class Claim:
    """That a commit says to take back others."""

    by: str
    named: tuple[str, ...]
    """Hashes, whole or shortened."""
    requests: tuple[str, ...]
    title: str
    evidence: str
    targets: list[str] = field(default_factory=list)
    """The pending commits that are meant."""
    released: list[str] = field(default_factory=list)
    """Those that are meant and not pending."""

    @property
    def explicit(self) -> bool:
        """Whether it names more than a title."""
        return bool(self.named or self.requests)


def claim_of(commit: Commit) -> Claim | None:
    """Return what a commit says to take back; None, as mostly: nothing."""
    message = commit.message
    if "evert" not in message:
        return None
    found = [
        (match["hashes"], match.group())
        for match in _COMMITS.finditer(message)
        if not match["part"]
    ]
    hashes = [word for words, _ in found for word in re.findall(r"[0-9a-f]{7,64}", words.lower())]
    requests = [match["number"] for match in _REQUEST.finditer(message)]
    title = _TITLE.fullmatch(commit.title)
    if not (hashes or requests or title):
        return None
    evidence = found[0][1] if found else commit.title
    return Claim(
        commit.oid,
        tuple(dict.fromkeys(hashes[:_MOST])),
        tuple(dict.fromkeys(requests)),
        title["title"] if title and len(commit.parents) < 2 else "",
        " ".join(evidence.split())[:EVIDENCE],
    )
