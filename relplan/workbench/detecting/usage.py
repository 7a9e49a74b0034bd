"""Which parts of a contract a consumer's code names."""

from collections.abc import Collection, Iterable, Iterator
from posixpath import splitext

from relplan.model.contract_source import DetectedUse
from relplan.model.evidence import Evidence
from relplan.model.workspace import ContractKind
from relplan.sources.contracts.kind import Surface, Use
from relplan.workbench.detecting.listing import Listing
from relplan.workbench.detecting.versions import ContractReader, Offered, Read
from relplan.workbench.standing import CODE, Standing, standing_of

_SPEAKING = CODE | frozenset(".gql .graphql .graphqls .html .jinja .sql .tmpl".split())
"""Endings of the files in which code names parts of contracts: queries and templates, too."""


def is_source(path: str) -> bool:
    """Tell whether a file may hold a team's own code; tests and other people's code do not."""
    return splitext(path)[1] in _SPEAKING and standing_of(path) <= Standing.COPY


class Usage:
    """What one consumer's code uses of one contract."""

    def __init__(self, reader: ContractReader, surface: Surface, folder: str) -> None:
        """Look in *folder* for the parts of *surface*."""
        self._reader = reader
        self._offered = Offered(surface)
        self._prefix = "" if folder == "." else f"{folder}/"
        self._found: tuple[Use, ...] = ()

    def is_inside(self, path: str) -> bool:
        """Tell whether a file is in the consumer's folder."""
        return path.startswith(self._prefix)

    def may_use(self, path: str) -> bool:
        """Tell whether code of the consumer may stand in a file."""
        if self._reader.source.kind is ContractKind.LIBRARY:
            return self._reader.kind.is_file(path) and self.is_inside(path)
        return is_source(path) and self.is_inside(path)

    def of_files(self, files: Iterable[tuple[str, str]], read: Read) -> tuple[Use, ...]:
        """Return what the files of (path, blob) use; those with no blob are not there."""
        there = sorted((path, oid) for path, oid in files if oid)
        return self._reader.uses(there, self._offered, read)

    def look(self, listing: Listing, read: Read) -> None:
        """Look through all of the consumer's code."""
        paths = [path for path in listing.paths() if self.may_use(path)]
        self._found = self.of_files(((path, listing.get(path)) for path in paths), read)

    def elsewhere(self, paths: Collection[str]) -> frozenset[str]:
        """Return the parts that files other than *paths* use."""
        return frozenset(use.part for use in self._found if use.path not in paths)

    def detected(self, consumer: str, commit: str) -> Iterator[DetectedUse]:
        """Return each part that is used, with the first place."""
        first: dict[str, Use] = {}
        for use in self._found:  # sorted by part, then by place
            first.setdefault(use.part, use)
        contract = self._reader.source.contract
        for part, use in sorted(first.items()):
            evidence = Evidence("contract-use", use.text, consumer, commit, use.path, use.line)
            yield DetectedUse(contract, consumer, part, evidence)
