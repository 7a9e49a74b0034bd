"""All rules together."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby
from operator import attrgetter

from relplan.model.edge import Edge, EdgeKind, Given
from relplan.model.evidence import Evidence
from relplan.model.question import NO, YES, Question
from relplan.model.scan import Notice
from relplan.model.snapshot import Snapshot
from relplan.model.value import value
from relplan.planning.constraints.asking import Asking
from relplan.planning.constraints.consuming import Consuming
from relplan.planning.constraints.contracts import ContractRules
from relplan.planning.constraints.dark import Dark
from relplan.planning.constraints.doubts import Doubts, in_either_case
from relplan.planning.constraints.features import feature_edges
from relplan.planning.constraints.gates import gate_edges
from relplan.planning.constraints.history import (
    Resolver,
    depends_on_edges,
    merged_under,
    reverted_edges,
    stacked_edges,
    trunk_edges,
)
from relplan.planning.constraints.lines import Lines
from relplan.planning.constraints.pending import Pending, pending
from relplan.planning.constraints.units import unit_edges
from relplan.planning.constraints.unread import ask_for_production, unread_edges


@value()
class Constraints:
    """What the rules make of a snapshot, before any scenario and any answer."""

    pending: Pending
    edges: tuple[Edge, ...]
    """All of them, sorted by their ends, kind, coupling and what they rest on."""
    questions: Mapping[str, Question]
    """By id, sorted."""
    notices: tuple[Notice, ...]
    consuming: Consuming


def draw(snapshot: Snapshot) -> Constraints:
    """Apply every rule to *snapshot*.

    Marks, dismissals and answers only ever remove some of these edges; none of them adds one.
    """
    known = pending(snapshot)
    lines = Lines(known)
    resolver = Resolver(known)
    asking = Asking(snapshot.denied)
    consuming = Consuming(snapshot, asking)
    ask_for_production(snapshot, asking)
    doubts = Doubts(known, asking)
    dark = Dark(snapshot.dark, asking)
    edges = chain(
        ContractRules(known, resolver, asking, consuming, doubts, dark).edges(),
        feature_edges(known, asking, doubts, dark),
        gate_edges(known),
        unit_edges(known, lines, asking, doubts),
        trunk_edges(known, lines),
        reverted_edges(known),
        doubts.edges(),
        stacked_edges(known),
        depends_on_edges(known, resolver, asking, doubts),
        unread_edges(snapshot, known, asking),
    )
    alike: dict[_Ends, list[Edge]] = defaultdict(list)
    for edge in edges:
        alike[_ends(edge)].append(edge)
    # Only now is all asked that there is to ask.
    questions, in_doubt = asking.questions(), doubts.questions | dark.questions
    return Constraints(
        pending=known,
        edges=tuple(
            _telling_answers(edge, questions) if edge.given else edge
            for ends in sorted(alike)
            for edge in _merged(alike[ends], in_doubt)
        ),
        questions=questions,
        notices=(*known.notices, *merged_under(known, resolver)),
        consuming=consuming,
    )


_Ends = tuple[str, str, EdgeKind, str]
_ends: Callable[[Edge], _Ends] = attrgetter("source", "target", "kind", "coupling")


def _in_order(edge: Edge) -> Edge:
    if len(edge.given) < 2:
        return edge
    return replace(edge, given=tuple(sorted(set(edge.given))))


def _rests_on(edge: Edge) -> tuple[int, tuple[Given, ...]]:
    return len(edge.given), edge.given


def _merged(edges: Sequence[Edge], doubts: frozenset[str]) -> Sequence[Edge]:
    """Make one edge of those of *edges* that say the same, such as two breaking findings.

    All are of one kind and coupling and between the same ends. An edge that rests on more than
    another, no less sure, is left out. *doubts* are the questions about reverts and flags: what
    holds in either case does not rest on them.
    """
    if len(edges) == 1:  # as mostly
        return [_in_order(edges[0])]
    group = sorted(map(_in_order, edges), key=_rests_on)
    united = [_united(list(alike)) for _, alike in groupby(group, key=_rests_on)]
    if doubts:
        united = sorted(in_either_case(united, doubts), key=_rests_on)
    kept: list[Edge] = []
    # What covers an edge rests on nothing but what that does; so does the first that it rests on.
    by_first: dict[Given | None, list[Edge]] = defaultdict(list)
    for edge in united:
        others = (other for one in (None, *edge.given) for other in by_first.get(one, ()))
        if not any(_covers(other, edge) for other in others):
            kept.append(edge)
            by_first[edge.given[0] if edge.given else None].append(edge)
    return kept


def _covers(one: Edge, other: Edge) -> bool:
    is_as_sure = one.confidence.rank <= other.confidence.rank
    return is_as_sure and set(one.given) <= set(other.given)


def _united(same: list[Edge]) -> Edge:
    if len(same) == 1:
        return same[0]
    own = sorted({found for edge in same for found in edge.evidence[:1]})
    others = sorted({found for edge in same for found in edge.evidence[1:]})
    return replace(
        same[0],
        confidence=min((edge.confidence for edge in same), key=lambda known: known.rank),
        evidence=tuple(dict.fromkeys((*own, *others))),
    )


def _telling_answers(edge: Edge, questions: Mapping[str, Question]) -> Edge:
    """Return *edge* with the answers that it rests on among its evidence: only then is it there."""
    answers = (
        Evidence("answer", f"{questions[one.question].text} {YES if one.answer else NO}")
        for one in edge.given
    )
    return replace(edge, evidence=(*edge.evidence, *answers))
