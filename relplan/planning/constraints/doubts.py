"""Reverts in doubt: a commit says that it takes back another, and its contents say otherwise.

Either both count or neither does, and a person must say which. So whatever either of them says or
does rests on a no; that they are deployed together, on a yes. A rule that looks at several of them
at once is applied once for each way in which the questions about them may be answered.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from relplan.model.change import Change, Reversal
from relplan.model.counting import counted
from relplan.model.edge import Edge, EdgeKind, Given
from relplan.model.evidence import Confidence, Evidence
from relplan.model.question import QuestionKind
from relplan.planning.connected import strongly_connected
from relplan.planning.constraints.asking import Asking, Fact
from relplan.planning.constraints.pending import Pending

_MOST = 6
"""Questions whose answers are combined in one rule: each doubles the work. What stands beyond rests
on a no by itself, whatever the others are answered."""
_TITLE = 60
"""Characters of a change's title that stand in a question."""
_MOST_ALIKE = 100
"""Edges that are compared with each other to find what holds in either case."""

Commits = Mapping[str, frozenset[str]]
"""Full hashes by the id of the change that they are of."""


@dataclass(frozen=True, slots=True)
class Case:
    """One way in which questions about reverts may be answered."""

    given: tuple[Given, ...] = ()
    gone: Commits = field(default_factory=dict)
    """What comes to nothing then."""
    beyond: Mapping[str, tuple[Given, ...]] = field(default_factory=dict)
    """What else it rests on that a change counts."""

    def has(self, change: Change, said: Evidence) -> bool:
        """Tell whether what *said* is the evidence for, of *change*, does not come to nothing."""
        return self.counts(change) and said.commit not in self.gone.get(change.id, ())

    def left_of(self, change: Change) -> Change:
        """Return *change* without what comes to nothing."""
        if change.id not in self.gone:
            return change
        return replace(
            change,
            effects=tuple(one for one in change.effects if self.has(change, one.evidence)),
            features=tuple(one for one in change.features if self.has(change, one.evidence)),
            depends_on=tuple(one for one in change.depends_on if self.has(change, one.evidence)),
        )

    def counts(self, change: Change) -> bool:
        """Tell whether *change* does not come to nothing as a whole.

        An open one goes by its last commit, which is a part of it like the others.
        """
        return not (change.merged and change.commit in self.gone.get(change.id, ()))

    def drawing(self, edges: Iterable[Edge]) -> Iterator[Edge]:
        """Yield *edges*, which a rule draws in this case, with what that rests on."""
        if not self.given:
            yield from edges  # nothing is in doubt, as mostly
            return
        for edge in edges:
            more = (*self.beyond.get(edge.source, ()), *self.beyond.get(edge.target, ()))
            yield replace(edge, given=(*edge.given, *self.given, *more))


class Doubts:
    """The reverts in doubt among what is pending, and the questions about them.

    Those that say to take back the same change, or that one commit says to, are one question. Where
    a revert is itself reverted, in doubt again, it is asked what holds in the end; so that is
    another question than the one before that.
    """

    def __init__(self, known: Pending, asking: Asking) -> None:
        """Ask about all of them."""
        self._known = known
        self._pairs = [
            (change, reversal, known.changes[reversal.change])
            for change in known.reverting
            for reversal in change.reverts
            if not reversal.agrees and reversal.change in known.changes
        ]
        self._question_of: dict[str, str] = {}
        """By the id of the change that reverts."""
        self._commits: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        """Of each question: what a yes makes come to nothing."""
        self._concerning: dict[str, set[str]] = defaultdict(set)
        """The questions about each change."""
        for group in self._groups():
            self._ask(group, asking)

    @property
    def questions(self) -> frozenset[str]:
        """The ids of all of them."""
        return frozenset(self._commits)

    def cases(self, changes: Iterable[Change]) -> Iterator[Case]:
        """Yield each way to answer what is asked about *changes*; first that all of them count."""
        if not self._pairs:
            yield Case()
            return
        ids = {change.id for change in changes}
        asked = sorted({name for one in ids for name in self._concerning.get(one, ())})
        beyond = {
            one: tuple(Given(name, False) for name in asked[_MOST:] if name in names)
            for one, names in self._concerning.items()
            if one in ids
        }
        for answers in product((False, True), repeat=len(asked[:_MOST])):
            given = tuple(map(Given, asked, answers))
            yield Case(given, self._gone(one.question for one in given if one.answer), beyond)

    def edges(self) -> Iterator[Edge]:
        """Yield what a yes draws: what was reverted is deployed together with its revert."""
        for change, reversal, taken in self._pairs:
            if taken.id != change.id:
                given = (Given(self._question_of[change.id], True),)
                yield reverted_edge(taken, change, reversal, Confidence.DECLARED, given)

    def _gone(self, questions: Iterable[str]) -> Commits:
        found: dict[str, set[str]] = defaultdict(set)
        for question in questions:
            for name, commits in self._commits[question].items():
                found[name] |= commits
        return {name: frozenset(commits) for name, commits in found.items()}

    def _groups(self) -> Iterator[list[tuple[Change, Reversal, Change]]]:
        beside: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for one, _, other in self._pairs:
            beside["by", one.id].append(("of", other.id))
            beside["of", other.id].append(("by", one.id))
        for nodes in strongly_connected(beside, beside.__getitem__):
            yield [pair for pair in self._pairs if ("by", pair[0].id) in nodes]

    def _ask(self, group: list[tuple[Change, Reversal, Change]], asking: Asking) -> None:
        by = sorted({change.id for change, _, _ in group})
        taken = sorted({(change.id, reversal.commit) for _, reversal, change in group})
        doubted = sorted({one.id for one, _, other in self._pairs if other.id in by})
        subject = (*by, *(word for pair in taken for word in pair), *doubted)
        fact = Fact(
            QuestionKind.REVERT,
            subject,
            _text(by, [name for name, _ in taken], doubted, group[0][2].title),
            tuple(reversal.evidence for _, reversal, _ in group),
        )
        against = tuple(_against(change, reversal) for change, reversal, _ in group)
        services = {self._known.changes[name].service for name in by}
        question = asking.ask(fact, (*sorted(services), *by), against)
        for change, reversal, target in group:
            self._question_of[change.id] = question
            for name, commit in (
                (change.id, reversal.evidence.commit or change.commit),
                (target.id, reversal.commit),
            ):
                self._commits[question][name].add(commit)
                self._concerning[name].add(question)


def reverted_edge(
    taken: Change,
    change: Change,
    reversal: Reversal,
    confidence: Confidence,
    given: tuple[Given, ...] = (),
) -> Edge:
    """Return the edge from what is *taken* back to the *change* that does it."""
    text = f"reverted by {change.id}: {reversal.evidence.text}"
    evidence = (replace(reversal.evidence, text=text),)
    return Edge(taken.id, change.id, EdgeKind.TRUNK, "", confidence, evidence, given)


def in_either_case(edges: Collection[Edge], questions: frozenset[str]) -> list[Edge]:
    """Return *edges*, which say the same, with what holds whatever *questions* are answered.

    What rests on A and a yes, and also on B and a no, rests on A and B alone: the consensus of two
    implicants [1].

    [1] W. V. Quine, "A way to simplify truth functions", American Mathematical Monthly 62 (1955).
    """
    found = {frozenset(edge.given): edge for edge in edges}
    if not any(one.question in questions for given in found for one in given):
        return list(edges)
    made = list(found)
    while made and len(found) <= _MOST_ALIKE:
        pairs = [(one, other) for one in made for other in found if one != other]
        made = []
        for one, other in pairs:
            given = _consensus(one, other, questions)
            if given is not None and not any(known <= given for known in found):
                found[given] = _weaker(found[one], found[other], given)
                made.append(given)
    return list(found.values())


def _consensus(
    one: frozenset[Given], other: frozenset[Given], questions: frozenset[str]
) -> frozenset[Given] | None:
    opposed = [given for given in one if Given(given.question, not given.answer) in other]
    if len(opposed) != 1 or opposed[0].question not in questions:
        return None
    (given,) = opposed
    return (one | other) - {given, Given(given.question, not given.answer)}


def _weaker(one: Edge, other: Edge, given: frozenset[Given]) -> Edge:
    weaker = max(one, other, key=lambda edge: edge.confidence.rank)
    evidence = tuple(sorted({*one.evidence, *other.evidence}))
    return replace(weaker, evidence=evidence, given=tuple(sorted(given)))


def _text(by: list[str], taken: list[str], doubted: list[str], title: str) -> str:
    if taken == by:
        return f"Does {taken[0]} take back what it did itself before, so that none of that counts?"
    more = len(by) - 1
    who = f"{by[0]} and {counted(more, 'more', 'more')}" if more else by[0]
    others = len(taken) - 1
    did = f"{taken[0]} and {counted(others, 'more', 'more')}" if others else taken[0]
    name = "" if others else f" ({title[:_TITLE]})"
    in_the_end = f" in the end, though {doubted[0]} says that it reverts that" if doubted else ""
    do = "Do" if more else "Does"
    return f"{do} {who} take back what {did}{name} did, so that none of it counts{in_the_end}?"


def _against(change: Change, reversal: Reversal) -> Evidence:
    text = f"what {change.id} does is not exactly the reverse of what {reversal.change} did"
    return replace(reversal.evidence, text=text)
