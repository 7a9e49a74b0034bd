"""From the plan to elsewhere: to the clipboard, and to the page of a review."""

from relplan.model.link import link_of
from relplan.planning.explain import why
from relplan.tui.actions import Action, Controller, handles
from relplan.tui.presentation.copying import Copy, of_batch, of_change, of_edge
from relplan.tui.presentation.listing import ChangeRow
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.dialogs import CLOSES, ListDialog
from relplan.tui.screens.plan_view import PlanView

_NAME_CELLS = 10


class Onward(Controller[PlanView]):
    """Takes what is in hand along."""

    def _change(self) -> str:
        """Return the change in hand: of the row of the reasons, else of the row of the changes."""
        view = self.view
        reason = view.reasons.reason if view.focused is view.reasons else None
        if reason is not None and reason.change:
            return reason.change
        row = view.changes.row
        return row.change if isinstance(row, ChangeRow) else ""

    def _nothing_in_hand(self) -> str:
        return "" if self.view.panes.batch_in_hand else "put the cursor on a change or batch first"

    @handles(
        Action("plan.copy", "y", "Copy", "Copy the id, a command, the link or Markdown."),
        disabled=_nothing_in_hand,
    )
    def copy(self) -> None:
        """Ask what to copy of what is in hand."""
        found = self._copies()
        lines: list[tuple[str, Line]] = [
            (one.name, (Span(f"{one.name:<{_NAME_CELLS}}", Role.DIM), Span(one.text)))
            for one in found
        ]
        dialog = ListDialog(
            "copy",
            lines,
            self.view.session.glyphs,
            hint=(Key("list.choose", "copies"), CLOSES),
            choosable=True,
        )
        texts = {one.name: one.text for one in found}
        self.view.app.push_screen(dialog, lambda name: self._take(name, texts.get(name or "", "")))

    def _copies(self) -> list[Copy]:
        view, plan = self.view, self.view.session.plan
        change, batch = self._change(), view.panes.batch_in_hand
        edge = view.reasons.edge if view.focused is view.reasons else None
        found = of_edge(edge) if edge else []
        if change:
            return [*of_change(plan, why(plan, change)), *found]
        return of_batch(plan, batch) if batch else []

    def _take(self, name: str | None, text: str) -> None:
        if not name:
            return
        self.view.app.copy_to_clipboard(text)
        first, _, more = text.partition("\n")
        self.view.say(f"copied the {name}: {first}{' and more lines' if more else ''}")

    def _without_link(self) -> str:
        change = self._change()
        if not change:
            return "put the cursor on a change first"
        if link_of(self.view.session.plan.changes[change]):
            return ""
        return f"no import told the address of {change}'s review: see `relplan help reviews`"

    @handles(
        Action("plan.review", "O", "Review", "Open the pull request of the change in a browser."),
        disabled=_without_link,
    )
    def open_review(self) -> None:
        """Open the page of the change's review."""
        link = link_of(self.view.session.plan.changes[self._change()])
        self.view.app.open_url(link)
        self.view.say(f"opened {link}")
