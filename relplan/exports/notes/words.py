"""What notes say of a consumer's fate and of what stays behind, as Markdown."""

from relplan.exports.markdown_text import code, inert
from relplan.exports.moments import shown
from relplan.model.counting import listed
from relplan.model.notes import Affected, Fate, LeftBehind, WhyLeft

_NAMED = 5

HEADINGS = {
    WhyLeft.BLOCKED: "Blocked",
    WhyLeft.GATED: "Waiting for a gate alone",
    WhyLeft.UNCERTAIN: "Uncertain: an open question stands against it",
    WhyLeft.LATER: "Can go out, and not with this",
    WhyLeft.UNFINISHED: "In progress",
}


_FATES = {
    Fate.ADAPTED: "adapts with {}",
    Fate.MISSING: "**is broken**: nothing pending of it adapts",
    Fate.ASKED: "**may be broken**: that is asked ({})",
    Fate.PINNED: "keeps the version that it has until it moves its pin ({})",
    Fate.VERSIONED: "is not: old and new are served side by side, as is marked",
    Fate.FLAGGED: "is not before the flag flips",
    Fate.DISMISSED: "is not: a person has dismissed that",
}


def fate_of(one: Affected) -> str:
    """Say what a break means for one consumer."""
    names = listed([code(name) for name in one.by], _NAMED)
    if one.fate is Fate.SPARED:
        return f"is not: it uses only {names}" if names else "is not: it uses none of this"
    return _FATES[one.fate].format(names)


def reason_of(one: LeftBehind, zone: str) -> str:
    """Say what keeps a change back; empty where its heading says all."""
    if one.why is WhyLeft.LATER:
        if one.at is None:
            return "no date"
        windows = f" ({inert(listed(one.by, _NAMED))})" if one.by else ""
        return f"{shown(one.at, zone)}{windows}" if windows else "at any time"
    return listed([code(name) for name in one.by], _NAMED)
