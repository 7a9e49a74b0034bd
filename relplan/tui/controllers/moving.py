"""Moving about in the plan: panes, rows, and the filter."""

from relplan.tui.actions import Action, Controller, handles
from relplan.tui.screens.plan_view import PlanView

FILTER = Action("plan.filter", "/", "Filter", "Show only some changes; in the help, lines.")


class PaneNumbers(Controller[PlanView]):
    """Each pane has a number."""

    @handles(Action("plan.pane-1", "1", "Changes", "Go to the changes."))
    def changes(self) -> None:
        """Go to the changes."""
        self.view.panes.go_to(self.view.changes)

    @handles(Action("plan.pane-2", "2", "Why", "Go to why a change is where it is."))
    def reasons(self) -> None:
        """Go to why a change is where it is."""
        self.view.panes.go_to(self.view.reasons)

    @handles(
        Action("plan.pane-3", "3", "Offers", "Go to what can be marked, and what that brings.")
    )
    def offers(self) -> None:
        """Go to what can be marked."""
        self.view.panes.go_to(self.view.offers)


class Filtering(Controller[PlanView]):
    """Shows only some changes."""

    @handles(FILTER)
    def open(self) -> None:
        """Let the person type what they want to see."""
        line = self.view.filter_line
        line.add_class("-open")
        self.view.panes.activate(self.view.changes)
        self.view.app.stylesheet.update(line)
        line.focus()

    def narrow(self, text: str) -> None:
        """Show what *text* lets pass, while it is typed."""
        if text != self.view.changes.filter.text:
            self.view.panes.narrow(text)
            self.view.panes.explain()
