"""Tells which parts of one contract the files of one service use, beside all other contracts.

A file alone does not tell: what fits two contracts, or what the service serves or makes itself, is
no proof that it uses another's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.kind import Access, Surface, Use
from relplan.contracts.openapi.uses.files import calls_of
from relplan.contracts.openapi.uses.meanings import uses_in
from relplan.contracts.openapi.uses.routes import Routes
from relplan.detection.callers import Callers
from relplan.detection.code import ServiceCode, is_setting
from relplan.detection.digests import digest
from relplan.detection.versions import ContractReader, Read

Files = Sequence[tuple[str, str]]
"""(path, blob)."""


class Rivals:
    """The contracts of one kind, as one service sees them."""

    def __init__(
        self,
        surfaces: Mapping[str, Surface],
        own: Iterable[str],
        code: ServiceCode,
        providers: Mapping[str, str],
        services: Iterable[str] = (),
        coded: Iterable[str] = (),
    ) -> None:
        """Know *surfaces* by contract; those in *own* the service provides itself.

        *providers*: the service that provides each contract; *services*: all that there are. Those
        in *coded* stand in code.
        """
        self._providers = providers
        self._services = tuple(services)
        self._coded = tuple(sorted(coded))
        self.surfaces = surfaces
        self.own = frozenset(own)
        self.code = code

    @cached_property
    def key(self) -> str:
        """A name for all that may tell a use from none."""
        known = self.code.known
        parts = sorted(
            (contract, surface.name, sorted(surface.parts))
            for contract, surface in self.surfaces.items()
        )
        own = (sorted(self.own), sorted(known.served), sorted(known.created))
        return digest(
            parts, sorted(self._providers.items()), own, sorted(self._services), self._coded
        )

    @cached_property
    def routes(self) -> Routes:
        """The operations of all HTTP APIs."""
        routes = Routes(self.surfaces, self.own, self._providers, self._services, coded=self._coded)
        routes.serve(sorted(self.code.known.served))
        return routes

    @cached_property
    def owners(self) -> Mapping[str, frozenset[str]]:
        """The contracts that have a part, or a table, of a name."""
        found: dict[str, set[str]] = {}
        for contract, surface in self.surfaces.items():
            for part in surface.parts:
                found.setdefault(part, set()).add(contract)
        return {part: frozenset(contracts) for part, contracts in found.items()}


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds what the files of one service use of one contract."""

    reader: ContractReader
    surface: Surface
    rivals: Rivals
    _seen: dict[tuple[str, str, str], tuple[Use, ...]]

    @property
    def callers(self) -> Callers | None:
        """Who requests, in production, what is built elsewhere; None: it does not matter here."""
        is_called = self.reader.kind.access is Access.ROUTES
        return self.rivals.code.callers if is_called else None

    def find(
        self, files: Iterable[tuple[str, str]], read: Read, callers: Callers | None = None
    ) -> tuple[Use, ...]:
        """Return what the files of (path, blob) use, by part; those with no blob are not there.

        *callers*: who requests what is built elsewhere; None: as in production.
        """
        there = sorted((path, oid) for path, oid in files if oid)
        known = callers or self.callers
        called = known.key if known else ""
        name = (self.reader.name, self.reader.source.contract, digest(self.surface))
        key = digest("uses by address", *name, self.rivals.key, called, tuple(there))

        def look() -> Iterator[Use]:
            for path, oid in there:
                if (path, oid, called) not in self._seen:
                    found = self._uses_of(path, oid, read(oid), known)
                    self._seen[path, oid, called] = tuple(found)
                yield from self._seen[path, oid, called]

        return self.reader.readings.uses(key, look)

    def _uses_of(
        self, path: str, oid: str, content: bytes | None, callers: Callers | None
    ) -> Iterator[Use]:
        if content is None:
            return
        try:
            if callers is not None:
                yield from self._calls(path, oid, content, callers)
            else:
                yield from self._named(self.reader.analyzer.uses(path, content, self.surface))
        except UnreadableError:
            return

    def _calls(self, path: str, oid: str, content: bytes, callers: Callers) -> Iterator[Use]:
        requests = callers.resolved(self.rivals.code.requests(path, oid, content))
        this = self.reader.source.contract
        of_others = is_setting(path) and self.rivals.code.speaks_of_others(path)
        for contract, use in uses_in(path, requests, self.rivals.routes):
            if contract == this:
                yield replace(use, guessed=True, is_of_contract=False) if of_others else use
        defined = self.rivals.code.defined
        for use in calls_of(path, content, self.surface):
            if not any(name in defined for name in self.surface.parts[use.part]):
                yield use

    def _named(self, uses: Iterable[Use]) -> Iterator[Use]:
        for use in uses:
            owners = self.rivals.owners.get(use.part, frozenset())
            if owners & self.rivals.own or self._is_own_table(use.part):
                continue
            several = len(owners) > 1
            yield replace(use, guessed=True, is_of_contract=False) if several else use

    def _is_own_table(self, part: str) -> bool:
        """Tell whether the service makes a table of this name itself."""
        if self.reader.kind.access is not Access.TABLES:
            return False
        above = part.rpartition(".")[0]
        table = above if above in self.surface.parts else part
        return table.rpartition(".")[2].lower() in self.rivals.code.known.created


def finder_of(reader: ContractReader, surface: Surface, rivals: Rivals) -> Finder:
    """Return what finds the uses of the contract of *reader*, of which *surface* is known."""
    return Finder(reader, surface, rivals, {})
