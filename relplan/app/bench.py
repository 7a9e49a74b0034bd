"""One open workspace: its store, its plan, and what a person does to them."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from relplan.app import answering, origin, own_scenario, running
from relplan.app.names import find_change, find_coupling, find_edge, find_mark
from relplan.app.opened import Clock, Opened, read_anew
from relplan.app.snapshots import snapshot_of
from relplan.exports.moments import shown
from relplan.model.change import Change, State
from relplan.model.decision import Decision, DecisionKind, LogEntry, Via
from relplan.model.edge import Edge
from relplan.model.errors import ProtectedError, RelplanError, UnknownNameError
from relplan.model.plan import Numbers, Why
from relplan.model.production import PRODUCTION
from relplan.model.question import NO, Answer, Asked
from relplan.model.scenario import MAIN_SCENARIO, Mark, Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning.couplings import Coupling, couplings
from relplan.planning.explain import why
from relplan.planning.plan import Plan
from relplan.planning.planner import Planner
from relplan.store import Whose
from relplan.workspace import LoadedWorkspace

if TYPE_CHECKING:
    from relplan.planning.compare import Comparison


class Workbench(Opened):
    """Use as a context manager; not safe to use from two threads at once, but for `preview`."""

    def __init__(
        self,
        loaded: LoadedWorkspace,
        clock: Clock = time.time,
        as_of: int | None = None,
        environment: str = PRODUCTION,
        scenario: str = "",
    ) -> None:
        """Open the store of *loaded*, making it where there is none; see `Opened`."""
        super().__init__(loaded, clock, as_of, environment, scenario)
        self._planner: Planner | None = None
        self.via: Via = origin.by_command()
        """By what is decided here."""
        self._may_change_main = False

    # What there is

    @property
    def planner(self) -> Planner:
        """The planner of what the store has; made anew when that changes."""
        if self._planner is None:
            with self.store.one_state():
                self._planner = Planner(self._snapshot())
        return self._planner

    def _snapshot(self) -> Snapshot:
        found = snapshot_of(self.store, self.loaded.workspace, self.environment)
        return replace(
            found,
            changes=self._not_stale(found.changes),
            mains=self._mains(),
            denied=self._denied(),
            production=running.confirmed(found.production, self.scenario()),
        )

    def _not_stale(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """Leave out what a scan at the moment that was asked for would have left out."""
        days = self.loaded.scan.stale_after_days
        if self.as_of is None or not days:
            return changes
        oldest = self.as_of - days * 86_400
        return tuple(change for change in changes if change.merged or change.date >= oldest)

    def _denied(self) -> frozenset[str]:
        return frozenset(question for question, answer in self.scenario().answers if answer == NO)

    def forget(self) -> None:
        """Read the changes from the store again when they are next asked for."""
        self._planner = None

    def adopt(self, planner: Planner) -> None:
        """Use *planner*, which was made of what the store has in another thread."""
        self._planner = planner

    def reload(self) -> str:
        """Read relplan.toml again; say why it cannot be used, and keep the one before."""
        try:
            loaded = read_anew(self.loaded.file)
        except RelplanError as error:
            return str(error)
        if loaded.store != self.loaded.store:
            return f"{loaded.file} names another store: start relplan again"
        if self.environment not in [found.name for found in loaded.environments]:
            return f"{loaded.file} has no environment '{self.environment}' any more"
        self.loaded = loaded
        self.forget()
        return ""

    def _mains(self) -> dict[str, str]:
        records = self.store.repository_records().values()
        return {
            service.service: service.main_name for record in records for service in record.services
        }

    # Plans

    def scenario(self, name: str | None = None) -> Scenario:
        """Return the scenario called *name*, or the one in use, with the answers that hold in all.

        What was answered here goes before what relplan.toml holds.
        """
        found = self.store.scenario(name or self.scenario_name)
        given = {question for question, _ in found.answers}
        for answer in self.loaded.answers:
            if answer.question not in given:
                found = found.with_answer(answer.question, answer.value)
        return found

    def plan(self, scenario: Scenario | None = None) -> Plan:
        """Plan under *scenario*, or the one in use."""
        return self.planner.plan(self.scenario() if scenario is None else scenario)

    def unmarked(self) -> Plan:
        """Plan with no marks, to compare others with."""
        return self.planner.plan(self.scenario().without_marks())

    def why(self, change: str, scenario: Scenario | None = None) -> Why:
        """Explain the change that *change* means."""
        plan = self.plan(scenario)
        return why(plan, find_change(plan, change))

    def compare(self, before: str, after: str) -> "Comparison":
        """Compare two scenarios by name."""
        from relplan.planning.compare import compare  # noqa: PLC0415 - few ask for it

        return compare(self.plan(self.scenario(before)), self.plan(self.scenario(after)))

    def couplings(self) -> tuple[Coupling, ...]:
        """Return what can be marked, those that draw most edges first."""
        return couplings(self.planner.graph, self.scenario().answers)

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

    def move(self, change: str, at: int | None) -> LogEntry | None:
        """Let the batch of *change* ship at *at* at the earliest; None: as early as it can.

        What held it back before, by whichever of its changes, holds it back no more.
        """
        plan = self.plan()
        moved = dict(plan.scenario.moves)
        if change in moved and change not in plan.changes and at is None:
            return self._decide(DecisionKind.MOVE, change, "")
        changes = plan.batch_of[find_change(plan, change)].changes
        first: LogEntry | None = None
        for name in changes:
            if name in moved and (at is None or name != changes[0]):
                entry = self._decide(
                    DecisionKind.MOVE, name, "", together=first.number if first else None
                )
                first = first or entry
        if at is None:
            return first
        return self._decide(
            DecisionKind.MOVE,
            changes[0],
            str(at),
            detail=shown(at, self.loaded.workspace.timezone),
            together=first.number if first else None,
        )

    def dismiss(self, edge: str, reason: str) -> LogEntry | None:
        """Dismiss the edge whose fingerprint starts with *edge*, for *reason*."""
        return self.dismiss_all([edge], reason)

    def dismiss_all(self, edges: Iterable[str], reason: str) -> LogEntry | None:
        """Dismiss all these edges, as one step to undo; None where all are dismissed already."""
        if not reason.strip():
            what = "a dismissal needs a reason"
            raise RelplanError(what, "say with --reason why the edge is not so")
        plan = self.plan()
        found = [find_edge(plan, edge) for edge in edges]
        for one in found:
            if not one.dismissible:
                raise RelplanError(f"{in_words(one)} cannot be dismissed", _instead(one))
        entries: list[LogEntry] = []
        for one in found:
            entry = self._decide(
                DecisionKind.DISMISSAL,
                one.fingerprint,
                "dismissed",
                detail=in_words(one),
                reason=reason.strip(),
                together=entries[0].number if entries else None,
            )
            if entry is not None:
                entries.append(entry)
        return _as_one(entries)

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
        return self.set_states([change], state)

    def set_states(self, changes: Iterable[str], state: str, by: str = "") -> LogEntry | None:
        """Say how far open changes have come, as one step to undo; None where all have already.

        *by* is who says it; empty: whoever decides here.
        """
        plan = self.plan()
        found = [plan.changes[find_change(plan, change)] for change in changes]
        for one in found:
            if one.merged:
                what = f"{one.id} is merged"
                raise RelplanError(what, "only an open change's state is set by hand")
        settable = (State.IN_PROGRESS.value, State.READY.value)
        if state not in settable:
            hint = f"choose {' or '.join(settable)}"
            raise UnknownNameError(f"no open change can be '{state}'", hint)
        entries: list[LogEntry] = []
        for one in found:
            if one.state.value == state:
                continue
            first = entries[0].number if entries else None
            entry = self._decide(
                DecisionKind.STATE, one.id, state, detail=one.title, together=first, by=by
            )
            if entry is not None:
                entries.append(entry)
        if entries:
            self.forget()
        return _as_one(entries)

    def answer(self, question: str, value: str, reason: str = "") -> LogEntry | None:
        """Answer the question that *question* means; an empty *value* withdraws the answer.

        None where that is the answer already.
        """
        return self.answer_all([question], value, reason)

    def answer_all(self, questions: Iterable[str], value: str, reason: str = "") -> LogEntry | None:
        """Answer all these questions alike, as one step to undo; None where all are so already."""
        names = tuple(questions)
        asked = (self.plan(), self.loaded, self.answers())
        decided = [one for name in names for one in answering.decided(name, value, *asked)]
        entries: list[LogEntry] = []
        for decision in decided:
            entry = self._decide(
                DecisionKind.ANSWER,
                decision.subject,
                decision.value,
                detail=decision.detail,
                reason=reason.strip(),
                together=entries[0].number if entries else None,
            )
            if entry is not None:
                entries.append(entry)
        for entry in entries:
            self._moved(entry)
        return _as_one(entries)

    def clearing(self, plan: Plan, most: int) -> list[tuple[Asked, int]]:
        """Return the questions whose better answers clear most uncertain changes, and how many.

        Only some of very many are weighed, and none about production: its answer is no yes or no.
        """
        return answering.clearing(plan, most)

    def answers(self) -> tuple[Answer, ...]:
        """Return all answers in force, by question."""
        return answering.worded(self._given(), self.planner.graph.questions)

    def answer_of_file(self, question: str) -> Answer | None:
        """Return the answer of relplan.toml that holds for the question that *question* means."""
        return answering.of_file(question, self.loaded.answers, self._given())

    def undo(self) -> LogEntry | None:
        """Take back one's own last decision in the scenario; None where there is none.

        Raises RelplanError where somebody decided anew on it since, ProtectedError.
        """
        return self._moved(self.store.undo(**self._turner(), allowed=self._may_turn))

    def redo(self) -> LogEntry | None:
        """Decide again what one took back oneself; None: nothing was. Raises as `undo` does."""
        return self._moved(self.store.redo(**self._turner(), allowed=self._may_turn))

    def _turner(self) -> dict[str, Any]:
        return {"whose": self._own, "at": int(self.wall_clock()), **self._origin()}

    def _may_turn(self, entry: LogEntry) -> None:
        self._guard(entry.decision.kind)

    def can_undo(self) -> bool:
        """Tell whether there is a decision of one's own to take back."""
        return self.store.can_undo(self._own)

    def can_redo(self) -> bool:
        """Tell whether there is a decision of one's own to make again."""
        return self.store.can_redo(self._own)

    @property
    def _own(self) -> Whose:
        return Whose(self.scenario_name, self.person)

    def _origin(self) -> dict[str, str]:
        return {"who": self.person.who, "host": self.person.host, "via": self.via.value}

    def newest_in_force(self, *, own: bool = False) -> LogEntry | None:
        """Return the newest decision that holds in the scenario; with *own*, of one's own ones.

        None: there is none.
        """
        person = self.person
        held = (
            entry
            for entry in self.log()
            if not entry.undone
            and (not own or person.made(entry.decision.who, entry.decision.host))
            and (entry.decision.kind.everywhere or entry.scenario == self.scenario_name)
        )
        return next(held, None)

    def log(
        self, limit: int | None = None, *, since: int | None = None, scenario: str = ""
    ) -> tuple[LogEntry, ...]:
        """Return what was decided, newest first: the newest *limit* of it.

        Only what was decided, undone or redone at *since*, in seconds since 1970, or later; and of
        *scenario* and of what holds in all. Raises UnknownNameError where there is none.
        """
        if since is None and not scenario:
            return self.store.log(limit)
        if scenario:
            self.store.decisions(scenario)
        found = (
            entry
            for entry in self.store.log()
            if (since is None or entry.last_at >= since)
            and (scenario in ("", entry.scenario) or entry.decision.kind.everywhere)
        )
        return tuple(islice(found, limit))

    def orphans(self) -> tuple[Decision, ...]:
        """Return the decisions in force whose coupling, edge or change is gone."""
        graph = self.planner.graph
        known = {
            DecisionKind.MARK: {coupling.name for coupling in self.couplings()},
            DecisionKind.DISMISSAL: set(graph.fingerprints()) if self.scenario().dismissals else (),
            DecisionKind.MOVE: graph.changes.keys(),
            DecisionKind.STATE: graph.changes.keys(),
            DecisionKind.ANSWER: {*graph.questions, *self._production_subjects()},
        }
        decisions = self.store.decisions(self.scenario_name)
        return tuple(found for found in decisions if found.subject not in known[found.kind])

    # Scenarios

    def new_scenario(self, name: str, copy_of: str | None = None) -> None:
        """Make a what-if that starts as a copy of *copy_of*, or of the scenario in use."""
        if not name.strip() or not name.isprintable():
            raise RelplanError("a scenario needs a name of printable characters", "choose another")
        self.store.new_scenario(name, copy_of or self.scenario_name)

    def switch(self, name: str) -> None:
        """Look at the scenario called *name* from now on, the next time too.

        Raises UnknownNameError where there is none, RelplanError where it cannot be kept.
        """
        self.look_at(name)
        own_scenario.choose(self.loaded, name)

    def scenario_names(self) -> tuple[str, ...]:
        """Return all scenarios, the one in force first."""
        names = self.store.scenario_names()
        return tuple(sorted(names, key=lambda name: (name != MAIN_SCENARIO, name)))

    def _decide(
        self,
        kind: DecisionKind,
        subject: str,
        value: str,
        *,
        detail: str = "",
        reason: str = "",
        together: int | None = None,
        by: str = "",
    ) -> LogEntry | None:
        self._guard(kind)
        came = self._origin()
        return self.store.decide(
            kind,
            subject,
            value,
            who=by or came["who"],
            host=came["host"],
            via=came["via"],
            at=int(self.wall_clock()),
            detail=detail,
            reason=reason,
            scenario=self.scenario_name,
            together=together,
        )

    @contextmanager
    def changing_main(self) -> Iterator[None]:
        """Let what is decided meanwhile change a main that is protected: a person agreed to it."""
        before, self._may_change_main = self._may_change_main, True
        try:
            yield
        finally:
            self._may_change_main = before

    def _guard(self, kind: DecisionKind) -> None:
        """Raise ProtectedError where main is protected and a decision of *kind* would change it."""
        if self._may_change_main or not self.loaded.protect_main:
            return
        if kind.everywhere:
            what = f"{_KINDS[kind]} holds in every scenario, and main is protected"
            raise ProtectedError(what, "give --yes to decide it all the same")
        if self.scenario_name == MAIN_SCENARIO:
            hint = "give --yes to decide it all the same, or --scenario NAME to try it elsewhere"
            raise ProtectedError(f"{_KINDS[kind]} changes main, which is protected", hint)

    def _moved(self, entry: LogEntry | None) -> LogEntry | None:
        if entry is None or self._planner is None:
            return entry
        decision = entry.decision
        # An answer to what is not asked may let what was detected since stand again, or fall.
        unasked = decision.subject not in self.planner.graph.questions
        if (
            entry.others
            or decision.kind is DecisionKind.STATE
            or (decision.kind is DecisionKind.ANSWER and unasked)
        ):
            self.forget()
        return entry

    def _production_subjects(self) -> Iterator[str]:
        for environment in self.loaded.environments:
            for service in self.loaded.workspace.services:
                yield running.production_subject(environment.name, service.name)


_KINDS = {
    DecisionKind.MARK: "a mark",
    DecisionKind.MOVE: "a move",
    DecisionKind.DISMISSAL: "a dismissal",
    DecisionKind.STATE: "a state",
    DecisionKind.ANSWER: "an answer",
}


def in_words(edge: Edge) -> str:
    """Return *edge* as a person would say it."""
    over = f" ({edge.kind} {edge.coupling})" if edge.coupling else f" ({edge.kind})"
    return f"{edge.source} needs {edge.target}{over}"


def _as_one(entries: Sequence[LogEntry]) -> LogEntry | None:
    """Return the entry that stands for *entries*, which are one step; None: there are none."""
    return replace(entries[0], others=len(entries) - 1) if entries else None


def _instead(edge: Edge) -> str:
    if edge.coupling:
        return f"it is declared; mark '{edge.coupling}' instead, or correct the declaration"
    return "it is a fact of the history; rebase the branch to part them"


open_workbench = Workbench.at
"""Opens a workspace to plan and decide."""
