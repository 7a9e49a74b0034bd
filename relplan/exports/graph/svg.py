"""A graph as one SVG file to print: no script, no font and no picture from elsewhere."""

from itertools import pairwise
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

from relplan.exports.graph.layered_layout import Layout, layered
from relplan.exports.graph.words import (
    CONTRACT,
    FAMILIES,
    FEATURE,
    FILL,
    GATE,
    GIT,
    MEANING,
    TRAILER,
    UNIT,
    UNREAD,
    arrow_label,
    colours,
    family,
    node_lines,
    shortened,
    summary,
)
from relplan.exports.svg_page import svg_page, svg_text
from relplan.exports.xml_text import legal
from relplan.model.plan import Status
from relplan.planning.picture import Arrow, Node, Picture

_SIGN = 6.7
"""Width of a sign of the largest text, in pixels, as common sans-serif fonts have it."""
_MARGIN = 28.0
_HEAD = 86.0
_LINE = 15.0
_LONGEST = 44
_MOST_LABELS = 80
"""With more arrows their labels would hide the lines; they stay as tooltips."""
_WORDS_TO_A_LINE = 120

_STROKE = {
    CONTRACT: ("#1f4e9c", "1.8", ""),
    FEATURE: ("#7a3e9d", "1.5", "7 3"),
    GATE: ("#8a5a00", "1.5", "2 3"),
    UNIT: ("#00695c", "1.5", "8 2 2 2"),
    TRAILER: ("#000000", "1.3", ""),
    UNREAD: ("#a11d1d", "1.3", "1 3"),
    GIT: ("#8a8a8a", "1", "4 4"),
}
_STYLE = """
text { font-family: "DejaVu Sans", Verdana, Arial, sans-serif; fill: #111; }
.name { font-size: 11px; font-weight: bold; } .more { font-size: 9.5px; fill: #333; }
.title { font-size: 17px; font-weight: bold; } .note { font-size: 11px; }
.label { font-size: 9px; paint-order: stroke; stroke: #fff; stroke-width: 3px; }
path { fill: none; }
"""


def graph_svg(picture: Picture) -> str:
    """Return *picture* with who needs on the left and what is needed on the right."""
    lines = {node.id: _lines(node) for node in picture.nodes}
    sizes = {
        name: (max(map(_wide, texts)) + 26, _LINE * len(texts) + 12)
        for name, texts in lines.items()
    }
    both = {(arrow.source, arrow.target): arrow for arrow in picture.arrows}
    drawn = [pair for pair in both if pair[::-1] not in both or pair < pair[::-1]]
    layout = layered(sizes, drawn)
    notes = _notes(picture)
    head = _HEAD + 14 * len(notes)
    width = max(layout.width + 2 * _MARGIN, 860.0)
    height = layout.height + head + _MARGIN
    root = svg_page(picture.title, _px(width), _px(height), _STYLE)
    _markers(root)
    _heading(root, picture, notes)
    body = ET.SubElement(root, "g", transform=f"translate({_px(_MARGIN)} {_px(head)})")
    for pair in drawn:
        _line(body, both[pair], layout, turned_too=pair[::-1] in both)
    for node in picture.nodes:
        _box(body, node, lines[node.id], layout.centres[node.id], sizes[node.id])
    if len(drawn) <= _MOST_LABELS:
        for pair in drawn:
            _label(body, both[pair], layout)
    return svg_text(root)


def _notes(picture: Picture) -> list[str]:
    """Break what is said under the title into lines."""
    lines = [""]
    for word in summary(picture).split():
        if lines[-1] and len(lines[-1]) + len(word) >= _WORDS_TO_A_LINE:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def _heading(root: ET.Element, picture: Picture, notes: list[str]) -> None:
    _text(root, (_MARGIN, 34), shortened(picture.title, 100), "title")
    for number, note in enumerate(notes):
        _text(root, (_MARGIN, 54 + 14 * number), note, "note")
    x, y = _MARGIN, 62 + 14 * len(notes)
    used = {family(arrow) for arrow in picture.arrows}
    for name in FAMILIES:
        if name in used:
            path = ET.SubElement(root, "path", d=f"M{_px(x)} {_px(y - 4)} h34")
            _stroke(path, name)
            _text(root, (x + 44, y), MEANING[name], "note")
            x += 64 + _SIGN * len(MEANING[name])
    for status in dict.fromkeys(node.status for node in picture.nodes if node.changes):
        fill, edge = FILL[Status(status)]
        ET.SubElement(root, "rect", x=_px(x), y=_px(y - 10), width="14", height="11", rx="3",
                      fill=fill, stroke=edge)  # fmt: skip
        _text(root, (x + 19, y), status, "note")
        x += 36 + _SIGN * len(status)


def _markers(root: ET.Element) -> None:
    holder = ET.SubElement(root, "defs")
    for name, (colour, _, _) in _STROKE.items():
        marker = ET.SubElement(
            holder, "marker", id=f"to-{name}", viewBox="0 0 10 10", refX="9", refY="5",
            markerWidth="9", markerHeight="9", orient="auto-start-reverse",
            markerUnits="userSpaceOnUse",
        )  # fmt: skip
        ET.SubElement(marker, "path", d="M0 1 L9 5 L0 9 Z", style=f"fill: {colour}")


def _stroke(path: ET.Element, name: str) -> None:
    colour, wide, dashes = _STROKE[name]
    path.set("stroke", colour)
    path.set("stroke-width", wide)
    if dashes:
        path.set("stroke-dasharray", dashes)
    path.set("marker-end", f"url(#to-{name})")


def _line(body: ET.Element, arrow: Arrow, layout: Layout, *, turned_too: bool) -> None:
    points = layout.routes[arrow.source, arrow.target]
    d = f"M{_px(points[0][0])} {_px(points[0][1])}"
    for (x, y), (to_x, to_y) in pairwise(points):
        half = (to_x - x) / 2
        d += f" C{_px(x + half)} {_px(y)} {_px(to_x - half)} {_px(to_y)} {_px(to_x)} {_px(to_y)}"
    path = ET.SubElement(body, "path", d=d)
    _stroke(path, family(arrow))
    if turned_too:
        path.set("marker-start", f"url(#to-{family(arrow)})")
    sign = "and" if turned_too else "needs"
    needs = f"{arrow.source} {sign} {arrow.target}{' need each other' * turned_too}"
    ET.SubElement(path, "title").text = legal(f"{needs}: {arrow_label(arrow)}")


def _label(body: ET.Element, arrow: Arrow, layout: Layout) -> None:
    """Write it between two layers, half-way along the line."""
    if family(arrow) == GIT:
        return
    points = layout.routes[arrow.source, arrow.target]
    gap = (len(points) - 2) // 4 * 2 + 1
    (x, y), (to_x, to_y) = points[gap], points[gap + 1]
    at = ((x + to_x) / 2, (y + to_y) / 2 - 3)
    _text(body, at, shortened(arrow_label(arrow), 26), "label", anchor="middle")


def _box(
    body: ET.Element,
    node: Node,
    lines: list[str],
    centre: tuple[float, float],
    size: tuple[float, float],
) -> None:
    fill, edge = colours(node)
    left, top = centre[0] - size[0] / 2, centre[1] - size[1] / 2
    group = ET.SubElement(body, "g")
    ET.SubElement(group, "title").text = legal(
        f"{node.id}\n{node.title}" if node.title else node.id
    )
    ET.SubElement(
        group, "rect", x=_px(left), y=_px(top), width=_px(size[0]), height=_px(size[1]),
        rx="6" if node.changes else "16", fill=fill, stroke=edge,
    )  # fmt: skip
    for number, text in enumerate(lines):
        at = left + 13, top + 18 + _LINE * number
        _text(group, at, text, "more" if number else "name")


def _text(
    parent: ET.Element, at: tuple[float, float], text: str, kind: str, anchor: str = "start"
) -> None:
    found = ET.SubElement(parent, "text", x=_px(at[0]), y=_px(at[1]))
    found.set("class", kind)
    if anchor != "start":
        found.set("text-anchor", anchor)
    found.text = legal(text)


def _lines(node: Node) -> list[str]:
    name, *more = node_lines(node)
    return [_fitting(name), *(shortened(text, _LONGEST) for text in more if text)]


def _fitting(text: str) -> str:
    """Cut the middle out of a text too long: ids differ at both ends."""
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[: half - 1]}…{text[-half:]}"


def _wide(text: str) -> float:
    return sum(_SIGN * (1.8 if east_asian_width(sign) in "WF" else 1) for sign in text)


def _px(number: float) -> str:
    """Write a number of pixels; no digit that a different machine could see otherwise."""
    return f"{number:.1f}".removesuffix(".0")
