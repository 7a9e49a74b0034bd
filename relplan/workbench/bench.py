"""One open workspace: its store, its plan, and what a person does to them."""

import getpass
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from relplan.model.change import State
from relplan.model.decision import Decision, DecisionKind, LogEntry
from relplan.model.edge import Edge
from relplan.model.errors import RelplanError, UnknownNameError, WorkspaceError
from relplan.model.plan import Numbers, Why
from relplan.model.scan import Notice, RepositoryFailure
from relplan.model.scenario import MAIN_SCENARIO, Mark, Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning.compare import Comparison, compare
from relplan.planning.constraints.pending import pending
from relplan.planning.couplings import Coupling, couplings
from relplan.planning.explain import why
from relplan.planning.plan import Plan
from relplan.planning.planner import Planner
from relplan.store import Store, open_store
from relplan.workbench.names import find_change, find_coupling, find_edge, find_mark
from relplan.workspace import LoadedWorkspace, find, load

if TYPE_CHECKING:
    from relplan.workbench.scanning import Cancelled, OnProgress, ScanReport

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far what is planned can be trusted to be what git says now."""

    scanned_at: int | None
    """Seconds since 1970; None: never scanned."""
    failures: tuple[RepositoryFailure, ...]
    """Repositories whose last scan failed: what is shown of them is older."""


def open_workbench(folder: Path, clock: Clock = time.time) -> "Workbench":
    """Open the workspace of *folder* or above it. Raises WorkspaceError where there is none."""
    file = find(folder)
    if file is None:
        what = f"no relplan.toml in {folder.absolute()} or above it"
        raise WorkspaceError(what, "begin with `relplan init`, or look at `relplan demo`")
    return Workbench(load(file), clock)


class Workbench:
    """Use as a context manager; not safe to use from two threads at once, but for `preview`."""

    def __init__(self, loaded: LoadedWorkspace, clock: Clock = time.time) -> None:
        """Open the store of *loaded*, making it where there is none."""
        self.loaded = loaded
        self.clock = clock
        self.store: Store = open_store(loaded.store)
        self._planner: Planner | None = None

    def __enter__(self) -> "Workbench":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    # What there is

    @property
    def name(self) -> str:
        """The workspace's name."""
        return self.loaded.workspace.name

    @property
    def planner(self) -> Planner:
        """The planner of what the store has; made anew when that changes."""
        if self._planner is None:
            self._planner = Planner(self._snapshot())
        return self._planner

    def _snapshot(self) -> Snapshot:
        uses, complete = self.store.detected_uses(), self.store.complete_uses()
        workspace = self.loaded.workspace.with_uses(
            (use.contract, use.consumer, use.part)
            for use in uses
            if (use.contract, use.consumer) in complete
        )
        return Snapshot(
            workspace,
            self.store.changes(),
            self.store.shipped(),
            takings=self.store.takings(),
            uses=uses,
            complete_uses=complete,
            cautions=self.store.cautions(),
            unread=self.store.unread(),
        )

    def forget(self) -> None:
        """Read the changes from the store again when they are next asked for."""
        self._planner = None

    def freshness(self) -> Freshness:
        """Return when git was read last, and what failed then."""
        return Freshness(self.store.scanned_at(), self.store.failures())

    def baselines(self) -> dict[str, str]:
        """Return what is taken for production, by service: a revision, a tag, or a commit."""
        records = self.store.repository_records().values()
        found = {service.service: service for record in records for service in record.services}
        return {
            service.name: found[service.name].baseline
            for service in self.loaded.workspace.services
            if service.name in found
        }

    def notices(self) -> tuple[Notice, ...]:
        """Return what a person should know that stops nothing."""
        # Only what changes say can be wrong, and few say anything: no need to plan for this.
        speaking = self.store.changes(only_speaking=True)
        known = pending(Snapshot(self.loaded.workspace, speaking))
        return (*self.store.notices(), *known.notices)

    def scan(
        self,
        *,
        full: bool = False,
        on_progress: "OnProgress | None" = None,
        cancelled: "Cancelled | None" = None,
    ) -> "ScanReport":
        """Read what is new in git, or with *full* all of it, and plan with that from now on."""
        # Reading git is the one use case that needs its library, which takes a while to import.
        from relplan.workbench.scanning import scan  # noqa: PLC0415

        now = int(self.clock())
        report = scan(
            self.loaded, self.store, now, full=full, on_progress=on_progress, cancelled=cancelled
        )
        self.forget()
        return report

    # Plans

    def scenario(self, name: str | None = None) -> Scenario:
        """Return the scenario called *name*, or the one in use."""
        return self.store.scenario(name)

    def plan(self, scenario: Scenario | None = None) -> Plan:
        """Plan under *scenario*, or the one in use."""
        return self.planner.plan(self.scenario() if scenario is None else scenario)

    def unmarked(self) -> Plan:
        """Plan with no marks and no dismissals, to compare others with."""
        return self.planner.unmarked_plan

    def why(self, change: str, scenario: Scenario | None = None) -> Why:
        """Explain the change that *change* means."""
        plan = self.plan(scenario)
        return why(plan, find_change(plan, change))

    def compare(self, before: str, after: str) -> Comparison:
        """Compare two scenarios by name."""
        return compare(self.plan(self.scenario(before)), self.plan(self.scenario(after)))

    def couplings(self) -> tuple[Coupling, ...]:
        """Return what can be marked, those that draw most edges first."""
        return couplings(self.planner.graph)

    def preview(self, scenario: Scenario, coupling: str, mark: Mark | None) -> Numbers:
        """Return the numbers that *scenario* would have with *mark*, or none, on *coupling*."""
        return self.planner.preview(scenario.with_mark(coupling, mark)).numbers

    # Decisions, each of them one entry in the dated log

    def mark(self, coupling: str, mark: str) -> LogEntry | None:
        """Put *mark* on *coupling*; None where that is so already."""
        found = find_coupling(self.plan(), coupling)
        value = find_mark(found, mark).value
        return self._decide(DecisionKind.MARK, found.name, value, detail=found.kind.value)

    def unmark(self, coupling: str) -> LogEntry | None:
        """Take the mark off *coupling*, which may be gone by now; None where there is none."""
        marked = [name for name, _ in self.scenario().marks]
        name = coupling if coupling in marked else find_coupling(self.plan(), coupling).name
        return self._decide(DecisionKind.MARK, name, "")

    def dismiss(self, edge: str, reason: str) -> LogEntry | None:
        """Dismiss the edge whose fingerprint starts with *edge*, for *reason*."""
        if not reason.strip():
            what = "a dismissal needs a reason"
            raise RelplanError(what, "say with --reason why the edge is not so")
        found = find_edge(self.plan(), edge)
        if not found.dismissible:
            raise RelplanError(f"{in_words(found)} cannot be dismissed", _instead(found))
        return self._decide(
            DecisionKind.DISMISSAL,
            found.fingerprint,
            "dismissed",
            detail=in_words(found),
            reason=reason.strip(),
        )

    def restore(self, edge: str) -> LogEntry | None:
        """Take a dismissal back; the edge may be gone by now."""
        dismissed = sorted(self.scenario().dismissals)
        found = [fingerprint for fingerprint in dismissed if fingerprint.startswith(edge)]
        if len(found) != 1:
            hint = f"dismissed are {', '.join(dismissed)}" if dismissed else "none is dismissed"
            raise UnknownNameError(f"'{edge}' is not one dismissed edge", hint)
        return self._decide(DecisionKind.DISMISSAL, found[0], "")

    def set_state(self, change: str, state: str) -> LogEntry | None:
        """Say how far an open change has come."""
        plan = self.plan()
        found = plan.changes[find_change(plan, change)]
        if found.merged:
            raise RelplanError(
                f"{found.id} is merged", "only an open change's state is set by hand"
            )
        settable = (State.IN_PROGRESS.value, State.READY.value)
        if state not in settable:
            hint = f"choose {' or '.join(settable)}"
            raise UnknownNameError(f"no open change can be '{state}'", hint)
        if found.state.value == state:
            return None
        entry = self._decide(DecisionKind.STATE, found.id, state, detail=found.title)
        self.forget()
        return entry

    def undo(self) -> LogEntry | None:
        """Take back the last decision; None where there is none."""
        return self._moved(self.store.undo(who=who(), at=int(self.clock())))

    def redo(self) -> LogEntry | None:
        """Decide again what was taken back last; None where there is nothing."""
        return self._moved(self.store.redo(who=who(), at=int(self.clock())))

    def log(self, limit: int | None = None) -> tuple[LogEntry, ...]:
        """Return what was decided, newest first."""
        return self.store.log(limit)

    def orphans(self) -> tuple[Decision, ...]:
        """Return the decisions in force whose coupling, edge or change is gone."""
        graph = self.planner.graph
        known = {
            DecisionKind.MARK: {coupling.name for coupling in self.couplings()},
            DecisionKind.DISMISSAL: set(graph.fingerprints()) if self.scenario().dismissals else (),
            DecisionKind.STATE: graph.changes.keys(),
        }
        decisions = self.store.decisions()
        return tuple(found for found in decisions if found.subject not in known[found.kind])

    # Scenarios

    def new_scenario(self, name: str, copy_of: str | None = None) -> None:
        """Make a what-if that starts as a copy of *copy_of*, or of the scenario in use."""
        if not name.strip() or not name.isprintable():
            raise RelplanError("a scenario needs a name of printable characters", "choose another")
        self.store.new_scenario(name, copy_of or self.store.current_scenario_name())

    def switch(self, name: str) -> None:
        """Use the scenario called *name* from now on."""
        self.store.switch(name)

    def scenario_names(self) -> tuple[str, ...]:
        """Return all scenarios, the one in force first."""
        names = self.store.scenario_names()
        return tuple(sorted(names, key=lambda name: (name != MAIN_SCENARIO, name)))

    def _decide(
        self, kind: DecisionKind, subject: str, value: str, *, detail: str = "", reason: str = ""
    ) -> LogEntry | None:
        at = int(self.clock())
        return self.store.decide(
            kind, subject, value, who=who(), at=at, detail=detail, reason=reason
        )

    def _moved(self, entry: LogEntry | None) -> LogEntry | None:
        if entry is not None and entry.decision.kind is DecisionKind.STATE:
            self.forget()
        return entry


def in_words(edge: Edge) -> str:
    """Return *edge* as a person would say it."""
    over = f" ({edge.kind} {edge.coupling})" if edge.coupling else f" ({edge.kind})"
    return f"{edge.source} needs {edge.target}{over}"


def who() -> str:
    """Return the login name of whoever decides."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def _instead(edge: Edge) -> str:
    if edge.coupling:
        return f"it is declared; mark '{edge.coupling}' instead, or correct the declaration"
    return "it is a fact of the history; rebase the branch to part them"
