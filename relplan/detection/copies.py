"""Finds the copy of a contract that a service keeps."""

from collections.abc import Iterable
from posixpath import basename

from relplan.detection.expectations import Offers
from relplan.detection.listing import Listing
from relplan.detection.versions import ContractReader, Read, same_contract
from relplan.sources.provenance import Provenance, provenance_of


def copy_in(
    reader: ContractReader,
    offers: Offers,
    listing: Listing,
    folder: str,
    read: Read,
    keeps: Iterable[str] = (),
) -> str:
    """Return the path of a copy in *folder*, of files that *read* gives; empty: there is none.

    The same file to the last byte is one, as is a file of the same name that says the same of
    itself. What belongs to a contract of the service's own (*keeps*) is none, nor what tests keep.
    """
    prefix = "" if folder == "." else f"{folder}/"
    roots = {path: oid for version in offers.versions for path, oid in version.files}
    originals = {
        oid for version in offers.versions for path, oid in version.files if path in version.roots
    }
    names = {basename(path) for path in roots}
    own = frozenset(keeps)
    for path in sorted(listing.paths()):
        if not path.startswith(prefix) or path in own or not reader.analyzer.is_file(path):
            continue
        if provenance_of(path) is Provenance.TEST:
            continue
        oid = listing.get(path)
        if oid in originals:
            return path
        if basename(path) in names:
            surface = reader.surface_of(path, oid, read)
            if surface is not None and surface.parts and same_contract(surface, offers.surface):
                return path
    return ""
