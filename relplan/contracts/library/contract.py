"""Libraries: what a package's manifest says of its version, and what consumers' manifests admit.

A part of such a contract is a line of versions, ``1.x`` or ``0.4.x``: what goes when the major
version is raised, and what a consumer's range admits. A manifest that does not state its version
(it is in a tag) says nothing of it.
"""

from collections.abc import Iterator, Mapping, Sequence

from relplan.contracts.bounds import Budget
from relplan.contracts.kind import Analyzer, Options, Surface, Use, Version
from relplan.contracts.library.compare import findings
from relplan.contracts.library.ecosystems import ecosystem_called
from relplan.contracts.library.manifests import (
    ecosystem_of,
    is_manifest,
    package_in,
    pins,
    references,
)
from relplan.contracts.library.packages import Package, Pin
from relplan.contracts.library.versions import admits, lines_admitted, version_line
from relplan.model.finding import Finding

_MOST_WORDS = 3
"""Of a package's name, that are kept in a contract's."""


class Library(Analyzer):
    """Contracts of the kind library."""

    edition = 7

    def is_file(self, path: str) -> bool:
        """Tell by its name whether a file is a manifest, of a library or of who uses one."""
        return is_manifest(path)

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the files from which a manifest may inherit its version."""
        return references(path, content)

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return the package's name, and its line of versions with its package URL."""
        return self.surfaces({path: content}).get(path)

    def surfaces(self, files: Mapping[str, bytes]) -> Mapping[str, Surface]:
        """Return what each manifest makes, with what it inherits from others of *files*."""
        found: dict[str, Surface] = {}
        for path in files:
            package = package_in(path, files) if is_manifest(path) else None
            if package is not None:
                found[path] = self._surface(package)
        return found

    @staticmethod
    def _surface(package: Package) -> Surface:
        line = version_line(package.ecosystem, package.version)
        url = f"pkg:{package.ecosystem}/{package.name}@{package.version}"
        return Surface(package.name, {line: (url,)} if line else {})

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterator[Finding]:
        """Return what differs for those who use the packages."""
        return findings(base, revision, budget)

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterator[Use]:
        """Return the lines of versions that a manifest's pins of the package admit."""
        offered = dict(_offered(surface))
        ecosystems = {ecosystem for ecosystem, _ in offered.values()}
        for pin in pins(path, content) if surface.name and is_manifest(path) else ():
            if not _is_pin_of(pin, surface.name) or (
                ecosystems and pin.ecosystem not in ecosystems
            ):
                continue
            admitted = {
                line for line, (_, version) in offered.items() if admits(pin, version) is not False
            }
            for line in sorted(admitted | lines_admitted(pin)):
                text = f"pins {pin.package} {pin.range}".rstrip()
                yield Use(line, path, pin.line, text)

    def registry(self, path: str, content: bytes) -> str:
        """Return the ecosystem of the packages that such manifests make."""
        return ecosystem_of(path)

    def module(self, path: str, surface: Surface, registry: str) -> str:
        """Return the package: two manifests may describe it, of an old tool and of a new one."""
        return f"{registry} {surface.name}"

    def subject(self, names: Sequence[str], path: str) -> str:
        """Return the package's name without what only says where it is published."""
        parts = [part for part in names[0].replace(":", "/").split("/") if part]
        if len(parts) > 1 and "." in parts[0]:
            parts = parts[1:]
        if len(parts) > 1 and parts[-1][:1] == "v" and parts[-1][1:].isdigit():
            parts.pop()
        return "-".join(parts[-_MOST_WORDS:])


def _offered(surface: Surface) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each line of versions with the ecosystem and the version, from its package URL."""
    for line, urls in surface.parts.items():
        for url in urls:
            kind, _, rest = url.removeprefix("pkg:").partition("/")
            yield line, (kind, rest.rpartition("@")[2])


def _is_pin_of(pin: Pin, name: str) -> bool:
    return pin.package == ecosystem_called(pin.ecosystem).same_name(name)


ANALYZER: Analyzer = Library()
