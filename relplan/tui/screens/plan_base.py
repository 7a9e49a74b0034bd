"""What the parts of the plan screen share."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.getters import query_one
from textual.screen import Screen

from relplan.model.errors import RelplanError
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.why_rows import WhyRow
from relplan.tui.widgets.row_list import RowList
from relplan.workbench import Workbench

if TYPE_CHECKING:
    from relplan.tui.app import RelplanApp


class PlanBase(Screen[None]):
    """A workbench, the plan that is shown of it, and the lists that show it."""

    changes = query_one("#changes", RowList)
    why = query_one("#why", RowList)
    couplings = query_one("#couplings", RowList)

    def __init__(self, bench: Workbench, glyphs: Glyphs) -> None:
        """Show the plan of *bench*."""
        super().__init__()
        self.bench = bench
        self.glyphs = glyphs
        self.plan = bench.plan()
        self.offered = bench.couplings()
        self.why_rows: list[WhyRow] = []
        self.selected = ""
        """The change that is explained."""

    @property
    def relplan(self) -> "RelplanApp":
        """The app, as what it is."""
        return cast("RelplanApp", self.app)

    def attempt(self, action: Callable[[], object]) -> None:
        """Do something, plan anew and show that; say why where it cannot be done."""
        try:
            action()
        except RelplanError as error:
            self.relplan.complain(str(error))
        self.replan()

    def replan(self) -> None:
        """Plan under what the scenario is now, and show that."""
        raise NotImplementedError

    def reload(self) -> None:
        """Plan anew from what the store has, and show that."""
        raise NotImplementedError
