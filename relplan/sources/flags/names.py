"""The names of flags, and the words that tell that something is one.

Some names come from a flag tool's own file; any call that gets one asks for it. Others stand in a
list in the code: of these only what itself speaks of flags asks.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_SEPARATORS = re.compile(r"[-_. ]")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_FLAGS = frozenset(
    "flag flags featureflag featureflags toggle toggles feature features gate gates featuregate"
    " featuregates experiment experiments".split()
)
"""Words for a flag."""
_MANY = frozenset("flags featureflags toggles features gates featuregates experiments".split())
_KEYS = frozenset("flagkey flagname flagid featurekey featurename togglekey togglename".split())
_ONE = frozenset("featureflag featuretoggle featuregate uiflag".split())
"""Last words, one or two, of what lists flags: many of them, their names, or one's kind."""
_ASKING = _FLAGS | {"enabled", "variation", "variant"}
"""Words of what asks for one."""
_CHANGING = frozenset(
    "add archive assert create define delete describe disable enable log mock put register remove"
    " save set stub test toggle track turn update".split()
)
"""First words of methods that do not ask."""
_OFF = frozenset("disabled inactive off".split())


@dataclass(frozen=True, slots=True)
class Names:
    """Flags by what all spellings of their names have in common (see `plain`)."""

    tools: Mapping[str, str] = field(default_factory=dict)
    """Those that a flag tool's file names."""
    listed: Mapping[str, str] = field(default_factory=dict)
    """Those that a list in the code names, by their own names and by those of their constants."""

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.tools or self.listed)

    def __contains__(self, word: str) -> bool:
        """Tell whether *word* names one, whoever asks."""
        spelling = plain(word)
        return spelling in self.tools or spelling in self.listed

    def of(self, word: str, *, asking: bool) -> str:
        """Return the flag that *word* names; empty where it names none.

        *asking* tells whether what holds the word speaks of flags.
        """
        spelling = plain(word)
        return self.tools.get(spelling, "") or (asking and self.listed.get(spelling, "")) or ""


def names_of(tools: Iterable[str], listed: Iterable[tuple[str, str]] = ()) -> Names:
    """Return the flags of *tools*, and the *listed* ones by each of their spellings."""
    return Names(
        {plain(name): name for name in sorted(tools)},
        {plain(spelling): name for spelling, name in sorted(listed)},
    )


def plain(name: str) -> str:
    """Return what all spellings of a flag's name have in common."""
    return _SEPARATORS.sub("", name.lower())


def says_flag(name: str) -> bool:
    """Tell whether an identifier speaks of flags."""
    return not _FLAGS.isdisjoint(_words(name))


def lists_flags(name: str, *, only: bool) -> bool:
    """Tell whether something of this name lists flags.

    *only* tells that it lists names and nothing else, as an enumeration does: then its name may be
    that of one flag, which is a thing with properties elsewhere.
    """
    words = _words(name)
    last, pair = words[-1:], "".join(words[-2:])
    return bool(last) and (last[0] in _MANY or pair.rstrip("s") in _KEYS or (only and pair in _ONE))


def says_ask(name: str) -> bool:
    """Tell whether an identifier speaks of flags, or of what is on."""
    return not _ASKING.isdisjoint(_words(name))


def changes_flag(method: str) -> bool:
    """Tell whether a method sets something, rather than to ask for it."""
    return not _CHANGING.isdisjoint(_words(method)[:1])


def says_off(method: str) -> bool:
    """Tell whether a method asks whether a flag is off."""
    return not _OFF.isdisjoint(_words(method))


def _words(name: str) -> list[str]:
    return [*map(str.lower, _WORDS.findall(name))]
