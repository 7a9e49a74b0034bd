"""Reading git beside the screen."""

from functools import partial
from typing import TYPE_CHECKING

from textual.widgets import Static

from relplan.model.counting import counted
from relplan.plugins import problems
from relplan.tui.actions import Action, Controller, handles
from relplan.tui.presentation.words import described
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.text import content
from relplan.tui.workers import ScanEnded, ScanProgress, rescan

if TYPE_CHECKING:
    from relplan.app.scanning import ScanReport


class Scanning(Controller[PlanView]):
    """The plan of the last scan stays on screen, marked as stale, until the new one is there."""

    def __init__(self, view: PlanView) -> None:
        """Scan what *view* shows."""
        super().__init__(view)
        self._met: frozenset[str] = frozenset()

    def _running(self) -> str:
        scanning = self.view.session.scanning
        key = self.view.relplan.name_of("app.back")
        return f"a scan is running already; {key} cancels it" if scanning else ""

    @handles(
        Action("plan.rescan", "R", "Rescan", "Read relplan.toml and what is new in git."),
        disabled=_running,
    )
    def rescan(self) -> None:
        """Read relplan.toml again, and what is new in git."""
        session = self.view.session
        wrong = session.bench.reload()
        if wrong:
            self.view.tell(f"{wrong}; the plan goes on with what it said before", severity="error")
        self._met = frozenset()
        self._set_scanning(True)
        work = partial(rescan, self.view, self.view.session.bench)
        self.view.run_worker(work, thread=True, exclusive=True, group="scan")

    def cancel(self) -> None:
        """Stop it; what was read of whole repositories is kept."""
        self.view.workers.cancel_group(self.view, "scan")

    def _set_scanning(self, scanning: bool) -> None:
        self.view.session.scanning = scanning
        self.view.session.look_at_age()
        self._show_doing("reading the repositories")
        self.view.query_one("#progress", Static).set_class(scanning, "-open")
        self.view.show_header()

    def _show_doing(self, text: str) -> None:
        key = self.view.relplan.name_of("app.back")
        self.view.query_one("#progress", Static).update(content(f"{text}; {key} cancels"))

    def take_progress(self, message: ScanProgress) -> None:
        """Show how far it is."""
        self._met |= {message.repository}
        total = len({root.repository for root in self.view.session.bench.loaded.roots})
        place = f"repository {len(self._met)} of {total}"
        self._show_doing(f"{place}: {message.repository}, {message.doing}")

    def end(self, message: ScanEnded) -> None:
        """Show the new plan, and say what was read."""
        session = self.view.session
        session.version = session.bench.store.version()
        session.bench.forget()
        self._set_scanning(False)
        self.view.show_what_others_did()
        if message.error is not None:
            self.view.tell(str(message.error), severity="error")
        if message.report is not None:
            self._tell_report(message.report)

    def _tell_report(self, report: "ScanReport") -> None:
        for failure in report.failures:
            self.view.tell(described(failure), severity="error")
        for problem in problems():  # of other packages: a kind of contract, a reader of migrations
            self.view.tell(problem, severity="warning")
        start = "the scan was cancelled; " if report.cancelled else ""
        moved = counted(len(report.read), "repository", "repositories")
        said = f"{start}{moved} read, {counted(report.changes, 'change')} pending"
        notes = len(self.view.session.bench.notices())
        key = self.view.relplan.name_of("plan.notes")
        self.view.tell(said + (f"; {counted(notes, 'note')}, {key} shows them" if notes else ""))
