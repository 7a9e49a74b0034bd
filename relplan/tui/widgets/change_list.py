"""The changes: a list over a Listing, which remembers what was opened, closed and filtered."""

from collections.abc import Collection

from textual import on
from textual.timer import Timer

from relplan.planning.folding import Folding
from relplan.planning.plan import Plan
from relplan.tui.presentation.arranging import Arrangement
from relplan.tui.presentation.filtering import Filter
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.listing import (
    BatchRow,
    ChangeRow,
    GroupRow,
    Listing,
    Row,
    WaveRow,
    batch_key,
    row_line,
)
from relplan.tui.presentation.spans import Line
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import RowKind

_GLOWING = 3.0
"""Seconds for which what became free is pointed out."""


class ListingRows:
    """A Listing, as a RowList wants it."""

    def __init__(self, listing: Listing, glyphs: Glyphs, chosen: Collection[str] = ()) -> None:
        """Show *listing* with *glyphs*; what is *chosen* has a sign."""
        self._chosen = chosen
        self.listing = listing
        self._glyphs = glyphs

    def __len__(self) -> int:
        return len(self.listing)

    def row(self, index: int) -> Row:
        """Return what row *index* is about."""
        return self.listing[index]

    def key(self, index: int) -> str:
        """Return the row's name."""
        return self.listing.keys[index]

    def index_of(self, key: str) -> int | None:
        """Return where the row called *key* is, or the one it is folded into."""
        return self.listing.index_of(key)

    def kind(self, index: int) -> RowKind:
        """Return how the row behaves."""
        row = self.listing[index]
        if isinstance(row, (WaveRow, GroupRow)):
            return RowKind.LABEL
        return RowKind.GROUP if isinstance(row, BatchRow) else RowKind.ITEM

    def line(self, index: int, width: int) -> Line:
        """Return the row's text."""
        listing = self.listing
        return row_line(
            listing.plan,
            listing[index],
            width,
            listing.longest_id,
            self._glyphs,
            self._chosen,
        )


class ChangeList(RowList):
    """The changes of a plan, grouped, folded and filtered."""

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002 — textual's word
        """Begin empty; ``show`` fills it."""
        super().__init__(id=id, ellipsis=glyphs.ellipsis)
        self._glyphs = glyphs
        self._opened: set[str] = set()
        self._shut: set[str] = set()
        self._folding = Folding()
        self._plan: Plan | None = None
        self._before: Plan | None = None
        """The plan before the last decision, while what it made free glows."""
        self._glowing: Timer | None = None
        self.filter = Filter()
        self.arrangement = Arrangement()
        self.chosen: set[str] = set()
        """The changes that were selected."""
        self.begin_at = ""
        """The row that Enter goes to until the cursor is moved; empty: it opens the one in hand."""

    def show(self, plan: Plan, *, empty: Line, key: str | None = None) -> None:
        """Show the changes of *plan*, or *empty* where there are none to show."""
        self._point_out(self._plan, plan)
        self._plan = plan
        self.chosen &= plan.changes.keys()
        listing = Listing(
            plan,
            self._folding.fold(plan, self.filter.apply(plan)),
            opened=self._opened,
            closed=self._shut,
            arrangement=self.arrangement,
        )
        self.set_rows(ListingRows(listing, self._glyphs, self.chosen), key=key, empty=empty)

    @property
    def listed(self) -> list[str]:
        """The changes that are listed, folded away or not, in the plan's order."""
        return list(self.filter.apply(self._plan)) if self._plan else []

    def toggle(self) -> int:
        """Select what is in hand, or leave it out; return how many are selected."""
        row = self.row
        changes: set[str] = set()
        if isinstance(row, BatchRow):
            changes = set(row.batch.changes) & set(self.listed)
        elif isinstance(row, ChangeRow):
            changes = {row.change} if row.opened or row.older else set(row.run.changes)
        if changes <= self.chosen:
            self.chosen -= changes
        else:
            self.chosen |= changes
        self.invalidate()
        return len(self.chosen)

    def let_go(self) -> bool:
        """Select nothing any more; tell whether something was."""
        had = bool(self.chosen)
        self.chosen.clear()
        self.invalidate()
        return had

    def watch_cursor(self, before: int, after: int) -> None:
        """Forget where to begin: the person has found their own way."""
        self.begin_at = ""
        super().watch_cursor(before, after)

    def action_choose(self) -> None:
        """Go to where to begin; after that, choose the row under the cursor."""
        if self.begin_at:
            self.go_to(self.begin_at)
            self.begin_at = ""
        else:
            super().action_choose()

    def _point_out(self, before: Plan | None, now: Plan) -> None:
        """Let glow what was not free in the plan *before*, which had other marks."""
        if before is None or before is now or before.snapshot is not now.snapshot:
            return
        if self.app.animation_level == "none":
            return
        self._before = before
        if self._glowing is not None:
            self._glowing.stop()
        self._glowing = self.set_timer(_GLOWING, self._stop_glowing)

    def _stop_glowing(self) -> None:
        self._before = self._glowing = None
        self.invalidate()

    def glows(self, index: int) -> bool:
        """Tell whether the row's change became free a moment ago."""
        row = self.rows.row(index) if isinstance(self.rows, ListingRows) else None
        before, now = self._before, self._plan
        if before is None or now is None or not isinstance(row, ChangeRow):
            return False
        return now.status(row.change).free and not before.status(row.change).free

    @property
    def row(self) -> Row | None:
        """What the cursor is on."""
        rows = self.rows
        if not isinstance(rows, ListingRows) or not 0 <= self.cursor < len(rows):
            return None
        return rows.row(self.cursor)

    @property
    def change(self) -> str | None:
        """The change under the cursor, if it is on one."""
        row = self.row
        return row.change if isinstance(row, ChangeRow) else None

    def go_to(self, change: str) -> bool:
        """Put the cursor on *change*, or the row it is folded into; tell whether it is there."""
        found = self.rows.index_of(change)
        if found is not None:
            self.move_to(found)
        return found is not None

    @on(RowList.Selected)
    def _toggle(self, message: RowList.Selected) -> None:
        """Open or close what folds; anything else is for the screen."""
        row = self.row
        if isinstance(row, BatchRow) or (isinstance(row, ChangeRow) and row.folds):
            message.stop()
            self._set_open(row, not row.opened)

    @on(RowList.Folding)
    def _fold(self, message: RowList.Folding) -> None:
        message.stop()
        row = self.row
        if row is not None:
            self._set_open(row, message.opened)

    def _set_open(self, row: Row, opened: bool) -> None:
        """Open or close what *row* stands over; closing what does not fold closes its batch."""
        if isinstance(row, BatchRow):
            self._set_batch_open(row.key, opened)
        elif isinstance(row, ChangeRow):
            if (row.folds or row.older) and opened != (row.run.newest in self._opened):
                (self._opened.add if opened else self._opened.discard)(row.run.newest)
                self._again(row.run.newest)
            elif row.tied and not opened and self._plan is not None:
                self._set_batch_open(batch_key(self._plan.batch_of[row.change]), opened)

    def _set_batch_open(self, key: str, opened: bool) -> None:
        (self._shut.discard if opened else self._shut.add)(key)
        self._again(key)

    def _again(self, key: str) -> None:
        if self._plan is not None:
            self.show(self._plan, empty=(), key=key)
