"""Scans one repository: what is new in it since the last time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from relplan.model.past import ServicePast
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
from relplan.sources.git.claims import Claims, claims_at
from relplan.sources.git.doubts import doubts
from relplan.sources.git.errors import GitError, ScanCancelledError
from relplan.sources.git.filters import NameFilter, by_name
from relplan.sources.git.history import History, reachable, read_history
from relplan.sources.git.issue_keys import IssueKeys
from relplan.sources.git.lines import impossible_dates
from relplan.sources.git.names import home_page, web_addresses
from relplan.sources.git.open_changes import OpenChanges, Rules, Sorter, over
from relplan.sources.git.past import known_past, read_past
from relplan.sources.git.refs import Refs, is_ancestor, read_refs
from relplan.sources.git.safe import Git
from relplan.sources.git.squash.memory import Memory
from relplan.sources.git.tags import Tag, read_tags, releases
from relplan.sources.git.to_read import (
    Found,
    ToRead,
    common_bounds,
    from_production,
    is_unrelated,
    may_be_trusted,
    must_be_read_anew,
    note_what_production_has,
    same_bounds,
    to_read,
)
from relplan.sources.git.trunks import Trunks
from relplan.sources.git.unchanged import Look
from relplan.sources.git.unclaimed import unclaimed_notices
from relplan.sources.git.watch import Progress, Watch

_DAY = 86_400


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
    memory = Memory(previous.landed if previous and look.lasting else None)
    scan = _Scan(git, settings, now, watch.progress, look.about, memory, cut_off=bool(look.shallow))
    services = scan.services(roots, look.prints, look.known)
    past: tuple[ServicePast, ...] = ()
    if settings.past:
        services, past = scan.with_past(roots, services, previous)
    landed = memory.told if look.lasting else {}
    return RepositoryScan(repository, look.signature, services, past=past, landed=landed)


class _Scan:
    """One scan of one repository."""

    def __init__(
        self,
        git: Git,
        settings: ScanSettings,
        now: int,
        progress: Progress | None,
        reviews: Sequence[ReviewLink],
        memory: Memory,
        *,
        cut_off: bool,
    ) -> None:
        self._git = git
        self._memory = memory
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
        services = self._to_read(refs, roots, prints, known, trusting=True)
        if not may_be_trusted(services):  # else it is known without git, which would walk for it
            services = self._to_read(refs, roots, prints, known, trusting=False)
        history = self._read(refs, services)
        if any(is_unrelated(history, service) for service in services):
            services = self._to_read(refs, roots, prints, known, trusting=False)
            history = self._read(refs, services)
        if from_production(services):
            note_what_production_has(self._git, history, services[0])
        if any(must_be_read_anew(history, service) for service in services):
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

    def _to_read(
        self,
        refs: Refs,
        roots: Sequence[ServiceRoot],
        prints: Mapping[str, str],
        known: Mapping[str, ServiceRecord],
        *,
        trusting: bool,
    ) -> list[ToRead]:
        found = Found(refs, self._tags, self._oldest)
        return [
            to_read(
                self._git, found, root, prints[root.service], known.get(root.service),
                trusting=trusting,
            )
            for root in roots
        ]  # fmt: skip

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

    def _read(self, refs: Refs, services: Sequence[ToRead]) -> History:
        mains = [commit for service in services for commit in service.tips]
        filters = by_name(refs.branches, self._settings.branches)
        tips = [
            ref.commit
            for service in services
            for ref in self._rules(refs, service, services, filters).to_read(refs.branches)
        ]
        bounds = list(services[0].bounds)
        if not same_bounds(services):
            tips += [bound for service in services for bound in service.bounds]
            bounds = common_bounds(self._git, services)
        touched = self._claims.touched if self._claims.wanted else None
        return read_history(self._git, [*mains, *tips], bounds, touched, self._count)

    def _count(self, commits: int) -> None:
        if self._progress is not None:
            self._progress(f"{commits:,} commits read")

    def _scanned(
        self, refs: Refs, history: History, service: ToRead, services: Sequence[ToRead]
    ) -> ServiceScan:
        root, main, last = service.root, service.main, service.last
        shared = same_bounds(services)
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
        unseen = doubts(self._git, service, cut_off=self._cut_off)
        return ServiceScan(
            record=record,
            merged=tuple(trunks.merged),
            appended=last is not None,
            open=opened,
            notices=(*notes, *unseen, *reader.notices),
            left_out=found.left_out,
        )

    def _sorted_out(
        self,
        refs: Refs,
        history: History,
        service: ToRead,
        services: Sequence[ToRead],
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
            sorter = Sorter(
                self._git, history, rules, on_lines, released, self._memory, self._beside(service)
            )
            self._open_changes[key] = sorter.sort(refs.branches)
        return self._open_changes[key]

    def _beside(self, service: ToRead) -> str:
        """Return the commit in production, where main does not contain it; else nothing."""
        commit = service.production.commit
        return "" if is_ancestor(self._git, commit, service.main.commit) else commit

    def _rules(
        self, refs: Refs, service: ToRead, services: Sequence[ToRead], filters: NameFilter
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
            cut_off=self._cut_off,
        )


def _nothing(root: ServiceRoot, fingerprint: str) -> ServiceScan:
    record = ServiceRecord(root.service, fingerprint, "", "", "", "")
    notice = Notice(f"{root.service}: {root.repository} has no commits yet")
    return ServiceScan(record, notices=(notice,))
