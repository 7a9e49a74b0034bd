"""Semantic versions, and the ranges that npm and Cargo write of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relplan.contracts.library.packages import Numbered

_LONGEST = 256
"""Characters of a version; npm reads no longer one."""
_LONGEST_RANGE = 2_000
_LARGEST = 2**64
_PART = r"(?:0|[1-9][0-9]*)"
_MORE = r"(?:-(?P<pre>[0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"
_VERSION = re.compile(rf"[v=]?\s*({_PART})\.({_PART})\.({_PART}){_MORE}")
_X = r"(?:0|[1-9][0-9]*|[xX*])"
_PARTIAL = re.compile(rf"[v=\s]*(?P<a>{_X})(?:\.(?P<b>{_X})(?:\.(?P<c>{_X}){_MORE})?)?")
_OPERATOR = re.compile(r"(<=|>=|<|>|=|\^|~>?)\s*")
_HYPHEN = re.compile(r"(\S+)\s+-\s+(\S+)")
_ANY = re.compile(r"[xX*]?")


@dataclass(frozen=True, slots=True)
class Semver:
    """A version: three numbers, and what stands behind the hyphen of a pre-release."""

    major: int
    minor: int
    patch: int
    pre: tuple[str, ...] = ()

    @property
    def release(self) -> tuple[int, int, int]:
        """The three numbers."""
        return self.major, self.minor, self.patch

    @property
    def key(self) -> tuple[tuple[int, int, int], bool, tuple[tuple[bool, int, str], ...]]:
        """Sorts as the specification says: a pre-release before its release, numbers as such."""
        pre = tuple(
            (False, int(part), "") if part.isdecimal() else (True, 0, part) for part in self.pre
        )
        return self.release, not self.pre, pre


def semver(text: str) -> Semver | None:
    """Read a version; None where it is none."""
    text = text.strip()
    match = _VERSION.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    major, minor, patch = (int(match[place]) for place in (1, 2, 3))
    return _checked(Semver(major, minor, patch, _pre(match["pre"])))


def numbered(text: str) -> Numbered | None:
    """Read a version as an ecosystem has it; None where it is none."""
    found = semver(text)
    return Numbered(found.release, bool(found.pre), found.key) if found else None


def _checked(version: Semver) -> Semver | None:
    return version if max(version.release) < _LARGEST else None


def _pre(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(".")) if text else ()


@dataclass(frozen=True, slots=True)
class Bound:
    """One comparison with a version; no operator: none at all satisfies it."""

    operator: str
    version: Semver

    def admits(self, version: Semver) -> bool:
        """Tell whether *version* is on the right side."""
        one, other = version.key, self.version.key
        return {
            "<": one < other,
            "<=": one <= other,
            ">": one > other,
            ">=": one >= other,
            "=": one == other,
        }.get(self.operator, False)


_ZERO = Semver(0, 0, 0)
_NOTHING = Bound("", _ZERO)


def npm_admits(text: str, version: str) -> bool | None:
    """Tell whether npm's range admits a version; None where either is not understood."""
    tested = semver(version)
    if tested is None or len(text) > _LONGEST_RANGE:
        return None
    alternatives = [_npm_bounds(alternative.strip()) for alternative in text.split("||")]
    if None in alternatives:
        return None
    return any(_all_admit(bounds or [], tested) for bounds in alternatives)


def cargo_admits(text: str, version: str) -> bool | None:
    """Tell whether Cargo's requirement admits a version; None where either is not understood."""
    tested = semver(version)
    if tested is None or len(text) > _LONGEST_RANGE:
        return None
    bounds: list[Bound] = []
    for piece in text.split(","):
        found = _bounds(piece.strip(), bare="^")
        if found is None:
            return None
        bounds += found
    return _all_admit(bounds, tested)


def _all_admit(bounds: list[Bound], version: Semver) -> bool:
    if not all(bound.admits(version) for bound in bounds):
        return False
    # A pre-release is only for those who name one of the same release.
    return not version.pre or any(
        bound.version.pre and bound.version.release == version.release for bound in bounds
    )


def _npm_bounds(text: str) -> list[Bound] | None:
    hyphen = _HYPHEN.fullmatch(text)
    pieces = [f">={hyphen[1]}", f"<={hyphen[2]}"] if hyphen else _OPERATOR.sub(r"\1", text).split()
    bounds: list[Bound] = []
    for piece in pieces:
        found = _bounds(piece, bare="=")
        if found is None:
            return None
        bounds += found
    return bounds


def _bounds(text: str, bare: str) -> list[Bound] | None:
    """Return the bounds that one comparator stands for; without operator it is *bare*."""
    match = _OPERATOR.match(text)
    operator = match[1] if match else bare
    rest = text[match.end() :] if match else text
    if _ANY.fullmatch(rest):
        return [_NOTHING] if operator in ("<", ">") else []
    partial = _PARTIAL.fullmatch(rest) if len(rest) <= _LONGEST else None
    if partial is None:
        return None
    numbers = _numbers(partial)
    if (
        match is None
        and len(numbers) < 3
        and any(part and part in "xX*" for part in partial.groups())
    ):
        operator = "="  # a wildcard means itself, in Cargo too
    low = _padded(numbers, _pre(partial["pre"]) if len(numbers) == 3 else ())
    if _checked(low) is None:
        return None
    return list(_spread(operator, numbers, low))


def _numbers(partial: re.Match[str]) -> tuple[int, ...]:
    """Return the numbers before the first that is left open."""
    found: list[int] = []
    for name in "abc":
        if partial[name] is None or partial[name] in "xX*":
            break
        found.append(int(partial[name]))
    return tuple(found)


def _spread(operator: str, numbers: tuple[int, ...], low: Semver) -> Iterator[Bound]:
    if not numbers:
        yield from [_NOTHING] if operator in ("<", ">") else []
    elif operator in ("^", "~", "~>"):
        yield Bound(">=", low)
        yield Bound("<", _next(numbers, _kept(operator, numbers)))
    elif len(numbers) == 3:
        yield Bound(operator, low)
    elif operator == ">":
        above = _next(numbers, len(numbers))
        yield Bound(">=", Semver(*above.release))
    elif operator == "<":
        yield Bound("<", Semver(*low.release, ("0",)))
    else:
        if operator != "<=":
            yield Bound(">=", low)
        if operator != ">=":
            yield Bound("<", _next(numbers, len(numbers)))


def _kept(operator: str, numbers: tuple[int, ...]) -> int:
    """Return how many of the numbers stay as they are."""
    if operator != "^":
        return min(len(numbers), 2)
    zeros = next((place for place, number in enumerate(numbers) if number), len(numbers) - 1)
    return zeros + 1


def _next(numbers: tuple[int, ...], kept: int) -> Semver:
    """Return the least version above all that begin with the first *kept* numbers."""
    return _padded((*numbers[: kept - 1], numbers[kept - 1] + 1), ("0",))


def _padded(numbers: tuple[int, ...], pre: tuple[str, ...]) -> Semver:
    major, minor, patch, *_ = (*numbers, 0, 0, 0)
    return Semver(major, minor, patch, pre)
