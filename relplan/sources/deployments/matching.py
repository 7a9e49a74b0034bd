"""Finds the service that an image, a chart or a repository is of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from relplan.sources.deployments.statement import Statement, Subject

_GENERIC = frozenset({"service", "svc", "server", "app", "application", "api", "image", "backend"})
"""Words that a name may have or not have; whether it means the same is for a person to say."""


@dataclass(frozen=True, slots=True)
class Deployable:
    """A service, and all that what is built of it may be called."""

    service: str
    folder: str
    """The last part of its folder's name; empty: it is its whole repository."""
    repository: str
    """The last part of its repository's name on disk."""
    remote: str = ""
    """The URL of its repository; empty: unknown."""
    alone: bool = True
    """Whether the repository holds no other service, so that its name means this one."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the names of a statement mean."""

    service: str = ""
    """Empty: none, or it is not certain which."""
    maybe: tuple[str, ...] = ()
    """Where none is certain, those that may be meant."""


class Matcher:
    """An exact and unique name is a match; anything looser is a guess."""

    def __init__(self, services: Iterable[Deployable]) -> None:
        """Index all names of *services*."""
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._sources: dict[str, set[str]] = defaultdict(set)
        self._words: dict[str, set[str]] = defaultdict(set)
        self._cores: dict[str, set[str]] = defaultdict(set)
        for known in services:
            path = remote_path(known.remote)
            repositories = {known.repository, path.rpartition("/")[2]} - {""}
            names = {known.service, known.folder} | (repositories if known.alone else set())
            for name in names - {""}:
                self._exact[name.lower()].add(known.service)
                self._add_alike(name, known.service)
            if known.alone:
                if path:
                    self._whole[path.lower()].add(known.service)
                for name in repositories:
                    self._sources[name.lower()].add(known.service)
            for name in repositories:
                self._add_alike(f"{name}-{known.folder or known.service}", known.service)

    @property
    def names(self) -> frozenset[str]:
        """All exact names, in lower case."""
        return frozenset(self._exact)

    def may_be_in(self, path: str, content: bytes) -> bool:
        """Tell whether a file may name a service at all: all words of a name are somewhere in it.

        That is found out much faster than what the file says.
        """
        text = path.lower().encode("utf-8", "surrogateescape") + b"\0" + content.lower()
        return any(all(word in text for word in words) for words in self._in_bytes)

    @cached_property
    def _in_bytes(self) -> frozenset[frozenset[bytes]]:
        return frozenset(
            frozenset(word.encode("utf-8", "surrogateescape") for word in core.split("-"))
            for core in self._cores
        )

    def match(self, statement: Statement) -> Match:
        """Return the service that *statement* is about."""
        if statement.subject is Subject.SOURCE:
            return self._of_source(statement.names[0])
        for name in statement.names:
            exact = self._of(name)
            if exact.service or exact.maybe:
                return exact
        loose = (self._alike(_last(name)) for name in statement.names)
        return Match(maybe=tuple(sorted(next(filter(None, loose), set()))))

    def named(self, name: str) -> str:
        """Return the only service that is called exactly *name*; else nothing."""
        found = self._exact.get(name.lower(), set())
        return next(iter(found)) if len(found) == 1 else ""

    def _of(self, name: str) -> Match:
        path = name.lower().strip("/")
        found = self._exact.get(_last(name)) or self._joined(path)
        if len(found) > 1:
            found = self._narrowed(found, path)
        if len(found) == 1:
            return Match(next(iter(found)))
        return Match(maybe=tuple(sorted(found)))

    def _add_alike(self, name: str, service: str) -> None:
        self._words[_words(name)].add(service)
        self._cores[_core(name)].add(service)

    def _alike(self, name: str) -> set[str]:
        """Return what is called *name* but for a generic word that one of the two has."""
        return (
            self._words.get(_words(name), set())
            | self._words.get(_core(name), set())
            | self._cores.get(_words(name), set())
        )

    def _joined(self, path: str) -> set[str]:
        """Return what is called ``shop-orders`` for ``registry/shop/orders``."""
        return self._exact.get("-".join(path.split("/")[-2:]), set())

    def _narrowed(self, found: set[str], path: str) -> set[str]:
        """Return those whose repository's whole name is the image's, where there are some."""
        whole = self._whole.get("/".join(path.split("/")[-2:]), set()) & found
        return whole or found

    def _of_source(self, url: str) -> Match:
        path = remote_path(url).lower()
        if path in self._whole and len(self._whole[path]) == 1:
            return Match(next(iter(self._whole[path])))
        found: Mapping[str, set[str]] = self._sources
        services = found.get(path.rpartition("/")[2], set())
        others = {service for known in self._whole.values() for service in known}
        # A fork of another owner is another repository; one whose address is unknown may be this.
        services = services - others if "/" in path else services
        if len(services) == 1:
            return Match(next(iter(services)))
        return Match(maybe=tuple(sorted(services)))


def remote_path(url: str) -> str:
    """Return ``acme/orders`` of any address of that repository."""
    rest = url.strip().removesuffix("/").removesuffix(".git")
    rest = re.sub(r"^[a-z+]+://(?:[^/@]*@)?[^/]*/|^[\w-]+(?:\.[\w-]+)+/", "", rest)
    rest = re.sub(r"^[^/@]+@[^/:]+:", "", rest)
    return "/".join(rest.strip("/").split("/")[-2:])


def _last(name: str) -> str:
    return name.lower().strip("/").rpartition("/")[2]


def _words(name: str) -> str:
    return "-".join(word for word in re.split(r"[-_.]+", name.lower()) if word)


def _core(name: str) -> str:
    words = _words(name).split("-")
    return "-".join(word for word in words if word not in _GENERIC) or "-".join(words)
