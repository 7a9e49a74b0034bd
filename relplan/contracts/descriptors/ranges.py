"""Versions of interfaces, and whether one is among those that somebody requires."""

import re

from relplan.contracts.library.semver import Semver, cargo_admits, npm_admits, semver
from relplan.model.descriptor import Ranges

_NUMBERS = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,3}")
_OSGI = re.compile(r"(\d{1,9})(?:\.(\d{1,9})(?:\.(\d{1,9})(?:\.([\w-]{1,100}))?)?)?", re.ASCII)
_INTERVAL = re.compile(r"([\[(])\s*([^,\s]{1,150})\s*,\s*([^,\s]{1,150})\s*([\])])")
_SHORT = re.compile(r"v?(\d{1,9}(?:\.\d{1,9})?)")
"""A version without all of its three numbers; the others are 0."""

_ZERO = (0, 0, 0, "")


def accepts(ranges: Ranges, required: str, offered: str) -> bool | None:
    """Tell whether *offered* is one of the *required* versions; None where that cannot be told.

    Who requires no version in particular takes all.
    """
    if not required.strip():
        return True
    if ranges is Ranges.LISTED:
        return _listed(required, offered)
    if ranges is Ranges.OSGI:
        return _in_interval(required.strip(), offered)
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


def _in_interval(required: str, offered: str) -> bool | None:
    match = _INTERVAL.fullmatch(required)
    opening, low, high, closing = match.groups() if match else ("[", required, None, "]")
    given, least, most = _osgi(offered), _osgi(low), _osgi(high or low)
    if given is None or least is None or most is None:
        return None
    if given < least or (given == least and opening == "("):
        return False
    return high is None or given < most or (given == most and closing == "]")


def line_of(ranges: Ranges, version: str) -> str | None:
    """Return the line of versions that promise to be compatible, ``2`` of 2.1; None: unknown.

    A semantic version below 1 promises that from one minor version on: ``0.3`` of 0.3.1.
    """
    if ranges is Ranges.LISTED:
        numbers = _numbers(version)
        return str(numbers[0]) if numbers else None
    if ranges is Ranges.OSGI:
        parts = _osgi(version)
        return str(parts[0]) if parts else None
    known = semver(_whole(version))
    if known is None:
        return None
    return str(known.major) if known.major else f"0.{known.minor}"


def is_lower(ranges: Ranges, version: str, other: str) -> bool:
    """Tell whether *version* is below *other*, both of which are understood."""
    if ranges is Ranges.LISTED:
        return (_numbers(version) or ()) < (_numbers(other) or ())
    if ranges is Ranges.OSGI:
        return (_osgi(version) or _ZERO) < (_osgi(other) or _ZERO)
    zero = Semver(0, 0, 0)
    return (semver(_whole(version)) or zero).key < (semver(_whole(other)) or zero).key


def _numbers(text: str) -> tuple[int, ...] | None:
    return tuple(map(int, text.split("."))) if _NUMBERS.fullmatch(text) else None


def _osgi(text: str) -> tuple[int, int, int, str] | None:
    """Read a version of OSGi: what is not given is 0, and the qualifier is compared as a text."""
    match = _OSGI.fullmatch(text)
    if match is None:
        return None
    return int(match[1]), int(match[2] or 0), int(match[3] or 0), match[4] or ""


def _whole(version: str) -> str:
    short = _SHORT.fullmatch(version)
    return f"{short[1]}{'.0' * (2 - short[1].count('.'))}" if short else version
