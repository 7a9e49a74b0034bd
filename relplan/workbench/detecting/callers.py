"""By which methods paths are requested that a service builds in one place, and uses in another."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from relplan.sources.contracts.openapi.holders import defined_in, requested_in
from relplan.sources.contracts.openapi.requests import Request, Role
from relplan.sources.contracts.openapi.roles import manner_of
from relplan.workbench.detecting.readings import digest


@dataclass(frozen=True, slots=True)
class Source:
    """What one file says of the names that hold paths."""

    holds: frozenset[str] = frozenset()
    """The names under which its paths can be had."""
    defines: Mapping[str, int] = field(default_factory=dict)
    """How often it defines a name."""
    requests: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By name, the methods by which it is requested; an empty one is not understood."""


def names_held(requests: Iterable[Request]) -> frozenset[str]:
    """Return the names under which those *requests* can be had that tell no method themselves."""
    return frozenset(
        name
        for request in requests
        if not request.method and request.role in (Role.CALLED, Role.NAMED)
        for name in request.holders
    )


def source_of(text: str, requests: Iterable[Request], names: frozenset[str]) -> Source:
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
    )


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
    def key(self) -> str:
        """A name for what is known."""
        return digest(sorted(self.methods.items()))

    def with_sources(self, moved: Mapping[str, Source]) -> "Callers":
        """Return what is known when the files of *moved* are as it says."""
        return Callers({**self.sources, **moved})

    def holding_otherwise(self, other: "Callers") -> frozenset[str]:
        """Return the files that hold paths which *other* says are requested otherwise."""
        names = {
            name
            for name in self.methods.keys() | other.methods.keys()
            if self.methods.get(name) != other.methods.get(name)
        }
        return frozenset(
            path
            for sources in (self.sources, other.sources)
            for path, source in sources.items()
            if not names.isdisjoint(source.holds)
        )

    def told(self, requests: Iterable[Request]) -> Iterator[Request]:
        """Yield *requests*, each by the methods that are known of the names that hold it."""
        for request in requests:
            held = next((name for name in request.holders if name in self.methods), "")
            if not held or request.method or request.role not in (Role.CALLED, Role.NAMED):
                yield request
                continue
            for method in self.methods[held]:
                role = Role.CALLED if method else request.role
                yield replace(request, method=method, role=role)
