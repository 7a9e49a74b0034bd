"""What kind of change a title says that it is (Conventional Commits 1.0.0)."""

import re

_TYPED = re.compile(r"([A-Za-z]{1,20})(?:\(([^()]{1,100})\))?(!?): +\S")
_KNOWN = frozenset("build chore ci docs feat fix perf refactor revert style test".split())
"""The types that the convention names, and those of its usual configuration."""
DEPENDENCIES = "deps"
"""The kind of a change whose scope says, as bots have it, that it only moves dependencies."""


def kind_of_title(title: str) -> str:
    """Return the type that *title* begins with, in small letters; empty: none.

    Of words that the convention does not know only those with a scope or a ``!`` count: many
    subjects begin with the name of what they touch.
    """
    found = _TYPED.match(title)
    if found is None:
        return ""
    word, scope, breaks = found.groups()
    if scope is not None and scope.lower() in (DEPENDENCIES, "deps-dev") and not breaks:
        return DEPENDENCIES
    return word.lower() if word.lower() in _KNOWN or scope or breaks else ""
