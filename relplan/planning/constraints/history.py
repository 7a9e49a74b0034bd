"""Rules 5, 6 and 8: what git's history and ``Depends-On:`` trailers order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from relplan.model.change import Change, Dependency
from relplan.model.counting import counted
from relplan.model.edge import UNKNOWN, Edge, EdgeKind, Given, unknown_node
from relplan.model.evidence import Confidence, Evidence
from relplan.model.question import QuestionKind
from relplan.model.reference import canonical, without_host
from relplan.model.scan import Notice
from relplan.planning.constraints.asking import Asking, Fact
from relplan.planning.constraints.doubts import Doubts, reverted_edge
from relplan.planning.constraints.lines import Lines
from relplan.planning.constraints.pending import Pending

_SHORTEST_HASH = 7
"""Fewer hex digits than git itself would abbreviate to are no reference."""
_RULES = {kind: kind.value for kind in (EdgeKind.TRUNK, EdgeKind.STACKED)}


def trunk_edges(known: Pending, lines: Lines) -> Iterator[Edge]:
    """A merged change needs the one before it on its line; an open one the newest there.

    A hotfix ships by itself: it needs none.
    """
    for change in known.changes.values():
        before = None if lines.ships_alone(change) else lines.before(change)
        if before is not None:
            why = f"a deployment of {before.line or 'main'} ships"
            yield _history_edge(EdgeKind.TRUNK, change, before, why)


def reverted_edges(known: Pending) -> Iterator[Edge]:
    """What was reverted needs its revert: no deployment of main may stop between the two.

    By the trunk a revert needs all between, so these and the two are one batch. A trunk edge, since
    it says no more than what one deployment of main ships; a fix that was cherry-picked from
    between is a reason to dismiss it.
    """
    for change in known.reverting:
        for reversal in change.reverts:
            before = known.changes.get(reversal.change)
            if reversal.agrees and before is not None and before is not change:
                yield reverted_edge(before, change, reversal, Confidence.DETECTED)


def stacked_edges(known: Pending) -> Iterator[Edge]:
    """An open change on top of another open one needs it.

    Its history contains the other's tip, or its review would be merged into the other's branch.
    """
    for change in known.changes.values():
        for name in change.stacked_on:
            base = known.changes.get(name)
            if base is not None and base is not change:
                yield _history_edge(EdgeKind.STACKED, change, base, "its history contains")
        below = known.changes.get(f"{change.service}:{change.base}") if change.base else None
        if below is not None and below is not change and below.id not in change.stacked_on:
            yield _history_edge(EdgeKind.STACKED, change, below, "its review goes to the branch of")


def _history_edge(kind: EdgeKind, change: Change, base: Change, why: str) -> Edge:
    evidence = Evidence(_RULES[kind], f"{why} {base.id}", change.service, base.commit)
    return Edge(change.id, base.id, kind, "", Confidence.DETECTED, (evidence,))


def depends_on_edges(
    known: Pending, resolver: "Resolver", asking: Asking, doubts: Doubts
) -> Iterator[Edge]:
    """A ``Depends-On:`` trailer: a needs b.

    Of what nobody knows it is asked whether it is in production; a merged change was merged under
    it, which is said in a note and is no need.
    """
    asked = _ask_for_unknown(known, resolver, asking)
    for change in known.depending:
        for case in doubts.cases([change]):
            counting = case.left_of(change)
            yield from case.drawing(_depends_on(counting, resolver, asked))


def _depends_on(change: Change, resolver: "Resolver", asked: Mapping[str, str]) -> Iterator[Edge]:
    drawn: set[str] = set()
    for dependency in sorted(change.depends_on):
        for target in resolver.targets(dependency):
            is_unknown = target.startswith(UNKNOWN)
            if target in drawn or target == change.id or (is_unknown and change.merged):
                continue
            drawn.add(target)
            given = (Given(asked[target], False),) if is_unknown else ()
            evidence = (dependency.evidence,)
            yield Edge(change.id, target, EdgeKind.DEPENDS_ON, evidence=evidence, given=given)


def _ask_for_unknown(known: Pending, resolver: "Resolver", asking: Asking) -> dict[str, str]:
    """Ask about what open changes depend on and nobody knows; return the questions by node."""
    asking_for: dict[str, list[tuple[Change, Dependency]]] = defaultdict(list)
    for change in known.depending:
        if change.merged:
            continue
        for dependency in sorted(change.depends_on):
            for target in resolver.targets(dependency):
                if target.startswith(UNKNOWN):
                    asking_for[target].append((change, dependency))
    return {target: _ask_for(asking, found) for target, found in sorted(asking_for.items())}


def _ask_for(asking: Asking, found: list[tuple[Change, Dependency]]) -> str:
    ref = found[0][1].ref
    who = sorted({change.id for change, _ in found})
    more = len(who) - 1
    depending = (
        f"{who[0]} and {counted(more, 'more', 'more')} depend" if more else f"{who[0]} depends"
    )
    services = tuple(sorted({change.service for change, _ in found}))
    fact = Fact(QuestionKind.REFERENCE, (ref,), f"Is {ref}, on which {depending}, in production?")
    # That somebody waits for it speaks, if anything, against a yes.
    return asking.ask(fact, (ref, *services), tuple(one.evidence for _, one in found))


def merged_under(known: Pending, resolver: "Resolver") -> Iterator[Notice]:
    """Yield a note for each merged change that depends on something that nobody knows."""
    for change in known.depending:
        if not change.merged:
            continue
        for dependency in sorted(change.depends_on):
            if any(target.startswith(UNKNOWN) for target in resolver.targets(dependency)):
                text = f"{change.id} depends on {dependency.ref}, which nobody here knows"
                yield Notice(f"{text}; it was merged under it", dependency.evidence, change.id)


class Resolver:
    """Finds the changes that a ``Depends-On:`` means."""

    def __init__(self, known: Pending) -> None:
        """Look among the changes of *known*."""
        self._known = known

    def targets(self, dependency: Dependency) -> tuple[str, ...]:
        """Return the nodes that *dependency* needs: changes, or one unknown node.

        Nothing, where what it asks for is in production already.
        """
        ref = dependency.ref
        name = canonical(ref)
        # Where a repository has no remote, its forge is not known, and mostly there is but one.
        whole = self._whole.get(name, set())
        if len(whole) == 1:
            (name,) = whole
        found = self._by_name.get(name) or self._by_hash(ref)
        if found:
            return tuple(sorted(set(found)))
        return () if ref in self._known.shipped else (unknown_node(ref),)

    def unresolved(self) -> frozenset[str]:
        """Return what is asked for and answered by no pending change."""
        return frozenset(
            dependency.ref
            for change in self._known.depending
            for dependency in change.depends_on
            if any(target.startswith(UNKNOWN) for target in self.targets(dependency))
        )

    def names(self, one: Change, other: Change) -> bool:
        """Tell whether *one* has a ``Depends-On:`` that means *other*."""
        if not one.depends_on:
            return False
        return any(other.id in self.targets(dependency) for dependency in one.depends_on)

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        """The changes by the names that they may be called by: few ask for any."""
        found: dict[str, list[str]] = defaultdict(list)
        for change in self._known.changes.values():
            found[change.id].append(change.id)
            for alias in {canonical(alias) for alias in change.aliases} - {change.id}:
                found[alias].append(change.id)
        return dict(found)

    @cached_property
    def _whole(self) -> Mapping[str, set[str]]:
        return _by_path(self._by_name)

    def _by_hash(self, ref: str) -> list[str]:
        """Resolve ``SERVICE@SHA`` with fewer or more digits than an id has."""
        service, at, digits = ref.partition("@")
        if not at or len(digits) < _SHORTEST_HASH:
            return []
        return [
            change.id
            for change in self._known.changes.values()
            if change.service == service and change.commit.startswith(digits.lower())
        ]


def _by_path(names: Iterable[str]) -> Mapping[str, set[str]]:
    """Return the canonical names of reviews by what they are without their forge's host."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if path := without_host(name):
            found[path].add(name)
    return found
