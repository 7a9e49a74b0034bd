"""Lock-step sets over periods as one SVG file to print: no script, no font from elsewhere."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from relplan.exports.svg_page import svg_page, svg_text
from relplan.exports.xml_text import legal
from relplan.model.counting import joined
from relplan.model.drift import Drift, SetDrift
from relplan.planning.drift.rows import leading_untold
from relplan.planning.drift.words import (
    UNKNOWN,
    WHY_UNKNOWN,
    beyond,
    ground,
    headline,
    pair_sentence,
)

_MARGIN = 28
_HEAD = 78
_ROW = 54
_NAMES = 250
_COLUMN = 76
_BAR = 34
"""Height of the bar of the largest set."""
_MOST_SETS = 20
_MOST_PAIRS = 12
_LONGEST = 38
_STYLE = """
text { font-family: "DejaVu Sans", Verdana, Arial, sans-serif; fill: #111; font-size: 11px; }
.title { font-size: 17px; font-weight: bold; } .size { font-weight: bold; }
.quiet { fill: #555; } rect.set { fill: #d9822b; stroke: #7a4a12; }
line { stroke: #bbb; }
"""


def drift_svg(drift: Drift) -> str:
    """Return the size of each lock-step set by period as bars, and the sentences on pairs.

    A question mark stands where the size cannot be told, a line on the ground where it is 0. The
    oldest periods have no column as long as none tells anything; a line below says which.
    """
    sets, pairs = drift.sets[:_MOST_SETS], drift.pairs[:_MOST_PAIRS]
    untold = leading_untold(drift)
    first = untold.periods if untold else 0
    periods = drift.periods[first:]
    width = max(2 * _MARGIN + _NAMES + _COLUMN * len(periods), 860)
    below = _HEAD + 30 + _ROW * max(len(sets), 1)
    lines = [(pair_sentence(pair, drift.periods), "") for pair in pairs]
    if untold:
        lines.append((f"{untold.name} left out: {WHY_UNKNOWN}", "quiet"))
    if left_out := beyond(drift):
        lines.append((left_out, "quiet"))
    height = below + 18 * len(lines) + _MARGIN
    root = svg_page(f"Drift: {drift.look.workspace}", str(width), str(height), _STYLE)
    _text(root, _MARGIN, 32, f"Drift: {drift.look.workspace}", "title")
    _text(root, _MARGIN, 50, headline(drift))
    _text(root, _MARGIN, 66, ground(drift), "quiet")
    for place, period in enumerate(periods):
        _text(
            root, _left(place), _HEAD + 16, f"{period.name}{'' if period.whole else '*'}", "quiet"
        )
    highest = max((size or 0 for one in sets for size in one.sizes), default=1) or 1
    for number, one in enumerate(sets):
        _set(root, one, one.sizes[first:], _HEAD + 30 + _ROW * number, highest)
    if not sets:
        _text(root, _MARGIN, _HEAD + 50, "no lock-step set")
    for number, (line, kind) in enumerate(lines):
        _text(root, _MARGIN, below + 18 * number + 12, line, kind)
    return svg_text(root)


def _left(place: int) -> int:
    return _MARGIN + _NAMES + _COLUMN * place


def _set(
    root: ET.Element, one: SetDrift, sizes: Sequence[int | None], top: int, highest: int
) -> None:
    names = joined(one.services)
    named = names if len(names) <= _LONGEST else f"{names[: _LONGEST - 1]}…"
    ground_line = top + _BAR + 6
    group = ET.SubElement(root, "g")
    ET.SubElement(group, "title").text = legal(", ".join(one.services))
    _text(group, _MARGIN, ground_line - 6, named)
    end = str(_left(len(sizes)))
    line = {"x1": str(_MARGIN), "x2": end, "y1": str(ground_line), "y2": str(ground_line)}
    ET.SubElement(group, "line", line)
    for place, size in enumerate(sizes):
        tall = round(_BAR * (size or 0) / highest)
        if tall:
            bar = ET.SubElement(
                group, "rect", x=str(_left(place)), y=str(ground_line - tall),
                width=str(_COLUMN - 44), height=str(tall),
            )  # fmt: skip
            bar.set("class", "set")
        shown = UNKNOWN if size is None else str(size)
        _text(group, _left(place) + _COLUMN - 38, ground_line - 6, shown, "size")


def _text(parent: ET.Element, x: int, y: int, text: str, kind: str = "") -> None:
    found = ET.SubElement(parent, "text", x=str(x), y=str(y))
    if kind:
        found.set("class", kind)
    found.text = legal(text)
