"""CODEOWNERS, as GitHub and GitLab read it: which team owns which folder."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import re2
from pathspec import GitIgnoreSpec

from relplan.contracts.bounds import decoded
from relplan.sources.catalogs.fact import Fact, Relation

_PLACES = frozenset({"CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"})
_SECTION = re.compile(r"\^?\[[^\]]*\](?:\[\d+\])?\s*(?P<owners>.*)")
_LARGEST = 3_000_000
"""Bytes: GitHub's own bound."""
_FILES_OF_ONE_FOLDER = re.compile(r"(?<!\*\*)/\*\Z")
"""``docs/*`` is about the files that stand right in a folder, unlike in a .gitignore."""
_ANY_FILE = "\1\1\1\1"
"""Stands for every file below a folder: a name that no pattern spells."""


def is_mine(path: str) -> bool:
    """Tell whether the file is one of those that GitHub or GitLab look at."""
    return path in _PLACES


def facts(path: str, content: bytes) -> list[Fact]:
    """Return who owns what, in the file's order: the last that matches wins.

    *subject* is the pattern as the file has it; *object* is a team without ``@``,
    ``acme/fulfilment``, else the first owner; empty where nobody is. `owner_of` finds who owns a
    folder. Raises UnreadableError where it is no text.
    """
    return [
        Fact(
            Relation.OWNED_BY,
            pattern,
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

    *folder* is ``.`` for the whole repository. Facts about single files or deeper folders do not
    own the whole of it.
    """
    file = _ANY_FILE if folder == "." else f"{folder}/{_ANY_FILE}"
    for fact in reversed([*facts]):
        owns = fact.of_folder and fact.relation is Relation.OWNED_BY
        if owns and _matches(fact.subject, file):
            return fact if fact.object else None
    return None


def _matches(pattern: str, file: str) -> bool:
    if _FILES_OF_ONE_FOLDER.search(pattern):
        return False
    try:
        return _compiled(pattern).match_file(file)
    except re2.error:
        return False  # too large for RE2


@lru_cache(maxsize=10_000)
def _compiled(pattern: str) -> GitIgnoreSpec:
    # RE2, so that no pattern takes for ever; one at a time, as it bounds the size of a set.
    return GitIgnoreSpec.from_lines([_escaped(pattern)], backend="re2")


def _escaped(pattern: str) -> str:
    """Return *pattern* for a reader of .gitignore, where a space at the end would be cut."""
    return pattern.replace(" ", "\\ ")


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


def _team(owners: list[str]) -> str:
    """Return the first team, else the first owner: a team outlives its members."""
    team = next((name for name in owners if name.startswith("@") and "/" in name), "")
    return (team or (owners[0] if owners else "")).removeprefix("@")
