"""Reads git into the store.

Where nothing is new, and that is most of the time, neither git is started nor loaded what reads
histories, compares contracts or resolves dependencies.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from relplan.app.environments import deployed_now, settle, with_deployments
from relplan.detection.fingerprint import fingerprint
from relplan.model.contract_source import Detection
from relplan.model.garbage import collection
from relplan.model.past import PastRelease
from relplan.model.reference import canonical
from relplan.model.review import ReviewLink
from relplan.model.scan import RepositoryFailure, RepositoryRecord, RepositoryScan, ServiceRoot
from relplan.model.snapshot import Snapshot
from relplan.model.value import value
from relplan.sources import git
from relplan.sources.git.unchanged import Look
from relplan.store import Store
from relplan.workspace import LoadedWorkspace

_DAY = 86_400

OnProgress = Callable[[str, str], None]
"""Called with a repository and what is happening to it, from the scanning threads."""
Cancelled = Callable[[], bool]


@value()
class ScanReport:
    """What one scan did."""

    read: tuple[str, ...]
    """Repositories in which something had moved."""
    unchanged: tuple[str, ...]
    failures: tuple[RepositoryFailure, ...]
    cancelled: bool
    changes: int
    """Those in the store now: what is pending in any environment."""


def scan(
    loaded: LoadedWorkspace,
    store: Store,
    now: int,
    *,
    full: bool = False,
    today: date | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> ScanReport:
    """Read what is new in every repository of *loaded* into *store*; with *full*, all of it.

    What is pending in any environment is read. *today* is for what contracts say of days; None:
    whatever day it is. A repository that fails is reported, what the store has of it stays, and the
    others go on.
    """
    records = {} if full else _still_good(store.repository_records(), now)
    deployed, fingerprint = deployed_now(loaded, store)
    roots = with_deployments(loaded.roots, deployed)
    reviews = _over(store)
    unchanged, left = _without_unchanged(roots, loaded, records, reviews)
    store.save_unchanged(unchanged, now)
    records = _with_what_was_read(records, store) if left and records else records
    read: list[str] = []
    failures: list[RepositoryFailure] = []
    for result in _read(left, loaded, records, now, on_progress, cancelled, reviews):
        if isinstance(result, RepositoryScan):
            store.save_scan(result, now)
            (unchanged if result.unchanged else read).append(result.repository)
        else:
            store.save_failure(result, now)
            failures.append(result)
    stopped = bool(cancelled and cancelled())
    if not stopped:
        _tidy(loaded, store, now, [name for failure in failures for name in failure.services])
        if read:
            from relplan.app.landing import look_for_landed  # noqa: PLC0415

            look_for_landed(loaded, store)
            look_for_shipped(loaded, store)
        if read or not fingerprint or store.running_with() != fingerprint:
            settle(loaded, store, roots, deployed, fingerprint)
        looking = _Looking(loaded, store, now, today, on_progress or _silent, cancelled or _never)
        unread = looking.at_contracts(read, failures)
        stopped = unread is None
        failures += unread or ()
    return ScanReport(
        read=tuple(sorted(read)),
        unchanged=tuple(sorted(unchanged)),
        failures=tuple(sorted(failures, key=lambda failure: failure.repository)),
        cancelled=stopped,
        changes=sum(store.change_counts().values()),
    )


def moved(loaded: LoadedWorkspace, store: Store, now: int) -> tuple[str, ...]:
    """Return the services in whose repositories a scan at *now* would look for what is new."""
    deployed, _ = deployed_now(loaded, store)
    roots = with_deployments(loaded.roots, deployed)
    records = _still_good(store.repository_records(), now)
    _, left = _without_unchanged(roots, loaded, records, _over(store))
    return tuple(sorted(root.service for root in left))


def _over(store: Store) -> list[ReviewLink]:
    return [link for link in store.reviews() if link.merged or link.closed]


def _without_unchanged(
    roots: Sequence[ServiceRoot],
    loaded: LoadedWorkspace,
    records: dict[str, RepositoryRecord],
    reviews: Sequence[ReviewLink],
) -> tuple[list[str], list[ServiceRoot]]:
    """Return the repositories with nothing new, and the roots of all others."""
    groups: dict[str, list[ServiceRoot]] = defaultdict(list)
    for root in roots:
        groups[root.repository].append(root)
    unchanged = [
        repository
        for repository, group in groups.items()
        if repository in records
        and Look(group, loaded.scan, records[repository], reviews).unchanged
    ]
    same = set(unchanged)
    return unchanged, [root for root in roots if root.repository not in same]


def _read(
    roots: Sequence[ServiceRoot],
    loaded: LoadedWorkspace,
    records: dict[str, RepositoryRecord],
    now: int,
    on_progress: OnProgress | None,
    cancelled: Cancelled | None,
    reviews: Sequence[ReviewLink],
) -> Iterable[RepositoryScan | RepositoryFailure]:
    if not roots:
        return ()
    return git.scan_repositories(
        roots, loaded.scan, records, now, on_progress or _silent, cancelled or _never, reviews
    )


def _still_good(records: dict[str, RepositoryRecord], now: int) -> dict[str, RepositoryRecord]:
    """Let repositories be read again that were read as of a later moment than *now*.

    Of them branches may have been left out as stale that are not stale now.
    """
    return {
        path: replace(record, signature="") if record.scanned_at > now else record
        for path, record in records.items()
    }


def _with_what_was_read(
    records: dict[str, RepositoryRecord], store: Store
) -> dict[str, RepositoryRecord]:
    """Add which past releases and which branches need not be read again."""
    known: dict[str, list[PastRelease]] = defaultdict(list)
    for release in store.past_releases():
        known[release.service].append(release)
    landed = store.landed()
    return {
        path: replace(
            record,
            past=tuple(one for service in record.services for one in known[service.service]),
            landed=landed.get(path, {}),
        )
        for path, record in records.items()
    }


def _tidy(loaded: LoadedWorkspace, store: Store, now: int, unread: Collection[str]) -> None:
    store.keep_only({root.service for root in loaded.roots})
    if loaded.scan.stale_after_days:
        store.drop_stale(now - loaded.scan.stale_after_days * _DAY, unread)


def look_for_shipped(loaded: LoadedWorkspace, store: Store) -> None:
    """Find out which of the ``Depends-On:`` that no pending change answers are in production.

    The URL of a review is, where a commit of the review or its Change-Id is.
    """
    if not store.dependency_refs():
        return
    from relplan.planning.constraints.history import Resolver  # noqa: PLC0415 - few ask for any
    from relplan.planning.constraints.pending import pending  # noqa: PLC0415

    known = pending(Snapshot(loaded.workspace, store.changes()))
    refs = Resolver(known).unresolved()
    by_name: dict[str, list[str]] = defaultdict(list)
    for ref in refs:
        by_name[canonical(ref)].append(ref)
    asked = {
        ref: _commits_of(link)
        for link in store.reviews()
        if link.merged
        for name in (link.url, *link.changes)
        for ref in by_name.get(canonical(name), ())
    }
    records: dict[str, RepositoryRecord] = store.repository_records()
    found = git.shipped_refs(refs.union(*asked.values()), loaded.roots, records)
    by_url = {name for name, commits in asked.items() if commits & found}
    store.save_shipped((found & refs) | by_url)


def _commits_of(link: ReviewLink) -> frozenset[str]:
    """Return what else a dependency on a merged review could have been written as."""
    commits = {link.commit, link.merge_commit} - {""}
    named = {f"{service}@{commit}" for service in link.services for commit in commits}
    return frozenset(named | ({link.change_id} - {""}))


@value()
class _Looking:
    """One look at the contracts' own files."""

    loaded: LoadedWorkspace
    store: Store
    now: int
    today: date | None
    on_progress: OnProgress
    cancelled: Cancelled

    def at_contracts(
        self, read: Collection[str], failures: Sequence[RepositoryFailure]
    ) -> Sequence[RepositoryFailure] | None:
        """Find out what the pending changes do to contracts; None: the person would not wait.

        Where nothing moved, and the same is looked for as the last time, there is nothing to do.
        Returns what could not be read; then the next scan looks again.
        """
        wanted = fingerprint(self.loaded.contracts, self.loaded.severities, self.today)
        if not read and not failures and self.store.detected_with() == wanted:
            return ()
        from relplan.detection.unread import failures_of  # noqa: PLC0415 - see `_detected`

        detection = self._detected(failures)
        if detection is None:
            return None
        failed = {failure.repository for failure in failures}
        repositories = {root.service: root.repository for root in self.loaded.roots}
        found = failures_of(detection.unread, repositories)
        self.store.save_detection(detection, "" if found else wanted)
        return [failure for failure in found if failure.repository not in failed]

    def _detected(self, failures: Sequence[RepositoryFailure]) -> Detection | None:
        if not self.loaded.contracts and len(self.loaded.roots) == 1:
            # No contract, and nobody whom a single service could pin: no need to read it back.
            from relplan.detection.unread import of_failures  # noqa: PLC0415

            names = (root.service for root in self.loaded.roots)
            return Detection(services=frozenset(names), unread=tuple(of_failures(failures)))
        # Comparing contracts needs the kinds' parsers, which a scan with nothing new never loads.
        from relplan.detection.detect import Detector  # noqa: PLC0415
        from relplan.sources.git.errors import ScanCancelledError  # noqa: PLC0415

        memory = ReadingMemory(self.store.readings())
        detector = Detector(
            self.loaded.roots,
            self.store.repository_records(),
            self.store.changes(even_over=True),
            memory,
            self.on_progress,
            self.cancelled,
            failures,
        )
        try:
            with collection():
                return detector.detect(self.loaded.contracts, self.loaded.severities, self.today)
        except ScanCancelledError:
            return None
        finally:
            self.store.save_readings(memory.made, memory.used, self.now)


class ReadingMemory:
    """Keeps readings from one scan to the next."""

    def __init__(self, kept: dict[str, str]) -> None:
        """Start from what was *kept*."""
        self._kept = kept
        self.made: dict[str, str] = {}
        self.used: set[str] = set()

    def recall(self, key: str) -> str | None:
        """Return what is kept under *key*."""
        if key in self._kept:
            self.used.add(key)
            return self._kept[key]
        return self.made.get(key)

    def keep(self, key: str, value: str) -> None:
        """Keep *value* under *key*."""
        self.made[key] = value


def _silent(repository: str, doing: str) -> None:
    pass


def _never() -> bool:
    return False
