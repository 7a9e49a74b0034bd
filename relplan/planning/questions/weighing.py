"""How much the answer to each open question would change (docs/semantics.md, section 3)."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, reduce
from operator import or_

from relplan.model.edge import Edge
from relplan.model.plan import Status
from relplan.model.question import NO, YES, Asked, Outcome, Question, QuestionKind
from relplan.planning.bits import NodeSet
from relplan.planning.components import Component, Condensation
from relplan.planning.graph import Pair, View
from relplan.planning.outlook import Outlook
from relplan.planning.questions.carrying import Carrying
from relplan.planning.questions.trying import Trying
from relplan.planning.questions.ways import Effect, joined_by_ways

Signature = tuple[object, ...]


def _stays_as_it_is(batch: Component) -> bool:
    """Tell whether to tie changes of *batch* to each other once more changes nothing."""
    return batch.lockstep and not batch.empty


def by_weight(one: Asked) -> tuple[bool, int, str]:
    """Order what is asked: the weightiest first, about suggested features last."""
    return one.question.kind is QuestionKind.FEATURE, -one.weight, one.question.id


class Weighing:
    """Tries each answer in both views of a plan."""

    def __init__(self, outlook: Outlook, before: "Weighing | None" = None) -> None:
        """Begin with what has not changed since *before*, which weighed another plan."""
        self._outlook = outlook
        self._graph = outlook.graph
        self._answers = dict(outlook.scenario.answers)
        self._decided = outlook.graph.decided(outlook.scenario)
        self._before = before
        self._views = {
            View.CERTAIN: Trying(outlook.condensation, self._pairs),
            View.PESSIMISTIC: Trying(outlook.pessimistic, self._pairs),
        }
        self._known: dict[Signature, Mapping[str, Effect]] = {}
        self._moving: dict[Signature, bool] = {}

    def asked(self, among: Collection[str] | None = None) -> tuple[Asked, ...]:
        """Return the open questions, the weightiest first, about suggested features last.

        With *among*, only those of these ids.
        """
        found = []
        for question in self.open():
            if among is not None and question.id not in among:
                continue
            one = self._asked(question, self._effects(question))
            if one.weight or question.kind.always_asked:
                found.append(one)
        return tuple(sorted(found, key=by_weight))

    def asked_as(self, question: Question, each: tuple[Asked, ...]) -> Asked:
        """Return *question*, an answer to which answers *each* of several alike, all of them open.

        They draw the same edges.
        """
        return self._asked(question, self._tried([one.question for one in each]), each)

    def _asked(
        self, question: Question, tried: Mapping[str, Effect], each: tuple[Asked, ...] = ()
    ) -> Asked:
        bits = self._graph.bits
        changes = NodeSet(tried[YES].differing | tried[NO].differing, bits)
        first = each[0].question if each else question
        on_yes, on_no = (
            Outcome(
                self.edges(first, answer),
                tried[answer].differing.bit_count(),
                tried[answer].blocks.bit_count(),
                tried[answer].clears.bit_count(),
            )
            for answer in (YES, NO)
        )
        return Asked(question, len(changes), changes, on_yes, on_no, each)

    def open(self) -> Iterator[Question]:
        """Yield the questions that nobody has answered, by id."""
        for question in self._graph.questions.values():
            if question.id not in self._answers:
                yield question

    def edges(self, question: Question, answer: str) -> tuple[Edge, ...]:
        """Return the edges that an answer to *question* would draw, by itself or after others."""
        return tuple(
            self._graph.edges[place]
            for place in self._places(question)
            if any(
                one.question == question.id and one.answer is (answer == YES)
                for one in self._graph.edges[place].given
            )
        )

    def count(self) -> int:
        """Count the questions that are worth asking, without weighing them where that is plain.

        What an answer adds to the certain view by itself either changes something there, or leads
        from where a way led already: then it is missed in no view. Only edges that need further
        answers have to be tried.
        """
        found, doubtful = 0, []
        for question in self.open():
            if question.kind.always_asked:
                found += 1
                continue
            if question.kind is QuestionKind.FEATURE:
                found += self._is_worth_asking(question)
                continue
            places = list(self._places(question))
            if any(self._blocks(place) for place in places if self._is_last(place)):
                found += 1
            elif places:
                doubtful.append((question, places))
        pairs = {self._graph.ends(place) for _, places in doubtful for place in places}
        led = joined_by_ways(self._outlook.condensation, filter(self._leads_on, pairs))
        return found + sum(self._is_asked(*one, led) for one in doubtful)

    def _is_asked(self, question: Question, places: list[int], led: Collection[Pair]) -> bool:
        """Tell the same of one that is plain by no blocker; *led* joins what leads on already."""
        further = [place for place in places if self._leads_further(place, led)]
        # An edge from or to a hub leads as far as others take it, which may be nowhere new.
        if any(self._joins_changes(place) and self._is_last(place) for place in further):
            return True
        return (bool(further) or any(map(self._blocks, places))) and self._moves(question)

    def differing(self, question: Question, answer: str | None = None) -> NodeSet:
        """Return the changes whose status, batch or prerequisites differ when it is answered.

        With *answer*, those for which that answer is what makes the difference.
        """
        found = self._effects(question)
        answers = (YES, NO) if answer is None else (answer,)
        bits = reduce(or_, (found[one].differing for one in answers))
        return NodeSet(bits, self._graph.bits)

    def _effects(self, question: Question) -> Mapping[str, Effect]:
        """Return what each answer would do; questions with one signature do the same."""
        signature = self._signature(question)
        if signature not in self._known:
            self._known[signature] = self._tried([question])
        return self._known[signature]

    def _places(self, question: Question) -> Iterator[int]:
        """Yield the places of the edges that rest on it and that nothing else has ruled out."""
        decided, answers, is_possible = self._decided, self._answers, self._graph.is_possible
        for place in self._graph.resting_on(question.id):
            if place not in decided and (not answers or is_possible(place, answers)):
                yield place

    def _is_worth_asking(self, question: Question) -> bool:
        """Tell whether to tie the slices of a suggested feature changes anything."""
        certain = self._tied(self._outlook.condensation, question)
        if len(certain) > 1:
            return True
        at_worst = self._tied(self._outlook.pessimistic, question)
        if all(len(one) == 1 and _stays_as_it_is(*one) for one in (certain, at_worst)):
            return False
        # What ties nothing by itself may do so after other answers.
        return self._moves(question)

    def _tied(self, view: Condensation, question: Question) -> tuple[Component, ...]:
        """Return the batches that a yes to *question* ties: no more than the first two."""
        # Asked of each suggested feature at each mark.
        of, components, ends = view.component_of, view.components, self._graph.ends
        found: dict[int, Component] = {}
        for place in self._places(question):
            for end in ends(place):
                number = of[end]
                if number not in found and components[number].changes:
                    found[number] = components[number]
                    if len(found) > 1:
                        return tuple(found.values())
        return tuple(found.values())

    def _is_last(self, place: int) -> bool:
        """Tell whether one answer is all that an edge still needs."""
        given = self._graph.edges[place].given
        return sum(one.question not in self._answers for one in given) == 1

    def _blocks(self, place: int) -> bool:
        """Tell whether an edge to what is nothing but a blocker would block in the certain view."""
        edge, certain = self._graph.edges[place], self._outlook.condensation
        if self._leads_on((edge.source, edge.target)):
            return False
        # In a batch that waits for one member alone, that one would be blocked itself.
        component = certain.of(edge.source)
        if component.blocked_below or component.not_done > 1:
            return False
        own = component.nodes & self._graph.changes.keys()
        return any(certain.status_of[change] is not Status.BLOCKED for change in own)

    def _joins_changes(self, place: int) -> bool:
        return self._graph.changes.keys() >= set(self._graph.ends(place))

    def _leads_further(self, place: int, led: Collection[Pair]) -> bool:
        """Tell whether an edge would lead where no way leads in the certain view."""
        pair = self._graph.ends(place)
        return self._leads_on(pair) and pair not in led

    def _leads_on(self, pair: Pair) -> bool:
        """Tell whether what it leads to is a change, or the hub of some."""
        return pair[1] in self._graph.changes or bool(self._graph.succ[pair[1]])

    def _moves(self, question: Question) -> bool:
        signature = self._signature(question)
        if signature in self._known:
            return any(one.differing for one in self._known[signature].values())
        if signature not in self._moving:
            self._moving[signature] = any(
                self._views[view].moves(places, show=show)
                for answer in (YES, NO)
                for view, places, show in self._trials([question], answer)
            )
        return self._moving[signature]

    def _tried(self, questions: Collection[Question]) -> Mapping[str, Effect]:
        """Return what each answer would do that is given to all *questions*."""
        found = {}
        for answer in (YES, NO):
            differing = blocks = clears = 0
            for view, places, show in self._trials(questions, answer):
                moved = self.carrying[view].differing(places, show=show)
                differing |= moved.differing
                # An answer shows edges in the certain view, and hides some in the pessimistic one.
                if show and view is View.CERTAIN:
                    blocks |= moved.turned
                elif not show and view is View.PESSIMISTIC:
                    clears |= moved.turned
            found[answer] = Effect(differing, blocks, clears)
        return found

    def _trials(
        self, questions: Collection[Question], answer: str
    ) -> Iterator[tuple[View, set[int], bool]]:
        """Yield what *answer* to all *questions* shows and hides in each view."""
        places = {place for question in questions for place in self._places(question)}
        answers = {**self._answers, **{question.id: answer for question in questions}}
        for view in View:
            now = {place for place in places if self._graph.is_seen(place, self._answers, view)}
            then = {place for place in places if self._graph.is_seen(place, answers, view)}
            if then - now:
                yield view, then - now, True
            if now - then:
                yield view, now - then, False

    @property
    def begun(self) -> "Weighing | None":
        """This where it has weighed anything, else what it begins with."""
        return self if "carrying" in self.__dict__ else self._before

    @cached_property
    def carrying(self) -> dict[View, Carrying]:
        """What was tried in each view."""
        before, self._before = self._before, None
        known = before.carrying if before else {}
        return {view: Carrying(trying, known.get(view)) for view, trying in self._views.items()}

    def _pairs(self) -> set[Pair]:
        """Return what open questions could join."""
        places = {place for question in self.open() for place in self._places(question)}
        return set(map(self._graph.ends, places))

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
