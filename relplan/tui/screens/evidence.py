"""Evidence to be checked, with a way to the file that it stands in."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from relplan.model.evidence import Evidence
from relplan.tui.actions import bindings
from relplan.tui.controllers.editing import Editing
from relplan.tui.presentation.entries import Entry, evidence_entries, evidence_number
from relplan.tui.presentation.places import Key
from relplan.tui.screens.dialogs import CLOSES, ListDialog
from relplan.tui.session import Session


class EvidenceScreen(ListDialog):
    """All that is known of some evidence; ``e`` opens the editor there."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(controllers=(Editing,))

    def __init__(
        self, session: Session, evidence: Sequence[Evidence], before: Iterable[Entry] = ()
    ) -> None:
        """Show *evidence*, below what stands *before* it."""
        self._evidence = evidence
        entries = [*before, *evidence_entries(evidence)]
        lines = [(entry.key, entry.line) for entry in entries]
        hint = (Key("plan.edit", "opens the editor there"), CLOSES)
        super().__init__("evidence", lines, session.glyphs, hint=hint)
        self.controllers = [Editing(self, session, lambda: self.in_hand)]

    @property
    def in_hand(self) -> Evidence | None:
        """The evidence that the cursor is on; above all of them, the first to be opened."""
        number = evidence_number(self.rows.key or "")
        return first_in_file(self._evidence) if number is None else self._evidence[number]


def first_in_file(evidence: Sequence[Evidence]) -> Evidence | None:
    """Return the first of *evidence* that stands in a file, else the first; None: there is none."""
    in_file = (one for one in evidence if one.path or not one.repository)
    return next(in_file, evidence[0] if evidence else None)
