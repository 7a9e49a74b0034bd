"""Who takes a contract at run time, and who uses which part of it: for certain, or as a question.

docs/semantics.md, section 4, rule 2. What an edge rests on is a conjunction of answers; none at all
is certainty, and no `Basis` stands for: it is not so, whatever anybody answers.
"""

from collections import defaultdict
from collections.abc import Iterable

from relplan.model.change import Effect
from relplan.model.contract_source import DetectedUse
from relplan.model.counting import listed
from relplan.model.edge import Given
from relplan.model.evidence import Confidence, Evidence
from relplan.model.facts import Takes, Taking
from relplan.model.parts import bare_part, verb_of_use
from relplan.model.question import QuestionKind
from relplan.model.snapshot import Snapshot
from relplan.model.value import value
from relplan.model.workspace import Contract, uses_meet
from relplan.planning.constraints.asking import Asking, Fact

_MOST_AGAINST = 3
"""Uses of other parts that are shown against a use of this one."""
_SELECTING = frozenset({"graphql"})
"""Kinds of which a consumer's code names each field that it uses, at whatever depth.

What reaches a field shows nothing of such a use: of two who ask for ``orders`` one may select
``Order.total``. Only who is declared to use ``Query.orders`` surely meets all that it reaches; of
others it is asked, for what is no field, such as a value of an enum, nobody is seen to select.
"""


@value()
class Basis:
    """What it rests on that a consumer takes a contract, or uses a part of it."""

    given: tuple[Given, ...] = ()
    confidence: Confidence = Confidence.DECLARED
    evidence: tuple[Evidence, ...] = ()
    """Of what was detected; what relplan.toml declares needs none."""


class Consuming:
    """What is known of the consumers of a snapshot's contracts."""

    def __init__(self, snapshot: Snapshot, asking: Asking) -> None:
        """Index the facts of *snapshot*; what they do not tell is asked by *asking*."""
        self._asking = asking
        self._complete = snapshot.complete_uses
        self._takings: dict[tuple[str, str], list[Taking]] = defaultdict(list)
        self._uses: dict[tuple[str, str], list[DetectedUse]] = defaultdict(list)
        self._takers: dict[str, set[str]] = defaultdict(set)
        for taking in sorted(snapshot.takings):
            self._takings[taking.contract, taking.consumer].append(taking)
            self._takers[taking.contract].add(taking.consumer)
        for use in sorted(snapshot.uses):
            self._uses[use.contract, use.consumer].append(use)

    def services(self, contract: Contract) -> set[str]:
        """Return those who may take *contract*."""
        named = {*contract.consumers, *contract.detected_consumers}
        return (named | self._takers.get(contract.name, set())) - {contract.provider}

    def taking(self, contract: Contract, service: str, adapting: Iterable[Effect]) -> Basis | None:
        """Tell what it rests on that *service* takes *contract* at run time.

        A service that is *adapting* to a contract takes it, whether or not anybody wrote that down.
        Of one that pins it, only what is known of run time counts.
        """
        takings = self._takings.get((contract.name, service), [])
        claims = [
            (taking.confidence, taking.evidence)
            for taking in takings
            if taking.takes is Takes.RUN_TIME
        ]
        if len(claims) == len(takings):
            if service in contract.consumers:
                return Basis()
            if service in contract.detected_consumers:
                claims.append((Confidence.DETECTED, _named(contract, service)))
            others = [(effect.confidence, effect.evidence) for effect in adapting]
            claims = claims if _surest(claims) >= _surest(others) else others
        if not claims:
            return None
        confidence = min((claim[0] for claim in claims), key=lambda known: known.rank)
        evidence = tuple(sorted(found for known, found in claims if known is confidence))
        text = f"Does {service} use {contract.name}?"
        fact = Fact(QuestionKind.CONSUMER, (contract.name, service), text, evidence)
        return self._basis(confidence, fact, contract, service)

    def only_pinned(self, contract: Contract, service: str) -> Evidence | None:
        """Return the pin by which alone *service* takes *contract*; None: it may meet it running.

        A guess that it does counts here: whoever is asked about is not taken for unaffected.
        """
        takings = self._takings.get((contract.name, service), [])
        if not takings or any(taking.takes is Takes.RUN_TIME for taking in takings):
            return None
        return takings[0].evidence

    def using(
        self, contract: Contract, service: str, taken: Basis, parts: tuple[str, ...]
    ) -> Basis | None:
        """Tell what it rests on that *service*, which takes *contract* as *taken*, uses *parts*."""
        declared = contract.parts_used_by(service)
        if declared is not None:
            return Basis() if uses_meet(declared, parts) else None
        uses = self._uses.get((contract.name, service), [])
        known = [use for use in uses if use.confidence is not Confidence.GUESSED]
        complete = (contract.name, service) in self._complete
        seen = parts[:1] if contract.kind in _SELECTING else parts
        if (known or complete) and uses_meet([use.part for use in known], seen):
            met = [use for use in known if uses_meet([use.part], seen)] or known
            confidence = min(
                (use.confidence for use in met), key=lambda one: one.rank, default=None
            )
            evidence = tuple(use.evidence for use in met[:1])
            fact = self._use_fact(contract, service, parts, evidence)
            return self._basis(confidence or Confidence.DETECTED, fact, contract, service)
        may_pass = contract.kind in _SELECTING and uses_meet([use.part for use in known], parts)
        if complete and not may_pass:
            return None
        guessed = tuple(u.evidence for u in uses if u not in known and uses_meet([u.part], parts))
        # Who said yes to a guess has declared a consumer, and that what was guessed is so.
        is_declared = taken.confidence is Confidence.DECLARED
        if not known and is_declared and not (taken.given and uses and not guessed):
            return Basis()
        fact = self._use_fact(contract, service, parts, guessed)
        others = known or ([] if guessed else uses)
        against = tuple(use.evidence for use in others[:_MOST_AGAINST])
        return self._basis(Confidence.GUESSED, fact, contract, service, against)

    def all_used(self, contract: Contract, service: str) -> tuple[str, ...] | None:
        """Return all the parts that *service* uses; None: there may be more."""
        declared = contract.parts_used_by(service)
        if declared is not None:
            return tuple(sorted(declared))
        if (contract.name, service) not in self._complete:
            return None
        uses = self._uses.get((contract.name, service), [])
        return tuple(sorted({use.part for use in uses}))

    def _basis(
        self,
        confidence: Confidence,
        fact: Fact,
        contract: Contract,
        service: str,
        against: tuple[Evidence, ...] = (),
    ) -> Basis:
        given = self._asking.sure(confidence, fact, (contract.name, service), against)
        if given:
            return Basis(given)
        shown = fact.evidence[:1] if confidence is Confidence.DETECTED else ()
        return Basis((), confidence, shown)

    def _use_fact(
        self, contract: Contract, service: str, parts: tuple[str, ...], found: tuple[Evidence, ...]
    ) -> Fact:
        subject = (contract.name, service, *parts[:1])
        text = _use_text(contract, service, parts)
        return Fact(QuestionKind.USE, subject, text, found, *parts[:1])


def _surest(claims: Iterable[tuple[Confidence, Evidence]]) -> int:
    """Return how sure the surest of *claims* is."""
    return max((-known.rank for known, _ in claims), default=-len(Confidence))


def _use_text(contract: Contract, service: str, parts: tuple[str, ...]) -> str:
    if not parts:
        return f"Does {service} use what is broken of {contract.name}? (it is not known what is)"
    first, *others = map(bare_part, parts)
    verb = verb_of_use(parts[0])
    within = f" (within {listed(others, 3)})" if others else ""
    return f"Does {service} {verb} {first} of {contract.name}{within}?"


def _named(contract: Contract, service: str) -> Evidence:
    text = f"[contracts.{contract.name}] detected_consumers: {service}"
    return Evidence("detected-consumer", text, path="relplan.toml")
