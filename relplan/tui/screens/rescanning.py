"""Reading git again while the plan stays on the screen."""

from dataclasses import dataclass
from pathlib import Path

from textual import work
from textual.message import Message
from textual.worker import Worker, get_current_worker

from relplan.model.errors import RelplanError
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.screens.plan_base import PlanBase
from relplan.workbench import Workbench
from relplan.workbench.scanning import ScanReport


@dataclass
class ScanProgressed(Message):
    """What is being read."""

    text: str


@dataclass
class ScanEnded(Message):
    """The scan is over: with a report, or with the reason why there is none."""

    report: ScanReport | None
    problem: str = ""


class Rescanning(PlanBase):
    """One scan at a time, in a thread with a workbench of its own."""

    def __init__(self, bench: Workbench, glyphs: Glyphs) -> None:
        """Begin with no scan under way."""
        super().__init__(bench, glyphs)
        self.scanning = ""
        """What is being read; empty: no scan is under way."""
        self._scan: Worker[None] | None = None

    def action_rescan(self) -> None:
        """Read what is new in the repositories."""
        if self.scanning:
            self.relplan.complain("a scan is under way; Esc stops it")
            return
        self.scanning = "scanning, Esc stops"
        self._scan = self._read()
        self.post_message(ScanProgressed(self.scanning))

    def cancel_scan(self) -> None:
        """Stop reading; what has been read stays."""
        if self._scan is not None:
            self._scan.cancel()

    @work(thread=True, exclusive=True, group="scan", exit_on_error=False)
    def _read(self) -> None:
        worker = get_current_worker()

        def progress(repository: str, doing: str) -> None:
            text = f"scanning {Path(repository).name}: {doing}, Esc stops"
            self.post_message(ScanProgressed(text))

        try:
            # A store's connection belongs to its thread.
            with Workbench(self.bench.loaded, self.bench.clock) as own:
                report = own.scan(on_progress=progress, cancelled=lambda: worker.is_cancelled)
        except RelplanError as error:
            self.post_message(ScanEnded(None, str(error)))
        else:
            self.post_message(ScanEnded(report))
