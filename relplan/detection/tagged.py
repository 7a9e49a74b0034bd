"""The versions of packages that stand in tags alone, and which of them a range asks for at least.

The version is in no manifest where a tool takes it from the tag when it publishes.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.ecosystems import ecosystem_called
from relplan.contracts.library.packages import Ecosystem, Pin
from relplan.sources.git.deployed import before_number


class TaggedVersions:
    """The tags of one repository as versions of its packages."""

    def __init__(self, tags: Mapping[str, str], service: str, release_tag: str) -> None:
        """Read *tags*, commits by name; *release_tag* has the shape of the service's."""
        self._tags = tags
        self._common = ("", "v", before_number(release_tag), *_before(service))
        self._versions: dict[tuple[str, str], list[str]] = {}
        self._least: dict[Pin, str] = {}

    def least(self, pin: Pin) -> str:
        """Return the lowest version that a pin admits; empty: none, or it is not understood."""
        if pin not in self._least:
            self._least[pin] = self._find(pin)
        return self._least[pin]

    def _find(self, pin: Pin) -> str:
        ecosystem = ecosystem_called(pin.ecosystem)
        with suppress(UnreadableError):
            for version in self._of(pin, ecosystem):
                if ecosystem.admits(pin.range, version):
                    return version
        return ""

    def _of(self, pin: Pin, ecosystem: Ecosystem) -> list[str]:
        """Return a package's versions in their order: its own tags', or those of all."""
        key = pin.ecosystem, pin.package
        if key not in self._versions:
            last = pin.package.replace(":", "/").rpartition("/")[2]
            own = {*self._after((*_before(pin.package), *_before(last)))}
            keys = {}
            for version in own or {*self._after(self._common)}:
                number = ecosystem.numbered(version)
                if number is not None:
                    keys[version] = number.key
            self._versions[key] = sorted(keys, key=lambda version: (keys[version], version))
        return self._versions[key]

    def _after(self, prefixes: tuple[str, ...]) -> Iterator[str]:
        for tag in self._tags:
            for prefix in prefixes:
                rest = tag.removeprefix(prefix)
                if tag.startswith(prefix) and rest[:1].isdigit():
                    yield rest


def _before(name: str) -> Iterator[str]:
    for between in ("@", "-", "/", "_"):
        yield f"{name}{between}"
        yield f"{name}{between}v"
