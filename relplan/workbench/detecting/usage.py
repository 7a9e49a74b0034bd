"""Which parts of a contract a consumer's code uses, and where it says so."""

from collections.abc import Collection, Iterable, Iterator

from relplan.model.contract_source import DetectedUse
from relplan.model.evidence import Confidence, Evidence
from relplan.model.workspace import ContractKind
from relplan.sources.contracts.kind import Use
from relplan.workbench.detecting.code import is_source
from relplan.workbench.detecting.finder import Finder
from relplan.workbench.detecting.listing import Listing
from relplan.workbench.detecting.versions import Read


class Usage:
    """What one consumer's code uses of one contract."""

    def __init__(self, finder: Finder, folder: str) -> None:
        """Look in *folder* for what *finder* finds."""
        self._finder = finder
        self._reader = finder.reader
        self._prefix = "" if folder == "." else f"{folder}/"
        self._found: tuple[Use, ...] = ()

    def is_inside(self, path: str) -> bool:
        """Tell whether a file is in the consumer's folder."""
        return path.startswith(self._prefix)

    def may_use(self, path: str) -> bool:
        """Tell whether code of the consumer may stand in a file."""
        if self._reader.source.kind in (ContractKind.LIBRARY, ContractKind.DESCRIPTOR):
            return self._reader.kind.is_file(path) and self.is_inside(path)
        return is_source(path) and self.is_inside(path)

    def of_files(self, files: Iterable[tuple[str, str]], read: Read) -> tuple[Use, ...]:
        """Return what the files of (path, blob) use; those with no blob are not there."""
        return self._finder.find(files, read)

    def look(self, listing: Listing, read: Read) -> None:
        """Look through all of the consumer's code."""
        paths = [path for path in listing.paths() if self.may_use(path)]
        self._found = self.of_files(((path, listing.get(path)) for path in paths), read)

    @property
    def first(self) -> Use | None:
        """The surest use, and of these the first; None: there is none."""
        key = lambda use: (use.guessed, use.path, use.line)  # noqa: E731
        return min(self._found, key=key, default=None)

    def elsewhere(self, paths: Collection[str], *, guessed: bool) -> frozenset[str]:
        """Return the parts that files other than *paths* surely use, or with the *guessed* ones."""
        return frozenset(
            use.part for use in self._found if use.path not in paths and use.guessed <= guessed
        )

    def detected(self, consumer: str, commit: str) -> Iterator[DetectedUse]:
        """Return each part that is used, with the first of the surest places."""
        first: dict[str, Use] = {}
        for use in sorted(self._found, key=lambda use: (use.guessed, use)):
            first.setdefault(use.part, use)
        contract = self._reader.source.contract
        for part, use in sorted(first.items()):
            evidence = Evidence("contract-use", use.text, consumer, commit, use.path, use.line)
            confidence = Confidence.GUESSED if use.guessed else Confidence.DETECTED
            yield DetectedUse(contract, consumer, part, evidence, confidence)
