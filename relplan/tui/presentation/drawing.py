"""A graph drawn in a terminal: one node a row, and to its left one lane for each that is needed.

Boxes and lines between them do not fit into cells; names in rows do. A lane runs past the rows that
need the same node: its dot is at the row of that node, its branches are at those who need it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx

from relplan.model.counting import counted
from relplan.model.edge import FEATURE, GATE, MISSING, UNIT, EdgeKind
from relplan.model.plan import Status
from relplan.planning.picture import Arrow, Node, Picture
from relplan.tui.presentation.glyphs import ASCII, Glyphs, status_role
from relplan.tui.presentation.spans import Line, Role, Span

MOST_NODES = 60
_LANE = 2
"""Cells."""


@dataclass(frozen=True, slots=True)
class _Lane:
    """The rows that need the one at *target*."""

    target: int
    weak: frozenset[int]
    """Rows that need it for git's own order alone."""
    strong: frozenset[int]
    mutual: frozenset[int]
    """Those of them that it needs as well."""
    arrows: int

    @property
    def rows(self) -> frozenset[int]:
        return self.weak | self.strong | {self.target}

    @property
    def span(self) -> tuple[int, int]:
        return min(self.rows), max(self.rows)


@dataclass(frozen=True, slots=True)
class _Signs:
    up_down: str
    across: str
    first: str
    middle: str
    last: str
    first_across: str
    middle_across: str
    last_across: str
    needed: str
    mutual: str


_UNICODE = _Signs("│", "─", "╭", "├", "╰", "┬", "┼", "┴", "●", "◆")
_ASCII = _Signs("|", "-", "+", "+", "+", "+", "+", "+", "*", "#")


class Drawing:
    """The rows of one picture for a width."""

    def __init__(self, picture: Picture, glyphs: Glyphs, cells: int) -> None:
        """Draw *picture* into *cells* cells; the lanes take half of them at most."""
        self.nodes: Sequence[Node] = [picture.nodes[row] for row in _order(picture)]
        self._glyphs = glyphs
        self._signs = _ASCII if glyphs is ASCII else _UNICODE
        row_of = {node.id: row for row, node in enumerate(self.nodes)}
        lanes = _lanes(row_of, picture.arrows)
        self._columns = _packed(lanes, max(1, cells // (2 * _LANE)))
        drawn = sum(lane.arrows for column in self._columns for lane in column)
        self.left_out = picture.left_out
        if missing := len(picture.arrows) - drawn:
            text = (
                f"{counted(missing, 'line')} not drawn: too narrow. What a row needs stands below."
            )
            self.left_out = (*self.left_out, text)

    def legend(self) -> Line:
        """Say how to read it."""
        signs = self._signs
        text = f"{signs.middle}{signs.across} needs {signs.needed}{signs.across}; "
        return (Span(f"{text}{signs.mutual}{signs.across} both need each other", Role.DIM),)

    def line(self, row: int, chosen: int) -> Line:
        """Return the row number *row*; the lanes of the row *chosen* stand out."""
        touched = [
            place
            for place, column in enumerate(self._columns)
            for lane in column
            if row in lane.rows
        ]
        leftmost = min(touched, default=len(self._columns))
        spans: list[Span] = []
        for place, column in enumerate(self._columns):
            lane = next((one for one in column if one.span[0] <= row <= one.span[1]), None)
            spans += self._cell(lane, row, chosen, place, leftmost)
        return (*spans, *self._label(self.nodes[row]))

    def _cell(
        self, lane: _Lane | None, row: int, chosen: int, place: int, leftmost: int
    ) -> Iterable[Span]:
        signs, joined = self._signs, place > leftmost
        own = Role.STRONG if row == chosen else Role.PLAIN
        after = Span(signs.across if place >= leftmost else " ", own)
        if lane is None:
            return Span(signs.across if joined else " ", own), after
        weight = Role.PLAIN if lane.strong else Role.DIM
        role = Role.HEADING if chosen in lane.rows else weight
        return Span(self._sign(lane, row, joined=joined), role), after

    def _sign(self, lane: _Lane, row: int, *, joined: bool) -> str:
        signs = self._signs
        if row == lane.target:
            return signs.needed
        if row in lane.mutual:
            return signs.mutual
        if row not in lane.rows:
            return signs.up_down
        first, last = lane.span
        if row == first:
            return signs.first_across if joined else signs.first
        if row == last:
            return signs.last_across if joined else signs.last
        return signs.middle_across if joined else signs.middle

    def _label(self, node: Node) -> Iterable[Span]:
        glyphs = self._glyphs
        if not node.changes:
            yield Span(f"{_hub_sign(node, glyphs)} {node.label}", Role.STRONG)
            return
        status = Status(node.status)
        yield Span(f"{glyphs.status[status]} {node.label}", status_role(status))
        yield Span(f"  {node.title}")


def relations(picture: Picture, node: str, glyphs: Glyphs) -> list[Line]:
    """Return what *node* needs and what needs it, each with the reason."""
    needs = [arrow for arrow in picture.arrows if arrow.source == node]
    needed_by = [arrow for arrow in picture.arrows if arrow.target == node]
    return [
        *(_relation("needs", arrow.target, arrow, glyphs) for arrow in needs),
        *(_relation("needed by", arrow.source, arrow, glyphs) for arrow in needed_by),
    ]


def _relation(word: str, other: str, arrow: Arrow, glyphs: Glyphs) -> Line:
    kinds = ", ".join(f"{glyphs.kind[EdgeKind(kind)]} {kind}" for kind in arrow.kinds)
    about = f" of {', '.join(arrow.couplings)}" if arrow.couplings else ""
    return (Span(f"{word:<10}", Role.DIM), Span(other, Role.STRONG), Span(f"  {kinds}{about}"))


def _hub_sign(node: Node, glyphs: Glyphs) -> str:
    if node.id.startswith(FEATURE):
        return glyphs.kind[EdgeKind.FEATURE]
    if node.id.startswith(GATE):
        return glyphs.kind[EdgeKind.GATE]
    if node.id.startswith(UNIT):
        return glyphs.kind[EdgeKind.UNIT]
    return glyphs.missing if node.id.startswith(MISSING) else glyphs.unknown


def _order(picture: Picture) -> list[int]:
    """Return the nodes' places in an order that keeps lanes short.

    Reverse Cuthill-McKee: E. Cuthill, J. McKee, "Reducing the bandwidth of sparse symmetric
    matrices", Proc. 24th Nat. Conf. ACM (1969).
    """
    place = {node.id: number for number, node in enumerate(picture.nodes)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(place)))
    graph.add_edges_from((place[arrow.source], place[arrow.target]) for arrow in picture.arrows)
    groups = sorted(nx.connected_components(graph), key=min)
    return [
        node
        for group in groups
        for node in nx.utils.reverse_cuthill_mckee_ordering(graph.subgraph(sorted(group)))
    ]


def _lanes(row_of: dict[str, int], arrows: Iterable[Arrow]) -> list[_Lane]:
    """Return one lane for each that is needed; two that need each other share one."""
    weak = {(row_of[arrow.source], row_of[arrow.target]): arrow.weak for arrow in arrows}
    needed_by: dict[int, set[int]] = defaultdict(set)
    for source, target in weak:
        needed_by[target].add(source)
    lanes = []
    covered: set[tuple[int, int]] = set()
    for target in sorted(needed_by, key=lambda row: (-len(needed_by[row]), row)):
        sources = {row for row in needed_by[target] if (row, target) not in covered}
        if not sources:
            continue
        mutual = frozenset(row for row in sources if (target, row) in weak)
        covered |= {(target, row) for row in mutual}
        light = frozenset(row for row in sources if weak[row, target])
        strong = frozenset(sources - light)
        lanes.append(_Lane(target, light, strong, mutual, len(sources) + len(mutual)))
    return lanes


def _packed(lanes: Iterable[_Lane], most: int) -> list[list[_Lane]]:
    """Put lanes that do not touch into one column; the shortest ones go next to the names."""
    columns: list[list[_Lane]] = []
    for lane in sorted(lanes, key=lambda one: (one.span[1] - one.span[0], one.span)):
        first, last = lane.span
        for column in columns:
            if all(last + 1 < other.span[0] or other.span[1] + 1 < first for other in column):
                column.append(lane)
                break
        else:
            if len(columns) < most:
                columns.append([lane])
    return columns[::-1]
