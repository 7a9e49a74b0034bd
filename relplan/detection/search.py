"""Shows each service to each contract as one that may take it."""

from collections.abc import Callable, Iterable, Sequence
from posixpath import basename
from typing import Protocol

from relplan.contracts.kind import Access, Surface
from relplan.contracts.openapi.uses.addresses import names_of
from relplan.detection.code import ServiceCode
from relplan.detection.contract import Consumer, PendingContract
from relplan.detection.finder import Rivals
from relplan.detection.listing import Listing, RepositoryFiles
from relplan.detection.provided import History
from relplan.detection.readings import Readings
from relplan.sources.configuring import Owner, serves_nothing, speaks_of_others

_ENDINGS = ("-service", "-svc", "-api")


class Services(Protocol):
    """What can be read of the services."""

    readings: Readings

    def folder(self, service: str) -> str:
        """Return a service's folder in its repository."""

    def files(self, service: str) -> RepositoryFiles:
        """Return the repository of a service, open for reading."""

    def history(self, service: str) -> History:
        """Return a service's pending changes."""


class Search:
    """One search over all contracts and services; what serves several is read once."""

    def __init__(
        self, contracts: Sequence[PendingContract], services: Services, names: Iterable[str]
    ) -> None:
        """Search among *services*, called *names*, for who takes *contracts*."""
        self._names = tuple(names)
        self._contracts = contracts
        self._services = services
        self._surfaces: dict[Access, dict[str, Surface]] = {}
        self._codes: dict[str, ServiceCode] = {}
        self._rivals: dict[tuple[Access, str], Rivals] = {}

    def consumer(self, service: str, contract: PendingContract) -> Consumer:
        """Return *service* as one that may take *contract*. Raises SourceError."""
        source = contract.reader.source
        own = [one for one in self._contracts if one.reader.source.provider == service]
        return Consumer(
            self._services.history(service),
            self._services.files(service),
            self._rivals_of(contract.reader.kind.access, service),
            listed=service in source.consumers,
            keeps=frozenset(path for one in own for path in one.paths),
            names=names_of(source.provider, self._names),
            hosts=self.hosts_of(contract),
        )

    def _rivals_of(self, access: Access, service: str) -> Rivals:
        """Return all contracts that are reached alike, whatever their files: one path has one."""
        if (access, service) not in self._rivals:
            own = [
                one.reader.source.contract
                for one in self._contracts
                if one.reader.source.provider == service
            ]
            code = self.code_of(service)
            providers = {
                one.reader.source.contract: one.reader.source.provider
                for one in self._contracts
                if one.reader.kind.access is access
            }
            coded = [
                one.reader.source.contract for one in self._contracts if one.reader.kind.in_code
            ]
            self._rivals[access, service] = Rivals(
                self._surfaces_of(access), own, code, providers, self._names, coded
            )
        return self._rivals[access, service]

    def _surfaces_of(self, access: Access) -> dict[str, Surface]:
        if access not in self._surfaces:
            self._surfaces[access] = {
                one.reader.source.contract: one.surface
                for one in self._contracts
                if one.reader.kind.access is access
            }
        return self._surfaces[access]

    def code_of(self, service: str) -> ServiceCode:
        """Return what the code of a service says in production. Raises SourceError."""
        if service not in self._codes:
            files, history = self._services.files(service), self._services.history(service)
            listing = files.listing(history.baseline, history.baseline)
            self._codes[service] = ServiceCode(
                history.folder,
                listing,
                files.read,
                self._services.readings,
                self._speaks_of_others(service, listing),
            )
        return self._codes[service]

    def _speaks_of_others(self, service: str, listing: Listing) -> Callable[[str], bool]:
        paths = frozenset(listing.paths())
        if serves_nothing(paths):
            return lambda path: True
        repository = basename(self._services.files(service).git.repository)
        owner = Owner(service, self._services.folder(service), repository)
        others = frozenset(self._names) - {service}
        return speaks_of_others(paths, owner, others.__contains__)

    def hosts_of(self, contract: PendingContract) -> tuple[str, ...]:
        """Return the hosts whose name means the contract: its provider's, if it has but one API."""
        source = contract.reader.source
        if not contract.reader.kind.access.is_http:
            return ()
        apis = [
            one
            for one in self._contracts
            if one.reader.source.provider == source.provider and one.reader.kind.access.is_http
        ]
        name = source.provider.lower().replace("_", "-")
        short = next((name.removesuffix(end) for end in _ENDINGS if name.endswith(end)), name)
        filed = [one for one in apis if not one.reader.kind.in_code]
        return tuple(dict.fromkeys((name, short))) if len(filed or apis) == 1 else ()
