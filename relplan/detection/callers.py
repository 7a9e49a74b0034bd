"""How a service requests paths that stand in one place and are requested in another.

It builds a path in a function and hands what that returns to a client, or it hands the path to a
helper of its own, which requests it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property
from typing import Any

from relplan.contracts.openapi.uses.helpers import Helper, Helpers
from relplan.contracts.openapi.uses.holders import defined_in, requested_in
from relplan.contracts.openapi.uses.requests import Request, Role
from relplan.contracts.openapi.uses.roles import manner_of
from relplan.detection.digests import digest

_MAY_BE_HELD = (Role.CALLED, Role.LISTED, Role.NAMED)
"""Paths of which the names that hold them may tell who requests them."""


@dataclass(frozen=True, slots=True)
class Source:
    """What one file says of the names that hold paths."""

    holds: frozenset[str] = frozenset()
    """The names under which its paths can be had."""
    defines: Mapping[str, int] = field(default_factory=dict)
    """How often it defines a name."""
    requests: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By name, the methods by which it is requested; an empty one is not understood."""
    helpers: tuple[Helper, ...] = ()
    """Its functions that request what they are given."""
    calls: frozenset[str] = frozenset()
    """The names of the functions that it hands paths to."""


def names_held(requests: Iterable[Request]) -> frozenset[str]:
    """Return the names under which those *requests* can be had that tell no method themselves."""
    return frozenset(
        name
        for request in requests
        if not request.method and request.role in _MAY_BE_HELD
        for name in request.holders
    )


def source_of(
    text: str, requests: Collection[Request], names: frozenset[str], helpers: tuple[Helper, ...]
) -> Source:
    """Return what a file says of *names*, and of those that it holds itself."""
    holds = names_held(requests)
    known = names | holds
    methods: dict[str, set[str]] = defaultdict(set)
    for name, method in requested_in(text, known, manner_of(text)):
        methods[name].add(method)
    return Source(
        holds,
        Counter(defined_in(text, known)),
        {name: tuple(sorted(found)) for name, found in methods.items()},
        helpers,
        frozenset(request.call.name for request in requests if request.call),
    )


Look = Callable[[Helpers], Mapping[str, tuple[Helper, ...]]]


def helpers_over_files(look: Look) -> Mapping[str, tuple[Helper, ...]]:
    """Return the helpers by file; *look* finds those by way of helpers that are known already.

    Of helpers that use each other over several files two steps are followed.
    """
    first = look(Helpers())
    known = Helpers(helper for helpers in first.values() for helper in helpers)
    return {**first, **look(known)} if known.all else first


@dataclass(frozen=True)
class Callers:
    """What all files of a service say of the names that hold paths."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    """By path, those that say something."""

    @property
    def names(self) -> frozenset[str]:
        """All that hold a path."""
        return frozenset(name for source in self.sources.values() for name in source.holds)

    @cached_property
    def methods(self) -> Mapping[str, tuple[str, ...]]:
        """By name, if only one thing has it: the methods by which it is requested."""
        defined: Counter[str] = Counter()
        found: dict[str, set[str]] = defaultdict(set)
        for source in self.sources.values():
            defined.update(source.defines)
            for name, methods in source.requests.items():
                found[name].update(methods)
        return {
            name: tuple(sorted(methods))
            for name, methods in found.items()
            if defined[name] == 1 and any(methods)
        }

    @cached_property
    def helpers(self) -> Helpers:
        """The functions that request what they are given."""
        return Helpers(one for source in self.sources.values() for one in source.helpers)

    def helpers_beside(self, paths: Collection[str]) -> Helpers:
        """Return the helpers of all files but those at *paths*."""
        known = self.sources.items()
        return Helpers(one for path, source in known if path not in paths for one in source.helpers)

    @cached_property
    def key(self) -> str:
        """A name for what is known."""
        return digest(sorted(self.methods.items()), self.helpers.all)

    def with_sources(self, moved: Mapping[str, Source]) -> "Callers":
        """Return what is known when the files of *moved* are as it says."""
        return Callers({**self.sources, **moved})

    def holding_otherwise(self, other: "Callers") -> frozenset[str]:
        """Return the files with paths which *other* says are requested otherwise."""
        names = {
            name
            for name in self.methods.keys() | other.methods.keys()
            if self.methods.get(name) != other.methods.get(name)
        }
        moved = {one.name for one in set(self.helpers.all) ^ set(other.helpers.all)}
        return frozenset(
            path
            for sources in (self.sources, other.sources)
            for path, source in sources.items()
            if not names.isdisjoint(source.holds) or not moved.isdisjoint(source.calls)
        )

    def resolved(self, requests: Iterable[Request]) -> Iterator[Request]:
        """Yield *requests*, each by the methods that are known of the names that hold it."""
        for request in self.helpers.resolved(requests):
            held = next((name for name in request.holders if name in self.methods), "")
            if not held or request.method or request.role not in _MAY_BE_HELD:
                yield request
                continue
            for method in self.methods[held]:
                role = Role.CALLED if method else request.role
                yield replace(request, method=method, role=role)


def rows_of(sources: Mapping[str, Source]) -> dict[str, Any]:
    """Return *sources* by path as JSON can say them."""
    return {
        path: [
            sorted(source.holds),
            dict(source.defines),
            dict(source.requests),
            [astuple(helper) for helper in source.helpers],
            sorted(source.calls),
        ]
        for path, source in sources.items()
    }


def source_of_row(row: Any) -> Source:
    """Return what `rows_of` said of one file."""
    holds, defines, requests, helpers, calls = row
    return Source(
        frozenset(holds),
        defines,
        {name: tuple(found) for name, found in requests.items()},
        tuple(_helper(*helper) for helper in helpers),
        frozenset(calls),
    )


def _helper(name: str, owners: list[str], *rest: Any) -> Helper:
    position, keyword, method, default, prefix, base, is_outside = rest
    return Helper(
        name, tuple(owners), position, keyword, method, default, tuple(prefix), base, is_outside
    )
