"""Rules 1 and 2: what a contract ties together."""

from collections.abc import Iterable, Iterator

from relplan.model.change import Change, Effect, EffectKind
from relplan.model.edge import Edge, EdgeKind, Given, missing_node
from relplan.model.evidence import Confidence, Evidence
from relplan.model.question import QuestionKind
from relplan.model.value import value
from relplan.model.workspace import Contract, parts_meet
from relplan.planning.constraints.asking import Asking, Fact
from relplan.planning.constraints.consuming import Basis, Consuming
from relplan.planning.constraints.dark import Dark
from relplan.planning.constraints.doubts import Case, Doubts
from relplan.planning.constraints.history import Resolver
from relplan.planning.constraints.pending import OF_PROVIDER, Pending, Touch


@value()
class ContractRules:
    """Draws the edges of contracts."""

    known: Pending
    resolver: Resolver
    asking: Asking
    consuming: Consuming
    doubts: Doubts
    dark: Dark

    def edges(self) -> Iterator[Edge]:
        """Yield the requires and breaks edges of every contract."""
        for name, touches in self.known.effects.items():
            for case in self.doubts.cases(self._concerned(touches)):
                yield from case.drawing(self._edges(self.known.contracts[name], touches, case))

    def _concerned(self, touches: tuple[Touch, ...]) -> Iterator[Change]:
        """Yield the changes on which the edges of a contract depend."""
        for change, effect in touches:
            yield change
            yield from filter(None, map(self.known.changes.get, effect.brings))

    def _edges(self, contract: Contract, touches: tuple[Touch, ...], case: Case) -> Iterator[Edge]:
        left = touches
        if case.gone:
            left = tuple(
                (case.left_of(change), effect)
                for change, effect in touches
                if case.has(change, effect.evidence)
            )
        yield from self._requires(left, case)
        yield from self._breaks(contract, left, case)

    def _requires(self, touches: tuple[Touch, ...], case: Case) -> Iterator[Edge]:
        """``a adapts K``: a needs the pending changes of K's provider that bring what it takes up.

        For a pin those between the old one and the new. Where it is known which parts a takes up,
        those that touch one of them; else, where a shares a declared feature or a ``Depends-On``
        with some, those; else all that break or extend K.
        """
        brought = [touch for touch in touches if touch[1].kind in OF_PROVIDER]
        for change, effect in touches:
            if effect.kind is not EffectKind.ADAPTS or change.flag:
                continue
            if effect.brings:
                yield from self._pinned(change, effect, case)
                continue
            needed = [*self._needed(change, effect, brought)]
            own = (*self._adapting((change, effect)), *self.dark.unless(change)) if needed else ()
            for (target, cause), more in needed:
                given = (*own, *more, *self._finding((target, cause)))
                yield _edge(EdgeKind.REQUIRES, (change, effect), target.id, (cause,), given)

    def _needed(
        self, change: Change, effect: Effect, brought: list[Touch]
    ) -> Iterator[tuple[Touch, tuple[Given, ...]]]:
        """Yield which of what is *brought* a change takes up, and what that rests on."""
        if effect.parts:
            yield from ((one, ()) for one in brought if _meet(effect.parts, one[1].parts))
            return
        surely = [one for one in brought if self._related(change, one[0])]
        # What is dark belongs to no feature, so it may be related by none.
        doubtful = [one for one in surely if self.dark.is_asked(one[0])]
        doubtful = [one for one in doubtful if not self._depends(change, one[0])]
        yield from ((one, self.dark.unless(one[0])) for one in doubtful)
        yield from ((one, ()) for one in surely if one not in doubtful)
        if len(doubtful) == len(surely):
            given = self.dark.if_all(dict.fromkeys(one[0] for one in doubtful))
            yield from ((one, given) for one in brought)

    def _pinned(self, change: Change, effect: Effect, case: Case) -> Iterator[Edge]:
        """Yield the edges of a change that moves a pin: what it takes up need not touch K."""
        given = (*self._adapting((change, effect)), *self.dark.unless(change))
        for name in effect.brings:
            brought = self.known.changes.get(name)
            # A change that was reverted comes to nothing, wherever the pin is.
            if brought is not None and not brought.cancelled and case.counts(brought):
                yield _edge(EdgeKind.REQUIRES, (change, effect), name, (), given)

    def _related(self, one: Change, other: Change) -> bool:
        share = one.features and other.features  # few have any
        if share and self.known.keys_of(one) & self.known.keys_of(other):
            return True
        return self._depends(one, other)

    def _depends(self, one: Change, other: Change) -> bool:
        return self.resolver.names(one, other) or self.resolver.names(other, one)

    def _breaks(self, contract: Contract, touches: tuple[Touch, ...], case: Case) -> Iterator[Edge]:
        """``p breaks K``: p needs the adaptations of every affected consumer, begun or missing."""
        breaking = [
            touch for touch in touches if touch[1].kind is EffectKind.BREAKS and not touch[0].flag
        ]
        if not breaking:
            return
        adapting: dict[str, list[Touch]] = {
            service: [] for service in self.consuming.services(contract)
        }
        for touch in touches:
            if touch[1].kind not in OF_PROVIDER:
                adapting.setdefault(touch[0].service, []).append(touch)
        for service, found in sorted(adapting.items()):
            taken = self.consuming.taking(contract, service, [effect for _, effect in found])
            if taken is None:
                continue
            for touch in breaking:
                used = self.consuming.using(contract, service, taken, touch[1].parts)
                if used is not None:
                    yield from self._met(touch, service, (taken, used), found, case)

    def _met(
        self,
        touch: Touch,
        service: str,
        bases: tuple[Basis, ...],
        adapting: list[Touch],
        case: Case,
    ) -> Iterator[Edge]:
        """Yield the edges from one breaking change that *service* meets."""
        lit = self.dark.unless(touch[0])
        dark: list[Change] = []
        """The changes before this one that bring it back, if they are not dark."""
        for back in self._back(touch[1], case):
            given = (*lit, *self.dark.if_all(dark), *self.dark.unless(back))
            yield self._brought_back(touch, back, bases, given)
            if not self.dark.is_asked(back):
                return
            dark.append(back)
        yield from self._broken(touch, service, bases, adapting, (*lit, *self.dark.if_all(dark)))

    def _back(self, effect: Effect, case: Case) -> Iterator[Change]:
        """Yield the later changes of the provider's line that bring back what is broken."""
        for change in filter(None, map(self.known.changes.get, effect.brings)):
            if not change.cancelled and not change.flag and case.counts(change):
                yield change

    def _brought_back(
        self, touch: Touch, back: Change, bases: tuple[Basis, ...], more: tuple[Given, ...]
    ) -> Edge:
        """Return the edge to *back*: with it nothing is broken, before it consumers would be.

        So nothing between the two may be deployed, and nobody need adapt.
        """
        text = f"{back.id} brings it back"
        found = Evidence("brought-back", text, back.service, back.commit)
        given = (*more, *self._finding(touch), *(one for basis in bases for one in basis.given))
        cause = Basis((), Confidence.DETECTED, (found,))
        return _edge(EdgeKind.BREAKS, touch, back.id, (cause, *bases), given)

    def _broken(
        self,
        touch: Touch,
        service: str,
        bases: tuple[Basis, ...],
        adapting: Iterable[Touch],
        more: tuple[Given, ...],
    ) -> Iterator[Edge]:
        """Yield the edges from one breaking change to what *service* does about it."""
        parts = touch[1].parts
        given = (*more, *self._finding(touch), *(one for basis in bases for one in basis.given))
        unanswered: list[Given] = []
        is_missing = True
        for target, cause in adapting:
            if not _answers(touch, cause):
                continue
            adapts = self._adapting((target, cause), parts)
            yield _edge(EdgeKind.BREAKS, touch, target.id, (cause, *bases), (*given, *adapts))
            unanswered += [Given(one.question, False) for one in adapts]
            is_missing = is_missing and bool(adapts)
        if is_missing:
            missing = missing_node(service, touch[1].contract)
            yield _edge(EdgeKind.BREAKS, touch, missing, bases, (*given, *unanswered))

    def _finding(self, touch: Touch) -> tuple[Given, ...]:
        """Return what it rests on that a provider's change does what it is found to do.

        Where that is sure, only a no can stand against it, given when the same was a guess.
        """
        change, effect = touch
        if effect.confidence is not Confidence.GUESSED and not self.asking.denies:
            return ()
        alike = sorted(
            (other.evidence.rule, other.evidence.text)
            for other in change.effects
            if _is_of(other, effect)
        )
        lines = {other.evidence.line for other in change.effects if _is_of(other, effect)} - {0}
        file = effect.evidence.path
        subject = (effect.contract, effect.kind, file, *(word for one in alike for word in one))
        reasons = "; ".join(dict.fromkeys(text for _, text in alike))
        verb = "break" if effect.kind is EffectKind.BREAKS else "extend"
        where = f"{file}:{','.join(map(str, sorted(lines)))}" if file and lines else file
        text = f"Does {where or change.service} {verb} {effect.contract}? ({reasons})"
        fact = Fact(QuestionKind.FINDING, subject, text, (effect.evidence,))
        about = (effect.contract, change.service, *([file] if file else []))
        return self.asking.sure(effect.confidence, fact, about)

    def _adapting(self, touch: Touch, broken: tuple[str, ...] | None = None) -> tuple[Given, ...]:
        """Return what it rests on that a consumer's change adapts to K, or to what is *broken*."""
        change, effect = touch
        part, confidence = "", effect.confidence
        if confidence is Confidence.DECLARED:
            return ()
        if confidence is Confidence.DETECTED:
            if broken and not effect.parts and not effect.brings:
                part, confidence = f"{broken[0]} of ", Confidence.GUESSED
            elif not self.asking.denies:
                return ()
        found = effect.evidence
        where = found.path or f"'{found.text}'"
        text = f"Does {change.service} adapt to {part}{effect.contract} in {where}?"
        subject = (effect.contract, change.service, found.rule, found.path, found.text, part)
        fact = Fact(QuestionKind.ADAPTS, subject, text, (found,))
        return self.asking.sure(confidence, fact, (effect.contract, change.service))


def _is_of(other: Effect, effect: Effect) -> bool:
    """Tell whether two guesses are of one file, so that one answer settles both."""
    same = (other.contract, other.kind, other.confidence, other.evidence.path)
    return same == (effect.contract, effect.kind, effect.confidence, effect.evidence.path)


def _answers(breaking: Touch, adapting: Effect) -> bool:
    """Tell whether what a consumer's change adapts to may be what a breaking change breaks."""
    if adapting.brings:
        return breaking[0].id in adapting.brings
    parts = breaking[1].parts
    return not parts or not adapting.parts or _meet(parts, adapting.parts)


def _meet(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether parts meet; a change that names none may touch any."""
    return not others or any(parts_meet(one, other) for one in some for other in others)


def _edge(
    kind: EdgeKind,
    source: Touch,
    target: str,
    causes: Iterable[Effect | Basis],
    given: tuple[Given, ...],
) -> Edge:
    """Return an edge as sure as the least sure of what it rests on, the answers set apart."""
    change, own = source
    known = [own.confidence, *(cause.confidence for cause in causes)]
    confidence = Confidence.DETECTED if Confidence.DETECTED in known else Confidence.DECLARED
    evidence: list[Evidence] = [own.evidence]
    for cause in causes:
        evidence += [cause.evidence] if isinstance(cause, Effect) else cause.evidence
    return Edge(
        change.id, target, kind, own.contract, confidence, tuple(dict.fromkeys(evidence)), given
    )
