"""How names are compared that people spell in several ways."""

import re

_WORD_BORDERS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


def kebab(text: str) -> str:
    """Return *text* in kebab-case, cut to a sane length; empty where it has no letter or digit."""
    spaced = _WORD_BORDERS.sub("-", text[:200])
    return _NOT_IN_NAMES.sub("-", spaced.lower()).strip("-")[:_LONGEST].strip("-")


def plain(name: str) -> str:
    """Return a service's name without what people leave out."""
    found = kebab(name)
    for ending in ("-service", "-svc"):
        found = found.removesuffix(ending) or found
    return found.replace("-", "")
