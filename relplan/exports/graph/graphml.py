"""A graph as GraphML, with all that is known of a node as its attributes."""

import networkx as nx

from relplan.exports.graph.words import arrow_label, family, summary
from relplan.exports.xml_text import legal
from relplan.planning.picture import Picture


def graph_graphml(picture: Picture) -> str:
    """Return *picture* as a directed graph: who needs points to what is needed."""
    graph: nx.DiGraph[str] = nx.DiGraph(title=legal(picture.title), summary=legal(summary(picture)))
    for node in picture.nodes:
        graph.add_node(
            legal(node.id),
            label=legal(node.label),
            service=legal(node.service),
            team=legal(node.team),
            title=legal(node.title),
            status=node.status,
            batch=node.batch,
            wave=node.wave,
            changes=node.changes,
        )
    for arrow in picture.arrows:
        graph.add_edge(
            legal(arrow.source),
            legal(arrow.target),
            label=legal(arrow_label(arrow)),
            kinds=", ".join(arrow.kinds),
            couplings=legal(", ".join(arrow.couplings)),
            family=family(arrow),
        )
    return "\n".join(nx.generate_graphml(graph)) + "\n"
