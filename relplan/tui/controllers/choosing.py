"""Selecting several changes or edges."""

from relplan.model.counting import counted
from relplan.tui.actions import Action, Controller, handles
from relplan.tui.screens.plan_view import PlanView


class Choosing(Controller[PlanView]):
    """Selects several, to decide on all of them at once."""

    def _nothing_to_choose(self) -> str:
        view = self.view
        if view.focused is view.changes and view.panes.batch_in_hand:
            return ""
        if view.focused is view.reasons and view.reasons.edge:
            return ""
        return "put the cursor on a change, a batch or an edge of the why pane"

    @handles(
        Action(
            "plan.choose", "space", "Select", "Select this one, too: r and x act on all of them."
        ),
        disabled=_nothing_to_choose,
    )
    def toggle(self) -> None:
        """Select what is in hand, or leave it out again."""
        view = self.view
        count, what = (
            (view.changes.toggle(), "change")
            if view.focused is view.changes
            else (view.reasons.toggle(), "edge")
        )
        key = view.relplan.name_of("plan.state" if what == "change" else "plan.dismiss")
        back = view.relplan.name_of("app.back")
        some = f"{counted(count, what)} selected: {key} acts on all of them, {back} lets go"
        view.say(some if count else f"no {what} is selected")
