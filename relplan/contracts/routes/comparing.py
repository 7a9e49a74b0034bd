"""Which routes are gone, new, or no longer understood."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.kind import Version
from relplan.contracts.openapi.uses.routes import ANY, BELOW
from relplan.contracts.routes.handlers import is_deleted, says_more
from relplan.contracts.routes.literals import may_mean, unread_paths
from relplan.contracts.routes.paths import covers, may_begin, may_end, segments_of
from relplan.contracts.routes.reading import served_by
from relplan.contracts.routes.route import Route, Served, Unclear
from relplan.model.finding import Finding, Severity

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
Key = tuple[str, str, tuple[str, ...]]
"""A method, what the path stands below if only others know that, and the segments of the path,
whatever its parameters are called."""


def part_of(route: Route) -> str:
    """Return what a route is called as a part of its contract."""
    path = f"{BELOW}{route.path}" if route.below and route.path else route.below or route.path
    return f"{route.method or ANY} {path}"


def compare_code(base: Version, revision: Version) -> Iterator[Finding]:
    """Yield what differs between what the code of two versions serves.

    Raises UnreadableError where a version has files, and no route in them is seen.
    """
    old, new = served_by(base.files), served_by(revision.files)
    if not revision.roots:
        raise UnreadableError("its code is gone", base.roots[0])
    for version, served in ((revision, new), (base, old)):
        if version.roots and not served.routes and not served.unclear:
            raise UnreadableError("no route is seen in its code", version.roots[0])
    yield from _Comparison(base.files, old, revision.files, new).findings()


def _key(route: Route) -> Key:
    return route.method, route.below, segments_of(route.path)


class _Doubt(NamedTuple):
    """Why a route that is gone may be served all the same, and where that is seen."""

    why: str
    file: str = ""
    line: int = 0


class _Comparison:
    """Two versions of what a service serves."""

    def __init__(
        self, before: Mapping[str, bytes], old: Served, after: Mapping[str, bytes], new: Served
    ) -> None:
        self._before, self._old = before, old
        self._after, self._new = after, new
        was, self._is = (Counter(_key(one) for one in side.routes) for side in (old, new))
        self._was = was
        self._gone = _first(one for one in old.routes if not self._serves(one))
        self._come = _first(one for one in new.routes if _key(one) not in was)
        known = Counter(_said(one) for one in old.unclear)
        self._fresh = [one for one in new.unclear if not _taken(known, _said(one))]
        left = Counter(_said(one) for one in new.unclear)
        self._accounted: dict[Route, bool] = {}
        self._lost = [one for one in old.unclear if not _taken(left, _said(one))]

    def findings(self) -> Iterator[Finding]:
        """Yield all that differs."""
        for route in self._come:
            yield _finding("route-added", Severity.ADDITIVE, route, f"{part_of(route)} is new")
        for route in self._gone:
            doubt = self._doubt(route)
            if doubt:
                yield self._unclear(route, doubt)
            elif route in self._renamed:
                yield self._moved(route, self._renamed[route])
            else:
                text = f"{part_of(route)} is gone"
                yield _finding("route-removed", Severity.BREAKING, route, text, gone=True)
        for unclear in self._lost:
            if not any(route.file == unclear.file for route in self._come):
                text = f"it is not known which routes this served, and it is gone: {unclear.text}"
                place = (unclear.file, unclear.line)
                yield Finding("route-unclear", Severity.UNKNOWN, "", *place, text, gone=True)

    def _serves(self, route: Route) -> bool:
        """Tell whether the new version serves what *route* did, by its method or by any."""
        key = method, below, steps = _key(route)
        if below:  # several may have the same name, and be different ones
            return self._is[key] >= self._was[key]
        if key in self._is or ("", below, steps) in self._is:
            return True
        return not method and all((one, below, steps) in self._is for one in _METHODS)

    def _doubt(self, route: Route) -> _Doubt | None:
        """Return why *route* may be served all the same; None: it is not."""
        if not self._new.routes:
            return _Doubt("no route is seen in the code any longer")
        return next(self._doubts(route), None)

    def _doubts(self, route: Route) -> Iterator[_Doubt]:
        for unclear in self._new.unclear:
            if (route.below or may_begin(unclear.prefix, route.path)) and (
                unclear in self._fresh or not self._is_accounted_for(route)
            ):
                why = f"it is not known which routes this serves: {unclear.text}"
                yield _Doubt(why, unclear.file, unclear.line)
        if self._is[_key(route)]:
            yield _Doubt("another is called the same")
        for other in self._new.routes:
            if other.below and self._may_be(route, other):
                yield _Doubt(f"{part_of(other)} may be it", other.file, other.line)
        for other in self._come:
            why = self._covered(route, other)
            if why:
                yield _Doubt(why, other.file, other.line)
        if any(
            count > self._named_before[steps] and may_mean(steps, route.path)
            for steps, count in self._named_now.items()
        ):
            yield _Doubt("the code still names it, in a form that is not read as a route")

    def _is_accounted_for(self, route: Route) -> bool:
        """Tell whether *route* can be in nothing that was there before, and is not understood.

        What answered it is gone, or has another path, and no new line has its word.
        """
        if route not in self._accounted:
            went = route in self._renamed or is_deleted(route, self._before, self._after)
            self._accounted[route] = went and not says_more(route, *self._different)
        return self._accounted[route]

    @cached_property
    def _different(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """The files of both versions that are not the same in the other."""
        before, after = self._before, self._after
        return (
            {path: one for path, one in before.items() if after.get(path) != one},
            {path: one for path, one in after.items() if before.get(path) != one},
        )

    def _may_be(self, route: Route, other: Route) -> bool:
        """Tell whether *other*, of which nobody knows how it begins, may serve *route* now."""
        if other.method not in ("", route.method):
            return False
        is_new = self._is[_key(other)] > self._was[_key(other)]
        if route.below:
            return is_new and (may_end(route.path, other.path) or may_end(other.path, route.path))
        return may_end(route.path, other.path) and (is_new or not self._is_accounted_for(route))

    def _covered(self, route: Route, other: Route) -> str:
        """Return how a new route may answer some requests of one that is gone; empty: none."""
        if other.below:
            return ""
        if route.below:
            is_one = other.method in ("", route.method) and may_end(other.path, route.path)
            return f"{part_of(other)} may be it" if is_one else ""
        steps, now = segments_of(route.path), segments_of(other.path)
        if steps == now:
            return "" if route.method else f"{part_of(other)} is served for certain"
        is_answered = other.method in ("", route.method)
        return (
            f"{part_of(other)} may answer it"
            if is_answered and covers(other.path, route.path)
            else ""
        )

    @cached_property
    def _named_before(self) -> Counter[tuple[str, ...]]:
        return unread_paths(self._before, self._old.routes)

    @cached_property
    def _named_now(self) -> Counter[tuple[str, ...]]:
        return unread_paths(self._after, self._new.routes)

    @cached_property
    def _renamed(self) -> Mapping[Route, Route]:
        """The routes of one file that only differ in one word, or in the method."""
        found: dict[Route, Route] = {}
        for route in self._gone:
            near = [one for one in self._come if _is_like(route, one)]
            back = [one for one in self._gone if near and _is_like(one, near[0])]
            if len(near) == 1 and len(back) == 1:
                found[route] = near[0]
        return found

    def _moved(self, route: Route, other: Route) -> Finding:
        rule = "route-renamed" if route.method == other.method else "route-method-changed"
        text = f"{part_of(route)} is {part_of(other)} now"
        place = (other.file, other.line)
        return Finding(rule, Severity.BREAKING, part_of(route), *place, text)

    def _unclear(self, route: Route, doubt: _Doubt) -> Finding:
        text = f"{part_of(route)} is no longer seen, but may be served: {doubt.why}"
        rule, unknown = "route-unclear", Severity.UNKNOWN
        if not doubt.file:
            return _finding(rule, unknown, route, text, gone=True)
        return Finding(rule, unknown, part_of(route), doubt.file, doubt.line, text)


def _finding(
    rule: str, severity: Severity, route: Route, text: str, *, gone: bool = False
) -> Finding:
    return Finding(rule, severity, part_of(route), route.file, route.line, text, gone=gone)


def _first(routes: Iterable[Route]) -> Sequence[Route]:
    """Return one of the routes that are alike, the first, in their order."""
    found: dict[Key, Route] = {}
    for route in routes:
        found.setdefault(_key(route), route)
    return [*found.values()]


def _said(unclear: Unclear) -> str:
    return " ".join((unclear.prefix, *unclear.text.split()))


def _taken(known: Counter[str], text: str) -> bool:
    """Tell whether *text* is among those known that are left, and take it from them."""
    known[text] -= 1
    return known[text] >= 0


def _is_like(one: Route, other: Route) -> bool:
    (method, below, steps), (now, beside, words) = _key(one), _key(other)
    if one.file != other.file or below != beside or len(steps) != len(words):
        return False
    different = [pair for pair in zip(steps, words, strict=True) if pair[0] != pair[1]]
    if method != now:
        return not different
    return len(different) == 1 and all(map(bool, different[0]))
