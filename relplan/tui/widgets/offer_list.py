"""The offers pane: marks by what they bring to the batch or change in hand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from textual import on

from relplan.model.scenario import Mark
from relplan.planning.couplings import Coupling
from relplan.planning.offers import Effect, Offer, gain, offers, ranked
from relplan.planning.plan import Plan
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.offers import (
    IDLE,
    NO_PICTURE,
    NOTHING,
    Heading,
    Picture,
    Row,
    Subject,
    Trial,
    detail_line,
    row_key,
    row_line,
)
from relplan.tui.presentation.places import Names
from relplan.tui.presentation.spans import Line
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows


class OfferList(RowList):
    """What can be marked, the most helpful first; what changes nothing is folded away."""

    def __init__(self, glyphs: Glyphs, names: Names, *, id: str) -> None:  # noqa: A002 — textual's word
        """Begin empty; ``show`` fills it."""
        super().__init__(id=id, ellipsis=glyphs.ellipsis)
        self._glyphs, self._names = glyphs, names
        self._plan: Plan | None = None
        self._offers: tuple[Offer, ...] = ()
        self._effects: dict[Trial, Effect] = {}
        """All that is known of the plan, a part of which may not be shown yet."""
        self._subject: Subject | None = None
        """None: not known yet what is in hand in the plan."""
        self._involved: Collection[str] = ()
        self._picture = NO_PICTURE
        self._shown: list[Row] = []
        self._opened = False
        self._nothing: Line = ()

    def show(self, couplings: Sequence[Coupling], plan: Plan, *, empty: Line) -> None:
        """Show what *couplings* offer under the scenario of *plan*; nothing is tried yet.

        What was shown of the plan before stays until it is known what comes in its place.
        """
        self._plan, self._nothing = plan, empty
        self._offers, self._effects = offers(plan, couplings), {}
        self._subject = None
        self._picture = replace(self._picture, renewed=False)
        if self._keeps:
            self._list()
        else:
            self._rank()

    @property
    def _keeps(self) -> bool:
        """Whether what is shown is of the plan before, until more is known of this one."""
        return self._picture.is_old and bool(self._offers)

    @property
    def trials(self) -> list[Trial]:
        """What is to be tried, in the order in which somebody waits for it."""
        seen = self._in_sight
        first = sorted(
            self._offers,
            key=lambda one: one.coupling.name not in self._involved and one.trial not in seen,
        )
        return [offer.trial for offer in first]

    @property
    def _in_sight(self) -> set[Trial]:
        """What is to be tried of the rows in sight."""
        top = self.scroll_offset.y
        rows = self._shown[top : top + self.scrollable_content_region.height]
        return {row.trial for row in rows if isinstance(row, Offer)}

    def add_effects(self, found: Mapping[Trial, Effect]) -> None:
        """Take in what marks would do."""
        self._effects.update(found)
        self._renew()

    def _renew(self) -> None:
        """Rank once when all in sight is known, and once when everything is."""
        if self._subject is None:
            return
        known = self._effects.keys()
        is_first = not self._picture.renewed and self._in_sight <= known
        if is_first or all(offer.trial in known for offer in self._offers):
            self._rank()

    def look_at(self, subject: Subject, involved: Collection[str]) -> None:
        """Rank the offers for *subject*; *involved* are the couplings that hold it up."""
        if subject == self._subject and involved == self._involved:
            return
        is_new_plan = self._subject is None
        self._subject, self._involved = subject, involved
        if is_new_plan and self._keeps:
            self._renew()
        else:
            self._rank()

    def _rank(self) -> None:
        """Show what is known for what is in hand; where that is new, begin with the best offer."""
        if self._plan is None:
            return
        plan, subject = self._plan, self._subject or NOTHING
        gains = {one: gain(plan, subject.changes, found) for one, found in self._effects.items()}
        begin = subject != self._picture.subject and not self.has_focus
        self._picture = Picture(
            ranked(self._offers, gains), gains, subject, self._involved, renewed=bool(gains)
        )
        self._list(begin=begin)

    def _list(self, *, begin: bool = False) -> None:
        """Show the rows; *begin*: with the cursor on the best offer."""
        self._shown = self._picture.rows(self._offers, self._names, opened=self._opened)
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
        return row_line(
            self._shown[index], self._picture, self._opened, cells, self._glyphs, self._names
        )

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
        picture = self._picture
        known = picture.gains.get(self.offer.trial) if picture.renewed else None
        return detail_line(self.offer, known, picture.subject, self._plan.scenario, self._names)

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
