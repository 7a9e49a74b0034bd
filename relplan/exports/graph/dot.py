"""A graph in Graphviz' own language."""

from relplan.exports.graph.words import (
    CONTRACT,
    FEATURE,
    GATE,
    GIT,
    TRAILER,
    UNIT,
    UNREAD,
    arrow_label,
    colours,
    family,
    node_lines,
    summary,
)
from relplan.planning.picture import Arrow, Node, Picture

_STYLE = {
    CONTRACT: 'color="#1f4e9c", penwidth="1.6"',
    FEATURE: 'color="#7a3e9d"',
    GATE: 'color="#8a5a00", style="dashed"',
    UNIT: 'color="#00695c", style="dashed"',
    TRAILER: 'color="#000000"',
    UNREAD: 'color="#a11d1d", style="dotted"',
    GIT: 'color="#888888", style="dotted"',
}


def graph_dot(picture: Picture) -> str:
    """Return *picture* as a digraph: who needs points to what is needed."""
    title = _quoted([picture.title, summary(picture)])
    lines = ["digraph relplan {", f"  graph [label={title}, labelloc=t, rankdir=LR];"]
    lines.append('  node [shape=box, style="filled,rounded", fontname="sans-serif", fontsize=10];')
    lines.append('  edge [fontname="sans-serif", fontsize=8];')
    for batch in picture.batches:
        lines.append(f'  subgraph "cluster_{batch}" {{')
        lines.append(f'    graph [label="batch {batch}", style=dashed];')
        lines += [f"    {_node(node)}" for node in picture.nodes if node.batch == batch]
        lines.append("  }")
    lines += [f"  {_node(node)}" for node in picture.nodes if node.batch not in picture.batches]
    lines += [f"  {_arrow(arrow)}" for arrow in picture.arrows]
    return "\n".join([*lines, "}"]) + "\n"


def _node(node: Node) -> str:
    label = _quoted([line for line in node_lines(node) if line])
    if not node.changes:
        return f'{_name(node.id)} [label={label}, shape=hexagon, fillcolor="{colours(node)[0]}"];'
    return f'{_name(node.id)} [label={label}, fillcolor="{colours(node)[0]}"];'


def _arrow(arrow: Arrow) -> str:
    label = _quoted([arrow_label(arrow)])
    ends = f"{_name(arrow.source)} -> {_name(arrow.target)}"
    return f"{ends} [label={label}, {_STYLE[family(arrow)]}];"


def _name(text: str) -> str:
    """Quote a name: there, a backslash means itself but for a quote after it."""
    return '"' + _legal(text).replace("\\", "/").replace('"', '\\"') + '"'


def _quoted(lines: list[str]) -> str:
    """Quote a label. Graphviz reads its backslashes and its HTML entities."""
    shown = (
        _legal(line).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
        for line in lines
    )
    return '"' + "\\n".join(shown) + '"'


def _legal(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)
