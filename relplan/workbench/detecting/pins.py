"""What a consumer's change does to its pin of a library."""

from collections.abc import Iterable, Iterator, Sequence

from relplan.sources.contracts.library import Ecosystem, Package, Pin, admits, package_of, pins
from relplan.sources.git.trees import Difference
from relplan.workbench.detecting.consumed import Stance, Unmet
from relplan.workbench.detecting.stances import Offers
from relplan.workbench.detecting.versions import FileSet, Read


def pin_stances(offers: Offers, changed: Iterable[Difference], read: Read) -> Iterator[Stance]:
    """Yield a stance for each manifest in which a change moves the pin of the library."""
    published = [_published(version, offers.read) for version in offers.versions]
    names = {(package.ecosystem, package.name) for package in published if package}
    for path, old, new in changed:
        before, after = (_pin(path, oid, read, names) for oid in (old, new))
        shown = after or before
        if before != after and shown is not None:
            yield Stance(
                _unmet_by_pin(before, published),
                _unmet_by_pin(after, published),
                "library-pin",
                path,
                shown.line,
                f"its pin of {shown.package} {shown.range}".rstrip(),
            )


def _published(version: FileSet, read: Read) -> Package | None:
    blobs = dict(version.files)
    for path in version.roots:
        content = read(blobs[path])
        package = package_of(path, content) if content is not None else None
        if package is not None:
            return package
    return None


def _pin(path: str, oid: str, read: Read, names: set[tuple[Ecosystem, str]]) -> Pin | None:
    content = read(oid) if oid else None
    if content is None:
        return None
    found = pins(path, content)
    return next((pin for pin in found if (pin.ecosystem, pin.package) in names), None)


def _unmet_by_pin(pin: Pin | None, published: Sequence[Package | None]) -> Unmet:
    def unmet(version: int) -> frozenset[str]:
        package = published[version]
        if pin is None or package is None or admits(pin, package.version) is not False:
            return frozenset()
        return frozenset({"its version"})

    return unmet
