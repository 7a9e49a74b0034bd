"""Rules 5 to 7: what git's history and ``Depends-On:`` trailers order."""

from collections import defaultdict
from collections.abc import Iterator

from relplan.model.change import Change, Dependency
from relplan.model.counting import counted
from relplan.model.edge import UNKNOWN, Edge, EdgeKind, Given, unknown_node
from relplan.model.evidence import Confidence, Evidence
from relplan.model.question import QuestionKind
from relplan.model.scan import Notice
from relplan.planning.constraints.asking import Asking, Fact
from relplan.planning.constraints.pending import Pending

_SHORTEST_HASH = 7
"""Fewer hex digits than git itself would abbreviate to are no reference."""


def trunk_edges(known: Pending) -> Iterator[Edge]:
    """A merged change needs the one before it on main; an open one the newest of its service."""
    for change in known.changes.values():
        before = known.changes.get(change.after)
        if before is not None:
            yield _history_edge(EdgeKind.TRUNK, change, before, "a deployment of main ships")


def stacked_edges(known: Pending) -> Iterator[Edge]:
    """An open change whose history contains the tip of another open change needs it."""
    for change in known.changes.values():
        for name in change.stacked_on:
            base = known.changes.get(name)
            if base is not None and base is not change:
                yield _history_edge(EdgeKind.STACKED, change, base, "its history contains")


def _history_edge(kind: EdgeKind, change: Change, base: Change, why: str) -> Edge:
    text = f"{why} {base.id}"
    evidence = Evidence(rule=kind.value, text=text, repository=change.service, commit=base.commit)
    return Edge(change.id, base.id, kind, "", Confidence.DETECTED, (evidence,))


def depends_on_edges(known: Pending, resolver: "Resolver", asking: Asking) -> Iterator[Edge]:
    """A ``Depends-On:`` trailer: a needs b.

    Of what nobody knows it is asked whether it is in production; a merged change was merged under
    it, which is said in a note and is no need.
    """
    asked = _ask_for_unknown(known, resolver, asking)
    for change in known.changes.values():
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
    for change in known.changes.values():
        for dependency in sorted(() if change.merged else change.depends_on):
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
    for change in known.changes.values():
        for dependency in sorted(change.depends_on if change.merged else ()):
            if any(target.startswith(UNKNOWN) for target in resolver.targets(dependency)):
                text = f"{change.id} depends on {dependency.ref}, which nobody here knows"
                yield Notice(f"{text}; it was merged under it", dependency.evidence, change.id)


class Resolver:
    """Finds the changes that a ``Depends-On:`` means."""

    def __init__(self, known: Pending) -> None:
        """Index the names by which the changes of *known* may be called."""
        self._known = known
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for change in known.changes.values():
            self._by_name[change.id].append(change.id)
            for alias in change.aliases:
                if alias != change.id:
                    self._by_name[alias].append(change.id)

    def targets(self, dependency: Dependency) -> tuple[str, ...]:
        """Return the nodes that *dependency* needs: changes, or one unknown node.

        Nothing, where what it asks for is in production already.
        """
        ref = dependency.ref
        found = self._by_name.get(ref) or self._by_hash(ref)
        if found:
            return tuple(sorted(set(found)))
        return () if ref in self._known.shipped else (unknown_node(ref),)

    def unresolved(self) -> frozenset[str]:
        """Return what is asked for and answered by no pending change."""
        return frozenset(
            dependency.ref
            for change in self._known.changes.values()
            for dependency in change.depends_on
            if any(target.startswith(UNKNOWN) for target in self.targets(dependency))
        )

    def names(self, one: Change, other: Change) -> bool:
        """Tell whether *one* has a ``Depends-On:`` that means *other*."""
        return any(other.id in self.targets(dependency) for dependency in one.depends_on)

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
