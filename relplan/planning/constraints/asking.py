"""Gathers the questions that the rules come upon, each of them once."""

from collections.abc import Mapping
from dataclasses import replace

from relplan.model.edge import Given
from relplan.model.evidence import Confidence, Evidence
from relplan.model.question import NO, Question, QuestionKind, question_id
from relplan.model.value import value

_LONGER = 16
"""Digits of the id of a question whose short one another has already."""
_SEEN_SINCE = "seen since"
_NOT_DENIED: frozenset[str] = frozenset()


@value()
class Fact:
    """Something that may be so, and the question whether it is."""

    kind: QuestionKind
    subject: tuple[str, ...]
    """What names it, so that it is the same question as long as this is the same."""
    text: str
    evidence: tuple[Evidence, ...] = ()
    """What speaks for it."""
    part: str = ""
    """The part of a contract that it is about, where another such fact differs in that alone."""


class Asking:
    """The questions of one snapshot.

    A rule that comes upon a guess asks here and gets the answer that its edges rest on. To ask
    about one subject again is the same question, with more evidence.
    """

    def __init__(self, denied: frozenset[str] = _NOT_DENIED) -> None:
        """Begin with none. *denied* are the ids that a person has said no to."""
        self._denied = denied
        self._questions: dict[str, Question] = {}
        self._subjects: dict[str, tuple[str, ...]] = {}

    @property
    def denies(self) -> bool:
        """Whether a person said no to anything."""
        return bool(self._denied)

    def questions(self) -> Mapping[str, Question]:
        """Return all questions by id, sorted."""
        return dict(sorted(self._questions.items()))

    def ask(
        self, fact: Fact, about: tuple[str, ...] = (), against: tuple[Evidence, ...] = ()
    ) -> str:
        """Ask whether *fact* is so, which is *about* these names; return the question's id."""
        name = self._id(fact)
        known = self._questions.get(name) or Question(name, fact.kind, fact.text, part=fact.part)
        self._questions[name] = replace(
            known,
            about=tuple(dict.fromkeys((*known.about, *about))),
            speaks_for=tuple(sorted({*known.speaks_for, *fact.evidence})),
            speaks_against=tuple(sorted({*known.speaks_against, *against})),
        )
        return name

    def sure(
        self,
        confidence: Confidence,
        fact: Fact,
        about: tuple[str, ...] = (),
        against: tuple[Evidence, ...] = (),
    ) -> tuple[Given, ...]:
        """Return what *fact* rests on, which is known with *confidence*.

        A guess rests on a yes. So does what was detected against somebody's no: the question is
        open again, as another one, so that a second no can stand against what is seen now.
        """
        if confidence is Confidence.GUESSED:
            return (Given(self.ask(fact, about, against), True),)
        if (
            confidence is Confidence.DETECTED
            and question_id(fact.kind, fact.subject) in self._denied
        ):
            again = self.ask(replace(fact, subject=(*fact.subject, _SEEN_SINCE)), about, against)
            self._questions[again] = replace(self._questions[again], before=NO)
            return (Given(again, True),)
        return ()

    def _id(self, fact: Fact) -> str:
        short = question_id(fact.kind, fact.subject)
        whole = (fact.kind, *fact.subject)
        if self._subjects.setdefault(short, whole) == whole:
            return short
        return question_id(fact.kind, fact.subject, _LONGER)
