"""What changes do to contracts, read from the contracts' own files: one folder a kind.

Pure: bytes in, findings out. Which bytes, at which commits, is detection's to say. What reads a
kind's files is loaded when the first contract of it is met: a parser of SQL takes longer to load
than a plan to show.
"""

from relplan.contracts.bounds import (
    LARGEST_VERSION,
    BoundReachedError,
    Budget,
    UnreadableError,
)
from relplan.contracts.kind import Analyzer, Options, Version
from relplan.model.finding import Finding, Severity
from relplan.model.garbage import no_collection


def compare(
    analyzer: Analyzer,
    base: Version,
    revision: Version,
    options: Options,
    budget: Budget | None = None,
) -> tuple[Finding, ...]:
    """Compare two versions of a contract; whatever is in them, the answer is findings, sorted."""
    if base == revision:
        return ()
    try:
        size = _size(base) + _size(revision)
        with no_collection():  # all that is made of two documents is in use until they are compared
            found = set(analyzer.compare(base, revision, options, budget or Budget.of(size)))
    except BoundReachedError as error:
        found = {unknown("bound-reached", error)}
    except UnreadableError as error:
        found = {unknown("unreadable", error)}
    except (RecursionError, MemoryError):
        where = revision.roots[0] if revision.roots else ""
        too_deep = UnreadableError("nested too deeply to be understood", where)
        found = {unknown("bound-reached", too_deep)}
    except Exception as error:  # a fault of ours, on a file that is not: the scan must go on
        where = revision.roots[0] if revision.roots else ""
        what = f"relplan failed to compare it ({type(error).__name__}: {error}); please report this"
        found = {unknown("fault", UnreadableError(what, where))}
    return tuple(sorted(found, key=_place))


def _size(version: Version) -> int:
    size = sum(map(len, version.files.values()))
    if size > LARGEST_VERSION:
        raise BoundReachedError("the contract's files are too large, so not read")
    return size


def unknown(rule: str, error: UnreadableError, part: str = "") -> Finding:
    """Return the finding that something could not be understood."""
    return Finding(rule, Severity.UNKNOWN, part, error.path, error.line, error.what)


def _place(finding: Finding) -> tuple[str, int, str, str, str]:
    return finding.path, finding.line, finding.rule, finding.part, finding.text
