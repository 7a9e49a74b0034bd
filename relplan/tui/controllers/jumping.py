"""Going to a change by typing."""

from relplan.tui.actions import Action, Controller, handles
from relplan.tui.presentation.arranging import first_match
from relplan.tui.screens.plan_view import PlanView


class Jumping(Controller[PlanView]):
    """Goes to a change by what its id or its title has."""

    def __init__(self, view: PlanView) -> None:
        """Jump in *view*."""
        super().__init__(view)
        self._from: str | None = None

    @handles(
        Action("plan.jump", "apostrophe", "Jump", "Go to a change by letters of its id or title.")
    )
    def open(self) -> None:
        """Let the person type letters, and go along with each."""
        self._from = self.view.changes.key
        line = self.view.jump_line
        line.value = ""
        self.view.panes.activate(self.view.changes)
        line.add_class("-open")
        self.view.app.stylesheet.update(line)
        line.focus()

    def follow(self, text: str) -> None:
        """Go to the first change that *text* means; without any, back to where it began."""
        view = self.view
        found = first_match(view.session.plan, view.changes.listed, text)
        if found or not text:
            view.changes.go_to(found or self._from or "")

    def close(self, *, back: bool) -> None:
        """Leave the line; *back*: to where it began."""
        view = self.view
        view.jump_line.remove_class("-open")
        if back and self._from:
            view.changes.go_to(self._from)
        view.panes.go_to(view.changes)
