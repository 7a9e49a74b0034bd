"""What others do in the same store: it appears on the screen, and the cursor stays."""

import os
from functools import partial

from textual.widgets import Static

from relplan.model.counting import counted
from relplan.model.decision import LogEntry, Person
from relplan.model.errors import RelplanError
from relplan.store.scan_note import ScanNote
from relplan.tui.actions import Controller
from relplan.tui.presentation.answers import decided, effect
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.text import content
from relplan.tui.workers import CaughtUp, catch_up

EVERY = 0.5
"""Seconds between two looks, each of which asks SQLite for one number and for one small file."""


class Looking(Controller[PlanView]):
    """Looks again and again at what others do."""

    _broken = False

    def look(self) -> None:
        """Show what others did since the last look; say but once that it cannot be seen."""
        try:
            self.see()
            self._broken = False
        except RelplanError as error:
            if not self._broken:
                self.view.tell(str(error), severity="error")
            self._broken = True

    def see(self) -> None:
        """Show what others did since the last look. Raises RelplanError."""
        raise NotImplementedError


class Watching(Looking):
    """Looks whether another process changed the store, and shows what it did."""

    _scanning: ScanNote | None = None
    """The scan in another window, as it was seen last."""

    def see(self) -> None:
        """Show what was decided and scanned elsewhere."""
        session = self.view.session
        self._show_scan(session.bench.store.scan_note(but_of=os.getpid()))
        version = session.bench.store.version()
        if version == session.version or session.scanning:
            return
        if session.decided_elsewhere():
            self._show_decision()
        # What a scan has read so far is half of it: shown is what it has read in the end.
        if self._scanning is None:
            session.version = version
            work = partial(catch_up, self.view, session.bench, session.planner)
            self.view.run_worker(work, thread=True, exclusive=True, group="catch-up")

    def _show_decision(self) -> None:
        view, session = self.view, self.view.session
        before = session.plan
        view.show_what_others_did()
        newest = next(iter(session.bench.log(1)), None)
        if newest is not None:
            did = effect(before, session.plan, session.glyphs)
            by = _by(newest, session.scenario.name, session.bench.person)
            view.say(by, f": {did}")

    def take(self, message: CaughtUp) -> None:
        """Show what was read beside the screen, unless it is out of date itself."""
        view, session = self.view, self.view.session
        if message.error is not None:
            view.tell(str(message.error), severity="error")
        if session.planner is not message.instead_of:
            session.version = (-1, -1)  # what holds now was read meanwhile: look again
            return
        session.look_at_age()
        if message.planner is None:
            view.show_header()
            return
        before = session.plan
        session.bench.adopt(message.planner)
        view.show_what_others_did()
        found = effect(before, session.plan, session.glyphs)
        pending = counted(session.plan.numbers.changes, "change")
        view.say(f"read elsewhere: {pending} pending, {found}")

    def _show_scan(self, note: ScanNote | None) -> None:
        if note == self._scanning or self.view.session.scanning:
            return
        self._scanning = note
        line = self.view.query_one("#progress", Static)
        line.set_class(note is not None, "-open")
        if note is not None:
            place = f"repository {max(note.met, 1)} of {note.of}"
            what = ", ".join(part for part in (note.repository, note.doing) if part)
            line.update(content(f"{note.who} scans in another window, {place}: {what}"))


def _by(entry: LogEntry, here: str, me: Person) -> str:
    """Tell *me* who decided, took back or made again what, and in which scenario."""
    elsewhere = not entry.decision.kind.everywhere and entry.scenario != here
    where = f" in {entry.scenario}" if elsewhere else ""
    if entry.undone or entry.turned_by:
        verb = "took back" if entry.undone else "made again"
        name = told_here(me, entry.turned_by, entry.turned_host)
        return f"{name} {verb}{where} {decided([entry])}"
    name = told_here(me, entry.decision.who, entry.decision.host)
    return f"{name} decided{where}: {decided([entry])}"


def told_here(me: Person, who: str, host: str) -> str:
    """Return how *me* is told of what *who* said on *host*, and not in this window."""
    return "you, in another window," if me.made(who, host) else me.names(who, host)
