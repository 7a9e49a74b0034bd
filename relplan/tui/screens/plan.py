"""The plan: what a person sees first, and returns to."""

from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from relplan.model.evidence import Evidence
from relplan.tui.actions import BACK, Controller, bindings
from relplan.tui.controllers.advising import Advising
from relplan.tui.controllers.arranging import Arranging
from relplan.tui.controllers.choosing import Choosing
from relplan.tui.controllers.decisions import Decisions
from relplan.tui.controllers.editing import Editing
from relplan.tui.controllers.exporting import Exporting
from relplan.tui.controllers.history import History
from relplan.tui.controllers.inspecting import Inspecting
from relplan.tui.controllers.jumping import Jumping
from relplan.tui.controllers.moving import Filtering, PaneNumbers
from relplan.tui.controllers.onward import Onward
from relplan.tui.controllers.scanning import Scanning
from relplan.tui.controllers.scenarios import Scenarios
from relplan.tui.controllers.watching import EVERY, Watching
from relplan.tui.documents import documents
from relplan.tui.presentation.guide import Seen
from relplan.tui.screens.evidence import first_in_file
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.session import Session
from relplan.tui.widgets.guide import Guide
from relplan.tui.widgets.row_list import RowList
from relplan.tui.workers import CaughtUp, ScanEnded, ScanProgress, load_ahead

_OF_THE_PLAN: tuple[type[Controller[PlanView]], ...] = (
    PaneNumbers,
    Filtering,
    Decisions,
    History,
    Scanning,
    Scenarios,
    Inspecting,
    Advising,
    Onward,
    Arranging,
    Jumping,
    Choosing,
)
_AHEAD = 1.0
"""Seconds after which the person reads what is there, and nothing else is to be done."""
PLAN_CONTROLLERS: tuple[type[Controller[Any]], ...] = (*_OF_THE_PLAN, Editing, Exporting)


class PlanScreen(PlanView):
    """Hands keys and messages on to the controllers."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BACK, controllers=PLAN_CONTROLLERS)

    def __init__(self, session: Session, *, guided: bool = False) -> None:
        """Show *session*; *guided*, lead through the example at the foot."""
        super().__init__(session)
        evidence = Editing(self, session, lambda: self.evidence)
        exports = Exporting(self, session, lambda: documents(session, self.panes.batch_in_hand))
        self.controllers = [*(kind(self) for kind in _OF_THE_PLAN), evidence, exports]
        self.guided = guided
        self._watching = Watching(self)

    def on_mount(self) -> None:
        """Look from now on what others do, and get ready for what the person decides."""
        ahead = partial(load_ahead, large=self.session.is_large)
        self.set_timer(_AHEAD, partial(self.run_worker, ahead, thread=True, group="ahead"))
        self.set_interval(EVERY, self._watching.look)
        if self.guided:
            self.mount(Guide(self._seen, self.relplan.name_of), before="#too-small")

    def _seen(self) -> Seen:
        pane = self.focused.id if self.focused is not None else None
        return Seen(pane or "", len(self.session.scenario.marks))

    def action_back(self) -> None:
        """Close the filter, the guide, cancel the scan, leave the pane or clear the filter."""
        if self.filter_line.has_focus:
            self.set_filter("")
        elif self.jump_line.has_focus:
            self.controller(Jumping).close(back=True)
        elif self.changes.let_go() | self.reasons.let_go():
            self.say("nothing is selected")
        elif self.has_class("-zoomed"):
            self.remove_class("-zoomed")
        elif self.query(Guide):
            self.query(Guide).remove()
        elif self.session.scanning:
            self.controller(Scanning).cancel()
        elif not self.changes.has_class("-active"):
            self.panes.go_to(self.changes)
        elif self.changes.filter:
            self.set_filter("")

    @property
    def evidence(self) -> Evidence | None:
        """The evidence of the edge in hand: the first of it that stands in a file."""
        edge = self.reasons.edge if self.focused is self.reasons else None
        return first_in_file(edge.evidence) if edge else None

    @on(RowList.Highlighted)
    def _aim(self) -> None:
        self.end_hint()
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

    @on(Input.Changed, "#jump")
    def _jump(self, message: Input.Changed) -> None:
        self.controller(Jumping).follow(message.value)

    @on(Input.Submitted, "#jump")
    def _close_jump(self) -> None:
        self.controller(Jumping).close(back=False)

    @on(Input.Submitted, "#filter")
    def _close_filter(self) -> None:
        self.close_filter()

    @on(ScanProgress)
    def _take_progress(self, message: ScanProgress) -> None:
        self.controller(Scanning).take_progress(message)

    @on(CaughtUp)
    def _take_elsewhere(self, message: CaughtUp) -> None:
        with self.telling_faults():
            self._watching.take(message)

    @on(ScanEnded)
    def _end_scan(self, message: ScanEnded) -> None:
        with self.telling_faults():
            self.controller(Scanning).end(message)
