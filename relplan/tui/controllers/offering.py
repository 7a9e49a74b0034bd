"""What a mark could do for the change or batch under the cursor, to choose from."""

from collections.abc import Callable, Mapping

from relplan.model.plan import Batch, Numbers
from relplan.model.scenario import Mark
from relplan.planning.couplings import Coupling
from relplan.planning.plan import Plan
from relplan.tui.presentation.choices import Choice, Trial, choice_line, choices
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.spans import Line
from relplan.tui.screens.dialogs import LABEL, ListDialog
from relplan.tui.screens.plan_view import PlanView


def offered(view: PlanView) -> list[Coupling]:
    """Return what can be marked of that which holds the row of the changes in hand."""
    batch = view.panes.batch_in_hand
    if batch is None:
        return []
    plan, involved = view.session.plan, view.choices.involved
    names = involved | _of_batch(plan, batch)
    marked = {name for name, _ in plan.scenario.marks}
    return [
        one
        for one in view.session.couplings
        if one.name in names or (one.name in marked and set(one.services) & set(batch.services))
    ]


def _of_batch(plan: Plan, batch: Batch) -> frozenset[str]:
    """Return the couplings over which the changes of *batch* need something."""
    edges = (edge for change in batch.changes for edge in plan.edges_from(change))
    return frozenset(edge.coupling for edge in edges if edge.coupling)


def offer(view: PlanView, mark: Mark, then: Callable[[Coupling, Mark], None]) -> None:
    """Let the person choose among the marks, the cursor on the first that is a *mark*."""
    session, found = view.session, offered(view)
    plan, tried = session.plan, view.choices.tried
    rows = {row.key: row for row in choices(found)}
    first = next((key for key, row in rows.items() if row.mark is mark), None)
    lines = [
        (key if row.mark else f"{LABEL}{key}", _line(row, plan, tried, session.glyphs))
        for key, row in rows.items()
    ]
    change = view.changes.change
    batch = view.panes.batch_in_hand
    title = f"marks for {change or (batch.id if batch else '')}: largest batch, shippable"
    dialog = ListDialog(
        title,
        lines,
        session.glyphs,
        hint="Enter marks, Esc leaves all as it is",
        choosable=True,
        current=first,
        decides=True,
    )

    def choose(key: str | None) -> None:
        row = rows.get(key or "")
        if row is not None and row.mark is not None:
            then(row.coupling, row.mark)

    view.app.push_screen(dialog, choose)


def _line(row: Choice, plan: Plan, tried: Mapping[Trial, Numbers], glyphs: Glyphs) -> Line:
    return choice_line(row, plan.scenario, plan.numbers, tried, (), glyphs)
