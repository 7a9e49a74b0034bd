"""Versions of interfaces, and whether one is among those that somebody requires."""

import re

from relplan.contracts.library.semver import Semver, cargo_admits, npm_admits, semver
from relplan.model.descriptor import Ranges

_NUMBERS = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,3}")
_SHORT = re.compile(r"v?(\d{1,9}(?:\.\d{1,9})?)")
"""A version without all of its three numbers; the others are 0."""


def accepts(ranges: Ranges, required: str, offered: str) -> bool | None:
    """Tell whether *offered* is one of the *required* versions; None where that cannot be told.

    Who requires no version in particular takes all.
    """
    if not required.strip():
        return True
    if ranges is Ranges.LISTED:
        return _listed(required, offered)
    whole = _whole(offered)
    if ranges is Ranges.SEMVER:
        return npm_admits(required, whole)
    told = [cargo_admits(one, whole) for one in required.split("||")]
    return None if None in told else any(told)


def _listed(required: str, offered: str) -> bool | None:
    given, wanted = _numbers(offered), [_numbers(one) for one in required.split()]
    if given is None or None in wanted:
        return None
    return any(one is not None and one[0] == given[0] and one <= given for one in wanted)


def line_of(ranges: Ranges, version: str) -> str | None:
    """Return the line of versions that promise to be compatible, ``2`` of 2.1; None: unknown.

    A semantic version below 1 promises that from one minor version on: ``0.3`` of 0.3.1.
    """
    if ranges is Ranges.LISTED:
        numbers = _numbers(version)
        return str(numbers[0]) if numbers else None
    known = semver(_whole(version))
    if known is None:
        return None
    return str(known.major) if known.major else f"0.{known.minor}"


def is_lower(ranges: Ranges, version: str, other: str) -> bool:
    """Tell whether *version* is below *other*, both of which are understood."""
    if ranges is Ranges.LISTED:
        return (_numbers(version) or ()) < (_numbers(other) or ())
    zero = Semver(0, 0, 0)
    return (semver(_whole(version)) or zero).key < (semver(_whole(other)) or zero).key


def _numbers(text: str) -> tuple[int, ...] | None:
    return tuple(map(int, text.split("."))) if _NUMBERS.fullmatch(text) else None


def _whole(version: str) -> str:
    short = _SHORT.fullmatch(version)
    return f"{short[1]}{'.0' * (2 - short[1].count('.'))}" if short else version
