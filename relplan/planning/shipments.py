"""What past releases say of suggested features, in words and as evidence."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from relplan.model.counting import counted, joined
from relplan.model.evidence import Evidence
from relplan.model.question import Asked, QuestionKind
from relplan.planning.slices import WINDOW, Past, PastFeature, Shipped, Tally

APART, TOGETHER = "shipped-apart", "shipped-together"
"""The rules of the evidence."""
_EXAMPLES = 3
_NAMED = 4
"""Releases of one example that are named."""
_DAY = 86_400


def with_past(asked: Iterable[Asked], past: Past) -> tuple[Asked, ...]:
    """Return what is *asked*; of suggested features with how often such slices shipped apart.

    To have shipped together speaks for a yes, apart for a no.
    """
    return tuple(
        _with_past(one, past) if one.question.kind is QuestionKind.FEATURE else one for one in asked
    )


def _with_past(asked: Asked, past: Past) -> Asked:
    question = asked.question
    tally = past.tally(question.about[1:])
    return replace(
        asked,
        question=replace(
            question,
            speaks_for=(*evidence(tally, TOGETHER), *question.speaks_for),
            speaks_against=(*evidence(tally, APART), *question.speaks_against),
        ),
    )


def evidence(tally: Tally, rule: str) -> Iterator[Evidence]:
    """Yield how many shipped as *rule* says, then the newest of them; nothing where none did."""
    found = tally.apart if rule == APART else tally.together
    if found:
        yield Evidence(rule, f"{_counted(tally, rule)} {_period(tally)}")
    for feature in found[:_EXAMPLES]:
        first = feature.shipped[0].slice.evidence
        yield Evidence(rule, _example(feature), first.repository, first.commit, line=first.line)


def sentence(tally: Tally) -> str:
    """Return how many shipped apart, as a sentence; empty: there is nothing to tell."""
    if not tally.sample:
        return ""
    return f"O{_counted(tally, APART)[1:]} {_period(tally)}."


def _counted(tally: Tally, rule: str) -> str:
    number = len(tally.apart if rule == APART else tally.together)
    how = "more than" if rule == APART else "no more than"
    hours = WINDOW // 3_600
    which = "both" if len(tally.services) == 2 else "two or more of"
    return (
        f"of {counted(tally.sample, 'past issue')} with changes in {which}"
        f" {joined(tally.services)} {number} shipped {how} {hours} hours apart"
    )


def _period(tally: Tally) -> str:
    first, last = (f"{datetime.fromtimestamp(at, UTC):%Y-%m}" for at in tally.period)
    return f"({first})" if first == last else f"({first} to {last})"


def _example(feature: PastFeature) -> str:
    named = [_named(one) for one in feature.shipped[:_NAMED]]
    more = " …" if len(feature.shipped) > _NAMED else ""
    return f"{feature.key}: {', '.join(named)}{more}"


def _named(one: Shipped) -> str:
    release = one.release
    return f"{release.service} {release.tag} {datetime.fromtimestamp(release.date, UTC):%Y-%m-%d}"
