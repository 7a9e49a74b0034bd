"""Reads tag names: where the version stands in one, and whether it is a pre-release.

A tag is a prefix, a version of one number or more, and a suffix: ``orders@``, ``1.2.0``, ``-rc.1``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_VERSION = re.compile(r"(?<![0-9A-Za-z])(?<![0-9]\.)[vVrR]?([0-9]+(?:[._-][0-9]+)*)")
"""Not in the middle of a word: ``oauth2@1.0`` is version 1.0."""
_ANYWHERE = re.compile(r"([0-9]+(?:[._-][0-9]+)*)")
_LAST = re.compile(r"(?<=[/@])[vVrR]?([0-9]+\.[0-9]+(?:[._-][0-9]+)*)(?=[^/@]*\Z)")
"""A version behind the last ``/`` or ``@``: ``sdk-v2/v0.70.0`` and ``sdk-v2@0.70.0`` are 0.70.0."""
_NUMBER = re.compile(r"[0-9]+")
_WORD = re.compile(r"[a-z]+")
_ATTACHED = re.compile(r"[.\-_]?(?:rc|[abcm])[0-9]+")
_PRERELEASE = frozenset({
    "alpha", "beta", "rc", "cr", "pre", "preview", "prerelease", "dev", "devel", "snapshot",
    "nightly", "canary", "next", "milestone", "ea", "eap", "experimental", "unstable", "insider",
    "insiders", "draft", "wip", "test", "testing", "staging", "stage", "uat", "qa", "candidate",
})  # fmt: skip
_RELEASE = frozenset({"release", "releases", "released", "rel", "deploy", "deployed", "prod",
                      "production", "live"})  # fmt: skip
"""A prefix with one of these words names a release, whatever stands beside it."""
_SEMVER = 3
"""Numbers of a version behind which a hyphen begins a pre-release."""
_FIRST_YEAR = 1900
"""Who counts by the calendar does not follow semver."""


@dataclass(frozen=True, slots=True)
class Version:
    """A tag's name in its parts."""

    prefix: str
    """All before the version, the ``v`` of ``v1.0`` too."""
    numbers: tuple[int, ...]
    """Empty: there is no version in the name."""
    suffix: str
    """All behind the version, without build metadata."""
    prerelease: str = ""
    """The word that says so, such as ``rc``; empty: none does."""

    @property
    def plain(self) -> bool:
        """Tell whether nothing follows the version."""
        return bool(self.numbers) and not self.suffix

    @property
    def hyphenated(self) -> bool:
        """Tell whether semver would take what follows the version for a pre-release."""
        semver = len(self.numbers) == _SEMVER and self.numbers[0] < _FIRST_YEAR
        return semver and self.suffix.startswith("-")

    @property
    def order(self) -> tuple[tuple[int, ...], bool, tuple[tuple[int, int, str], ...]]:
        """What orders v2.10 behind v2.9, v2.10-rc1 before v2.10, and v2.10-2 behind it."""
        parts = re.findall(r"[0-9]+|[a-z]+", self.suffix.lower())
        rest = tuple((1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts)
        return self.numbers, not self.prerelease, rest


@lru_cache(maxsize=16_384)
def version_of(name: str) -> Version:
    """Take a tag's name apart."""
    found = _LAST.search(name) or _VERSION.search(name) or _ANYWHERE.search(name)
    if found is None:
        return Version(name, (), "", _prerelease_prefix(name))
    prefix, numbers, rest = name[: found.start(1)], found[1], name[found.end(1) :]
    if rest[:1].isalpha() and "-" in numbers:  # 1.2.3-4f0c9: a hash, and no number, at the end
        numbers, _, tail = numbers.rpartition("-")
        rest = f"-{tail}{rest}"
    numbers, rest = _cut(numbers, rest)
    suffix = rest.partition("+")[0]
    return Version(
        prefix,
        tuple(map(int, _NUMBER.findall(numbers))),
        suffix,
        _prerelease_prefix(prefix) or _prerelease_suffix(suffix),
    )


def _cut(numbers: str, rest: str) -> tuple[str, str]:
    """Leave 1.2.3 of 1.2.3-4: what a hyphen sets apart from dots is no part of the version."""
    head, hyphen, tail = numbers.partition("-")
    return (head, f"-{tail}{rest}") if hyphen and head.count(".") >= 1 else (numbers, rest)


def _prerelease_prefix(prefix: str) -> str:
    """Return the word by which a prefix names a pre-release: ``nightly-`` does, ``rel-`` not."""
    words = _WORD.findall(prefix.lower())
    if _RELEASE.intersection(words):
        return ""
    return next((word for word in words if word in _PRERELEASE), "")


def _prerelease_suffix(suffix: str) -> str:
    lower = suffix.lower()
    if _ATTACHED.match(lower) and not lower.startswith(("-a", "-b", "-c")):
        return lower.strip(".-_0123456789")
    for chunk in re.split(r"[.\-_+]", lower):
        word = chunk.rstrip("0123456789")
        if word in _PRERELEASE:
            return word
    return ""


def names(pattern: str, word: str) -> bool:
    """Tell whether a glob names *word*, so that such tags are wanted."""
    literal = re.sub(r"\[[^]]*\]", "", pattern.lower())
    return word in _WORD.findall(literal)
