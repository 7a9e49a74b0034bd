"""Which parts of a contract a consumer's code uses, and where it says so."""

from collections.abc import Collection, Iterator, Sequence

from relplan.contracts.kind import Access, Use
from relplan.detection.callers import Callers
from relplan.detection.code import is_setting, is_source
from relplan.detection.finder import Finder
from relplan.detection.listing import Listing
from relplan.detection.versions import Read
from relplan.model.contract_source import DetectedUse
from relplan.model.evidence import Confidence, Evidence
from relplan.model.parts import READ, WRITE
from relplan.sources.git.trees import Difference
from relplan.sources.provenance import Provenance, provenance_of


class Usage:
    """What one consumer's code uses of one contract."""

    def __init__(self, finder: Finder, folder: str) -> None:
        """Look in *folder* for what *finder* finds."""
        self._finder = finder
        self._reader = finder.reader
        self._prefix = "" if folder == "." else f"{folder}/"
        self._blobs: dict[str, str] = {}
        self._found: tuple[Use, ...] = ()

    def is_inside(self, path: str) -> bool:
        """Tell whether a file is in the consumer's folder."""
        return path.startswith(self._prefix)

    def may_use(self, path: str) -> bool:
        """Tell whether code of the consumer may stand in a file, or settings that name paths."""
        if self._reader.kind.access.is_stated:
            ours = provenance_of(path) <= Provenance.COPY
            return ours and self._reader.analyzer.is_file(path) and self.is_inside(path)
        asks_paths = self._reader.kind.access is Access.ROUTES
        says = is_source(path) or (asks_paths and is_setting(path))
        return says and self.is_inside(path)

    def on_both_sides(
        self, moved: Sequence[Difference], reads: tuple[Read, Read]
    ) -> tuple[frozenset[str], tuple[Use, ...], tuple[Use, ...]]:
        """Return the files whose uses a change may move, and what they use before and after it.

        Those are the files that it touches, and those with paths that these request.
        """
        before = [(path, oid) for path, oid, _ in moved]
        after = [(path, oid) for path, _, oid in moved]
        old, new = (
            self._callers_with(files, read)
            for files, read in zip((before, after), reads, strict=True)
        )
        paths = {difference.path for difference in moved}
        others: frozenset[str] = frozenset()
        if old is not None and new is not None:
            others = old.holding_otherwise(new) - paths
        still = [(path, self._blobs[path]) for path in sorted(others) if path in self._blobs]
        return (
            others | paths,
            self._finder.find([*before, *still], reads[0], old),
            self._finder.find([*after, *still], reads[1], new),
        )

    def _callers_with(self, files: Sequence[tuple[str, str]], read: Read) -> Callers | None:
        if self._finder.callers is None:
            return None
        return self._finder.rivals.code.callers_with(tuple(files), read)

    def look(self, listing: Listing, read: Read) -> None:
        """Look through all of the consumer's code."""
        self._blobs = self._files(listing)
        self._found = self._finder.find(self._blobs.items(), read)

    def at(self, listing: Listing, read: Read) -> tuple[Use, ...]:
        """Return what all of the consumer's files use in another commit."""
        return self._finder.find(self._files(listing).items(), read)

    def _files(self, listing: Listing) -> dict[str, str]:
        return {path: listing.get(path) for path in listing.paths() if self.may_use(path)}

    @property
    def running(self) -> tuple[Use, ...]:
        """What the consumer uses in production."""
        return self._found

    @property
    def first(self) -> Use | None:
        """The surest use, and of these the first; None: there is none."""
        return min(self._found, key=_surest_first, default=None)

    def elsewhere(self, paths: Collection[str], *, guessed: bool) -> frozenset[str]:
        """Return the parts that files other than *paths* surely use, or with the *guessed* ones."""
        return frozenset(
            use.part for use in self._found if use.path not in paths and use.guessed <= guessed
        )

    def detected(self, consumer: str, commit: str) -> Iterator[DetectedUse]:
        """Return each part that is used, with the first of the surest places.

        A part of a database that is only read, or only written, is told so.
        """
        written = {use.part for use in self._found if not use.reads}
        read = {use.part for use in self._found if not use.writes}
        first: dict[str, Use] = {}
        for use in sorted(self._found, key=_surest_first):
            mode = "" if use.part in read else WRITE
            first.setdefault((mode if use.part in written else READ) + use.part, use)
        for part, use in sorted(first.items()):
            yield self._told(part, use, consumer, commit)

    def each(self, consumer: str, commit: str) -> Iterator[DetectedUse]:
        """Return all uses, also those of one part in several places, the surest first."""
        for use in sorted(self._found, key=_surest_first):
            yield self._told(use.part, use, consumer, commit)

    def _told(self, part: str, use: Use, consumer: str, commit: str) -> DetectedUse:
        evidence = Evidence("contract-use", use.text, consumer, commit, use.path, use.line)
        confidence = Confidence.GUESSED if use.guessed else Confidence.DETECTED
        return DetectedUse(self._reader.source.contract, consumer, part, evidence, confidence)


def _surest_first(use: Use) -> tuple[object, ...]:
    """Order uses by how sure they are; of these, what people wrote comes before what is built."""
    return use.guessed, not use.tells, provenance_of(use.path), use
