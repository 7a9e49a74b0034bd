"""What a consumer's change does to its copies, pins and uses of a contract."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from posixpath import dirname, join
from typing import TYPE_CHECKING

from relplan.contracts.kind import Surface
from relplan.detection.consumed import Expectation, ExpectedPart, Unmet, unserved
from relplan.detection.listing import Listing, RepositoryFiles
from relplan.detection.usage import Usage
from relplan.detection.versions import (
    NO_FILES,
    ContractReader,
    FileSet,
    Read,
    same_contract,
)
from relplan.model.change import Change
from relplan.model.evidence import Confidence
from relplan.model.finding import Severity
from relplan.sources.git.trees import Difference
from relplan.sources.provenance import Provenance, provenance_of

if TYPE_CHECKING:
    from relplan.contracts.library.packages import Package


@dataclass(frozen=True, slots=True)
class Offers:
    """The versions of a contract that a consumer may meet: production's, then the pending ones."""

    versions: Sequence[FileSet]
    surfaces: Sequence[Surface]
    read: Read
    """Reads from the provider's repository."""
    bringing: Sequence[Change] = ()
    """For each pending version the change that brings it first, those of the line in its order."""
    packages: "dict[FileSet, Package | None]" = field(default_factory=dict, compare=False)
    """What versions of a library are, as far as they were read."""

    def up_to(self, version: int) -> tuple[str, ...]:
        """Return the changes that bring *version*, production's being 0: of a line all till it."""
        last = self.bringing[version - 1]
        before = self.bringing[: version - 1] if last.merged else ()
        return tuple(sorted({last.id, *(change.id for change in before if change.merged)}))

    @property
    def surface(self) -> Surface:
        """All that any of the versions offers."""
        parts: dict[str, tuple[str, ...]] = {}
        for surface in self.surfaces:
            parts.update(surface.parts)
        return Surface(self.surfaces[0].name or self.surfaces[-1].name, parts)


def without(surface: Surface, gone: Collection[str]) -> Surface:
    """Return *surface* without the parts that are *gone*, and what belongs to these."""
    owners = {f"{part}." for part in gone}
    return Surface(
        surface.name,
        {
            part: names
            for part, names in surface.parts.items()
            if part not in gone and f"{part.rpartition('.')[0]}." not in owners
        },
    )


@dataclass(frozen=True, slots=True)
class Side:
    """The consumer's repository before or after its change."""

    commit: str
    files: RepositoryFiles
    baseline: str
    """A commit that has much the same files."""

    @property
    def listing(self) -> Listing:
        """All files; only a copy that refers to others needs them."""
        return self.files.listing(self.commit, self.baseline)

    @property
    def read(self) -> Read:
        """What reads from the repository."""
        return self.files.read


def copy_expectations(
    reader: ContractReader,
    offers: Offers,
    changed: Iterable[Difference],
    sides: tuple[Side, Side],
    names: Iterable[str],
) -> Iterator[Expectation]:
    """Yield an expectation for each copy of the contract that a change moves.

    *names*: the words by which people call the provider. Who only deletes a copy says nothing.
    """
    words = tuple(names)
    for difference in changed:
        path = difference.path
        if not reader.analyzer.is_file(path) or not difference.after:
            continue
        blobs = (difference.before, difference.after)
        found = [
            reader.surface_of(path, oid, side.read)
            for oid, side in zip(blobs, sides, strict=True)
            if oid
        ]
        if any(surface and same_contract(surface, offers.surface) for surface in found):
            before, after = (
                _unmet_by_copy(reader, offers, path, oid, side)
                for oid, side in zip(blobs, sides, strict=True)
            )
            what, rule = "its copy of the contract", "contract-copy"
            yield Expectation(before, after, rule, path, 1, what, copy_confidence(path, words))


def _unmet_by_copy(
    reader: ContractReader, offers: Offers, path: str, oid: str, side: Side
) -> Unmet:
    copy = NO_FILES
    if oid:
        copy = _placed(reader.closed({path: oid}, side.listing, side.read), offers.versions)

    def unmet(version: int) -> frozenset[ExpectedPart]:
        findings = reader.compare(copy, offers.versions[version], side.read, offers.read)
        return frozenset(
            ExpectedPart(finding.fingerprint, finding.parts)
            for finding in findings
            if finding.severity is Severity.BREAKING
        )

    return unmet if oid else lambda _: frozenset()


def _placed(copy: FileSet, versions: Sequence[FileSet]) -> FileSet:
    """Return *copy* under the paths that the provider's own files have."""
    (root,) = copy.roots
    name = root.rpartition("/")[2]
    originals = next((version.roots for version in versions if version.roots), ())
    alike = [path for path in originals if path.rpartition("/")[2] == name]
    target = alike[0] if alike else originals[0] if len(originals) == 1 else root
    here, there = dirname(root), dirname(target)

    def placed(path: str) -> str:
        if path == root:
            return target
        inside = path.removeprefix(f"{here}/") if here else path
        return path if inside == path and here else join(there, inside)

    files = {placed(path): oid for path, oid in copy.files}
    return FileSet(tuple(sorted(files.items())), (target,))


def use_expectations(
    reader: ContractReader,
    offers: Offers,
    changed: Sequence[Difference],
    sides: tuple[Side, Side],
    usage: Usage,
) -> Iterator[Expectation]:
    """Yield what code expects that names parts of the contract, if a change moves it."""
    moved = [difference for difference in changed if usage.may_use(difference.path)]
    if not moved:
        return
    paths, old, found = usage.on_both_sides(moved, (sides[0].read, sides[1].read))
    for confidence, guessed in ((Confidence.DETECTED, False), (Confidence.GUESSED, True)):
        before = {use.part for use in old if use.guessed <= guessed}
        after = {use.part for use in found if use.guessed <= guessed}
        if before == after:
            continue
        elsewhere = usage.elsewhere(paths, guessed=guessed)
        offered = [frozenset(surface.parts) for surface in offers.surfaces]
        place = next((use for use in found if use.part in after - before), None)
        path, line = (place.path, place.line) if place else (moved[0].path, 0)
        yield Expectation(
            unserved(before | elsewhere, offered),
            unserved(after | elsewhere, offered),
            "contract-use",
            path,
            line,
            "its use of {}",
            confidence,
        )


def copy_confidence(path: str, names: Iterable[str]) -> Confidence:
    """Return how sure it is that the file at *path* is a copy of another service's contract.

    It is where copies are kept, or is called after its provider; else it may be the service's own.
    """
    named = any(name in path.lower() for name in names)
    copied = named or provenance_of(path) in (Provenance.COPY, Provenance.VENDORED)
    return Confidence.DETECTED if copied else Confidence.GUESSED
