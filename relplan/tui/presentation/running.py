"""What runs where and how that is known, in words that the command line uses, too."""

from collections import Counter
from collections.abc import Iterable

from relplan.model.evidence import Evidence
from relplan.model.production import KnownBy, Production
from relplan.model.scan import Notice
from relplan.tui.presentation.spans import Line, Role, Span

_HASH = 40
"""Hex digits of a whole hash, at the least."""
_WORDS = {
    KnownBy.DEPLOYED: "relplan.toml",
    KnownBy.DEPLOYMENT_FILE: "deployment file",
    KnownBy.RELEASE_TAG: "release tag",
    KnownBy.MAIN: "nothing says what runs",
}

_SHORT = {
    KnownBy.DEPLOYED: "by relplan.toml",
    KnownBy.DEPLOYMENT_FILE: "by deployment file",
    KnownBy.RELEASE_TAG: "by release tag",
    KnownBy.MAIN: "not known",
}


def revision_of(runs: Production) -> str:
    """Return a tag as it is, and a commit as people write it."""
    is_commit = len(runs.revision) >= _HASH and set(runs.revision) <= set("0123456789abcdef")
    return runs.revision[:10] if is_commit else runs.revision or "nothing"


def how_known(runs: Production) -> str:
    """Return how it is known what runs, and where that stands."""
    where = place(runs.evidence[0]) if runs.by is KnownBy.DEPLOYMENT_FILE else ""
    return f"{_WORDS[runs.by]} {where}".strip()


def known_in_short(production: Iterable[Production]) -> str:
    """Return how many services' revisions are known how: ``6 by release tag, 2 not known``."""
    counts = Counter(runs.by for runs in production)
    return ", ".join(f"{counts[by]} {_SHORT[by]}" for by in KnownBy if counts[by])


def place(evidence: Evidence) -> str:
    """Return where *evidence* stands, as short as it can be found again."""
    parts = [evidence.repository, evidence.commit[:10], evidence.path]
    where = " ".join(part for part in parts if part)
    return f"{where}:{evidence.line}" if evidence.path and evidence.line else where


def note_lines(notices: Iterable[Notice]) -> list[Line]:
    """Return what each of *notices* says, and where that stands."""
    lines: list[Line] = [
        (
            Span(notice.text),
            Span(f" ({place(notice.evidence)})" if notice.evidence else "", Role.DIM),
        )
        for notice in notices
    ]
    return lines or [(Span("the last scan noted nothing", Role.DIM),)]


def running_lines(production: Iterable[Production]) -> list[Line]:
    """Return two lines for each service: what runs of it, and how that is known."""
    lines: list[Line] = []
    for runs in production:
        lines.append((Span(f"{runs.service} ", Role.HEADING), Span(revision_of(runs))))
        lines.append((Span(f"  {how_known(runs)}", Role.DIM),))
    return lines
