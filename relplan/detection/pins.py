"""What a consumer's change does to its pin of a library."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.kind import Use
from relplan.contracts.library.ecosystems import ecosystem_called
from relplan.contracts.library.manifests import (
    is_lock,
    locked,
    package_in,
    pins,
    pins_in,
    references,
)
from relplan.contracts.library.packages import Package, Pin
from relplan.contracts.library.versions import admits
from relplan.detection.asked import is_above
from relplan.detection.consumed import Expectation, ExpectedPart, Unmet
from relplan.detection.expectations import Offers
from relplan.detection.listing import Listing
from relplan.detection.versions import FileSet, Read
from relplan.model.evidence import Confidence
from relplan.sources.git.trees import Difference


def pin_expectations(
    offers: Offers, changed: Iterable[Difference], read: Read
) -> Iterator[Expectation]:
    """Yield an expectation for each manifest in which a change moves the pin of the library."""
    published = [_published(version, offers) for version in offers.versions]
    names = {(package.ecosystem, package.name) for package in published if package}
    for path, old, new in changed:
        before, after = (_pins(path, oid, read, names) for oid in (old, new))
        if before != after:
            shown = (after or before)[0]
            brings, surely = _taken_up(after, published, offers)
            yield Expectation(
                _unmet_by_pins(before, after, published),
                _unmet_by_pins(after, after, published),
                "library-pin",
                path,
                shown.line,
                f"its pin of {shown.package} {shown.range}".rstrip(),
                surely,
                brings,
            )


def _taken_up(
    asked: Sequence[Pin], published: Sequence[Package | None], offers: Offers
) -> tuple[tuple[str, ...], Confidence]:
    """Return the changes that bring the first pending version which a pin admits.

    What comes after it is not needed: the pin is met without. Of open changes none comes first, so
    where several bring such a version, it is a guess which.
    """
    met = [version for version in range(1, len(published)) if _admits(asked, published[version])]
    merged = [version for version in met if offers.bringing[version - 1].merged]
    needed = merged[:1] or met
    brings = {change for version in needed for change in offers.up_to(version)}
    surely = Confidence.DETECTED if len(needed) < 2 else Confidence.GUESSED
    return tuple(sorted(brings)), surely


def _published(version: FileSet, offers: Offers) -> Package | None:
    """Return the library as a version declares it; each version is read once."""
    if version not in offers.packages:
        offers.packages[version] = _package_of(version, offers.read)
    return offers.packages[version]


def _package_of(version: FileSet, read: Read) -> Package | None:
    """Return the library as one version's manifest, with those it inherits from, declares it."""
    contents = {path: read(oid) for path, oid in version.files}
    files = {path: content for path, content in contents.items() if content is not None}
    for path in version.roots:
        with suppress(UnreadableError):
            package = package_in(path, files) if path in files else None
            if package is not None:
                return package
    return None


def _pins(path: str, oid: str, read: Read, names: set[tuple[str, str]]) -> list[Pin]:
    content = read(oid) if oid else None
    if content is None:
        return []
    try:
        found = pins(path, content)
    except UnreadableError:
        return []
    return [pin for pin in found if not pin.inside and (pin.ecosystem, pin.package) in names]


def _pins_at(path: str, listing: Listing, read: Read, names: set[tuple[str, str]]) -> list[Pin]:
    """Return what a manifest asks for, with what it inherits: the versions of its catalog."""

    def text(name: str) -> bytes:
        oid = listing.get(name)
        return (read(oid) if oid else None) or b""

    with suppress(UnreadableError):
        named = [other for other in references(path, text(path)) if listing.get(other)]
        found = pins_in(path, {name: text(name) for name in (*named, path)})
        return [pin for pin in found if not pin.inside and (pin.ecosystem, pin.package) in names]
    return []


def _unmet_by_pins(
    asked: Sequence[Pin], later: Sequence[Pin], published: Sequence[Package | None]
) -> Unmet:
    """Return what pins refuse, where those of *later* take their place or are they themselves.

    Of production's version it is the version that they wait for, so that a higher one is asked for
    anew; of a pending version the same of both, so that the earlier pins let go of what the later
    ones admit.
    """

    def unmet(version: int) -> frozenset[ExpectedPart]:
        if not asked or published[version] is None or _admits(asked, published[version]):
            return frozenset()
        return frozenset(
            {ExpectedPart(f"version {_first(later if version else asked, published)}")}
        )

    return unmet


def _first(asked: Sequence[Pin], published: Sequence[Package | None]) -> int:
    """Return the first pending version that pins admit; 0: none."""
    pending = range(1, len(published))
    return next((version for version in pending if _admits(asked, published[version])), 0)


def _admits(asked: Sequence[Pin], package: Package | None) -> bool:
    """Tell whether any of the pins may take a version; what is not understood may."""
    return package is not None and any(_may_admit(pin, package.version) for pin in asked)


def _may_admit(pin: Pin, version: str) -> bool:
    """Tell whether a pin may take a version, for all that is known."""
    try:
        return admits(pin, version) is not False
    except UnreadableError:
        return True


def floating(use: Use, offers: Offers, listing: Listing, read: Read) -> bool:
    """Tell whether a pin may come to a pending version by itself: no file keeps another one.

    Who builds anew gets the newest version that its range admits. Go never takes a newer one, and
    NuGet only by a star.
    """
    names = {(package.ecosystem, package.name) for package in _all_published(offers)}
    asked = [pin for pin in _pins_at(use.path, listing, read, names) if _rises(pin)]
    locks = [path for path in listing.paths() if is_lock(path) and is_above(path, use.path)]
    kept = {package for path in locks for package in _kept(path, read(listing.get(path)) or b"")}
    asked = [pin for pin in asked if not kept & {pin.package, _ALL}]
    if not asked:
        return False
    pending = [_published(version, offers) for version in offers.versions[1:]]
    return any(_may_admit(pin, package.version) for pin in asked for package in pending if package)


_ALL = "*"


def _kept(path: str, content: bytes) -> Iterator[str]:
    """Yield the packages of which a lock file keeps a version; all, where it cannot be read."""
    try:
        yield from (pin.package for pin in locked(path, content))
    except UnreadableError:
        yield _ALL


def _rises(pin: Pin) -> bool:
    """Tell whether the ecosystem takes the newest version that a pin admits."""
    try:
        return ecosystem_called(pin.ecosystem).rises(pin.range)
    except UnreadableError:
        return True


def _all_published(offers: Offers) -> Iterator[Package]:
    for version in offers.versions:
        package = _published(version, offers)
        if package is not None:
            yield package
