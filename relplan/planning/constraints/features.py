"""Rule 3: all changes of one declared feature in two or more services need each other.

A suggested one ties nothing: whether its slices must ship together is asked.
"""

from collections.abc import Collection, Iterator

from relplan.model.change import Change, FeatureSlice
from relplan.model.counting import joined
from relplan.model.edge import Edge, EdgeKind, Given, feature_node
from relplan.model.evidence import Confidence
from relplan.model.question import QuestionKind
from relplan.planning.constraints.asking import Asking, Fact
from relplan.planning.constraints.dark import Dark
from relplan.planning.constraints.doubts import Doubts
from relplan.planning.constraints.pending import Pending

Slice = tuple[Change, FeatureSlice]


def feature_edges(known: Pending, asking: Asking, doubts: Doubts, dark: Dark) -> Iterator[Edge]:
    """Yield the edges to and from each feature's hub, which stands for a clique."""
    for key, members in known.slices.items():
        for case in doubts.cases(change for change, _ in members.values()):
            slices = [
                (change, slice_)
                for change, slice_ in members.values()
                if case.has(change, slice_.evidence)
            ]
            yield from case.drawing(_edges(key, slices, asking, dark))


def _edges(key: str, slices: list[Slice], asking: Asking, dark: Dark) -> Iterator[Edge]:
    declared = [one for one in slices if one[1].confidence is not Confidence.GUESSED]
    if _is_sliced(declared):
        yield from _hub(key, declared, (), dark)
    else:
        declared = []
    suggested = [one for one in slices if one not in declared]
    if suggested and _is_sliced(slices) and _of_several_commits(slices):
        given = (Given(_ask(key, slices, asking), True),)
        yield from _hub(key, suggested, given, dark, beside=declared)


def _is_sliced(slices: Collection[Slice]) -> bool:
    return len({change.service for change, _ in slices}) > 1


def _of_several_commits(slices: Collection[Slice]) -> bool:
    """Tell whether it is more than one commit of a monorepo that belongs to several services.

    That is one piece of work: a person who says that it is a feature of theirs is believed, an
    issue key in its subject says no such thing.
    """
    return len({change.commit for change, _ in slices}) > 1


def _hub(
    key: str,
    slices: list[Slice],
    given: tuple[Given, ...],
    dark: Dark,
    beside: Collection[Slice] = (),
) -> Iterator[Edge]:
    """Yield the edges of the changes of *slices*, to a hub that *beside* are tied to as well."""
    hub = feature_node(key)
    all_of_it = [change for change, _ in (*slices, *beside)]
    for change, slice_ in slices:
        confidence = Confidence.DECLARED if given else slice_.confidence
        for more in _lit(change, all_of_it, dark):
            rest = (EdgeKind.FEATURE, key, confidence, (slice_.evidence,), (*given, *more))
            yield Edge(change.id, hub, *rest)
            yield Edge(hub, change.id, *rest)


def _lit(change: Change, slices: list[Change], dark: Dark) -> Iterator[tuple[Given, ...]]:
    """Yield on what it may rest that *change* is tied: that it and another are not dark."""
    others = (one for one in slices if one.service != change.service)
    if any(not dark.is_asked(one) for one in others):
        yield dark.unless(change)
        return
    yield from (dark.unless(change, one) for one in slices if one.service != change.service)


def _ask(key: str, slices: list[Slice], asking: Asking) -> str:
    services = sorted({change.service for change, _ in slices})
    text = f"Must the {len(slices)} changes of {key} in {joined(services)} ship together?"
    evidence = tuple(slice_.evidence for _, slice_ in slices)
    return asking.ask(Fact(QuestionKind.FEATURE, (key,), text, evidence), (key, *services))
