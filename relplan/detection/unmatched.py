"""Migrations that pending changes add, and that no contract's files match."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from posixpath import dirname
from re import Pattern

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.kind import Analyzer
from relplan.detection.listing import RepositoryFiles
from relplan.detection.provided import History
from relplan.model.evidence import Evidence
from relplan.model.facts import Unread
from relplan.sources.provenance import Provenance, provenance_of

_SEEN = "it makes or alters tables, or cannot be read"
_REASON = "it looks like a migration, and the files of no contract match it"


def unmatched(
    analyzer: Analyzer,
    history: History,
    files: RepositoryFiles,
    patterns: Sequence[Pattern[str]],
    contracts: Iterable[str],
) -> Iterator[Unread]:
    """Yield a question for each folder that *history* adds migrations to which nothing compares.

    *patterns* are those of all databases in the repository, *contracts* those of the service.
    """
    changes: dict[str, dict[str, None]] = defaultdict(dict)
    first: dict[str, Evidence] = {}
    for change in history.in_force:
        before, after = history.step(change)
        for path, old, new in files.changed(before, after):
            if old or not new or not _is_inside(path, history.folder):
                continue
            if any(pattern.fullmatch(path) for pattern in patterns):
                continue
            if _is_migration(analyzer, path, files.read(new)):
                folder = dirname(path) or "."
                changes[folder][change.id] = None
                evidence = Evidence("unmatched", _SEEN, history.service, change.commit, path)
                first.setdefault(folder, evidence)
    names = sorted(contracts)
    contract = names[0] if len(names) == 1 else ""
    for folder, adding in changes.items():
        yield Unread(folder, _REASON, history.service, tuple(adding), contract, first[folder])


def _is_inside(path: str, folder: str) -> bool:
    return folder == "." or path.startswith(f"{folder}/")


def _is_migration(analyzer: Analyzer, path: str, content: bytes | None) -> bool:
    """Tell whether a file makes or alters tables, or might: it cannot be read."""
    if content is None or not analyzer.is_file(path):
        return False
    if provenance_of(path) is not Provenance.ORIGINAL:
        return False
    try:
        return analyzer.surface(path, content) is not None
    except UnreadableError:
        return True
