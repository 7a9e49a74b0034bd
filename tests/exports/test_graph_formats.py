"""The graph in each format, and where its boxes go."""

import re
from io import BytesIO
from itertools import combinations
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.exports.graph_dot import graph_dot
from relplan.exports.graph_graphml import graph_graphml
from relplan.exports.graph_mermaid import graph_mermaid
from relplan.exports.graph_svg import graph_svg
from relplan.exports.layered_layout import layered
from relplan.planning.picture import Picture, picture
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


NODES = "abcdefgh"
ARROWS = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(
        lambda pair: pair[0] != pair[1]
    ),
    unique=True,
    max_size=20,
)


@given(ARROWS)
def test_boxes_do_not_overlap_and_lines_go_from_end_to_end(arrows: list[tuple[str, str]]) -> None:
    sizes = {name: (40.0 + 10 * place, 20.0 + 3 * place) for place, name in enumerate(NODES)}
    layout = layered(sizes, arrows)
    for one, other in combinations(NODES, 2):
        (x, y), (u, v) = layout.centres[one], layout.centres[other]
        apart = abs(x - u) >= (sizes[one][0] + sizes[other][0]) / 2 - 1e-6
        assert apart or abs(y - v) >= (sizes[one][1] + sizes[other][1]) / 2 - 1e-6
    for (x, y), (wide, tall) in ((layout.centres[name], sizes[name]) for name in NODES):
        assert x - wide / 2 >= -1e-6
        assert x + wide / 2 <= layout.width + 1e-6
        assert y - tall / 2 >= -1e-6
        assert y + tall / 2 <= layout.height + 1e-6
    assert set(layout.routes) == set(arrows)
    for (source, target), route in layout.routes.items():
        for name, (x, y) in ((source, route[0]), (target, route[-1])):
            assert abs(abs(x - layout.centres[name][0]) - sizes[name][0] / 2) < 1e-6
            assert y == pytest.approx(layout.centres[name][1])


def test_a_chain_has_no_crossing_and_runs_to_the_right() -> None:
    layout = layered(dict.fromkeys("abc", (10.0, 10.0)), [("a", "b"), ("b", "c")])
    assert layout.centres["a"][0] < layout.centres["b"][0] < layout.centres["c"][0]
    assert len({y for _, y in layout.centres.values()}) == 1
