"""Scans repositories: what is new in them since the last time."""

import gc
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath

from relplan.model.errors import RelplanError, SourceError
from relplan.model.scan import (
    Notice,
    RepositoryFailure,
    RepositoryRecord,
    RepositoryScan,
    ScanSettings,
    ServiceRecord,
    ServiceRoot,
    ServiceScan,
)
from relplan.sources.git.branches import Branch, open_branches, open_refs
from relplan.sources.git.changes import Reader
from relplan.sources.git.history import (
    History,
    brought_in,
    first_parents,
    reachable,
    read_history,
)
from relplan.sources.git.names import web_addresses
from relplan.sources.git.refs import (
    Baseline,
    Ref,
    Refs,
    deployed_baseline,
    is_ancestor,
    main_branch,
    newest_release,
    read_refs,
    version_order,
)
from relplan.sources.git.safe import Children, Git, GitError, ScanCancelledError
from relplan.sources.git.signature import (
    repository_signature,
    settings_fingerprint,
    shallow_fingerprint,
)
from relplan.sources.git.squash import merged_elsewhere

_DAY = 86_400
_THREADS = 2
"""More are slower: git and Python share the cores."""
_POLL = 0.05
"""Seconds between two looks at whether the scan was cancelled."""

Progress = Callable[[str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Service:
    """What is to be read of one service."""

    root: ServiceRoot
    fingerprint: str
    main: Ref
    baseline: Baseline
    since: str
    """The commit that the baseline, and all that other environments run, contains; mostly the
    baseline's own. Empty: there is none."""
    last: ServiceRecord | None
    """Where to go on; None: read anew."""

    @property
    def bounds(self) -> tuple[str, ...]:
        """Commits that need not be read, nor what they contain."""
        last = (self.last.main_commit,) if self.last else ()
        return tuple(bound for bound in (self.since, *last) if bound)


def scan_repository(
    roots: Sequence[ServiceRoot],
    settings: ScanSettings,
    previous: RepositoryRecord | None,
    now: int,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    children: Children | None = None,
) -> RepositoryScan:
    """Read what is new in one repository, which all of *roots* share; *now* in seconds since 1970.

    Raises SourceError where the repository cannot be read, or the scan is cancelled.
    """
    repository = roots[0].repository
    signature = repository_signature(repository)
    shallow = shallow_fingerprint(repository)
    prints = {root.service: settings_fingerprint(root, settings, shallow) for root in roots}
    known = {record.service: record for record in previous.services} if previous else {}
    known = {name: record for name, record in known.items() if prints.get(name) == record.settings}
    if previous and signature and previous.signature == signature and known.keys() == prints.keys():
        return RepositoryScan(repository, signature, unchanged=True)
    git = Git(repository, children, cancelled)
    scan = _Scan(git, settings, now, progress, cut_off=bool(shallow))
    return RepositoryScan(repository, signature, scan.services(roots, prints, known))


class _Scan:
    """One scan of one repository."""

    def __init__(
        self,
        git: Git,
        settings: ScanSettings,
        now: int,
        progress: Progress | None,
        *,
        cut_off: bool,
    ) -> None:
        self._git = git
        self._cut_off = cut_off
        self._settings = settings
        days = settings.stale_after_days
        self._oldest = now - days * _DAY if days else 0
        self._progress = progress
        self._branches: dict[tuple[str, ...], list[Branch]] = {}

    def services(
        self,
        roots: Sequence[ServiceRoot],
        prints: Mapping[str, str],
        known: Mapping[str, ServiceRecord],
    ) -> tuple[ServiceScan, ...]:
        refs = read_refs(self._git)
        if not refs.branches and self._git.attempt("rev-parse", "-q", "--verify", "HEAD") is None:
            return tuple(_nothing(root, prints[root.service]) for root in roots)
        services = [
            self._service(refs, root, prints[root.service], known.get(root.service))
            for root in roots
        ]
        history = self._read(refs, services)
        unreleased = [service for service in services if not _contains_baseline(history, service)]
        if unreleased:
            services = [self._certain(service) for service in services]
            history = self._read(refs, services)
        if any(_rewritten(history, service) for service in services):
            return self.services(roots, prints, {})
        return tuple(self._scanned(refs, history, service, services) for service in services)

    def _service(
        self, refs: Refs, root: ServiceRoot, fingerprint: str, last: ServiceRecord | None
    ) -> _Service:
        main = main_branch(self._git, refs, root)
        baseline = self._baseline(root, main, last)
        if last is not None and not baseline.commit and last.baseline == last.baseline_commit:
            baseline = Baseline(last.baseline, last.baseline_commit)
        since = self._since(root, baseline)
        if last is not None and not (since == last.baseline_commit and self._goes_on(last, main)):
            last = None
        return _Service(root, fingerprint, main, baseline, since, last)

    def _since(self, root: ServiceRoot, baseline: Baseline) -> str:
        """Return from where to read, so that what any environment lacks is seen."""
        behind = [
            commit
            for commit in root.runs_elsewhere
            if baseline.commit and not is_ancestor(self._git, baseline.commit, commit)
        ]
        if not behind:
            return baseline.commit
        return self._git.attempt("merge-base", "--octopus", baseline.commit, *behind) or ""

    def _baseline(self, root: ServiceRoot, main: Ref, last: ServiceRecord | None) -> Baseline:
        """Return what is in production; a guess, where to be certain takes long.

        That the newest tag is on main, as it mostly is, the history tells for nothing.
        """
        guess = (
            deployed_baseline(self._git, root)
            or _by_deployment(root)
            or newest_release(self._git, root.release_tag)
        )
        if guess is None:
            return Baseline("", "")
        if guess.certain or last is None:
            return guess
        if guess.commit == last.baseline_commit:
            return Baseline(guess.name, guess.commit)
        return newest_release(self._git, root.release_tag, main.commit) or Baseline("", "")

    def _certain(self, service: _Service) -> _Service:
        if service.baseline.certain:
            return service
        tag = newest_release(self._git, service.root.release_tag, service.main.commit)
        baseline = tag or Baseline("", "")
        return replace(service, baseline=baseline, since=self._since(service.root, baseline))

    def _goes_on(self, last: ServiceRecord, main: Ref) -> bool:
        """Tell whether main still contains what it was at the last scan."""
        try:
            return bool(last.main_commit) and is_ancestor(self._git, last.main_commit, main.commit)
        except ScanCancelledError:
            raise
        except GitError:  # the commit is gone: main was rewritten, and git has tidied up
            return False

    def _read(self, refs: Refs, services: Sequence[_Service]) -> History:
        mains = [service.main.commit for service in services]
        tips = [
            ref.commit
            for service in services
            for ref in open_refs(refs.branches, service.main, self._oldest)
        ]
        bounds = list(services[0].bounds)
        if not _same_bounds(services):
            tips += [bound for service in services for bound in service.bounds]
            bounds = self._common_bounds(services)
        folders = {path for service in services if (path := _folder(service.root)) != "."}
        return read_history(self._git, [*mains, *tips], bounds, folders, self._count)

    def _common_bounds(self, services: Sequence[_Service]) -> list[str]:
        """Return the newest commit that all services' bounds contain, if any."""
        if not all(service.bounds for service in services):
            return []
        every = dict.fromkeys(bound for service in services for bound in service.bounds)
        base = self._git.attempt("merge-base", "--octopus", *every)
        return [base] if base else []

    def _count(self, commits: int) -> None:
        if self._progress is not None:
            self._progress(f"{commits:,} commits read")

    def _scanned(
        self, refs: Refs, history: History, service: _Service, services: Sequence[_Service]
    ) -> ServiceScan:
        root, main, last = service.root, service.main, service.last
        known = set() if _same_bounds(services) else reachable(history, service.bounds)
        chain = first_parents(history, main.commit)
        baseline, baseline_commit = service.baseline.name, service.since
        if not baseline_commit:
            baseline_commit = chain[-1]
            baseline = baseline or baseline_commit
            known.add(baseline_commit)
        pieces = brought_in(history, (oid for oid in reversed(chain) if oid not in known), known)
        reader = Reader(
            service=root.service,
            path=_folder(root),
            issue_key=re.compile(self._settings.issue_key),
            history=history,
            main_name=main.name,
            remotes=tuple(remote for remote, _ in refs.remote_urls),
            pages=web_addresses(url for _, url in refs.remote_urls),
        )
        merged = reader.merged(pieces, last.newest_merged if last else "")
        newest = merged[-1].id if merged else (last.newest_merged if last else "")
        key = (main.full, *service.bounds)
        if key not in self._branches:
            self._branches[key] = self._open(refs, history, main, known)
        record = ServiceRecord(
            root.service, service.fingerprint, main.full, main.commit,
            baseline, baseline_commit, newest,
        )  # fmt: skip
        return ServiceScan(
            record=record,
            merged=merged,
            appended=last is not None,
            open=reader.open(self._branches[key], newest),
            notices=(*self._doubts(service), *reader.notices),
        )

    def _doubts(self, service: _Service) -> Iterator[Notice]:
        """Say where there may be more pending than can be seen: silence would be taken for a no."""
        root, baseline = service.root, service.baseline
        is_said = root.deployed or root.running
        is_first_commit = baseline.name == baseline.commit and not is_said
        newest = None if is_said else newest_release(self._git, root.release_tag)
        # A fix of an older release is the newest by its date, and no sign that anything is wrong.
        if newest is not None and (
            is_first_commit or version_order(newest.name) > version_order(baseline.name)
        ):
            taken = baseline.name if baseline.commit else "its first commit"
            yield Notice(
                f"{root.service}: the newest release tag, {newest.name}, is not on"
                f" {service.main.name}, so {taken} is taken for production; if that is wrong, say"
                " `deployed` in relplan.toml"
            )
        if self._cut_off and is_first_commit:
            yield Notice(
                f"{root.service}: {root.repository} is a shallow clone without a release, so"
                " changes may be missing; run `git fetch --unshallow --tags` there"
            )
        folder = _folder(root)
        words = ("ls-tree", "-d", "--name-only", "-z", "--full-tree", service.main.commit, "--")
        if folder != "." and not self._git.text(*words, folder):
            yield Notice(
                f"{root.service}: {service.main.name} of {root.repository} has no folder"
                f" '{folder}'; if it is not to come yet, correct `path` in relplan.toml"
            )

    def _open(
        self, refs: Refs, history: History, main: Ref, on_main: Collection[str]
    ) -> list[Branch]:
        """Return the open branches; *on_main* is what main and production contain."""
        found = open_refs(refs.branches, main, self._oldest)
        tips = [ref.commit for ref in sorted(found, key=lambda ref: ref.date, reverse=True)]
        gone = merged_elsewhere(self._git, history, on_main, main.commit, tips)
        return open_branches(found, history, set(on_main) | reachable(history, gone))


def _by_deployment(root: ServiceRoot) -> Baseline | None:
    runs = root.running
    return Baseline(runs.revision, runs.commit) if runs else None


def _folder(root: ServiceRoot) -> str:
    return PurePosixPath(root.path).as_posix()


def _same_bounds(services: Sequence[_Service]) -> bool:
    return all(service.bounds == services[0].bounds for service in services)


def _contains_baseline(history: History, service: _Service) -> bool:
    """Tell whether the baseline may be taken: main contains it, or need not.

    What is left out of a history by one commit, that commit being inside of it, borders on it.
    """
    baseline, main = service.baseline, service.main.commit
    if baseline.certain or baseline.commit == main:
        return True
    chain = first_parents(history, main)
    if chain and baseline.commit in history[chain[-1]].parents:
        return True
    inside = reachable(history, [main])
    return any(baseline.commit == oid or baseline.commit in history[oid].parents for oid in inside)


def _rewritten(history: History, service: _Service) -> bool:
    """Tell whether main no longer goes on, first parent by first parent, from the last scan."""
    if service.last is None or service.main.commit == service.last.main_commit:
        return False
    chain = first_parents(history, service.main.commit)
    ends = history[chain[-1]].parents[:1] if chain else []
    return service.last.main_commit not in (*chain, *ends)


def _nothing(root: ServiceRoot, fingerprint: str) -> ServiceScan:
    record = ServiceRecord(root.service, fingerprint, "", "", "", "")
    notice = Notice(f"{root.service}: {root.repository} has no commits yet")
    return ServiceScan(record, notices=(notice,))


def scan_repositories(
    roots: Sequence[ServiceRoot],
    settings: ScanSettings,
    previous: Mapping[str, RepositoryRecord],
    now: int,
    on_progress: Callable[[str, str], None] | None = None,
    cancelled: Cancelled | None = None,
) -> Iterator[RepositoryScan | RepositoryFailure]:
    """Read repositories side by side; give each as soon as it is read.

    *previous* is by repository. *on_progress* hears of (repository, what is being done), from the
    threads that read. One that cannot
    be read is a RepositoryFailure, and the others go on. Where *cancelled* says so, all git
    processes are stopped, and nothing more is given.
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
                group, settings, previous.get(repository), now, progress, cancelled, children
            )
        except ScanCancelledError:
            raise
        except (RelplanError, OSError) as error:
            return RepositoryFailure(
                repository, tuple(root.service for root in group), _one_line(repository, error)
            )

    with _no_collection(), ThreadPoolExecutor(_THREADS) as pool:
        waiting = {pool.submit(read, group) for group in groups.values()}
        try:
            yield from _finished(waiting, cancelled or (lambda: False))
        finally:
            children.stop()
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for garbage again and again while a history grows.

    Nothing of what is read forms cycles, and looking takes a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
