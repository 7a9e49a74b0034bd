"""Why marks alone do not reach a goal: the edges that none of them takes away, and what does."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from itertools import pairwise

from relplan.model.edge import UNKNOWN, Edge, EdgeKind
from relplan.model.proposal import GoalKind, InTheWay
from relplan.model.scenario import Mark, Scenario
from relplan.planning.deadline import ENDLESS, Deadline
from relplan.planning.graph import NeedsGraph
from relplan.planning.propose.problem import Problem
from relplan.planning.search import reached_from

_MOST = 50
"""Edges that are named."""
_MOST_LOOKED_AT = 2000


class Obstacles:
    """The edges that stay with all allowed marks made."""

    def __init__(self, graph: NeedsGraph, scenario: Scenario, problem: Problem) -> None:
        """Look at the hard edges of *problem*."""
        self._graph = graph
        self._scenario = scenario
        self._problem = problem
        self._between: dict[tuple[str, str], list[Edge]] = defaultdict(list)
        self._needs: dict[str, list[str]] = defaultdict(list)
        for edge in problem.hard:
            if not self._between[edge.source, edge.target]:
                self._needs[edge.source].append(edge.target)
            self._between[edge.source, edge.target].append(edge)

    def named(self, deadline: Deadline = ENDLESS) -> tuple[InTheWay, ...]:
        """Return the edges of a shortest cycle or path for each tie, fifty at the most.

        Of edges of the trunk only the first of a tie: there a cherry-pick begins. They come last,
        because what is tied by something else, too, is best untied there. Empty exactly if marks
        can reach the goal, whatever they cost: once *deadline* is over one tie is enough.
        """
        found: dict[Edge, None] = {}
        for path in self._ties():
            edges = [edge for pair in pairwise(path) for edge in self._between[pair]]
            trunk = [edge for edge in edges if edge.kind is EdgeKind.TRUNK]
            others = [edge for edge in edges if edge.kind is not EdgeKind.TRUNK]
            found.update(dict.fromkeys((*trunk[:1], *others)))
            if len(found) >= _MOST_LOOKED_AT or deadline.over():
                break
        ordered = sorted(found, key=_rank)[:_MOST]
        return tuple(InTheWay(edge, self._remedy(edge)) for edge in ordered)

    def _ties(self) -> Iterator[list[str]]:
        goal = self._problem.goal
        changes = [goal.change] if goal.change else sorted(self._graph.changes)
        blocked = self._leading_to_blockers() if self._problem.paths else set()
        for change in changes:
            if self._problem.cycles:
                yield from self._cycles(change)
            if change in blocked:
                yield from self._paths(change)

    def _leading_to_blockers(self) -> set[str]:
        """Return the nodes from which hard edges lead to a blocker, without looking at ways."""
        needed_by: dict[str, list[str]] = defaultdict(list)
        for node, others in self._needs.items():
            for other in others:
                needed_by[other].append(node)
        entered = (node for one in self._graph.not_done for node in needed_by.get(one, ()))
        return reached_from(entered, lambda node: needed_by.get(node, ()))

    def _cycles(self, change: str) -> Iterator[list[str]]:
        """Yield the ways from *change* to others of its batch and back, if that is too large."""
        problem = self._problem
        node = problem.node_of[change]
        most = 1 if problem.goal.kind is GoalKind.ALONE else problem.most
        if problem.weight[node] <= most:
            return
        ways = self._ways(change, lambda name: problem.node_of[name] == node)
        others = [name for name in ways if name != change and name in self._graph.changes]
        if problem.about is None:
            others = others[:1]
        for other in others:
            yield _path(other, ways)
            yield _path(change, self._ways(other, lambda name: problem.node_of[name] == node))

    def _paths(self, change: str) -> Iterator[list[str]]:
        ways = self._ways(change, lambda name: True)
        for name in ways:
            if name != change and name in self._graph.not_done:
                yield _path(name, ways)

    def _ways(self, start: str, allowed: Callable[[str], bool]) -> dict[str, str]:
        """Return the nodes hard edges lead to from *start*, nearest first, and those before."""
        found, queue = {start: ""}, deque([start])
        while queue:
            node = queue.popleft()
            for other in self._needs.get(node, ()):
                if other not in found and allowed(other):
                    found[other] = node
                    queue.append(other)
        return found

    def _remedy(self, edge: Edge) -> str:
        kind = edge.kind
        dismiss = f"dismiss it with `relplan dismiss {edge.fingerprint}`"
        if kind is EdgeKind.TRUNK:
            return f"Cherry-pick {edge.source} onto what is deployed, then {dismiss}."
        if kind is EdgeKind.STACKED:
            return (
                f"Rebase {edge.source} so that it no longer stands on {edge.target}, or split it."
            )
        if edge.target.startswith(UNKNOWN):
            add = "Add the repository that it is in to relplan.toml"
            return f"{add}, or, if it has shipped, {dismiss}."
        if kind is EdgeKind.DEPENDS_ON:
            return f"Reorder the work so that the Depends-On trailer can go, or {dismiss}."
        if self._scenario.mark_of(edge.coupling) is Mark.VERSIONED:
            return f"Mark {edge.coupling} flagged instead of versioned."
        return f"Allow {edge.coupling} to be marked."


def _rank(edge: Edge) -> tuple[bool, str, str, str]:
    return edge.kind is EdgeKind.TRUNK, edge.source, edge.target, edge.kind


def _path(node: str, ways: dict[str, str]) -> list[str]:
    path = []
    while node:
        path.append(node)
        node = ways[node]
    return path[::-1]
