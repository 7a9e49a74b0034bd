"""What the plan cannot know by itself, and what people answered (docs/semantics.md, section 3)."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from hashlib import blake2b

from relplan.model.edge import Edge
from relplan.model.evidence import Evidence
from relplan.model.value import value

YES, NO = "yes", "no"


class QuestionKind(StrEnum):
    """What is asked."""

    CONSUMER = "consumer"
    """Whether a service takes a contract at run time."""
    USE = "use"
    """Whether a consumer uses a part of a contract."""
    ADAPTS = "adapts"
    """Whether what a change of a consumer does for a contract concerns what is broken."""
    FINDING = "finding"
    """Whether something that was found, or not understood, breaks a contract."""
    FEATURE = "feature"
    """Whether changes with one issue key must ship together."""
    PRODUCTION = "production"
    """Whether services run their main."""
    REFERENCE = "reference"
    """Whether what an open change depends on is in production."""
    UNREAD = "unread"
    """Whether what could not be read may hold a release up."""
    UNIT = "unit"
    """Whether services are deployed together."""
    FLAG = "flag"
    """Whether a change ships dark."""
    REVERT = "revert"
    """Whether a commit takes back another, though their contents do not agree."""

    @property
    def always_asked(self) -> bool:
        """Tell whether it is asked though no answer would change the plan."""
        return self in (QuestionKind.PRODUCTION, QuestionKind.UNREAD)


@value()
class Question:
    """One sentence that a person can answer, and what speaks for a yes and for a no."""

    id: str
    """Hex digits that do not change while what is asked does not."""
    kind: QuestionKind
    text: str
    """A full sentence that ends with a question mark."""
    about: tuple[str, ...] = ()
    """The names that stand in it: services, contracts, files; to choose many alike by."""
    speaks_for: tuple[Evidence, ...] = ()
    speaks_against: tuple[Evidence, ...] = ()
    before: str = ""
    """What was answered before evidence came up that opened it again; empty: nothing."""
    part: str = ""
    """The part of a contract of which it asks whether it is used; empty: it names none."""


@value()
class Outcome:
    """What one answer to a question would do."""

    edges: tuple[Edge, ...]
    """Those that it would draw, by itself or after others; sorted."""
    moved: int
    """How many changes it makes a difference to by itself."""
    blocks: int
    """How many of them are blocked for certain with it, and are not now."""
    clears: int
    """How many of them are uncertain now, and that no other answer could block with it."""


@value()
class Asked:
    """A question that is open, and what answering it would do.

    Several that differ in the part alone are asked as one: whether any of these is used. A no to
    it is a no to each of them. A yes is one to each, too, and more than need be so: where a person
    can say which part it is, they answer the question of that one.
    """

    question: Question
    weight: int
    """The number of changes whose status, batch or prerequisites differ when it is answered."""
    changes: Collection[str]
    """Those changes, in the order of their ids."""
    on_yes: Outcome
    on_no: Outcome
    each: "tuple[Asked, ...]" = ()
    """The questions that are asked as this one, by their parts; empty: it stands for itself."""

    @property
    def answered(self) -> tuple[str, ...]:
        """The ids of the questions that an answer to it answers."""
        return tuple(one.question.id for one in self.each) or (self.question.id,)

    @property
    def yes(self) -> tuple[Edge, ...]:
        """The edges that a yes would draw, by itself or after others; sorted."""
        return self.on_yes.edges

    @property
    def no(self) -> tuple[Edge, ...]:
        """The edges that a no would draw."""
        return self.on_no.edges


@value(order=True)
class Answer:
    """A person's word on a question: a fact, valid in every scenario until it is withdrawn."""

    question: str
    """Its id."""
    value: str
    """``yes``, ``no``, or, of production, a revision."""
    reason: str = ""
    by: str = ""
    at: int = 0
    """Seconds since 1970; 0: relplan.toml does not say."""
    text: str = ""
    """What was asked, for those who read the answer when the question is gone."""


def question_id(kind: QuestionKind, subject: Iterable[str], digits: int = 6) -> str:
    """Return the id of the question of *kind* about *subject*."""
    name = "\0".join((kind.value, *subject))
    found = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return found[:digits]
