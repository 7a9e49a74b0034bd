"""The graph in the terminal: every arrow is to be found in the lanes, or said to be missing."""

from random import Random

from relplan.planning import plan
from relplan.planning.picture import picture
from relplan.tui.presentation.drawing import Drawing, relations
from relplan.tui.presentation.glyphs import ASCII, UNICODE
from relplan.tui.presentation.spans import plain
from tests.planning.snapshots import random_scenario, random_snapshot
from tests.planning.world import contract, merged, planned, world

PLAN = planned(
    world(
        contract("api", provider="payments", consumers=["orders", "web"]),
        merged("payments", 1, title="Break it", breaks="api"),
        merged("orders", 1, adapts="api"),
    )
)


def drawn(drawing: Drawing) -> list[str]:
    return [plain(drawing.line(row, 0)) for row in range(len(drawing.nodes))]


def read(lines: list[str], names: list[str]) -> set[tuple[str, str]]:
    """Read the arrows off a drawing, as a person does: up and down each lane from its dot."""
    found = set()
    for row, line in enumerate(lines):
        for column in (place for place, sign in enumerate(line[: _lanes(line)]) if sign == "●"):
            for step in (-1, 1):
                at = row + step
                while 0 <= at < len(lines) and column < _lanes(lines[at]):
                    sign = lines[at][column]
                    if sign not in "│╭├╰┬┼┴◆" or sign in ("╰┴" if step < 0 else "╭┬"):
                        break
                    if sign != "│":
                        found.add((names[at], names[row]))
                    if sign == "◆":
                        found.add((names[row], names[at]))
                    if sign in ("╭┬" if step < 0 else "╰┴"):
                        break
                    at += step
    return found


def _lanes(line: str) -> int:
    """Return the cells before the name."""
    return next(place for place, sign in enumerate(line) if sign not in " │─╭├╰┬┼┴●◆")


def test_a_batch_can_be_read() -> None:
    drawing = Drawing(picture(PLAN, PLAN.batch_of["orders@1"]), UNICODE, 80)
    lines = drawn(drawing)
    assert read(lines, [node.id for node in drawing.nodes]) == {
        ("payments@1", "orders@1"), ("orders@1", "payments@1"), ("payments@1", "missing:web/api"),
    }  # fmt: skip
    assert any("payments@1  Break it" in line for line in lines)


def test_every_arrow_of_any_plan_is_drawn_where_there_is_room() -> None:
    for seed in range(300):
        random = Random(seed)
        shown = picture(plan(random_snapshot(random), random_scenario(random)))
        drawing = Drawing(shown, UNICODE, 400)
        arrows = {(arrow.source, arrow.target) for arrow in shown.arrows}
        names = [node.id for node in drawing.nodes]
        assert sorted(names) == sorted(node.id for node in shown.nodes)
        assert read(drawn(drawing), names) == arrows, seed
        assert drawing.left_out == shown.left_out


def test_where_there_is_no_room_it_says_so() -> None:
    shown = picture(PLAN, PLAN.batch_of["orders@1"])
    drawing = Drawing(shown, UNICODE, 4)
    missing = len(shown.arrows) - len(read(drawn(drawing), [node.id for node in drawing.nodes]))
    assert missing
    assert drawing.left_out[-1].startswith(f"{missing} line")


def test_ascii_is_ascii() -> None:
    drawing = Drawing(picture(PLAN), ASCII, 80)
    assert all(line.isascii() for line in drawn(drawing))
    assert plain(drawing.legend()).isascii()


def test_relations_name_both_ways() -> None:
    found = [plain(line) for line in relations(picture(PLAN), "payments@1", ASCII)]
    assert found == [
        "needs     missing:web/api  ! breaks of api",
        "needs     orders@1  ! breaks of api",
        "needed by orders@1  > requires of api",
    ]
