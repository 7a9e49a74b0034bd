"""One open workspace: its store, and what was read of its repositories; nothing is planned here."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from relplan.app import origin, own_scenario, running
from relplan.app.finding import workspace_file
from relplan.app.moments import parse_moment
from relplan.app.snapshots import counts_in, pending_in
from relplan.model.decision import Person
from relplan.model.errors import RelplanError, UnknownNameError
from relplan.model.evidence import ISSUE_KEY
from relplan.model.nearest import meant
from relplan.model.production import PRODUCTION, Production
from relplan.model.question import Answer
from relplan.model.scan import Notice, RepositoryFailure
from relplan.model.scenario import MAIN_SCENARIO
from relplan.model.snapshot import Snapshot
from relplan.model.store_place import StoreUrl
from relplan.model.value import value
from relplan.store import Store, open_store
from relplan.store.sqlite.files import make_folder_of
from relplan.workspace import LoadedWorkspace
from relplan.workspace.kept import keep, kept
from relplan.workspace.loaded import file_beside

if TYPE_CHECKING:
    from relplan.app.scanning import Cancelled, OnProgress, ScanReport

Clock = Callable[[], float]


@value()
class Freshness:
    """How far what is planned can be trusted to be what git says now."""

    scanned_at: int | None
    """Seconds since 1970; None: never scanned."""
    failures: tuple[RepositoryFailure, ...]
    """Repositories whose last scan failed: what is shown of them is older."""


def workspace_of(folder: Path) -> LoadedWorkspace:
    """Read the relplan.toml of *folder* or above it.

    Raises WorkspaceError where there is none, or it is wrong.
    """
    file = workspace_file(folder)
    return kept(file) or read_anew(file)


def read_anew(file: Path) -> LoadedWorkspace:
    """Read *file* and check all that it says. Raises WorkspaceError where it is wrong."""
    # What checks it takes longer to load than most commands to run.
    from relplan.app.rules import check_severities  # noqa: PLC0415
    from relplan.workspace.reading import text_of, understood  # noqa: PLC0415

    text = text_of(file)
    loaded = understood(file, text)
    check_severities(loaded.file, loaded.severities)
    if isinstance(loaded.store, StoreUrl):  # which makes no folder in which to keep anything
        with suppress(OSError):
            make_folder_of(file_beside(loaded.file))
    keep(loaded, text)
    return loaded


def _looked_up(
    folder: Path, as_of: str | None, environment: str
) -> tuple[LoadedWorkspace, int | None]:
    """Return the workspace of *folder* or above it, and the moment that *as_of* says."""
    loaded = workspace_of(folder)
    moment = None if as_of is None else parse_moment(as_of, loaded.workspace.timezone)
    known = [found.name for found in loaded.environments]
    if environment not in known:
        listed = f"known are {', '.join(known)}; add [environments.{environment}]"
        hint = meant(environment, known, listed)
        raise UnknownNameError(f"{loaded.file} has no environment '{environment}'", hint)
    return loaded, moment


class Opened:
    """Use as a context manager; not safe to use from two threads at once."""

    def __init__(
        self,
        loaded: LoadedWorkspace,
        clock: Clock = time.time,
        as_of: int | None = None,
        environment: str = PRODUCTION,
        scenario: str = "",
    ) -> None:
        """Open the store of *loaded*, making it where there is none, to plan for *environment*.

        With *as_of*, in seconds since 1970, all is as if it were then. Only what people decide is
        dated by *clock* all the same. Looked at is *scenario*, else what the person chose.
        """
        self.loaded = loaded
        self.wall_clock = clock
        self.as_of = as_of
        self.environment = environment
        self.through = ""
        """Through what whoever is logged in decides, such as an assistant; empty: by themselves."""
        self._scenario_name = scenario
        self.store: Store = open_store(loaded.store)

    @classmethod
    def at(
        cls,
        folder: Path,
        clock: Clock = time.time,
        as_of: str | None = None,
        environment: str = PRODUCTION,
        scenario: str = "",
    ) -> Self:
        """Open the workspace of *folder* or above it, as if at *as_of*, for *environment*.

        Raises WorkspaceError where there is none, RelplanError where *as_of* is no moment in words,
        UnknownNameError for *environment*, and for *scenario* when it is first looked at.
        """
        loaded, moment = _looked_up(folder, as_of, environment)
        return cls(loaded, clock, moment, environment, scenario)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if isinstance(error, Exception) and not isinstance(error, (RelplanError, OSError)):
                self.store.check()  # before relplan itself is blamed
        finally:
            self.close()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def clock(self) -> float:
        """Return the moment from which all is seen, in seconds since 1970."""
        return self.wall_clock() if self.as_of is None else self.as_of

    @property
    def person(self) -> Person:
        """Who decides, as the log says it."""
        who = f"{origin.who()}, by {self.through}" if self.through else origin.who()
        return Person(who, origin.host())

    @property
    def name(self) -> str:
        """The workspace's name."""
        return self.loaded.workspace.name

    @property
    def scenario_name(self) -> str:
        """The scenario that whoever opened it looks at: the same until they `look_at` another one.

        What ``RELPLAN_SCENARIO`` names goes before what they switched to; else it is main. One
        that they switched to and that is gone, as after the store was restored, counts for nothing.
        Raises UnknownNameError where the variable names none.
        """
        if not self._scenario_name:
            names = self.store.scenario_names()
            self._scenario_name = own_scenario.of_environment(names) or self._chosen(names)
        return self._scenario_name

    def _chosen(self, names: tuple[str, ...]) -> str:
        if len(names) == 1:  # where the person's own folders are takes a while to tell
            return MAIN_SCENARIO
        found = own_scenario.chosen(self.loaded)
        return found if found in names else MAIN_SCENARIO

    def look_at(self, name: str) -> None:
        """Look at scenario *name* from now on. Raises UnknownNameError where there is none."""
        self.store.scenario(name)
        self._scenario_name = name

    def forget(self) -> None:
        """Take note that what was read may be another now."""

    def freshness(self) -> Freshness:
        """Return when git was read last, and what failed then."""
        at = self.store.scanned_at() if self.is_read else None
        return Freshness(at, self.store.failures())

    def require_scan(self) -> int:
        """Return when git was read last, in seconds since 1970; RelplanError: it never was."""
        if not self.is_read:
            what = f"what {self.environment} runs has not been read yet"
            raise RelplanError(what, "run `relplan scan`")
        scanned_at = self.store.scanned_at()
        if scanned_at is None:
            raise RelplanError("nothing has been scanned yet", "run `relplan scan`")
        return scanned_at

    @property
    def is_read(self) -> bool:
        """Tell whether the last scan knew of the environment."""
        return self.environment == PRODUCTION or bool(self.running())

    def moved(self) -> tuple[str, ...]:
        """Return the services of which a scan would read anew what the store has of them."""
        from relplan.app.scanning import moved  # noqa: PLC0415 - see `scan`

        return moved(self.loaded, self.store, int(self.clock()))

    def running(self) -> dict[str, Production]:
        """Return what runs in the environment, by service, in the order of relplan.toml."""
        found = self.store.deployed().of(self.environment)
        names = (service.name for service in self.loaded.workspace.services)
        return {name: found[name] for name in names if name in found}

    def pending_counts(self) -> dict[str, int]:
        """Return how many changes are pending in the environment, by service."""
        return counts_in(self.store.change_counts(), self.store.contained(self.environment))

    def notices(self) -> tuple[Notice, ...]:
        """Return what a person should know that stops nothing; first of what runs where."""
        # Few commands say them, and reading needs no planning else.
        from relplan.planning.constraints.issue_keys import may_be_one  # noqa: PLC0415
        from relplan.planning.constraints.pending import names_taken, pending  # noqa: PLC0415

        # Only what changes say can be wrong, and few say anything: no need to plan for this. An
        # issue key, which many have, is wrong only where a coupling is called as one.
        workspace = self.loaded.workspace
        but_by = "" if any(map(may_be_one, names_taken(workspace))) else ISSUE_KEY
        speaking = self.store.changes(only_speaking=True, but_by=but_by)
        speaking = pending_in(speaking, self.store.contained(self.environment))
        known = pending(Snapshot(self.loaded.workspace, speaking))
        deployed = self.store.deployed()
        here = [notice for name, notice in deployed.notices if name == self.environment]
        return (*here, *self.store.notices(), *known.notices)

    def _given(self) -> dict[str, Answer]:
        # Answers hold in every scenario.
        return running.in_force(self.loaded.answers, self.store.decisions())

    def scan(
        self,
        *,
        full: bool = False,
        wait: bool = False,
        on_progress: "OnProgress | None" = None,
        cancelled: "Cancelled | None" = None,
    ) -> "ScanReport":
        """Read what is new in git, or with *full* all of it, and go on with that.

        With *wait*, only when no other scan is under way. Raises StoreError where one is, and the
        store takes but one.
        """
        # Reading git is the one use case that needs its library, which takes a while to import.
        from relplan.app.scanning import scan  # noqa: PLC0415
        from relplan.app.under_way import UnderWay  # noqa: PLC0415

        total = len({root.repository for root in self.loaded.roots})
        with (
            self.store.scanning(origin.who(), wait=wait),
            UnderWay(self.store, origin.who(), total, on_progress) as under_way,
        ):
            now = int(self.clock())
            report = scan(
                running.with_answers(self.loaded, self._given()),
                self.store,
                now,
                full=full,
                today=None if self.as_of is None else datetime.fromtimestamp(now, UTC).date(),
                on_progress=under_way,
                cancelled=cancelled,
            )
        self.forget()
        return replace(report, changes=sum(self.pending_counts().values()))


open_workspace = Opened.at
"""Opens a workspace without planning anything."""
