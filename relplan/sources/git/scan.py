"""Scans one repository: what is new in it since the last time."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from relplan.model.past import ServicePast
from relplan.model.production import KnownBy, Production
from relplan.model.review import ReviewLink
from relplan.model.scan import (
    Notice,
    RepositoryRecord,
    RepositoryScan,
    ScanSettings,
    ServiceRecord,
    ServiceRoot,
    ServiceScan,
)
from relplan.sources.git.changes import Reader
from relplan.sources.git.claims import Claims, claims_at, folder_of_service
from relplan.sources.git.filters import NameFilter, by_name
from relplan.sources.git.history import History, first_parents, reachable, read_history
from relplan.sources.git.issue_keys import IssueKeys
from relplan.sources.git.lines import impossible_dates, left_alone, main_branch, other_lines
from relplan.sources.git.names import home_page, web_addresses
from relplan.sources.git.open_changes import OpenChanges, Rules, Sorter, over
from relplan.sources.git.past import known_past, read_past
from relplan.sources.git.production import find_production
from relplan.sources.git.refs import Ref, Refs, is_ancestor, read_refs
from relplan.sources.git.reverts import reaches_back
from relplan.sources.git.safe import Children, Git, GitError, ScanCancelledError
from relplan.sources.git.tags import Tag, read_tags, releases
from relplan.sources.git.trunks import Trunks
from relplan.sources.git.unchanged import Look
from relplan.sources.git.unclaimed import absent_inputs, unclaimed_notices

_DAY = 86_400

Progress = Callable[[str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Watch:
    """Who hears how far a scan is, and may stop it."""

    progress: Progress | None = None
    cancelled: Cancelled | None = None
    children: Children | None = None


@dataclass(frozen=True, slots=True)
class _Service:
    """What is to be read of one service."""

    root: ServiceRoot
    fingerprint: str
    main: Ref
    lines: tuple[Ref, ...]
    """The other branches that it is deployed from."""
    production: Production
    since: str
    """The commit from which on it is read: production's, or an older one that what other
    environments run contains, too."""
    last: ServiceRecord | None
    """Where to go on; None: read anew."""
    notes: tuple[str, ...] = ()

    @property
    def bounds(self) -> tuple[str, ...]:
        """Commits that need not be read, nor what they contain."""
        last = (self.last.main_commit,) if self.last else ()
        return (self.since, *last)

    @property
    def tips(self) -> tuple[str, ...]:
        """The newest commits of its lines."""
        return tuple(ref.commit for ref in (self.main, *self.lines))


def scan_repository(
    roots: Sequence[ServiceRoot],
    settings: ScanSettings,
    previous: RepositoryRecord | None,
    now: int,
    reviews: Sequence[ReviewLink] = (),
    watch: Watch | None = None,
) -> RepositoryScan:
    """Read what is new in one repository, which all of *roots* share; *now* in seconds since 1970.

    *reviews* are what is known from a forge of pull requests.

    Raises SourceError where the repository cannot be read, or the scan is cancelled.
    """
    repository = roots[0].repository
    look = Look(roots, settings, previous, reviews)
    if look.unchanged:
        return RepositoryScan(repository, look.signature, unchanged=True)
    watch = watch or Watch()
    git = Git(repository, watch.children, watch.cancelled)
    scan = _Scan(git, settings, now, watch.progress, look.about, cut_off=bool(look.shallow))
    services = scan.services(roots, look.prints, look.known)
    past: tuple[ServicePast, ...] = ()
    if settings.past:
        services, past = scan.with_past(roots, services, previous)
    return RepositoryScan(repository, look.signature, services, past=past)


class _Scan:
    """One scan of one repository."""

    def __init__(
        self,
        git: Git,
        settings: ScanSettings,
        now: int,
        progress: Progress | None,
        reviews: Sequence[ReviewLink],
        *,
        cut_off: bool,
    ) -> None:
        self._git = git
        self._cut_off = cut_off
        self._settings = settings
        days = settings.stale_after_days
        self._oldest = now - days * _DAY if days else 0
        self._progress = progress
        self._now = now
        self._reviews = reviews
        self._open_changes: dict[tuple[str, ...], OpenChanges] = {}
        self._claims = Claims({})
        self._doubted: list[Notice] = []

    @cached_property
    def _tags(self) -> tuple[Tag, ...]:
        return read_tags(self._git)

    def services(
        self,
        roots: Sequence[ServiceRoot],
        prints: Mapping[str, str],
        known: Mapping[str, ServiceRecord],
    ) -> tuple[ServiceScan, ...]:
        refs = read_refs(self._git)
        if not refs.branches and self._git.attempt("rev-parse", "-q", "--verify", "HEAD") is None:
            return tuple(_nothing(root, prints[root.service]) for root in roots)
        self._claims, self._doubted = claims_at(self._git, refs, roots)
        prints = {name: self._with_inputs(name, print_) for name, print_ in prints.items()}
        known = {name: last for name, last in known.items() if last.settings == prints[name]}
        services = [
            self._service(refs, root, prints[root.service], known.get(root.service))
            for root in roots
        ]
        history = self._read(refs, services)
        if any(
            _rewritten(history, service) or _takes_back_earlier(history, service)
            for service in services
        ):
            return self.services(roots, prints, {})
        scans = [self._scanned(refs, history, service, services) for service in services]
        opened = self._open_changes.values()
        tips = {branch.tip for found in opened for branch in found.branches}
        records = [scan.record for scan in scans]
        notices = (
            *impossible_dates(refs, roots[0]),
            *scans[0].notices,
            *self._doubted,
            *unclaimed_notices(self._git, self._claims, records, tips),
        )
        scans[0] = replace(scans[0], notices=notices)
        return tuple(scans)

    def with_past(
        self,
        roots: Sequence[ServiceRoot],
        services: tuple[ServiceScan, ...],
        previous: RepositoryRecord | None,
    ) -> tuple[tuple[ServiceScan, ...], tuple[ServicePast, ...]]:
        """Read what past releases held; not to be able to is worth a note, and stops nothing."""
        try:
            known = known_past(services, previous)
            keys = IssueKeys(self._settings.issue_key)
            return services, read_past(self._git, roots, self._tags, self._claims, keys, known)
        except ScanCancelledError:
            raise
        except GitError as error:
            first = services[0]
            note = Notice(f"what past releases held could not be read: {error}")
            return (replace(first, notices=(*first.notices, note)), *services[1:]), ()

    def _with_inputs(self, service: str, fingerprint: str) -> str:
        """Name what a service is read with, what it is built from among it."""
        plain = fingerprint.partition(" ")[0]
        return f"{plain} {self._claims.fingerprint(service)}".strip()

    def _service(
        self, refs: Refs, root: ServiceRoot, fingerprint: str, last: ServiceRecord | None
    ) -> _Service:
        main = main_branch(self._git, refs, root)
        found = find_production(self._git, root, main.ref, self._tags)
        since = self._since(root, found.production.commit)
        lines, old = other_lines(self._git, refs, main.ref, root.lines, self._oldest)
        doubt = f"{root.service}: {main.doubt}" if main.doubt else ""
        notes = (doubt, *found.notes, left_alone(root, old))
        if last is not None and not (
            not lines
            and since == last.read_from
            and found.production.commit == last.baseline_commit
            and self._goes_on(last, main.ref)
        ):
            last = None
        return _Service(
            root, fingerprint, main.ref, tuple(lines), found.production, since, last,
            tuple(note for note in notes if note),
        )  # fmt: skip

    def _since(self, root: ServiceRoot, production: str) -> str:
        """Return from where to read, so that what any environment lacks is seen."""
        behind = [
            commit
            for commit in root.runs_elsewhere
            if not is_ancestor(self._git, production, commit)
        ]
        if not behind:
            return production
        return self._git.attempt("merge-base", "--octopus", production, *behind) or production

    def _goes_on(self, last: ServiceRecord, main: Ref) -> bool:
        """Tell whether main still contains what it was at the last scan."""
        try:
            return bool(last.main_commit) and is_ancestor(self._git, last.main_commit, main.commit)
        except ScanCancelledError:
            raise
        except GitError:  # the commit is gone: main was rewritten, and git has tidied up
            return False

    def _read(self, refs: Refs, services: Sequence[_Service]) -> History:
        mains = [commit for service in services for commit in service.tips]
        filters = by_name(refs.branches, self._settings.branches)
        tips = [
            ref.commit
            for service in services
            for ref in self._rules(refs, service, services, filters).to_read(refs.branches)
        ]
        bounds = list(services[0].bounds)
        if not _same_bounds(services):
            tips += [bound for service in services for bound in service.bounds]
            bounds = self._common_bounds(services)
        touched = self._claims.touched if self._claims.wanted else None
        return read_history(self._git, [*mains, *tips], bounds, touched, self._count)

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
        shared = _same_bounds(services)
        known = set() if shared else reachable(history, service.bounds)
        trunks = Trunks(
            self._git, history, root, service.production, self._tags, frozenset(known),
            since_last=last is not None,
        )  # fmt: skip
        reader = Reader(
            service=root.service,
            claim=self._claims.services[root.service],
            issue_keys=IssueKeys(self._settings.issue_key),
            history=history,
            main_name=main.name,
            remotes=tuple(remote for remote, _ in refs.remote_urls),
            pages=web_addresses(url for _, url in refs.remote_urls),
            now=self._now,
            home=home_page(refs.remote_urls),
        )
        trunks.read_main(main, reader, last.newest_merged if last else "")
        for line in service.lines:
            trunks.read_line(line, reader)
        record = ServiceRecord(
            root.service, service.fingerprint, main.full, main.commit,
            service.production.revision, service.production.commit, trunks.newest,
            service.production.by, service.production.evidence,
            service.since if service.since != service.production.commit else "",
        )  # fmt: skip
        found = self._sorted_out(refs, history, service, services, trunks.commits | known)
        opened = reader.open(found, trunks.place)
        notes = (Notice(text) for text in (*service.notes, *trunks.notes))
        return ServiceScan(
            record=record,
            merged=tuple(trunks.merged),
            appended=last is not None,
            open=opened,
            notices=(*notes, *self._doubts(service), *reader.notices),
            left_out=found.left_out,
        )

    def _doubts(self, service: _Service) -> Iterator[Notice]:
        """Say where there may be more pending than can be seen: silence would be taken for a no."""
        root = service.root
        if self._cut_off and service.production.by is KnownBy.MAIN:
            yield Notice(
                f"{root.service}: {root.repository} is a shallow clone without a release, so"
                " changes may be missing; run `git fetch --unshallow --tags` there"
            )
        yield from absent_inputs(self._git, root, service.main.commit)
        folder = folder_of_service(root)
        words = ("ls-tree", "-d", "--name-only", "-z", "--full-tree", service.main.commit, "--")
        if folder != "." and not self._git.text(*words, folder):
            yield Notice(
                f"{root.service}: {service.main.name} of {root.repository} has no folder"
                f" '{folder}'; if it is not to come yet, correct `path` in relplan.toml"
            )

    def _sorted_out(
        self,
        refs: Refs,
        history: History,
        service: _Service,
        services: Sequence[_Service],
        on_lines: Collection[str],
    ) -> OpenChanges:
        """Return the open branches; *on_lines* is what the lines and production contain."""
        pattern = service.root.release_tag
        about = service.root.service if self._reviews else ""
        key = (about, pattern, service.main.full, *service.bounds, *service.tips)
        if key not in self._open_changes:
            filters = by_name(refs.branches, self._settings.branches)
            rules = self._rules(refs, service, services, filters)
            released = {tag.commit: tag.name for tag in releases(self._tags, pattern)[0]}
            beside = self._beside(service)
            sorter = Sorter(
                self._git, history, rules, on_lines, released, beside, cut_off=self._cut_off
            )
            self._open_changes[key] = sorter.sort(refs.branches)
        return self._open_changes[key]

    def _beside(self, service: _Service) -> str:
        """Return the commit in production, where main does not contain it; else nothing."""
        commit = service.production.commit
        return "" if is_ancestor(self._git, commit, service.main.commit) else commit

    def _rules(
        self, refs: Refs, service: _Service, services: Sequence[_Service], filters: NameFilter
    ) -> Rules:
        mains = {other.main.name for other in services} - {service.main.name}
        others = {line.name for other in services for line in other.lines}
        return Rules(
            main=service.main,
            lines=frozenset(ref.full for name in mains | others for ref in refs.named(name)),
            names=filters,
            oldest=self._oldest,
            default_remote=refs.default_remote,
            reviews=over(self._reviews, service.root.service),
        )


def _same_bounds(services: Sequence[_Service]) -> bool:
    return all(service.bounds == services[0].bounds for service in services)


def _rewritten(history: History, service: _Service) -> bool:
    """Tell whether main no longer goes on, first parent by first parent, from the last scan."""
    if service.last is None or service.main.commit == service.last.main_commit:
        return False
    chain = first_parents(history, service.main.commit)
    ends = history[chain[-1]].parents[:1] if chain else []
    return service.last.main_commit not in (*chain, *ends)


def _takes_back_earlier(history: History, service: _Service) -> bool:
    """Tell whether what is new on main reverts what an earlier scan has read and saved."""
    if service.last is None or service.main.commit not in history:
        return False
    return reaches_back(history, reachable(history, [service.main.commit]))


def _nothing(root: ServiceRoot, fingerprint: str) -> ServiceScan:
    record = ServiceRecord(root.service, fingerprint, "", "", "", "")
    notice = Notice(f"{root.service}: {root.repository} has no commits yet")
    return ServiceScan(record, notices=(notice,))
