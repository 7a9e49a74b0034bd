"""The plan: what a person sees first, and returns to."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from relplan.tui.actions import BACK, bindings
from relplan.tui.controllers.advising import Advising
from relplan.tui.controllers.decisions import Decisions
from relplan.tui.controllers.history import History
from relplan.tui.controllers.inspecting import Inspecting
from relplan.tui.controllers.moving import Filtering, PaneNumbers
from relplan.tui.controllers.scanning import Scanning
from relplan.tui.controllers.scenarios import Scenarios
from relplan.tui.controllers.watching import EVERY, Watching
from relplan.tui.presentation.guide import Seen
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.session import Session
from relplan.tui.widgets.guide import Guide
from relplan.tui.widgets.row_list import RowList
from relplan.tui.workers import CaughtUp, ScanEnded, ScanProgress

PLAN_CONTROLLERS = (
    PaneNumbers,
    Filtering,
    Decisions,
    History,
    Scanning,
    Scenarios,
    Inspecting,
    Advising,
)


class PlanScreen(PlanView):
    """Hands keys and messages on to the controllers."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BACK, controllers=PLAN_CONTROLLERS)

    def __init__(self, session: Session, *, guided: bool = False) -> None:
        """Show *session*; *guided*, lead through the example at the foot."""
        super().__init__(session)
        self._guided = guided
        self.controllers = [controller(self) for controller in PLAN_CONTROLLERS]
        self._watching = Watching(self)

    def on_mount(self) -> None:
        """Look from now on what others do."""
        self.set_interval(EVERY, self._watching.look)
        if self._guided:
            self.mount(Guide(self._seen, self.relplan.key_of), before="#too-small")

    def _seen(self) -> Seen:
        pane = self.focused.id if self.focused is not None else None
        return Seen(pane or "", len(self.session.scenario.marks))

    def action_back(self) -> None:
        """Close the filter, the guide, cancel the scan, leave the pane or clear the filter."""
        if self.filter_line.has_focus:
            self.set_filter("")
        elif self.query(Guide):
            self.query(Guide).remove()
        elif self.session.scanning:
            self.controller(Scanning).cancel()
        elif not self.changes.has_class("-active"):
            self.panes.go_to(self.changes)
        elif self.changes.filter:
            self.set_filter("")

    @on(RowList.Highlighted)
    def _aim(self) -> None:
        self.show_keys()

    @on(RowList.Selected, "#changes")
    def _drill_down(self) -> None:
        self.panes.go_to(self.reasons)

    @on(RowList.Selected, "#why")
    def _follow(self) -> None:
        self.controller(Inspecting).reason()

    @on(Input.Changed, "#filter")
    def _narrow(self, message: Input.Changed) -> None:
        self.controller(Filtering).narrow(message.value)

    @on(Input.Submitted, "#filter")
    def _close_filter(self) -> None:
        self.close_filter()

    @on(ScanProgress)
    def _take_progress(self, message: ScanProgress) -> None:
        self.controller(Scanning).take_progress(message)

    @on(CaughtUp)
    def _take_elsewhere(self, message: CaughtUp) -> None:
        self._watching.take(message)

    @on(ScanEnded)
    def _end_scan(self, message: ScanEnded) -> None:
        self.controller(Scanning).end(message)
