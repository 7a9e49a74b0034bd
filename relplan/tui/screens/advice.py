"""What the screens that give advice share: a question asked beside the screen, and its answer."""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Event
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from relplan.model.evidence import Evidence
from relplan.model.proposal import Proposal
from relplan.tui.actions import BACK, bindings
from relplan.tui.controllers.exporting import Exporting
from relplan.tui.documents import Document, documents
from relplan.tui.presentation.entries import Entry, broken, entry_key
from relplan.tui.presentation.headline import numbers_line
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.screens.dialogs import ListDialog
from relplan.tui.screens.evidence import EvidenceScreen
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.text import block, content
from relplan.tui.widgets.answer_line import AnswerLine
from relplan.tui.widgets.key_footer import KeyFooter
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows
from relplan.tui.workers import Advice, Advised, advise

_FRAME = 3
"""Cells of the border on both sides and of the scroll bar."""
SECONDS = 10.0
"""What a search may take."""


class AdviceScreen(ControlledScreen[None]):
    """Lies over the plan. Esc stops what is searched for, and closes the screen after that."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BACK, controllers=(Exporting,))

    def __init__(self, plan: PlanView) -> None:
        """Give advice on what *plan* shows."""
        super().__init__()
        self.plan = plan
        self.session = plan.session
        self._asked = 0
        self._stop = Event()
        self.searching = False
        self.failure = ""
        self.controllers = [Exporting(self, self.session, self.exports, self.busy)]

    def exports(self) -> list[Document]:
        """Return what can be exported from here."""
        return documents(self.session)

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="advice-head")
        yield Static(id="advice-state")
        rows = RowList(ellipsis=self.session.glyphs.ellipsis, id="advice-rows")
        yield rows
        yield AnswerLine()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Ask at once."""
        self.rows.focus()
        self.ask()

    def on_resize(self) -> None:
        """Break the rows anew."""
        self.draw()

    def on_unmount(self) -> None:
        """Nobody waits for the answer any more."""
        self._stop.set()

    @property
    def rows(self) -> RowList:
        """What shows the answer."""
        return self.query_one(RowList)

    @property
    def chosen(self) -> str:
        """The key of the entry under the cursor; empty: there is none."""
        return entry_key(self.rows.key or "")

    @property
    def stopped(self) -> bool:
        """Whether the person stopped the search."""
        return self._stop.is_set()

    @property
    def now(self) -> int:
        """The moment that waiting is counted to: the one asked for, else that of the scan."""
        bench, scanned_at = self.session.bench, self.session.age.scanned_at
        asked = bench.as_of is not None or scanned_at is None
        return int(bench.clock()) if asked else int(scanned_at or 0)

    def busy(self) -> str:
        """Say that nothing can be done with the answer while it is looked for; empty: it can."""
        return f"the search goes on: wait, or stop it with {self._back}" if self.searching else ""

    @property
    def _back(self) -> str:
        return self.relplan.name_of(BACK.id)

    # Asking

    def ask(self) -> None:
        """Ask the question, instead of one that is not answered yet."""
        self._stop.set()
        self._stop = Event()
        self._asked += 1
        self.searching, self.failure = True, ""
        self.draw()
        work = partial(advise, self, self._asked, self.question(self._stop.is_set))
        self.run_worker(work, thread=True, exclusive=True, group="advice")

    def question(
        self, cancelled: Callable[[], bool]
    ) -> Callable[[Callable[[Proposal], None]], Advice]:
        """Return what is to be done beside the screen, with what it needs already in hand."""
        raise NotImplementedError

    def take(self, found: Advice) -> None:
        """Keep the answer."""
        raise NotImplementedError

    @on(Advised)
    def _answered(self, message: Advised) -> None:
        if message.asked != self._asked:
            return
        self.keyboard.changed(by_others=True)
        self.searching = False
        if message.found is not None:
            self.take(message.found)
        self.failure = str(message.error) if message.error else ""
        self.draw()

    # Showing

    def head(self) -> list[Line]:
        """Return what stands at the top."""
        return []

    def state(self) -> Line:
        """Return how far the search is."""
        if self.searching:
            return (Span(f"looking for an answer; {self._back} stops it", Role.WARNING),)
        text = f"stopped by {self._back}: with more time it may be better"
        return (Span(text, Role.WARNING),) if self.stopped else ()

    def entries(self) -> list[Entry]:
        """Return the answer."""
        return []

    def draw(self) -> None:
        """Show all anew, with the cursor where it was."""
        if not self.is_mounted:
            return
        cells = max(20, self.size.width - 2)
        plan, unmarked = self.session.plan, self.session.unmarked
        numbers = numbers_line(plan.numbers, unmarked.numbers, self.session.glyphs, cells)
        self.query_one("#advice-head", Static).update(block([*self.head(), numbers]))
        self._draw_state()
        found = broken(self.entries(), max(20, self.size.width - _FRAME))
        keys = [key for key, _ in found]
        self.rows.set_rows(KeyedRows(keys, lambda index, _width: found[index][1]))

    def follow(self) -> None:
        """Show what others made of the plan; the answer is still that to the question asked."""
        self.draw()

    def _draw_state(self) -> None:
        if self.failure:
            state: Line = (Span(self.failure, Role.WORSE),)
        elif self.searching and self.stopped:
            state = (Span(f"stopping; {self._back} closes without waiting for it", Role.WARNING),)
        else:
            state = self.state()
        shown = self.query_one("#advice-state", Static)
        shown.update(content(*state))
        shown.display = bool(state)

    def show_over(self, title: str, entries: Sequence[Entry]) -> None:
        """Show more of something in a dialog."""
        lines = [(entry.key, entry.line) for entry in entries]
        self.app.push_screen(ListDialog(title, lines, self.session.glyphs, indent=10))

    def show_evidence(self, evidence: Sequence[Evidence]) -> None:
        """Show *evidence* in a dialog."""
        self.app.push_screen(EvidenceScreen(self.session, evidence))

    def action_back(self) -> None:
        """Stop the search; where there is none, close the screen."""
        if self.searching and not self.stopped:
            self._stop.set()
            self._draw_state()
        else:
            self.dismiss(None)
