"""The store, as the rest of relplan sees it: the model's values in and out, no rows."""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager, closing
from types import TracebackType
from typing import TYPE_CHECKING, Self

from relplan.model.change import Change
from relplan.model.contract_source import DetectedUse, Detection
from relplan.model.decision import Decision, DecisionKind, LogEntry
from relplan.model.deployment import Deployed
from relplan.model.facts import Caution, MayBeDark, Taking, Unread
from relplan.model.flag import Prerequisite
from relplan.model.past import PastRelease
from relplan.model.review import ReviewLink
from relplan.model.scan import (
    LeftOut,
    Notice,
    RepositoryFailure,
    RepositoryRecord,
    RepositoryScan,
)
from relplan.model.scenario import MAIN_SCENARIO, Scenario
from relplan.model.store_place import StorePlace, StoreUrl
from relplan.store import (
    changes,
    decisions,
    detections,
    facts,
    log,
    past,
    reviews,
    running,
    scans,
    scenarios,
    upkeep,
)
from relplan.store.database import Database
from relplan.store.rows import Rows
from relplan.store.scan_note import ScanNote
from relplan.store.sqlite.opening import open_database

if TYPE_CHECKING:
    from relplan.model.drift import PastReading
    from relplan.model.runbook import Tick


def open_store(place: StorePlace) -> "Store":
    """Open the store at *place*, made or brought up to date where that is needed.

    A file's folder is made too, but not the folders above. Raises StoreError where the store cannot
    be read, is none, or was made by a newer relplan.
    """
    return Store(_database_at(place, make=True))


def _database_at(place: StorePlace, *, make: bool) -> Database:
    if isinstance(place, StoreUrl):
        from relplan.store import postgresql  # psycopg is loaded where a server is asked

        return postgresql.open_database(place, make=make)
    return open_database(place, make=make)


def copy_store(source: StorePlace, target: StorePlace) -> dict[str, int]:
    """Copy the whole store at *source* to *target*, where none is yet; return its rows by table.

    Raises StoreError where there is none at *source*, where *target* holds anything, and for what
    either cannot do: nothing is copied then.
    """
    from relplan.store import copying

    with (
        closing(_database_at(source, make=False)) as found,
        closing(_database_at(target, make=True)) as made,
    ):
        return copying.copy(found, made, str(target))


class Store:
    """What was scanned and what people decided.

    Each method is one short transaction: all of it is saved, or nothing. Each raises StoreError
    where the file cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        """Keep all in *database*."""
        self._database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def check(self) -> None:
        """Look through all of the file. Raises StoreError where it is damaged."""
        self._database.check()

    def repository_records(self) -> dict[str, RepositoryRecord]:
        """Return where the last scan of each repository ended, by the repository's path."""
        with self._database.reading() as rows:
            return scans.repository_records(rows)

    def save_scan(self, scan: RepositoryScan, at: int) -> None:
        """Save what *scan* read at *at*, in seconds since 1970. Decisions stay as they are."""
        if scan.unchanged:
            self.save_unchanged([scan.repository], at)
            return
        from relplan.store.saving import scans as saving

        with self._database.changing() as rows:
            saving.save_scan(rows, scan, at)

    def save_failure(self, failure: RepositoryFailure, at: int) -> None:
        """Save that a repository could not be read at *at*; what is stored of it stays."""
        from relplan.store.saving import scans as saving

        with self._database.changing() as rows:
            saving.save_failure(rows, failure, at)

    def save_unchanged(self, repositories: Collection[str], at: int) -> None:
        """Save that nothing was new in *repositories* at *at*, in seconds since 1970."""
        if repositories:
            with self._database.changing() as rows:
                upkeep.save_unchanged(rows, repositories, at)

    def keep_only(self, services: Collection[str]) -> None:
        """Forget what was scanned of all other services. Decisions stay as they are."""
        with self._database.reading() as rows:
            if not any(upkeep.others(rows, services)) and not upkeep.has_empty(rows):
                return
        with self._database.changing() as rows:
            upkeep.forget(rows, *upkeep.others(rows, services))

    def drop_stale(self, before: int, but_of: Collection[str] = ()) -> None:
        """Forget the open changes that were made before *before*, in seconds since 1970."""
        with self._database.reading() as rows:
            if not upkeep.stale(rows, before, but_of):
                return
        with self._database.changing() as rows:
            upkeep.leave_out(rows, upkeep.stale(rows, before, but_of))

    def changes(
        self, *, only_speaking: bool = False, but_by: str = "", even_over: bool = False
    ) -> tuple[Change, ...]:
        """Return all changes, by service: merged ones in trunk order, then open ones by id.

        Open ones have the state that a person gave them, if any did. With *only_speaking*, only
        those that say something of a contract, feature or other change, and by more than evidence
        of the rule *but_by*: usually few. With *even_over*, open ones whose reviews are merged or
        closed as well.
        """
        with self._database.reading() as rows:
            states = decisions.review_states(rows)
            found = changes.read_changes(rows, states, only_speaking=only_speaking, but_by=but_by)
            links = reviews.reviews(rows)
            if not even_over and (gone := reviews.over(found, links)):
                found = tuple(change for change in found if change.id not in gone)
            return reviews.with_reviews(found, links)

    def change_counts(self) -> dict[str, int]:
        """Return how many changes there are by service, without reading them."""
        with self._database.reading() as rows:
            counts = changes.change_counts(rows)
            for change in self._over(rows):
                counts[change.partition(":")[0]] -= 1
            return counts

    def _over(self, rows: Rows) -> frozenset[str]:
        """Return the open changes whose reviews are merged or closed."""
        links = reviews.reviews(rows)
        if not any(link.over for link in links):
            return frozenset()
        return reviews.over(changes.read_changes(rows, {}), links)

    def detected_with(self) -> str:
        """Return the fingerprint of the last detection; empty: there was none."""
        with self._database.reading() as rows:
            return detections.detected_with(rows)

    def detected_uses(self) -> tuple[DetectedUse, ...]:
        """Return which parts of contracts consumers are seen to use."""
        with self._database.reading() as rows:
            return detections.detected_uses(rows)

    def takings(self) -> tuple[Taking, ...]:
        """Return who is found to take which contract."""
        with self._database.reading() as rows:
            return facts.takings(rows)

    def complete_uses(self) -> frozenset[tuple[str, str]]:
        """Return the (contract, consumer) of whom all uses are known."""
        with self._database.reading() as rows:
            return facts.complete_uses(rows)

    def cautions(self) -> dict[str, tuple[Caution, ...]]:
        """Return the risky findings, by change."""
        with self._database.reading() as rows:
            return facts.cautions(rows)

    def dark(self) -> dict[str, tuple[MayBeDark, ...]]:
        """Return the flags that changes may be dark behind, by change."""
        with self._database.reading() as rows:
            return facts.dark(rows)

    def prerequisites(self) -> tuple[Prerequisite, ...]:
        """Return which flags hold others up."""
        with self._database.reading() as rows:
            return facts.prerequisites(rows)

    def unread(self) -> tuple[Unread, ...]:
        """Return what could not be read of contracts and consumers the last time."""
        with self._database.reading() as rows:
            return facts.unread(rows)

    def save_detection(self, detection: Detection, fingerprint: str) -> None:
        """Save what was detected in contracts' files, in the place of what was before."""
        from relplan.store.saving import detections as saving

        with self._database.changing() as rows:
            saving.save_detection(rows, detection, fingerprint)

    def readings(self) -> dict[str, str]:
        """Return what was read from blobs in earlier scans."""
        with self._database.reading() as rows:
            return detections.readings(rows)

    def save_readings(self, made: Mapping[str, str], used: Iterable[str], at: int) -> None:
        """Keep what was *made* at *at*, in seconds since 1970, and what was *used* then."""
        from relplan.store.saving import detections as saving

        with self._database.changing() as rows:
            saving.save_readings(rows, made, used, at)

    def reviews(self) -> tuple[ReviewLink, ...]:
        """Return what is remembered of reviews on forges, by URL."""
        with self._database.reading() as rows:
            return reviews.reviews(rows)

    def save_landed(self, urls: Collection[str]) -> None:
        """Save that the reviews at *urls*, and no others, were merged by a commit that is here."""
        from relplan.store.saving import reviews as saving

        with self._database.changing() as rows:
            saving.save_landed(rows, urls)

    def save_reviews(self, links: Iterable[ReviewLink]) -> None:
        """Remember *links*, each in the place of what is stored under its URL."""
        from relplan.store.saving import reviews as saving

        with self._database.changing() as rows:
            saving.save_reviews(rows, links)

    def ticks(self) -> "tuple[Tick, ...]":
        """Return what was said of the steps of all runbooks, in order."""
        from relplan.store import runbooks  # few ask for it

        with self._database.reading() as rows:
            return runbooks.ticks(rows)

    def tick(self, tick: "Tick") -> None:
        """Add *tick* to the record."""
        from relplan.store.saving import runbooks as saving

        with self._database.writing() as connection:
            saving.add_tick(connection, tick)

    def dependency_refs(self) -> frozenset[str]:
        """Return what the ``Depends-On:`` trailers of all changes, and their reviews, ask for."""
        with self._database.reading() as rows:
            links = reviews.reviews(rows)
            of_reviews = {one.ref for link in links for one in link.depends_on}
            return changes.dependency_refs(rows) | of_reviews

    def notices(self) -> tuple[Notice, ...]:
        """Return all notices, by service and in the order in which they were read."""
        with self._database.reading() as rows:
            links = reviews.reviews(rows)
            gone: frozenset[str] = frozenset()
            told: tuple[Notice, ...] = ()
            if any(link.over or link.notes for link in links):
                found = changes.read_changes(rows, {})
                gone, told = reviews.over(found, links), reviews.notices(found, links)
            every = (*scans.notices(rows), *told, *detections.detection_notices(rows))
            return tuple(notice for notice in every if notice.change not in gone)

    def left_out(self) -> dict[str, tuple[LeftOut, ...]]:
        """Return the branches that are no open changes, with the reason, by service."""
        with self._database.reading() as rows:
            return scans.left_out(rows)

    def landed(self) -> dict[str, dict[str, str]]:
        """Return what scans have told of branches, by repository and key."""
        with self._database.reading() as rows:
            return scans.landed(rows)

    def failures(self) -> tuple[RepositoryFailure, ...]:
        """Return the repositories whose last scan failed: what is stored of them is stale."""
        with self._database.reading() as rows:
            return scans.failures(rows)

    def scanned_at(self) -> int | None:
        """Return the oldest of the times at which each repository was last read, or None."""
        with self._database.reading() as rows:
            return scans.scanned_at(rows)

    def shipped(self) -> frozenset[str]:
        """Return what ``Depends-On:`` trailers ask for and production already has."""
        with self._database.reading() as rows:
            return scans.shipped(rows)

    def save_shipped(self, refs: Collection[str]) -> None:
        """Save *refs* as all that production already has."""
        from relplan.store.saving import scans as saving

        with self._database.changing() as rows:
            saving.save_shipped(rows, refs)

    def deployed(self) -> Deployed:
        """Return what runs where, as far as it is known."""
        with self._database.reading() as rows:
            return running.deployed(rows)

    def contained(self, environment: str) -> frozenset[str]:
        """Return the changes that were read for other environments, and that this one has."""
        with self._database.reading() as rows:
            return running.contained(rows, environment)

    def running_with(self) -> str:
        """Return the fingerprint of the last `save_running`; empty: there was none."""
        with self._database.reading() as rows:
            return running.running_with(rows)

    def save_running(
        self, deployed: Deployed, contained: Mapping[str, Collection[str]], fingerprint: str
    ) -> None:
        """Save what runs where and which changes each environment has, in the place of before."""
        from relplan.store.saving import running as saving

        with self._database.changing() as rows:
            saving.save_running(rows, deployed, contained, fingerprint)

    def past_releases(self) -> tuple[PastRelease, ...]:
        """Return the past releases that were read, without what they held."""
        with self._database.reading() as rows:
            return past.past_releases(rows)

    def past(self) -> tuple[PastRelease, ...]:
        """Return the past releases, by service and oldest first, with what they held."""
        with self._database.reading() as rows:
            return past.past(rows)

    def past_read_with(self) -> tuple[str, str]:
        """Return how the past was read, and what there was to read; empty: never to the end."""
        from relplan.store import drift  # few ask for it

        with self._database.reading() as rows:
            return drift.past_read_with(rows)

    def past_reading(self) -> "PastReading":
        """Return what was read so far of what past releases needed of each other."""
        from relplan.store import drift  # few ask for it

        with self._database.reading() as rows:
            return drift.past_reading(rows)

    def past_notes(self) -> tuple[str, ...]:
        """Return what of the past the last reading left open, in full sentences."""
        from relplan.store import drift  # few ask for it

        with self._database.reading() as rows:
            return drift.past_notes(rows)

    def forget_past(self, releases: Collection[tuple[str, str]] | None = None) -> None:
        """Forget what was read of *releases*, (service, tag); None: of all of the past."""
        from relplan.store.saving import drift as saving

        with self._database.changing() as rows:
            if releases is None:
                saving.forget_past(rows)
            else:
                saving.forget_releases(rows, releases)

    def save_past_reading(self, reading: "PastReading") -> None:
        """Save what was found around the releases of *reading*, in the place of before."""
        from relplan.store.saving import drift as saving

        with self._database.changing() as rows:
            saving.save_past_reading(rows, reading)

    def end_past_reading(self, how: str, state: str, notes: Collection[str]) -> None:
        """Save that all there is of the past was read; *notes* say what is not known of it."""
        from relplan.store.saving import drift as saving

        with self._database.changing() as rows:
            saving.end_past_reading(rows, how, state, notes)

    def scenario_names(self) -> tuple[str, ...]:
        """Return all scenarios, in the order in which they were made; ``main`` is the first."""
        with self._database.reading() as rows:
            return scenarios.names(rows)

    def scenario(self, name: str = MAIN_SCENARIO) -> Scenario:
        """Return a scenario. Raises UnknownNameError for *name*."""
        with self._database.reading() as rows:
            number = scenarios.number_of(rows, name)
            return decisions.scenario_of(name, decisions.decisions(rows, number))

    def new_scenario(self, name: str, copy_of: str) -> None:
        """Make a scenario with what is in force in *copy_of*.

        Raises RelplanError where *name* is empty or taken, UnknownNameError for *copy_of*.
        """
        from relplan.store.saving import scenarios as saving

        with self._database.writing() as connection:
            saving.create(connection, name, copy_of)

    def decide(  # noqa: PLR0913
        self,
        kind: DecisionKind,
        subject: str,
        value: str,
        *,
        who: str,
        at: int,
        detail: str = "",
        reason: str = "",
        scenario: str = MAIN_SCENARIO,
        together: int | None = None,
        host: str = "",
        via: str = "",
    ) -> LogEntry | None:
        """Put a decision in force in *scenario*; an empty *value* withdraws it.

        It will be undone together with the step of that number.

        Return the step of the log, or None where that is what holds already. What was undone can
        no more be redone. Raises RelplanError for a value that *kind* cannot have,
        UnknownNameError for *scenario*.
        """
        decision = Decision(kind, subject, value, detail, reason, who, at, host, via)
        from relplan.store.saving import log as saving

        with self._database.writing() as connection:
            return saving.decide(connection, decision, scenario, together)

    def decisions(self, scenario: str = MAIN_SCENARIO) -> tuple[Decision, ...]:
        """Return what is in force in *scenario*, by kind and subject."""
        with self._database.reading() as rows:
            return decisions.decisions(rows, scenarios.number_of(rows, scenario))

    def undo(
        self,
        *,
        who: str,
        at: int,
        whose: log.Whose = log.ALL,
        host: str = "",
        via: str = "",
        allowed: Callable[[LogEntry], object] = lambda _: None,
    ) -> LogEntry | None:
        """Undo the newest of *whose* steps, and what was decided with it; None: nothing.

        Raises RelplanError where somebody decided anew on the same subject since, and whatever
        *allowed* raises of one of the steps: then nothing is undone.
        """
        from relplan.store.saving import log as saving

        by = saving.Turner(who, at, host, via)
        with self._database.writing() as connection:
            return saving.turn(connection, by, whose, undone=True, allowed=allowed)

    def redo(
        self,
        *,
        who: str,
        at: int,
        whose: log.Whose = log.ALL,
        host: str = "",
        via: str = "",
        allowed: Callable[[LogEntry], object] = lambda _: None,
    ) -> LogEntry | None:
        """Redo the one of *whose* steps that was undone last; None: there is nothing to redo.

        Raises as `undo` does.
        """
        from relplan.store.saving import log as saving

        by = saving.Turner(who, at, host, via)
        with self._database.writing() as connection:
            return saving.turn(connection, by, whose, undone=False, allowed=allowed)

    def can_undo(self, whose: log.Whose = log.ALL) -> bool:
        """Tell whether there is one of *whose* steps to undo."""
        with self._database.reading() as rows:
            return log.can_turn(rows, whose, undone=True)

    def can_redo(self, whose: log.Whose = log.ALL) -> bool:
        """Tell whether there is one of *whose* steps to redo."""
        with self._database.reading() as rows:
            return log.can_turn(rows, whose, undone=False)

    def last_turn(self) -> int:
        """Return a number that grows with everything that is decided, undone or redone."""
        with self._database.reading() as rows:
            return log.last_turn(rows)

    def one_state(self) -> AbstractContextManager[None]:
        """Let all that is read inside be of one state of the store, whatever others write."""
        return self._database.one_state()

    def scanning(self, who: str, *, wait: bool = False) -> AbstractContextManager[None]:
        """Scan inside, as *who*; with *wait*, wait for others' scans first.

        Where many share the store they see what is read at the end, all at once, and a scan beside
        another is refused: StoreError.
        """
        return self._database.scanning(who, wait=wait)

    def note_scan(self, note: ScanNote) -> None:
        """Tell other processes how far a scan is."""
        self._database.note_scan(note)

    def end_scan_note(self, process: int) -> None:
        """Tell other processes that the scan of *process* is over."""
        self._database.end_scan_note(process)

    def scan_note(self, *, but_of: int) -> ScanNote | None:
        """Return how far the scan of a process that runs is, *but_of* one; None: none scans."""
        return self._database.scan_note(but_of)

    def version(self) -> tuple[int, int]:
        """Return what differs whenever another process, or another Store, has changed the file."""
        return self._database.version()

    def log(self, limit: int | None = None) -> tuple[LogEntry, ...]:
        """Return the newest *limit* steps of all scenarios, or all of them, newest first."""
        with self._database.reading() as rows:
            return log.entries(rows, limit)
