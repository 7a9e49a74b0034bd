"""What the pending changes of a consumer do about a contract: adapt to it, or tolerate both.

A consumer relies on a contract by a copy of its files, by a pinned range of versions, or by the
parts that its code names. Each of them is a *stance*: what of it a version of the contract does not
serve can be told. A change that takes up what pending versions bring and production does not serve
*adapts*; one that only lets go of what pending versions no longer serve *tolerates*, for it works
with both from now on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from relplan.model.change import Change, Effect, EffectKind
from relplan.model.evidence import Confidence, Evidence

Unmet = Callable[[int], frozenset[str]]
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
    """For people: ``its copy of the contract``, say."""
    names_parts: bool = False
    """Whether what is unmet are parts of the contract."""

    @property
    def asked_anew(self) -> frozenset[str]:
        """What production does not serve, and was not asked for before."""
        return self.after(0) - self.before(0)


def adaptation(stance: Stance, pending: int) -> EffectKind | None:
    """Tell what a change of stance is, with *pending* versions, numbered from 1, to come."""
    asked_anew = stance.asked_anew
    versions = range(1, pending + 1)
    if asked_anew:
        served = any(asked_anew - stance.after(version) for version in versions)
        return EffectKind.ADAPTS if served else None
    lets_go = any(stance.before(version) - stance.after(version) for version in versions)
    return EffectKind.TOLERATES if lets_go else None


_TEXTS = {
    EffectKind.ADAPTS: "{} takes up what a pending version brings and production does not serve",
    EffectKind.TOLERATES: "{} lets go of what a pending version no longer serves",
}


def consumer_effects(
    change: Change, contract: str, stances: Iterable[Stance], pending: int
) -> Iterator[Effect]:
    """Yield what *change* does about *contract*: adapting beats tolerating."""
    found: dict[EffectKind, Stance] = {}
    for stance in stances:
        kind = adaptation(stance, pending)
        if kind is not None:
            found.setdefault(kind, stance)
    if EffectKind.ADAPTS in found:
        found.pop(EffectKind.TOLERATES, None)
    for kind, stance in found.items():
        text = _TEXTS[kind].format(stance.what)
        evidence = Evidence(
            stance.rule, text, change.service, change.commit, stance.path, stance.line
        )
        named = stance.names_parts and kind is EffectKind.ADAPTS
        parts = tuple(sorted(stance.asked_anew)) if named else ()
        yield Effect(kind, contract, evidence, Confidence.DETECTED, parts)


def unserved(asked: Iterable[str], offered: Sequence[frozenset[str]]) -> Unmet:
    """Return the stance of code that asks for parts, of versions that offer parts."""
    wanted = frozenset(asked)
    return lambda version: wanted - offered[version]
