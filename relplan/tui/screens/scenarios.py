"""What-ifs: which there are, and two of them side by side."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from relplan.model.plan import Numbers
from relplan.planning.compare import Comparison, Difference, Standing
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.safe import clean, width
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import counted
from relplan.tui.text import content
from relplan.tui.widgets.row_list import KeyedRows, RowList
from relplan.workbench import Workbench

NEW = "\0new"
"""What the switcher answers where a new scenario is wanted."""


class ScenarioScreen(ModalScreen[str | None]):
    """Chooses a scenario."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("n", "new", "New")]

    def __init__(self, bench: Workbench, glyphs: Glyphs, caption: str, *, may_make: bool) -> None:
        """Offer all scenarios of *bench*, and a new one where that makes sense."""
        super().__init__()
        self._caption = caption
        self._may_make = may_make
        self._glyphs = glyphs
        self._current = bench.scenario().name
        plans = [bench.plan(bench.scenario(name)) for name in bench.scenario_names()]
        self._rows = {plan.scenario.name: plan for plan in plans}

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        names = list(self._rows)
        caption = self._caption + (", n for a new one" if self._may_make else "")
        with Vertical(classes="dialog"):
            yield Static(content(caption), classes="caption")
            yield RowList(KeyedRows(names, lambda index, _: self._line(names[index])))

    def on_mount(self) -> None:
        """Give the list as many lines as it has rows."""
        self.query_one(RowList).styles.height = min(20, len(self._rows))
        self.query_one(RowList).focus()

    @on(RowList.Selected)
    def _chosen(self, event: RowList.Selected) -> None:
        self.dismiss(event.key)

    def action_new(self) -> None:
        """Ask for a new one."""
        if self._may_make:
            self.dismiss(NEW)

    def _line(self, name: str) -> Line:
        plan = self._rows[name]
        star = "*" if name == self._current else " "
        numbers = plan.numbers
        marks = counted(len(plan.scenario.marks), "mark")
        return (
            Span(f"{star} {clean(name):24}", Role.STRONG),
            Span(f"{marks:9}", Role.MARK if plan.scenario.marks else Role.DIM),
            Span(f" largest batch {numbers.largest_batch}, shippable {numbers.shippable_now},"),
            Span(f" blocked {numbers.blocked}, waves {numbers.waves}"),
        )


class CompareScreen(ModalScreen[None]):
    """Two scenarios side by side: the numbers, and the changes that stand differently."""

    def __init__(self, names: tuple[str, str], found: Comparison, glyphs: Glyphs) -> None:
        """Show *found*, the comparison of the scenarios *names*."""
        super().__init__()
        self._names = names
        self._found = found
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Lay out numbers above differences."""
        differences = self._found.differences
        keys = [difference.change for difference in differences]
        rows = KeyedRows(keys, lambda index, _: difference_line(differences[index], self._glyphs))
        with Vertical(classes="dialog"):
            for name, numbers in zip(
                self._names, (self._found.before, self._found.after), strict=True
            ):
                yield Static(content(*_numbers(name, numbers)))
            count = counted(len(keys), "change stands differently", "changes stand differently")
            yield Static(content(count), classes="caption")
            yield RowList(rows)

    def on_mount(self) -> None:
        """Give the list as many lines as it has rows."""
        self.query_one(RowList).styles.height = max(1, min(24, len(self._found.differences)))
        self.query_one(RowList).focus()


def difference_line(difference: Difference, glyphs: Glyphs) -> Line:
    """Say how a change stood and stands."""
    name = clean(difference.change, 34)
    padded = name + " " * max(0, 34 - width(name))
    return (
        Span(padded, Role.STRONG),
        *_standing(difference.before, glyphs),
        Span(f" {glyphs.becomes} "),
        *_standing(difference.after, glyphs),
    )


def _standing(standing: Standing, glyphs: Glyphs) -> tuple[Span, ...]:
    label = glyphs.status_label(standing.status)
    return (
        Span(f"{label.text:14}", label.role),
        Span(f"wave {standing.wave}, batch of {standing.batch_size:<3}"),
    )


def _numbers(name: str, numbers: Numbers) -> Line:
    return (
        Span(f"{clean(name):24}", Role.HEADING),
        Span(f"largest batch {numbers.largest_batch}, shippable {numbers.shippable_now}, "),
        Span(f"blocked {numbers.blocked}, batches {numbers.batches}, waves {numbers.waves}"),
    )
