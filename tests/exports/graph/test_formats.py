"""The graph in each format."""

import re
from collections.abc import Callable
from io import BytesIO
from itertools import cycle
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from relplan.exports.graph.dot import graph_dot
from relplan.exports.graph.graphml import graph_graphml
from relplan.exports.graph.mermaid import graph_mermaid
from relplan.exports.graph.svg import graph_svg
from relplan.model.edge import EdgeKind
from relplan.model.plan import Status
from relplan.planning.picture import Arrow, Node, Picture, picture
from tests.exports.hostile import the_plan

PICTURE = picture(the_plan())
SVG = "{http://www.w3.org/2000/svg}"


def test_graphml_is_read_by_networkx() -> None:
    graph = nx.read_graphml(BytesIO(graph_graphml(PICTURE).encode()))
    assert set(graph.nodes) == {node.id for node in PICTURE.nodes}
    assert set(graph.edges) == {(arrow.source, arrow.target) for arrow in PICTURE.arrows}
    for node in PICTURE.nodes:
        assert graph.nodes[node.id]["wave"] == node.wave


def test_mermaid_has_a_line_for_each_and_nothing_to_take_for_its_own() -> None:
    text = graph_mermaid(PICTURE)
    _, _, kind, *lines = text.splitlines()
    assert kind == "flowchart LR"
    assert len(re.findall(r"-->|-\.->|==>", "\n".join(lines))) == len(PICTURE.arrows)
    assert sum(":::" in line for line in lines) == len(PICTURE.nodes)
    for quoted in re.findall(r'"([^"]*)"', "\n".join(lines)):
        assert re.fullmatch(r"[\w .,:/@…·<>#;-]*", quoted.replace("<br/>", ""))
        assert "<" not in quoted.replace("<br/>", "")


def test_dot_quotes_all_that_is_not_its_own() -> None:
    text = graph_dot(PICTURE)
    without = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
    assert not re.search(r"script|touch|cmd|evil", without)
    assert without.count("->") == len(PICTURE.arrows)
    assert without.count("{") == without.count("}")


def test_svg_is_whole_in_itself() -> None:
    root = ET.fromstring(graph_svg(PICTURE))  # noqa: S314 - our own
    assert root.tag == f"{SVG}svg"
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "title", "style", "rect", "defs", "marker", "path", "g", "text"}
    for element in root.iter():
        assert not [name for name in element.attrib if "href" in name or name.startswith("on")]
    said = "".join(root.itertext())
    assert all(node.label in said for node in PICTURE.nodes)


def test_an_empty_graph_can_be_drawn() -> None:
    nothing = Picture("nothing", (), (), (), ())
    for write in (graph_svg, graph_dot, graph_mermaid, graph_graphml):
        assert write(nothing).endswith("\n")


@pytest.mark.parametrize("draw", [graph_dot, graph_mermaid, graph_svg])
def test_every_status_and_every_kind_of_edge_can_be_drawn(draw: Callable[[Picture], str]) -> None:
    nodes = tuple(Node(f"web:{status}", "web", title=status, status=status) for status in Status)
    arrows = tuple(
        Arrow(nodes[0].id, node.id, (kind.value,), (), weak=False)
        for kind, node in zip(EdgeKind, cycle(nodes), strict=False)
    )
    drawn = draw(Picture("all", nodes, arrows, (), ()))
    assert all(status in drawn for status in Status)
