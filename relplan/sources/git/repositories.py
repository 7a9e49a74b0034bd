"""Scans many repositories side by side; what goes wrong in one stops no other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial

from relplan.model.errors import RelplanError, SourceError
from relplan.model.garbage import no_collection
from relplan.model.review import ReviewLink
from relplan.model.scan import (
    RepositoryFailure,
    RepositoryRecord,
    RepositoryScan,
    ScanSettings,
    ServiceRoot,
)
from relplan.sources.git.errors import ScanCancelledError
from relplan.sources.git.safe import Children
from relplan.sources.git.scan import scan_repository
from relplan.sources.git.watch import Cancelled, Watch

_THREADS = 2
"""More are slower: git and Python share the cores."""
_POLL = 0.05
"""Seconds between two looks at whether the scan was cancelled."""


def scan_repositories(
    roots: Sequence[ServiceRoot],
    settings: ScanSettings,
    previous: Mapping[str, RepositoryRecord],
    now: int,
    on_progress: Callable[[str, str], None] | None = None,
    cancelled: Cancelled | None = None,
    reviews: Sequence[ReviewLink] = (),
) -> Iterator[RepositoryScan | RepositoryFailure]:
    """Read repositories side by side; give each as soon as it is read.

    *previous* is by repository; *reviews* are what is known from forges. *on_progress* hears of
    (repository, what is being done), from the threads that read. One that cannot be read is a
    RepositoryFailure, and the others go on. Where *cancelled* says so, all git processes are
    stopped, and nothing more is given.
    """
    groups: dict[str, list[ServiceRoot]] = {}
    for root in roots:
        groups.setdefault(root.repository, []).append(root)
    children = Children()

    def read(group: Sequence[ServiceRoot]) -> RepositoryScan | RepositoryFailure:
        repository = group[0].repository
        progress = partial(on_progress, repository) if on_progress else None
        try:
            return scan_repository(
                group,
                settings,
                previous.get(repository),
                now,
                reviews,
                Watch(progress, cancelled, children),
            )
        except ScanCancelledError:
            raise
        except (RelplanError, OSError) as error:
            return RepositoryFailure(
                repository, tuple(root.service for root in group), _one_line(repository, error)
            )

    with no_collection(), ThreadPoolExecutor(_THREADS) as pool:
        waiting = {pool.submit(read, group) for group in groups.values()}
        try:
            yield from _finished(waiting, cancelled or (lambda: False))
        finally:
            children.stop()
            pool.shutdown(wait=True, cancel_futures=True)


def _finished(
    waiting: set[Future[RepositoryScan | RepositoryFailure]], cancelled: Cancelled
) -> Iterator[RepositoryScan | RepositoryFailure]:
    while waiting and not cancelled():
        done, waiting = wait(waiting, _POLL, FIRST_COMPLETED)
        for future in done:
            try:
                yield future.result()
            except ScanCancelledError:
                return


def _one_line(repository: str, error: Exception) -> str:
    if isinstance(error, SourceError):
        return str(error)
    return f"{repository} could not be read: {error}"
