"""What the parts of the plan screen share."""

from collections.abc import Callable
from typing import Literal

from textual.screen import Screen

from relplan.model.errors import RelplanError
from relplan.model.plan import Batch
from relplan.tui.presentation.listing import BatchRow, ChangeRow
from relplan.tui.presentation.safe import clean
from relplan.tui.session import Session
from relplan.tui.widgets.change_list import ChangeList
from relplan.tui.widgets.choice_list import ChoiceList
from relplan.tui.widgets.reason_list import ReasonList

Severity = Literal["information", "warning", "error"]


class PlanBase(Screen[None]):
    """A session and the three panes that show it."""

    def __init__(self, session: Session) -> None:
        """Show *session*."""
        super().__init__()
        self.session = session
        self.changes = ChangeList(session.glyphs, id="changes")
        self.reasons = ReasonList(session.glyphs, id="why")
        self.choices = ChoiceList(session.glyphs, id="couplings")

    def tell(self, text: str, *, severity: Severity = "information") -> None:
        """Tell the person something in a toast."""
        self.notify(clean(text), severity=severity, markup=False)

    def attempt(self, action: Callable[[], object]) -> bool:
        """Do something and show the plan anew; where it cannot be done, say why."""
        try:
            action()
        except RelplanError as error:
            self.tell(str(error), severity="error")
            return False
        self.show_plan()
        return True

    def nothing_pending(self) -> str:
        """Say why there is nothing to advise on; empty: there is."""
        if self.session.plan.changes:
            return ""
        return "no change is pending, so nothing holds anything back"

    @property
    def batch_in_hand(self) -> Batch | None:
        """The batch under the cursor: of the heading, or of the change."""
        row = self.changes.row
        if isinstance(row, ChangeRow):
            return self.session.plan.batch_of[row.change]
        return row.batch if isinstance(row, BatchRow) else None

    def no_batch(self) -> str:
        """Say why there is no batch to draw; empty: there is."""
        return "" if self.batch_in_hand else "put the cursor on a change or a batch first"

    def show_plan(self) -> None:
        """Show the plan of the scenario in use."""
        raise NotImplementedError

    def go_to_change(self, change: str) -> None:
        """Put the cursor on *change*."""
        raise NotImplementedError
