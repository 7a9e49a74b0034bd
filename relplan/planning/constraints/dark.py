"""Changes that may be dark behind a flag: what starts at them rests on that they are not.

A ``Flag:`` trailer says that a change is dark; that what it adds stands behind a check of a flag
says that it may be. A person's yes is the trailer's like.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from relplan.model.change import Change
from relplan.model.edge import Given
from relplan.model.evidence import Evidence
from relplan.model.facts import MayBeDark
from relplan.model.question import QuestionKind, question_id
from relplan.planning.constraints.asking import Asking, Fact


@dataclass(frozen=True, slots=True)
class Dark:
    """What is asked about the changes of one snapshot; only of those that something hangs on."""

    found: Mapping[str, tuple[MayBeDark, ...]]
    """By change, the flags that it may be dark behind."""
    asking: Asking
    questions: set[str] = field(default_factory=set)
    """The ids of those that were asked."""

    def is_asked(self, change: Change) -> bool:
        """Tell whether *change* may be dark, and nothing says that it is."""
        return change.id in self.found and change.flag is None

    def unless(self, *changes: Change) -> tuple[Given, ...]:
        """Return what it rests on that none of *changes* is dark."""
        if not self.found:
            return ()
        return tuple(Given(self._ask(one), False) for one in changes if self.is_asked(one))

    def if_all(self, changes: Iterable[Change]) -> tuple[Given, ...]:
        """Return what it rests on that all of *changes*, of each of which it is asked, are dark."""
        return tuple(Given(self._ask(one), True) for one in changes)

    def _ask(self, change: Change) -> str:
        flags = self.found[change.id]
        names = " or ".join(one.flag for one in flags)
        text = f"Is {change.id} dark behind {names}, so that nothing of it runs until that is on?"
        evidence = tuple(found for one in flags for found in one.speaks_for)
        fact = Fact(QuestionKind.FLAG, _subject(change, flags), text, evidence)
        against: list[Evidence] = [found for one in flags for found in one.speaks_against]
        about = (*(one.flag for one in flags), change.service, change.id)
        question = self.asking.ask(fact, about, tuple(against))
        self.questions.add(question)
        return question


def dark_question(change: Change, flags: tuple[MayBeDark, ...]) -> str:
    """Return the id of the question whether *change* is dark behind *flags*."""
    return question_id(QuestionKind.FLAG, _subject(change, flags))


def _subject(change: Change, flags: tuple[MayBeDark, ...]) -> tuple[str, ...]:
    return (change.id, *(one.flag for one in flags))
