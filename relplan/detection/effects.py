"""From findings to effects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from relplan.model.change import Change, Effect, EffectKind
from relplan.model.evidence import Confidence, Evidence
from relplan.model.facts import Caution
from relplan.model.finding import Finding, Severity
from relplan.model.scan import Notice

_MOST = 100
"""Findings of one change that are kept one by one; a person reads no more of them."""
_KINDS = {
    Severity.BREAKING: (EffectKind.BREAKS, Confidence.DETECTED),
    # Not understood is never taken for compatible, nor for a break: it is asked about.
    Severity.UNKNOWN: (EffectKind.BREAKS, Confidence.GUESSED),
    Severity.ADDITIVE: (EffectKind.EXTENDS, Confidence.DETECTED),
}


def judged(findings: Sequence[Finding], severities: Mapping[str, Severity]) -> Sequence[Finding]:
    """Return *findings* as bad as ``[severity]`` in relplan.toml says that their rules are."""
    return [
        replace(finding, severity=severities.get(finding.rule, finding.severity))
        for finding in findings
    ]


def cautions(
    change: Change, contract: str, findings: Iterable[Finding], base: str = ""
) -> list[Caution]:
    """Return what of *change* may surprise consumers, though it breaks none by the rules.

    *base*: the commit that it was held against, where what is gone stood.
    """
    risky = [finding for finding in findings if finding.severity is Severity.RISKY]
    return [
        Caution(contract, _evidence(change, finding, base), finding.parts)
        for finding in risky[:_MOST]
    ]


def provider_effects(
    change: Change,
    contract: str,
    findings: Sequence[Finding],
    base: str = "",
    mended: Mapping[str, str] = MappingProxyType({}),
) -> list[Effect]:
    """Return what *change* does to *contract*, by what its comparison with *base* found.

    *mended*: the later changes that end a break, by its finding's fingerprint.
    """
    effects: list[Effect] = []
    for severity, (kind, confidence) in _KINDS.items():
        found = [finding for finding in findings if finding.severity is severity]
        effects += [
            Effect(
                kind,
                contract,
                _evidence(change, finding, base),
                confidence,
                finding.parts,
                _brings(finding, mended),
            )
            for finding in found[:_MOST]
        ]
        rest = found[_MOST:]
        if rest:
            text = f"and {len(rest)} more findings of severity {severity}"
            evidence = replace(_evidence(change, rest[0], base), text=text)
            effects.append(Effect(kind, contract, evidence, confidence))
    return effects


def _brings(finding: Finding, mended: Mapping[str, str]) -> tuple[str, ...]:
    is_broken = finding.severity is Severity.BREAKING
    return tuple(filter(None, [mended.get(finding.fingerprint, "")])) if is_broken else ()


def _evidence(change: Change, finding: Finding, base: str) -> Evidence:
    """Return where *finding* stands: in the change, or in *base* what is gone since."""
    commit = (finding.gone and base) or change.commit
    return Evidence(finding.rule, finding.text, change.service, commit, finding.path, finding.line)


def doubts(change: Change, contract: str, effects: Iterable[Effect]) -> Iterable[Notice]:
    """Say where a change's trailers say that it breaks nothing, and its files that it does."""
    declared = {effect.kind for effect in change.effects if effect.contract == contract}
    if not declared or EffectKind.BREAKS in declared:
        return
    for effect in effects:
        if effect.kind is EffectKind.BREAKS and effect.confidence is Confidence.DETECTED:
            says = " and ".join(sorted(declared))
            text = (
                f"{change.id} says that it {says} '{contract}', which its files break:"
                f" {effect.evidence.text}; the trailer holds"
            )
            yield Notice(text, effect.evidence, change.id)
            return
