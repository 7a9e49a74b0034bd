"""The offers pane: marks by what they bring to the batch or change in hand."""

from collections.abc import Collection, Mapping, Sequence

from textual import on

from relplan.model.scenario import Mark
from relplan.planning.couplings import Coupling
from relplan.planning.offers import Effect, Gain, Offer, gain, offers, ranked
from relplan.planning.plan import Plan
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.offers import (
    IDLE,
    NOTHING,
    Heading,
    Row,
    Subject,
    Trial,
    detail_line,
    row_key,
    row_line,
    rows_of,
)
from relplan.tui.presentation.spans import Line
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows


class OfferList(RowList):
    """What can be marked, the most helpful first; what changes nothing is folded away."""

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002 — textual's word
        """Begin empty; ``show`` fills it."""
        super().__init__(id=id, ellipsis=glyphs.ellipsis)
        self._glyphs = glyphs
        self._plan: Plan | None = None
        self._offers: tuple[Offer, ...] = ()
        self._effects: dict[Trial, Effect] = {}
        self._gains: dict[Trial, Gain] = {}
        self._subject = NOTHING
        self._involved: Collection[str] = ()
        self._shown: list[Row] = []
        self._opened = False
        self._nothing: Line = ()

    def show(self, couplings: Sequence[Coupling], plan: Plan, *, empty: Line) -> None:
        """Show what *couplings* offer under the scenario of *plan*; nothing is tried yet."""
        self._plan, self._nothing = plan, empty
        self._offers = offers(plan, couplings)
        self._effects, self._gains = {}, {}
        self._list()

    @property
    def trials(self) -> list[Trial]:
        """What is to be tried, in the order in which somebody waits for it."""
        first = sorted(self._offers, key=lambda one: one.coupling.name not in self._involved)
        return [offer.trial for offer in first]

    def add_effects(self, found: Mapping[Trial, Effect]) -> None:
        """Take in what marks would do."""
        self._effects.update(found)
        self._rank(found)
        self._list()

    def look_at(self, subject: Subject, involved: Collection[str]) -> None:
        """Rank the offers for *subject*; *involved* are the couplings that hold it up."""
        if subject == self._subject and involved == self._involved:
            return
        self._subject, self._involved = subject, involved
        self._rank(self._effects)
        self._list(begin=not self.has_focus)

    def _rank(self, effects: Mapping[Trial, Effect]) -> None:
        if self._plan is not None:
            plan, changes = self._plan, self._subject.changes
            self._gains |= {trial: gain(plan, changes, one) for trial, one in effects.items()}

    def _list(self, *, begin: bool = False) -> None:
        """Show the rows; *begin*: with the cursor on the best offer."""
        found = ranked(self._offers, self._gains)
        self._shown = rows_of(found, self._subject, opened=self._opened)
        rows = KeyedRows(
            [row_key(row) for row in self._shown],
            self._line,
            labels=[
                n for n, row in enumerate(self._shown) if isinstance(row, Heading) and not row.key
            ],
        )
        first = next((row_key(row) for row in self._shown if isinstance(row, Offer)), None)
        self.set_rows(rows, key=first if begin else None, empty=self._nothing)

    def _line(self, index: int, cells: int) -> Line:
        row = self._shown[index]
        return row_line(row, self._gains, self._involved, self._opened, cells, self._glyphs)

    @property
    def offer(self) -> Offer | None:
        """The offer under the cursor."""
        row = self._shown[self.cursor] if 0 <= self.cursor < len(self._shown) else None
        return row if isinstance(row, Offer) else None

    @property
    def coupling(self) -> Coupling | None:
        """The coupling of the offer under the cursor."""
        return self.offer.coupling if self.offer is not None else None

    @property
    def detail(self) -> Line:
        """All that is known of the offer under the cursor, in a line."""
        if self.offer is None or self._plan is None:
            return ()
        known = self._gains.get(self.offer.trial)
        return detail_line(self.offer, known, self._subject, self._plan.scenario)

    def go_to(self, coupling: str) -> bool:
        """Put the cursor on the first offer of *coupling*, folded away or not; tell whether."""
        for _ in range(2):
            for index, row in enumerate(self._shown):
                if isinstance(row, Offer) and row.coupling.name == coupling:
                    self.move_to(index)
                    return True
            self._open(True)
        return False

    def begin_with(self, mark: Mark) -> None:
        """Put the cursor on the first offer in sight of this *mark*, else on the first at all."""
        found = [
            (one.mark is not mark, n) for n, one in enumerate(self._shown) if isinstance(one, Offer)
        ]
        if found:
            self.move_to(min(found)[1])

    @on(RowList.Selected)
    def _toggle(self, message: RowList.Selected) -> None:
        if message.key == IDLE:
            message.stop()
            self._open(not self._opened)

    @on(RowList.Folding)
    def _fold(self, message: RowList.Folding) -> None:
        message.stop()
        self._open(message.opened)

    def _open(self, opened: bool) -> None:
        if opened != self._opened:
            self._opened = opened
            self._list()
