"""How much the answer to each open question would change (SEMANTICS.md, section 3)."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from relplan.model.edge import Edge, Given
from relplan.model.plan import Status
from relplan.model.question import NO, YES, Asked, Question, QuestionKind
from relplan.planning.graph import View
from relplan.planning.questions.what_if import WhatIf
from relplan.planning.search import reached_from

if TYPE_CHECKING:
    from relplan.planning.plan import Plan

Signature = tuple[object, ...]


def asked(plan: "Plan", among: Collection[str] | None = None) -> tuple[Asked, ...]:
    """Return the open questions of *plan*, the weightiest first, about suggested features last.

    With *among*, only those of these ids.
    """
    weighing = plan.weighing
    found = []
    for question in weighing.open():
        if among is not None and question.id not in among:
            continue
        changes = weighing.differing(question)
        if changes or question.kind.always_asked:
            yes, no = weighing.edges(question, answer=True), weighing.edges(question, answer=False)
            found.append(Asked(question, len(changes), tuple(sorted(changes)), yes, no))
    return tuple(sorted(found, key=_order))


def open_questions(plan: "Plan") -> int:
    """Count the open questions of *plan* without weighing them where that is plain."""
    weighing = plan.weighing
    return sum(1 for question in weighing.open() if weighing.is_asked(question))


def _order(one: Asked) -> tuple[bool, int, str]:
    return one.question.kind is QuestionKind.FEATURE, -one.weight, one.question.id


class Weighing:
    """Tries each answer on copies of both views of a plan."""

    def __init__(self, plan: "Plan") -> None:
        """Begin without having tried any."""
        self._plan = plan
        self._graph = plan.graph
        self._answers = dict(plan.scenario.answers)
        self._decided = plan.graph.decided(plan.scenario)
        self._copies: dict[View, WhatIf] = {}
        self._known: dict[Signature, frozenset[str]] = {}
        self._moving: dict[Signature, bool] = {}
        self._below: dict[str, set[str]] = {}

    def open(self) -> Iterator[Question]:
        """Yield the questions that nobody has answered, by id."""
        for question in self._graph.questions.values():
            if question.id not in self._answers:
                yield question

    def edges(self, question: Question, *, answer: bool) -> tuple[Edge, ...]:
        """Return the edges that an answer to *question* would draw, by itself or after others."""
        return tuple(
            self._graph.edges[place]
            for place in self._places(question)
            if any(
                one.question == question.id and one.answer is answer
                for one in self._graph.edges[place].given
            )
        )

    def is_asked(self, question: Question) -> bool:
        """Tell whether *question* is worth asking, without weighing it where that is plain.

        What an answer adds to the certain view by itself either changes something there, or leads
        from where a way led already: then it is missed in no view. Only edges that need further
        answers have to be tried.
        """
        if question.kind.always_asked:
            return True
        places = self._places(question)
        if question.kind is QuestionKind.FEATURE:
            return self._ties(places)
        mattering = [place for place in places if self._matters(place)]
        if any(len(self._unanswered(place)) == 1 for place in mattering):
            return True
        return bool(mattering) and self._moves(question)

    def differing(self, question: Question) -> frozenset[str]:
        """Return the changes whose status, batch or prerequisites differ when it is answered."""
        signature = self._signature(question)
        if signature not in self._known:
            self._known[signature] = frozenset(self._tried(question))
        return self._known[signature]

    def _places(self, question: Question) -> list[int]:
        """Return the places of the edges that rest on it and that nothing else has ruled out."""
        return [
            place
            for place in self._graph.resting_on(question.id)
            if place not in self._decided and self._graph.is_possible(place, self._answers)
        ]

    def _ties(self, places: list[int]) -> bool:
        """Tell whether the edges of a suggested feature would tie what is not tied already."""
        certain = self._plan.condensation
        edges = [self._graph.edges[place] for place in places]
        found = {certain.component_of[end] for edge in edges for end in (edge.source, edge.target)}
        return sum(certain.components[number].changes > 0 for number in found) > 1

    def _unanswered(self, place: int) -> list[Given]:
        given = self._graph.edges[place].given
        return [one for one in given if one.question not in self._answers]

    def _matters(self, place: int) -> bool:
        """Tell whether an edge would change something if it were in the certain view."""
        edge, certain = self._graph.edges[place], self._plan.condensation
        if edge.target in self._graph.changes or self._graph.succ[edge.target]:
            if edge.source not in self._below:
                self._below[edge.source] = reached_from([edge.source], certain.succ)
            return edge.target not in self._below[edge.source]
        # In a batch that waits for one member alone, that one would be blocked itself.
        component = certain.of(edge.source)
        if component.blocked_below or component.not_done > 1:
            return False
        own = component.nodes & self._graph.changes.keys()
        return any(certain.status_of[change] is not Status.BLOCKED for change in own)

    def _moves(self, question: Question) -> bool:
        signature = self._signature(question)
        if signature in self._known:
            return bool(self._known[signature])
        if signature not in self._moving:
            self._moving[signature] = any(
                self._copy(view).moves(places, show=show)
                for view, places, show in self._trials(question)
            )
        return self._moving[signature]

    def _tried(self, question: Question) -> Iterator[str]:
        for view, places, show in self._trials(question):
            yield from self._copy(view).differing(places, show=show)

    def _trials(self, question: Question) -> Iterator[tuple[View, set[int], bool]]:
        """Yield what each answer shows and hides in each view."""
        places = self._places(question)
        for answer in (YES, NO):
            answers = {**self._answers, question.id: answer}
            for view in View:
                now = {place for place in places if self._graph.is_seen(place, self._answers, view)}
                then = {place for place in places if self._graph.is_seen(place, answers, view)}
                if then - now:
                    yield view, then - now, True
                if now - then:
                    yield view, now - then, False

    def _copy(self, view: View) -> WhatIf:
        if view not in self._copies:
            certain = view is View.CERTAIN
            seen = self._plan.condensation if certain else self._plan.pessimistic
            self._copies[view] = WhatIf(seen)
        return self._copies[view]

    def _signature(self, question: Question) -> Signature:
        """Return what two questions share that differ in what they are about alone.

        Such as two unread files that may matter to the same changes.
        """
        found: list[tuple[object, ...]] = []
        for place in self._places(question):
            edge = self._graph.edges[place]
            own = all(
                one.question == question.id or one.question in self._answers for one in edge.given
            )
            answer = next(one.answer for one in edge.given if one.question == question.id)
            target = "" if own and self._is_private(edge.target, question) else edge.target
            others = () if own else edge.given
            found.append((edge.source, target, answer, others))
        return (question.kind is QuestionKind.FEATURE, *sorted(set(found), key=repr))

    def _is_private(self, node: str, question: Question) -> bool:
        """Tell whether only edges that rest on *question* lead to *node*, and it leads nowhere."""
        graph = self._graph
        if node in graph.changes or graph.succ[node] or node not in graph.not_done:
            return False
        own = {
            graph.edges[place].source
            for place in graph.resting_on(question.id)
            if graph.edges[place].target == node
        }
        return own.issuperset(graph.pred[node])
