"""Reading git beside the screen."""

from functools import partial

from textual import on
from textual.widgets import Static

from relplan.app.scanning import ScanReport
from relplan.model.counting import counted
from relplan.tui.presentation.words import described
from relplan.tui.screens.base import PlanBase
from relplan.tui.text import content
from relplan.tui.workers import ScanEnded, ScanProgress, rescan


class Scanning(PlanBase):
    """The plan of the last scan stays on screen, marked as stale, until the new one is there."""

    _met: frozenset[str] = frozenset()

    def show_header(self, width: int = 0) -> None:
        """Show where a person is, and the numbers."""
        raise NotImplementedError

    def action_rescan(self) -> None:
        """Read what is new in git."""
        if self.session.scanning:
            self.tell("a scan is running already; Esc cancels it", severity="warning")
            return
        self._met = frozenset()
        self._set_scanning(True)
        work = partial(rescan, self, self.session.bench)
        self.run_worker(work, thread=True, exclusive=True, group="scan")

    def cancel_scan(self) -> None:
        """Stop it; what was read of whole repositories is kept."""
        self.workers.cancel_group(self, "scan")

    def _set_scanning(self, scanning: bool) -> None:
        self.session.scanning = scanning
        self.session.look_at_age()
        self._show_doing("reading the repositories")
        self.query_one("#progress", Static).set_class(scanning, "-open")
        self.show_header()

    def _show_doing(self, text: str) -> None:
        self.query_one("#progress", Static).update(content(f"{text}; Esc cancels"))

    @on(ScanProgress)
    def _take_progress(self, message: ScanProgress) -> None:
        self._met |= {message.repository}
        total = len({root.repository for root in self.session.bench.loaded.roots})
        place = f"repository {len(self._met)} of {total}"
        self._show_doing(f"{place}: {message.repository}, {message.doing}")

    @on(ScanEnded)
    def _end_scan(self, message: ScanEnded) -> None:
        self.session.bench.forget()
        self._set_scanning(False)
        self.show_plan()
        if message.error is not None:
            self.tell(str(message.error), severity="error")
        if message.report is not None:
            self._tell_report(message.report)

    def _tell_report(self, report: ScanReport) -> None:
        for failure in report.failures:
            self.tell(described(failure), severity="error")
        start = "the scan was cancelled; " if report.cancelled else ""
        moved = counted(len(report.read), "repository", "repositories")
        self.tell(f"{start}{moved} read, {counted(report.changes, 'change')} pending")
