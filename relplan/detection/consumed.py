"""What the pending changes of a consumer do about a contract: adapt to it, or tolerate both.

A consumer relies on a contract by a copy of its files, by a pinned range of versions, or by the
parts that its code uses. Each of them is an *expectation*: what of it a version does
not serve can be told. A change that takes up what pending versions bring and production does not
serve *adapts*; one that lets go of what pending versions no longer serve *tolerates*, for it works
with both from now on. One change can do both, to different parts.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from relplan.model.change import Change, Effect, EffectKind
from relplan.model.evidence import Confidence, Evidence
from relplan.model.parts import without_names


class ExpectedPart(NamedTuple):
    """One thing that an expectation asks of a version."""

    name: str
    parts: tuple[str, ...] = ()
    """The parts of the contract that it is; empty: not known."""


Unmet = Callable[[int], frozenset[ExpectedPart]]
"""Gives what an expectation asks for and a version does not serve; version 0 is production's."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a consumer relies on, before and after one change, and where that can be seen."""

    before: Unmet
    after: Unmet
    rule: str
    path: str
    line: int
    what: str
    """For people: ``its copy of the contract``, say; ``{}`` stands for the parts that it is of."""
    confidence: Confidence = Confidence.DETECTED
    brings: tuple[str, ...] = ()
    """The pending changes that bring what is taken up, where that is known exactly."""


def adaptations(
    expectation: Expectation, pending: int
) -> Iterator[tuple[EffectKind, frozenset[ExpectedPart]]]:
    """Yield what a change of expectation is, with *pending* versions, numbered from 1, to come."""
    versions = range(1, pending + 1)
    asked_anew = expectation.after(0) - expectation.before(0)
    served = frozenset[ExpectedPart]().union(
        *(asked_anew - expectation.after(version) for version in versions)
    )
    if served:
        yield EffectKind.ADAPTS, served
    let_go = [expectation.before(version) - expectation.after(version) for version in versions]
    gone = frozenset[ExpectedPart]().union(*let_go) - served
    if gone and (served or not asked_anew):
        yield EffectKind.TOLERATES, gone


_TEXTS = {
    EffectKind.ADAPTS: "{} takes up what a pending version brings and production does not serve",
    EffectKind.TOLERATES: "{} lets go of what a pending version no longer serves",
}


def consumer_effects(
    change: Change, contract: str, expectations: Iterable[Expectation], pending: int
) -> Iterator[Effect]:
    """Yield what *change* does about *contract*, each with the parts that it concerns."""
    found: dict[tuple[EffectKind, tuple[str, ...], tuple[str, ...]], Effect] = {}
    for expectation in sorted(expectations, key=lambda expectation: expectation.confidence.rank):
        for kind, expected in adaptations(expectation, pending):
            parts = _parts_of(expected)
            text = _TEXTS[kind].format(expectation.what.replace("{}", ", ".join(parts)))
            evidence = Evidence(
                expectation.rule,
                text,
                change.service,
                change.commit,
                expectation.path,
                expectation.line,
            )
            brings = expectation.brings if kind is EffectKind.ADAPTS else ()
            effect = Effect(kind, contract, evidence, expectation.confidence, parts, brings)
            found.setdefault((kind, parts, brings), effect)
    yield from found.values()


def _parts_of(expected: Iterable[ExpectedPart]) -> tuple[str, ...]:
    known = list(expected)
    if not all(one.parts for one in known):
        return ()
    return tuple(sorted({part for one in known for part in one.parts}))


def unserved(asked: Iterable[str], offered: Sequence[frozenset[str]]) -> Unmet:
    """Return the expectation of code that asks for parts, of versions that offer parts."""
    wanted = frozenset(asked)
    served = [frozenset(map(without_names, parts)) for parts in offered]
    return lambda version: frozenset(
        ExpectedPart(part, (part,)) for part in wanted if without_names(part) not in served[version]
    )
