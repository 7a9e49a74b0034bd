"""Tells by a path or a name which environment is meant."""

import re
from collections.abc import Collection, Iterable

from relplan.model.production import PRODUCTION

_WORDS = {
    **dict.fromkeys(("production", "prod", "prd", "live"), PRODUCTION),
    **dict.fromkeys(("staging", "stage", "stg"), "staging"),
    **dict.fromkeys(("dev", "development", "develop"), "dev"),
    **dict.fromkeys(("test", "testing"), "test"),
    "qa": "qa",
    "uat": "uat",
    **dict.fromkeys(("preprod", "preproduction"), "preprod"),
    **dict.fromkeys(("nonprod", "nonproduction"), "nonprod"),
}
_WHOLE_ONLY = frozenset({"live", "stage", "test", "testing", "develop"})
"""Words that services' names hold, too: `live-chat`, `test-runner`."""
_NEUTRAL = frozenset({"values", "compose", "docker", "env", "overlay", "cluster", "app", "apps"})
"""Words beside which those tell an environment all the same."""
_BEFORE = frozenset({"pre", "non", "not", "no"})
_LONGEST = 255
"""Characters of a folder's name, or of what else is looked at."""
_ENDINGS = re.compile(r"\.(?:ya?ml|json|gotmpl|lock|env)$")
_SPLIT = re.compile(r"[-_.\s]+")
_NUMBER = re.compile(r"\d+$")


def environment_of(path: str, names: Collection[str] = ()) -> str:
    """Return the environment that a *path* names by its folders or file; empty: none or several.

    Folders that are called as something that is deployed, of *names*, count for nothing.
    """
    found = environments_in([path], names)
    return found[0] if len(found) == 1 else ""


def environments_in(texts: Iterable[str], names: Collection[str] = ()) -> tuple[str, ...]:
    """Return the environments that *texts*, paths or names, name; sorted.

    A part that is nothing but an environment's word (``overlays/prod``) outweighs one that only
    holds it (``prod-eu``, ``orders-prod``).
    """
    parts = [
        part.lower()
        for text in texts
        for part in _ENDINGS.sub("", text).split("/")
        if part and len(part) <= _LONGEST and part.lower() not in names
    ]
    whole = {_WORDS[_bare(part)] for part in parts if _bare(part) in _WORDS}
    found = whole or {word for part in parts if (word := _held(part))}
    return tuple(sorted(found))


def without_environment(name: str) -> str:
    """Return ``orders`` of ``orders-prod`` and of ``prod-orders``."""
    words = _SPLIT.split(name) if len(name) <= _LONGEST else []
    if len(words) > 1:
        if _bare(words[-1].lower()) in _WORDS and words[-2].lower() not in _BEFORE:
            return "-".join(words[:-1])
        if _bare(words[0].lower()) in _WORDS:
            return "-".join(words[1:])
    return name


def _bare(word: str) -> str:
    return _NUMBER.sub("", word).replace("-", "") if word else word


def _held(part: str) -> str:
    words = [_NUMBER.sub("", word) for word in _SPLIT.split(part)]
    found = set()
    for before, word in zip(["", *words], words, strict=False):
        if before in _BEFORE and word in ("prod", "production"):
            return "preprod" if before == "pre" else "nonprod"
        if word in _WORDS and word not in _WHOLE_ONLY:
            found.add(_WORDS[word])
    if not found and words[-1] in _WHOLE_ONLY and _NEUTRAL.issuperset(words[:-1]):
        found.add(_WORDS[words[-1]])
    return found.pop() if len(found) == 1 else ""
