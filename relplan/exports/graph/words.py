"""What the formats of a graph say alike of a node, an arrow and what is left out."""

from relplan.exports.markdown_text import one_line
from relplan.model.counting import counted, listed
from relplan.model.edge import EdgeKind
from relplan.model.plan import Status
from relplan.planning.picture import Arrow, Node, Picture

_LONGEST_TITLE = 60
_MOST_COUPLINGS = 3

CONTRACT, FEATURE, GATE, UNIT = "contract", "feature", "gate", "unit"
TRAILER, UNREAD, GIT = "depends-on", "unread", "git"
FAMILIES = (CONTRACT, FEATURE, GATE, UNIT, TRAILER, UNREAD, GIT)
"""What draws an arrow, in the order in which one that several draw is shown."""
_FAMILY = {
    EdgeKind.REQUIRES: CONTRACT,
    EdgeKind.BREAKS: CONTRACT,
    EdgeKind.FEATURE: FEATURE,
    EdgeKind.GATE: GATE,
    EdgeKind.UNIT: UNIT,
    EdgeKind.DEPENDS_ON: TRAILER,
    EdgeKind.UNREAD: UNREAD,
    EdgeKind.TRUNK: GIT,
    EdgeKind.STACKED: GIT,
}
MEANING = {
    CONTRACT: "needs it for a contract",
    FEATURE: "a slice of one feature",
    GATE: "a gate",
    UNIT: "deployed together",
    TRAILER: "Depends-On",
    UNREAD: "could not be read",
    GIT: "the order on main, or stacked",
}


FILL = {
    Status.BLOCKED: ("#f8d3d3", "#a11d1d"),
    Status.UNCERTAIN: ("#efe6f5", "#6a3d8a"),
    Status.UNFINISHED: ("#fbe9c6", "#8a5a00"),
    Status.LOCKSTEP: ("#d8e4f8", "#1f4e9c"),
    Status.ORDERED: ("#dff0d8", "#2c6b1f"),
    Status.INDEPENDENT: ("#dff0d8", "#2c6b1f"),
}
"""The colours inside and around a change, by its status."""
HUB = ("#eeeeee", "#555555")
"""The colours of what is no change."""


def family(arrow: Arrow) -> str:
    """Return what draws *arrow*; of several the weightiest."""
    found = {_FAMILY[EdgeKind(kind)] for kind in arrow.kinds}
    return next(name for name in FAMILIES if name in found)


def colours(node: Node) -> tuple[str, str]:
    """Return the colours inside and around *node*."""
    return FILL[Status(node.status)] if node.changes else HUB


def shortened(text: str, most: int = _LONGEST_TITLE) -> str:
    """Return *text* in one line of at most *most* characters."""
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def node_lines(node: Node) -> list[str]:
    """Return the name of *node*, its title, and where it stands."""
    if not node.changes:
        return [one_line(node.label)]
    where = [
        node.status,
        f"wave {node.wave}",
        f"batch {node.batch}",
        *([node.team] * bool(node.team)),
    ]
    return [one_line(node.label), shortened(node.title), one_line(" · ".join(where))]


def arrow_label(arrow: Arrow) -> str:
    """Name what the ends of *arrow* share; of git's own order, the kind."""
    names = [one_line(name) for name in arrow.couplings]
    if not names:
        return ", ".join(arrow.kinds)
    return listed(names, _MOST_COUPLINGS)


def summary(picture: Picture) -> str:
    """Say how much is drawn, and what is not."""
    changes = sum(node.changes for node in picture.nodes)
    drawn = f"{counted(changes, 'change')}, {counted(len(picture.arrows), 'arrow')}."
    return " ".join((drawn, *picture.left_out))
