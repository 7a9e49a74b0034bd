"""Descriptors: files in which a module says which interfaces it provides and requires.

Each interface has an id and a version; a new major version breaks who requires the old one. What a
module requires is all that it uses, for its platform refuses it otherwise.
"""

from collections.abc import Iterable, Iterator, Sequence
from posixpath import basename

from relplan.contracts.bounds import Budget
from relplan.contracts.descriptors.reading import (
    Interface,
    check_descriptor,
    part_of,
    provided_in,
    required_in,
    stem,
    version_of,
)
from relplan.contracts.descriptors.rules import BY_ID
from relplan.contracts.kind import Analyzer, Options, Surface, Use, Version
from relplan.model.finding import Finding


class Descriptors(Analyzer):
    """Contracts of the kind descriptor."""

    edition = 2

    def is_file(self, path: str) -> bool:
        """Tell by its name whether a file is a descriptor."""
        name = basename(path).lower()
        return name.endswith(".json") and "descriptor" in name

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return nothing: a descriptor stands by itself."""
        return ()

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return the interfaces that are provided, each with its version as its other name."""
        provided = provided_in(path, content)
        if not provided:
            return None
        parts = {name: (interface.version,) for name, interface in provided.items()}
        return Surface(stem(path), parts)

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterator[Finding]:
        """Return which interfaces are gone, new, or have another version."""
        before, after = _all(base), _all(revision)
        budget.spend(len(before) + len(after))
        for name in sorted(before.keys() | after.keys()):
            yield from _compared(name, before.get(name), after.get(name))

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return the interfaces that another module's descriptor requires."""
        if not self.is_file(path):
            return
        for name, interface in required_in(path, content).items():
            if name in surface.parts:
                text = f"requires {name} {interface.version}"
                yield Use(name, path, interface.line, text)


def _all(version: Version) -> dict[str, Interface]:
    found: dict[str, Interface] = {}
    for path in version.roots:
        check_descriptor(path, version.files[path])
        found.update(provided_in(path, version.files[path]))
    return found


def _compared(name: str, old: Interface | None, new: Interface | None) -> Iterator[Finding]:
    if old is not None:
        yield from _lost(name, old, new)
    if new is not None and (old is None or old.version != new.version):
        part, text = part_of(name, new.version), f"interface {name} {new.version} is new"
        yield _finding("interface-version-added", part, new, text)


def _lost(name: str, old: Interface, new: Interface | None) -> Iterator[Finding]:
    """Yield that what was required so far is no longer met; the text is the same as it goes on."""
    if new is None:
        text = f"interface {name} is gone"
        yield _finding("interface-removed", name, old, text)
        return
    before, after = version_of(old.version), version_of(new.version)
    rule, text = "", ""
    if before is None or after is None:
        if old.version != new.version:
            rule = "interface-version-unreadable"
            text = f"a version of interface {name} is not understood"
    elif before[0] != after[0]:
        rule, text = "interface-major-changed", f"interface {name} leaves version {before[0]}"
    elif after < before:
        rule, text = "interface-minor-lowered", f"interface {name} falls below {old.version}"
    if rule:
        yield _finding(rule, name, new, text, (part_of(name, new.version),))


def _finding(
    rule: str, part: str, place: Interface, text: str, touches: tuple[str, ...] = ()
) -> Finding:
    severity = BY_ID[rule].severity
    return Finding(rule, severity, part, place.path, place.line, text, touches)


ANALYZER: Analyzer = Descriptors()
