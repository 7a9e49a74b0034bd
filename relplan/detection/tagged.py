"""The versions of packages that stand in tags alone, and which of them a range asks for at least.

The version is in no manifest where a tool takes it from the tag when it publishes.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.ecosystems import ecosystem_called
from relplan.contracts.library.packages import Ecosystem, Pin
from relplan.sources.git.deployed import before_number


class _Tagged(NamedTuple):
    version: str
    key: Any
    """Sorts the versions of one ecosystem."""
    commit: str


class TaggedVersions:
    """The tags of one repository as versions of its packages."""

    def __init__(self, tags: Mapping[str, str], service: str, release_tag: str) -> None:
        """Read *tags*, commits by name; *release_tag* has the shape of the service's."""
        self._tags = tags
        self._common = ("", "v", before_number(release_tag), *_before(service))
        self._versions: dict[tuple[str, str], list[_Tagged]] = {}
        self._least: dict[Pin, str] = {}

    def least(self, pin: Pin) -> str:
        """Return the lowest version that a pin admits; empty: none, or it is not understood."""
        if pin not in self._least:
            self._least[pin] = self._find(pin)
        return self._least[pin]

    def same(self, ecosystem: str, package: str, version: str) -> str:
        """Return the commit of the only tag that is another spelling of a version; empty: none.

        PEP 440 drops leading zeros: what is tagged 2026.05.04 is published as 2026.5.4.
        """
        with suppress(UnreadableError):
            asked = ecosystem_called(ecosystem).numbered(version)
            found = {
                one.commit
                for one in self._of(package, ecosystem_called(ecosystem))
                if asked is not None
                and one.key == asked.key
                and one.version.count(".") == version.count(".")  # v1.2 may be any 1.2.x
            }
            return found.pop() if len(found) == 1 else ""
        return ""

    def _find(self, pin: Pin) -> str:
        ecosystem = ecosystem_called(pin.ecosystem)
        with suppress(UnreadableError):
            for one in self._of(pin.package, ecosystem):
                if ecosystem.admits(pin.range, one.version):
                    return one.version
        return ""

    def _of(self, package: str, ecosystem: Ecosystem) -> list[_Tagged]:
        """Return a package's versions in their order: its own tags', or those of all."""
        key = ecosystem.name, package
        if key not in self._versions:
            last = package.replace(":", "/").rpartition("/")[2]
            own = {*self._after((*_before(package), *_before(last)))}
            found = []
            for version, commit in own or {*self._after(self._common)}:
                number = ecosystem.numbered(version)
                if number is not None:
                    found.append(_Tagged(version, number.key, commit))
            self._versions[key] = sorted(found, key=lambda one: (one.key, one.version, one.commit))
        return self._versions[key]

    def _after(self, prefixes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for tag, commit in self._tags.items():
            for prefix in prefixes:
                rest = tag.removeprefix(prefix)
                if tag.startswith(prefix) and rest[:1].isdigit():
                    yield rest, commit


def _before(name: str) -> Iterator[str]:
    for between in ("@", "-", "/", "_"):
        yield f"{name}{between}"
        yield f"{name}{between}v"
