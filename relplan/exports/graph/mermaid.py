"""A graph as a Mermaid flowchart, as Markdown on the common forges draws it."""

import re

from relplan.exports.graph.words import (
    FEATURE,
    FILL,
    GATE,
    GIT,
    HUB,
    UNIT,
    arrow_label,
    family,
    node_lines,
    summary,
)
from relplan.exports.markdown_text import one_line
from relplan.model.counting import counted
from relplan.planning.picture import Node, Picture

_UNSAFE = re.compile(r"[^\w .,:/@…·-]", re.ASCII)
_MOST_ARROWS = 500
"""Mermaid refuses more, unless its own settings are changed."""
_SHAPES = {True: ('["', '"]'), False: ('{{"', '"}}')}
_CLASSES = {
    name: f"fill:{fill},stroke:{stroke},color:#000"
    for name, (fill, stroke) in (*FILL.items(), ("hub", HUB))
}


def graph_mermaid(picture: Picture) -> str:
    """Return *picture* as a flowchart: who needs points to what is needed."""
    names = {node.id: f"n{number}" for number, node in enumerate(picture.nodes)}
    arrows = sorted(picture.arrows, key=lambda arrow: arrow.weak)[:_MOST_ARROWS]
    left_out = len(picture.arrows) - len(arrows)
    lines = [f"%% {_comment(picture.title)}", f"%% {_comment(summary(picture))}"]
    if left_out:
        lines.append(f"%% {counted(left_out, 'more arrow')} left out: Mermaid takes no more.")
    lines.append("flowchart LR")
    for batch in picture.batches:
        lines.append(f'  subgraph {batch}["batch {batch}"]')
        lines += [
            f"    {_node(names[node.id], node)}" for node in picture.nodes if node.batch == batch
        ]
        lines.append("  end")
    alone = (node for node in picture.nodes if node.batch not in picture.batches)
    lines += [f"  {_node(names[node.id], node)}" for node in alone]
    for arrow in arrows:
        line = {GIT: "-.->", FEATURE: "-->", GATE: "-->", UNIT: "-->"}.get(family(arrow), "==>")
        ends = names[arrow.source], names[arrow.target]
        lines.append(f'  {ends[0]} {line}|"{_text(arrow_label(arrow))}"| {ends[1]}')
    used = {_class(node) for node in picture.nodes}
    lines += [f"  classDef {name} {style}" for name, style in _CLASSES.items() if name in used]
    return "\n".join(lines) + "\n"


def _node(name: str, node: Node) -> str:
    opened, closed = _SHAPES[node.changes > 0]
    text = "<br/>".join(_text(line) for line in node_lines(node) if line)
    return f"{name}{opened}{text}{closed}:::{_class(node)}"


def _class(node: Node) -> str:
    return node.status if node.changes else "hub"


def _text(text: str) -> str:
    """Write all that Mermaid could take for its own, or for HTML, as the number of the sign."""
    return _UNSAFE.sub(lambda found: f"#{ord(found[0])};", text)


def _comment(text: str) -> str:
    """A comment ends with its line; braces would open a directive."""
    return one_line(text).replace("{", "(").replace("}", ")")
