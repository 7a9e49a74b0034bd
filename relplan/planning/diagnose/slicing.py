"""What issue keys show of horizontal slicing: evidence, though it ties nothing."""

from collections.abc import Iterator
from itertools import islice

from relplan.model.counting import counted, joined
from relplan.model.diagnosis import Ground
from relplan.planning.diagnose.scope import Scope
from relplan.planning.shipments import APART, TOGETHER, evidence, sentence
from relplan.planning.slices import Tally
from relplan.planning.suggested import suggested_features

_GROUNDS = 20
_PAIRS = 5
_PLACES = 5
"""Places that stand for one ground."""


def sliced(scope: Scope) -> Iterator[Ground]:
    """Yield what only looks like a feature, and how often what looked so in the past shipped apart.

    First over all services, then for those that often have slices of one issue.
    """
    yield from _past(scope)
    for key, slices in islice(suggested_features(scope.plan, scope.changes), _GROUNDS):
        services = tuple(sorted({change.service for change, _ in slices}))
        text = (
            f"{counted(len(slices), 'change')} of {joined(services)} may be slices of {key}, by"
            " its issue key: that ties nothing unless somebody says that it does."
        )
        shipped = sentence(scope.past.tally(services))
        places = tuple(slice_.evidence for _, slice_ in slices)
        yield Ground(f"{text} {shipped}".rstrip(), "", services, places[:_PLACES])


def _past(scope: Scope) -> Iterator[Ground]:
    workspace = scope.plan.snapshot.workspace
    services = scope.services if scope.batch else [one.name for one in workspace.services]
    whole = scope.past.tally(services)
    if whole.sample:
        yield _shipped(whole)
        if len(services) > 2:
            yield from map(_shipped, scope.past.pairs(services, _PAIRS))


def _shipped(tally: Tally) -> Ground:
    places = (*evidence(tally, APART), *evidence(tally, TOGETHER))
    shown = tuple(place for place in places if place.commit)
    return Ground(sentence(tally), "", tally.services, shown)
