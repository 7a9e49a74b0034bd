"""What the pending changes of a consumer do about a contract: adapt to it, or tolerate both.

A consumer relies on a contract by a copy of its files, by a pinned range of versions, or by the
parts that its code uses. Each of them is a *stance*: what of it a version of the contract does not
serve can be told. A change that takes up what pending versions bring and production does not serve
*adapts*; one that lets go of what pending versions no longer serve *tolerates*, for it works
with both from now on. One change can do both, to different parts.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from relplan.model.change import Change, Effect, EffectKind
from relplan.model.evidence import Confidence, Evidence


class Wish(NamedTuple):
    """One thing that a stance asks of a version."""

    name: str
    parts: tuple[str, ...] = ()
    """The parts of the contract that it is; empty: not known."""


Unmet = Callable[[int], frozenset[Wish]]
"""Gives what a stance asks for and a version does not serve; version 0 is production's."""


@dataclass(frozen=True, slots=True)
class Stance:
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


def adaptations(stance: Stance, pending: int) -> Iterator[tuple[EffectKind, frozenset[Wish]]]:
    """Yield what a change of stance is, with *pending* versions, numbered from 1, to come."""
    versions = range(1, pending + 1)
    asked_anew = stance.after(0) - stance.before(0)
    served = frozenset[Wish]().union(*(asked_anew - stance.after(version) for version in versions))
    if served:
        yield EffectKind.ADAPTS, served
    let_go = [stance.before(version) - stance.after(version) for version in versions]
    gone = frozenset[Wish]().union(*let_go) - served
    if gone and (served or not asked_anew):
        yield EffectKind.TOLERATES, gone


_TEXTS = {
    EffectKind.ADAPTS: "{} takes up what a pending version brings and production does not serve",
    EffectKind.TOLERATES: "{} lets go of what a pending version no longer serves",
}


def consumer_effects(
    change: Change, contract: str, stances: Iterable[Stance], pending: int
) -> Iterator[Effect]:
    """Yield what *change* does about *contract*, each with the parts that it concerns."""
    found: dict[tuple[EffectKind, tuple[str, ...], tuple[str, ...]], Effect] = {}
    for stance in sorted(stances, key=lambda stance: stance.confidence.rank):
        for kind, wishes in adaptations(stance, pending):
            parts = _parts_of(wishes)
            text = _TEXTS[kind].format(stance.what.replace("{}", ", ".join(parts)))
            evidence = Evidence(
                stance.rule, text, change.service, change.commit, stance.path, stance.line
            )
            brings = stance.brings if kind is EffectKind.ADAPTS else ()
            effect = Effect(kind, contract, evidence, stance.confidence, parts, brings)
            found.setdefault((kind, parts, brings), effect)
    yield from found.values()


def _parts_of(wishes: Iterable[Wish]) -> tuple[str, ...]:
    known = list(wishes)
    if not all(wish.parts for wish in known):
        return ()
    return tuple(sorted({part for wish in known for part in wish.parts}))


def unserved(asked: Iterable[str], offered: Sequence[frozenset[str]]) -> Unmet:
    """Return the stance of code that asks for parts, of versions that offer parts."""
    wanted = frozenset(asked)
    return lambda version: frozenset(Wish(part, (part,)) for part in wanted - offered[version])
