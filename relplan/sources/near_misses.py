"""Lines that were meant as a trailer, and are spelled so that nothing reads them as one."""

import re
from difflib import get_close_matches

_MEANT = {
    name.lower(): name
    for name in ("Depends-On", "Breaks", "Extends", "Adapts-To", "Tolerates", "Feature", "Flag")
}
_OTHER_WORDS = {
    "depends": "depends-on", "depend": "depends-on", "dependent-on": "depends-on",
    "dependency": "depends-on", "depends-upon": "depends-on", "blocked": "depends-on",
    "blocked-by": "depends-on", "blocked-on": "depends-on", "is-blocked-by": "depends-on",
    "breaking": "breaks", "breaks-contract": "breaks",
    "extending": "extends",
    "adapts": "adapts-to", "adapt": "adapts-to", "adapted-to": "adapts-to",
    "adapting-to": "adapts-to", "adaptation": "adapts-to",
    "tolerating": "tolerates", "tolerated": "tolerates", "tolerant-of": "tolerates",
    "feature-key": "feature", "feature-flag": "flag", "flagged": "flag", "behind-flag": "flag",
}  # fmt: skip
_BEGINNINGS = r"is[\W_]block dep dpe bloc brea brak ext adap toler feat flag behind".split()
_LINE = re.compile(
    rf"^(?=[-*+{''.join({word[0] for word in _BEGINNINGS})}])"  # tells most lines at once
    rf"(?:[-*+][ ]+)?(?P<name>(?:{'|'.join(_BEGINNINGS)})[a-z]*(?:[ _-][a-z]+){{0,2}})[ \t]*"
    r"(?:=|:(?!//)|[ ](?=https?://))[ \t]*(?P<value>\S{1,250})[ \t\r]*$",
    re.IGNORECASE | re.MULTILINE,
)
_REFERENCE = re.compile(
    r"https?://\S+|[\w./-]*[#!][0-9]+|[\w.-]+[:@][\w./-]+|I[0-9a-f]{40}", re.IGNORECASE
)
_NAME = re.compile(r"[A-Za-z0-9][\w./#-]*")
_ANSWERS = frozenset("yes no none n/a na true false nothing null tbd todo maybe".split())
_CLOSE = 0.8


def near_misses(text: str) -> list[tuple[str, str, int]]:
    """Return (line, what is right, its number) of each line of *text* that is nearly a trailer.

    Its value must be one word that a trailer could have: prose is none, and other tools' trailers
    are no miss.
    """
    found = []
    for match in _LINE.finditer(text):
        right = _meant(match["name"], match[0])
        fits = _REFERENCE if right == "depends-on" else _NAME
        if right and fits.fullmatch(match["value"]) and match["value"].lower() not in _ANSWERS:
            number = text.count("\n", 0, match.start()) + 1
            found.append((match[0].strip(), f"{_MEANT[right]}: {match['value']}", number))
    return found


def _meant(name: str, line: str) -> str:
    """Return which trailer a name is a miss of; empty: of none, or it is right."""
    name = re.sub(r"[ _-]+", "-", name.lower())
    if name in _MEANT and re.match(rf"{name}[ \t]*:", line.lower()):
        return ""
    if name in _MEANT or name in _OTHER_WORDS:
        return _OTHER_WORDS.get(name, name)
    return next(iter(get_close_matches(name, _MEANT, 1, _CLOSE)), "")
