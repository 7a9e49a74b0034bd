"""CODEOWNERS, as GitHub and GitLab read it: which team owns which folder."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from relplan.sources.catalogs.fact import Fact, Relation
from relplan.sources.contracts.bounds import decoded

_PLACES = frozenset({"CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"})
_SECTION = re.compile(r"\^?\[[^\]]*\](?:\[\d+\])?\s*(?P<owners>.*)")
_LARGEST = 3_000_000
"""Bytes: GitHub's own bound."""


def is_mine(path: str) -> bool:
    """Tell whether the file is one of those that GitHub or GitLab look at."""
    return path in _PLACES


def facts(path: str, content: bytes) -> list[Fact]:
    """Return who owns what, in the file's order: the last that matches wins.

    *subject* is a folder, a file or a glob as the file has it, without ``/`` around it, ``.`` for
    all; *object* is a team without ``@``, ``acme/fulfilment``, else the first owner; empty where
    nobody is. `owner_of` finds who owns a folder. Raises UnreadableError where it is no text.
    """
    return [
        Fact(
            Relation.OWNED_BY,
            _subject(pattern),
            _team(owners),
            path=path,
            line=line,
            text=text,
            of_folder=True,
        )
        for line, text, pattern, owners in _rules(decoded(path, content, _LARGEST))
    ]


def owner_of(folder: str, facts: Iterable[Fact]) -> Fact | None:
    """Return the last of *facts* on folders that holds all of *folder*; None: nobody owns it.

    Facts about single files or deeper folders do not own the whole of it.
    """
    found = None
    for fact in facts:
        if fact.of_folder and fact.relation is Relation.OWNED_BY and _holds(fact.subject, folder):
            found = fact
    return found if found and found.object else None


def _rules(text: str) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield each rule's line, text, pattern and owners."""
    default: list[str] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = re.sub(r"(?:^|\s)#.*", "", raw).strip()
        section = _SECTION.fullmatch(line)
        if section:
            default = section["owners"].split()
        elif line and not line.startswith("!"):
            # A space in a path is escaped; what is cut at it is put together again.
            pattern, *owners = line.replace("\\ ", "\0").split()
            yield number, line, pattern.replace("\0", " "), owners or default


def _subject(pattern: str) -> str:
    """Return *pattern* rooted as its readers take it: one without a slash may be anywhere."""
    if pattern in ("*", "/", "/**", "**", "**/*"):
        return "."
    plain = pattern.strip("/").removesuffix("/**")
    if pattern.endswith("/*/"):
        plain += "/**"  # the folders there; without the last slash it would be the files
    anywhere = "/" not in pattern.rstrip("/")
    return f"**/{plain}" if anywhere else plain


def _team(owners: list[str]) -> str:
    """Return the first team, else the first owner: a team outlives its members."""
    team = next((name for name in owners if name.startswith("@") and "/" in name), "")
    return (team or (owners[0] if owners else "")).removeprefix("@")


def _holds(subject: str, folder: str) -> bool:
    if subject == ".":
        return True
    pattern = subject.split("/")
    if pattern[-1] == "*":
        return False  # it is about the files that stand right in a folder
    above = posixpath.normpath(folder)
    while above not in ("", "."):
        if _matches(pattern, above.split("/"), "**", _segment_matches):
            return True
        above = posixpath.dirname(above)
    return False


def _segment_matches(pattern: str, segment: str) -> bool:
    return _matches(pattern, segment, "*", lambda one, other: one in ("?", other))


def _matches(
    pattern: Sequence[str], text: Sequence[str], star: str, alike: Callable[[str, str], bool]
) -> bool:
    """Tell whether *text* is *pattern*, in which *star* stands for any run.

    Only the last star is ever tried again, so the time is at most that of one times the other: as
    a regular expression, stars could be made to take for ever.
    """
    at, place, last, resume = 0, 0, -1, 0
    while at < len(text):
        if place < len(pattern) and pattern[place] == star:
            last, resume = place, at
            place += 1
        elif place < len(pattern) and alike(pattern[place], text[at]):
            place, at = place + 1, at + 1
        elif last >= 0:
            resume += 1
            place, at = last + 1, resume
        else:
            return False
    return all(piece == star for piece in pattern[place:])
