"""Looks at past releases as a scan on their eve would have: what each needed of those near it.

Around each release there is a view: of its service what it held is pending, of every other what
those of its releases held that were made within the window. What each change did to contracts is
found out as for pending ones (`detect`), and the rules of planning draw the needs. Beyond the
window only pins are looked at (`far_pins`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from relplan.contracts.kind import Access
from relplan.contracts.registry import kind_of
from relplan.detection.detect import Detector, Progress
from relplan.detection.far_pins import FarPins
from relplan.detection.past_needs import past_needs
from relplan.detection.readings import Memory
from relplan.model.change import Change, in_force
from relplan.model.contract_source import ContractSource, Detection
from relplan.model.drift import HeldRelease, PastChange, PastReading
from relplan.model.finding import Severity
from relplan.model.production import KnownBy, Production
from relplan.model.scan import RepositoryRecord, ServiceRecord, ServiceRoot
from relplan.model.snapshot import Snapshot
from relplan.model.workspace import Contract, FeatureMode, Workspace
from relplan.planning.constraints import draw
from relplan.sources.git.held import LINE, Shipped, commit_at
from relplan.sources.git.safe import Git

Release = tuple[str, str]
"""A release: its service and its tag."""
Span = tuple[str, int, int]
"""Of a service the places of the first and the last release that a view holds."""
_HOUR = 3_600
_LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Sight:
    """How the past is looked at."""

    workspace: Workspace
    sources: Sequence[ContractSource]
    severities: Mapping[str, Severity]
    window_hours: int


@dataclass(frozen=True, slots=True)
class View:
    """What is pending around some releases that see the same."""

    centres: tuple[Release, ...]
    spans: tuple[Span, ...]
    """Only of the services that have a release there, sorted."""
    moment: int
    """When the first of the centres was made, in seconds since 1970."""


class Replay:
    """The past of a workspace, to be looked at release by release."""

    def __init__(
        self,
        sight: Sight,
        roots: Sequence[ServiceRoot],
        releases: Sequence[Shipped],
        mains: Mapping[str, str],
    ) -> None:
        """Look at *releases* of *roots*; *mains* are the tips of main branches, by repository."""
        self._sight = _with_pins(sight)
        self._pins = [replace(one, files=()) for one in self._sight.sources if _is_package(one)]
        self._roots = {root.service: root for root in roots}
        self._mains = mains
        self._far = FarPins(self._roots, releases, sight.window_hours * _HOUR)
        self._of: dict[str, list[Shipped]] = defaultdict(list)
        for one in sorted(releases, key=lambda one: (one.date, one.service)):
            self._of[one.service].append(one)
        self._places = {
            (one.service, one.tag): place
            for own in self._of.values()
            for place, one in enumerate(own)
        }

    def views(self, wanted: Sequence[Shipped]) -> list[View]:
        """Return the views around *wanted*, the newest first: so what is read first is of now."""
        centres: dict[tuple[Span, ...], list[Shipped]] = defaultdict(list)
        for one in wanted:
            centres[self._spans(one)].append(one)
        views = [
            View(tuple((one.service, one.tag) for one in own), spans, min(one.date for one in own))
            for spans, own in centres.items()
        ]
        return sorted(views, key=lambda view: (-view.moment, view.centres))

    def _spans(self, release: Shipped) -> tuple[Span, ...]:
        """Return which releases there are within the window of *release*; of its own, only it."""
        window = self._sight.window_hours * _HOUR
        found = []
        for service, own in self._of.items():
            if service == release.service:
                place = self._places[release.service, release.tag]
                found.append((service, place, place))
                continue
            near = [
                place for place, one in enumerate(own) if abs(one.date - release.date) <= window
            ]
            if near:
                found.append((service, near[0], near[-1]))
        return tuple(sorted(found))

    def look(
        self, view: View, memory: Memory, progress: Progress, cancelled: Callable[[], bool]
    ) -> PastReading:
        """Return what the centres of *view* needed, and what needed them.

        Raises ScanCancelledError; what cannot be read is said of the releases that it matters to.
        """
        pending = {name: self._pending(name, first, last) for name, first, last in view.spans}
        speaking = [name for name, changes in pending.items() if changes]
        held = [self._of[name][self._places[name, tag]] for name, tag in view.centres]
        if not any(one.changes for one in held):
            return PastReading(tuple(_row(one, "") for one in held))
        alone = len(speaking) < 2
        records = self._records(view)
        changes = [change for name in sorted(pending) for change in pending[name]]
        matters = _between(speaking, {name for name, _ in view.centres})
        detector = Detector([*self._roots.values()], records, changes, memory, progress, cancelled)
        today = datetime.fromtimestamp(view.moment, UTC).date()
        sources = self._pins if alone else self._sight.sources
        found = detector.detect(sources, self._sight.severities, today, matters)
        far = self._far.needs(found.moved_pins, held)
        if alone:
            return PastReading(tuple(_row(one, "") for one in held), tuple(far))
        edges = draw(self._snapshot(records, changes, found)).edges
        needs = past_needs(edges, self._places_of(view), view.centres)
        rows = tuple(_row(one, _unread(one, found)) for one in held)
        return PastReading(rows, (*needs, *far))

    def _pending(self, service: str, first: int, last: int) -> list[Change]:
        """Return the changes of some releases in a row, each after the one before it."""
        found: list[Change] = []
        for one in self._of[service][first : last + 1]:
            for change in one.changes:
                follows = not change.after and bool(found)
                found.append(replace(change, after=found[-1].id) if follows else change)
        return found

    def _places_of(self, view: View) -> dict[str, PastChange]:
        return {
            change.id: PastChange(name, one.tag, place, change.id)
            for name, first, last in view.spans
            for one in self._of[name][first : last + 1]
            for place, change in enumerate(one.changes)
        }

    def _records(self, view: View) -> dict[str, RepositoryRecord]:
        """Return what ran then of each service, and what was to be deployed."""
        spans = {name: (first, last) for name, first, last in view.spans}
        services: dict[str, list[ServiceRecord]] = defaultdict(list)
        for name, root in self._roots.items():
            if name in spans:
                first, last = (self._of[name][place] for place in spans[name])
                before, main = first.before, last.commit
            else:
                before = main = self._ran(root, view.moment)
            if main:
                services[root.repository].append(
                    ServiceRecord(name, "", f"refs/heads/{LINE}", main, before, before)
                )
        return {
            repository: RepositoryRecord(repository, "", tuple(own))
            for repository, own in services.items()
        }

    def _ran(self, root: ServiceRoot, moment: int) -> str:
        """Return what ran of a service at *moment*: its release, or else its main; empty: none."""
        own = self._of.get(root.service, [])
        earlier = [one.commit for one in own if one.date <= moment]
        if earlier or own:
            return earlier[-1] if earlier else own[0].before
        main = self._mains.get(root.repository, "")
        return commit_at(Git(root.repository), main, moment) if main else ""

    def _snapshot(
        self,
        records: Mapping[str, RepositoryRecord],
        changes: Sequence[Change],
        found: Detection,
    ) -> Snapshot:
        """Return what planning would have looked at; what gates and units were then, nobody knows.

        An issue key alone ties nothing, as for what is pending.
        """
        mode = self._sight.workspace.feature_mode
        workspace = replace(
            self._sight.workspace,
            gates=(),
            units=(),
            feature_mode=mode if mode is FeatureMode.OFF else FeatureMode.DECLARED,
        )
        services = [one for record in records.values() for one in record.services]
        return Snapshot(
            workspace,
            tuple(
                replace(one, effects=in_force(one.effects, found.effects.get(one.id, ())))
                for one in changes
            ),
            production=tuple(
                Production(one.service, one.baseline, one.baseline_commit, KnownBy.RELEASE_TAG)
                for one in services
            ),
            mains={one.service: LINE for one in services},
            takings=found.takings,
            uses=found.uses,
            complete_uses=found.complete_uses,
        )


def _between(speaking: Collection[str], centres: Collection[str]) -> Callable[[str, str], bool]:
    """Tell of a provider and a consumer whether a need between them would be kept.

    Who has nothing pending in the view neither needs anything nor is needed; a need of two that are
    no centre is found around one of them.
    """

    def matters(provider: str, consumer: str) -> bool:
        both = {provider, consumer}
        return both.issubset(speaking) and not both.isdisjoint(centres)

    return matters


def _with_pins(sight: Sight) -> Sight:
    """Let the pins of every service count: what pinned it then need be no contract of today."""
    packages = {source.provider for source in filter(_is_package, sight.sources)}
    others = [one.name for one in sight.workspace.services if one.name not in packages]
    contracts = tuple(Contract(f"pin of {name}", name, kind=_LIBRARY) for name in others)
    workspace = replace(sight.workspace, contracts=(*sight.workspace.contracts, *contracts))
    pins = (ContractSource(one.name, one.kind, one.provider) for one in contracts)
    return replace(sight, workspace=workspace, sources=(*sight.sources, *pins))


def _is_package(source: ContractSource) -> bool:
    kind = kind_of(source.kind)
    return kind is not None and kind.access is Access.PACKAGE


def _row(release: Shipped, unread: str) -> HeldRelease:
    return HeldRelease(
        release.service,
        release.tag,
        release.commit,
        release.date,
        sum(not change.cancelled for change in release.changes),
        unread,
    )


def _unread(release: Shipped, found: Detection) -> str:
    """Return what could not be read of a release that may matter, in half a sentence."""
    names = {change.id for change in release.changes}
    for one in found.unread:
        if one.service == release.service and not names.isdisjoint(one.changes or names):
            return f"{one.subject}: {one.reason}"
    return ""
