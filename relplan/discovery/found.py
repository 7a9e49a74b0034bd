"""What `relplan init` found out about a folder of repositories, each with what shows it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from relplan.model.descriptor import Ranges
from relplan.model.evidence import Confidence, Evidence

_MOST_SIGNS = 20
"""Pieces of evidence that are kept of one statement."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One place that shows something, and how sure that makes it."""

    evidence: Evidence
    confidence: Confidence = Confidence.DETECTED


@dataclass(slots=True)
class FoundService:
    """A deployable unit."""

    name: str
    repository: Path
    path: str = "."
    """Its folder in the repository."""
    release_tag: str = ""
    """Empty: the default."""
    releases: Sign | None = None
    """What shows how its releases are tagged, where that is not by the default."""
    team: str = ""
    inputs: tuple[str, ...] = ()
    """What build files say that it is built from, beside its folder."""
    calls: dict[str, Sign] = field(default_factory=dict)
    """The services that it calls synchronously, each with what shows it."""
    signs: list[Sign] = field(default_factory=list)

    def holds(self, path: str) -> bool:
        """Tell whether a file of the repository is in the service's folder."""
        return self.path == "." or path.startswith(f"{self.path}/")


@dataclass(slots=True)
class FoundContract:
    """An interface, who provides it, and who uses it."""

    name: str
    kind: str
    provider: str
    files: tuple[str, ...] = ()
    """Globs in the provider's folder; one that starts with ``/``: from the repository's top."""
    schema: str = ""
    """The service whose folder it is instead, where the provider serves what it pins of that."""
    dialect: str = ""
    """Of SQL, where the provider's settings say it."""
    signs: list[Sign] = field(default_factory=list)
    """Why it is a contract, and this provider's."""
    consumers: dict[str, list[Sign]] = field(default_factory=dict)
    uses: dict[str, set[str]] = field(default_factory=dict)
    """What consumers declare to use."""

    def known(self, confidence: Confidence) -> list[str]:
        """Return the consumers whose surest sign is of *confidence*, sorted."""
        return sorted(
            service
            for service, signs in self.consumers.items()
            if min((sign.confidence for sign in signs), key=lambda one: one.rank) is confidence
        )

    def add_consumer(self, service: str, signs: Iterable[Sign]) -> None:
        """Take note that *service* uses it; who has its files is no consumer."""
        if service in (self.provider, self.schema):
            return
        kept = self.consumers.setdefault(service, [])
        for sign in signs:
            if sign not in kept and len(kept) < _MOST_SIGNS:
                kept.append(sign)


@dataclass(slots=True)
class FoundDeployments:
    """The files of one repository that say what runs in one environment."""

    repository: Path
    environment: str
    files: tuple[str, ...]
    """Globs, which a service that is added later falls under, too."""
    runs: list[tuple[str, str, Sign]] = field(default_factory=list)
    """(service, version, where that stands)."""


@dataclass(slots=True)
class FoundUnit:
    """Services that the set-up deploys together."""

    name: str
    repository: Path
    """Whose files show it."""
    detected: list[str]
    """Those of which that is certain; sorted."""
    suspected: list[str]
    """Those of which it only looks so."""
    environments: tuple[str, ...] = ()
    """Where; empty: wherever they run."""
    signs: list[Sign] = field(default_factory=list)
    """The lines that show it."""


@dataclass(slots=True)
class FoundDescriptors:
    """A shape of files in which services say what they provide and require."""

    name: str
    files: tuple[str, ...]
    """Globs in a service's folder."""
    provides: str
    requires: str
    """Expressions of JMESPath; empty: such files do not."""
    ranges: Ranges
    signs: list[Sign]
    doubt: str = ""
    """What is not certain of it; empty: nothing."""


@dataclass(slots=True)
class Discovered:
    """All that was found."""

    services: list[FoundService]
    contracts: list[FoundContract]
    notes: list[Sign] = field(default_factory=list)
    """What was left out."""
    deployments: list[FoundDeployments] = field(default_factory=list)
    descriptors: list[FoundDescriptors] = field(default_factory=list)
    units: list[FoundUnit] = field(default_factory=list)

    def leave_out(self, repositories: Collection[Path]) -> None:
        """Leave out the services of *repositories*, but for those that provide something."""
        providers = {contract.provider for contract in self.contracts}
        gone = {
            service.name
            for service in self.services
            if service.repository in repositories and service.name not in providers
        }
        if gone.issuperset(service.name for service in self.services):
            return
        self.services[:] = [service for service in self.services if service.name not in gone]
        for service in self.services:
            service.calls = {name: s for name, s in service.calls.items() if name not in gone}
        for contract in self.contracts:
            for name in gone:
                contract.consumers.pop(name, None)
                contract.uses.pop(name, None)
