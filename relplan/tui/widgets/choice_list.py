"""The couplings pane: what can be marked, and what each mark would do."""

from collections.abc import Collection, Mapping, Sequence

from relplan.model.plan import Numbers
from relplan.planning.couplings import Coupling
from relplan.planning.plan import Plan
from relplan.tui.presentation.choices import Choice, Trial, choice_line, choices
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.spans import Line
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows


class ChoiceList(RowList):
    """Couplings, each with its marks below it; the cursor stands on the couplings."""

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002 — textual's word
        """Begin empty; ``show`` fills it."""
        super().__init__(id=id, ellipsis=glyphs.ellipsis)
        self._glyphs = glyphs
        self._choices: list[Choice] = []
        self._plan: Plan | None = None
        self._tried: dict[Trial, Numbers] = {}
        self._involved: Collection[str] = ()

    def show(self, couplings: Sequence[Coupling], plan: Plan, *, empty: Line) -> None:
        """Show *couplings* under the scenario of *plan*; what marks would do is not known yet."""
        self._plan, self._tried = plan, {}
        self._choices = choices(couplings)
        labels = [index for index, choice in enumerate(self._choices) if choice.mark]
        keys = [choice.key for choice in self._choices]
        self.set_rows(KeyedRows(keys, self._line, labels=labels), empty=empty)

    def add_trials(self, tried: Mapping[Trial, Numbers]) -> None:
        """Fill in what marks would do."""
        self._tried.update(tried)
        self.invalidate()

    @property
    def tried(self) -> Mapping[Trial, Numbers]:
        """What marks would do, as far as it is known."""
        return self._tried

    @property
    def involved(self) -> frozenset[str]:
        """The couplings on the paths of the selected change."""
        return frozenset(self._involved)

    def involve(self, couplings: Collection[str]) -> None:
        """Point out *couplings*: those on the paths of the selected change."""
        if couplings != self._involved:
            self._involved = couplings
            self.invalidate()

    @property
    def coupling(self) -> Coupling | None:
        """The coupling under the cursor."""
        return (
            self._choices[self.cursor].coupling if 0 <= self.cursor < len(self._choices) else None
        )

    def _line(self, index: int, _width: int) -> Line:
        if self._plan is None:
            return ()
        return choice_line(
            self._choices[index],
            self._plan.scenario,
            self._plan.numbers,
            self._tried,
            self._involved,
            self._glyphs,
        )
