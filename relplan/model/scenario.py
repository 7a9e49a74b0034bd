"""What a person decided: marks and dismissals by name, and the answers that hold in all."""

from dataclasses import replace
from enum import StrEnum

from relplan.model.value import value


class Mark(StrEnum):
    """A decision about a coupling."""

    VERSIONED = "versioned"
    """A contract: old and new are served side by side."""
    FLAGGED = "flagged"
    """A contract or feature: code goes out in any order, the flag flips when all of it is out."""
    WAIVED = "waived"
    """A gate."""
    SPLIT = "split"
    """A unit: each of its services is deployed by itself."""


class CouplingKind(StrEnum):
    """What ties two changes together."""

    CONTRACT = "contract"
    FEATURE = "feature"
    GATE = "gate"
    UNIT = "unit"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that it can be given; the last one takes all of its edges away."""
        return _MARKS[self]


_MARKS = {
    CouplingKind.CONTRACT: (Mark.VERSIONED, Mark.FLAGGED),
    CouplingKind.FEATURE: (Mark.FLAGGED,),
    CouplingKind.GATE: (Mark.WAIVED,),
    CouplingKind.UNIT: (Mark.SPLIT,),
}

MAIN_SCENARIO = "main"
"""The scenario in force; the others are what-ifs."""


@value()
class Scenario:
    """A named set of marks, moves and dismissals, and the answers. Each edit returns another."""

    name: str = MAIN_SCENARIO
    marks: frozenset[tuple[str, Mark]] = frozenset()
    """(coupling, mark), at most one for each coupling."""
    dismissals: frozenset[str] = frozenset()
    """Fingerprints of edges. They are facts, as the answers: the same in every scenario."""
    answers: frozenset[tuple[str, str]] = frozenset()
    """(question, answer)."""
    moves: frozenset[tuple[str, int]] = frozenset()
    """(change, moment in seconds since 1970), at most one for each change: its batch does not ship
    before. Of two moves in one batch the later one holds, whichever was made first."""

    def mark_of(self, coupling: str) -> Mark | None:
        """Return the mark on *coupling*, if any."""
        return next((mark for name, mark in self.marks if name == coupling), None)

    def with_mark(self, coupling: str, mark: Mark | None) -> "Scenario":
        """Return this scenario with *mark*, or none, on *coupling*."""
        kept = frozenset(pair for pair in self.marks if pair[0] != coupling)
        marks = kept if mark is None else kept | {(coupling, mark)}
        return replace(self, marks=marks)

    def without_marks(self) -> "Scenario":
        """Return what holds in every scenario: its dismissals and answers."""
        return replace(self, marks=frozenset(), moves=frozenset())

    def without_moves(self) -> "Scenario":
        """Return this scenario with nothing held back by hand."""
        return replace(self, moves=frozenset())

    def with_dismissal(self, fingerprint: str) -> "Scenario":
        """Return this scenario with the edge of *fingerprint* dismissed."""
        return replace(self, dismissals=self.dismissals | {fingerprint})

    def without_dismissal(self, fingerprint: str) -> "Scenario":
        """Return this scenario with the edge of *fingerprint* back in."""
        return replace(self, dismissals=self.dismissals - {fingerprint})

    def with_answer(self, question: str, answer: str) -> "Scenario":
        """Return this scenario with *answer*, or with an empty one none, to *question*."""
        kept = frozenset(pair for pair in self.answers if pair[0] != question)
        return replace(self, answers=kept | {(question, answer)} if answer else kept)
