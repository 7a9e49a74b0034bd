"""The rows of the why pane."""

from relplan.planning.explain import why
from relplan.tui.presentation.glyphs import ASCII
from relplan.tui.presentation.reasons import Limits, batch_reasons, reasons
from relplan.tui.presentation.spans import plain
from tests.planning.world import contract, feature, joint, merged, opened, planned, world


def test_a_long_way_along_main_is_one_step() -> None:
    made = planned(
        world(
            opened("mail", "new"),
            merged("api", 1, depends_on="mail:new"),
            *(merged("api", number) for number in range(2, 7)),
            opened("api", "b", ready=True),
        )
    )
    lines = [plain(row.line) for row in reasons(made, why(made, "api:b"), Limits(), ASCII, str)]
    assert "    over 6 trunk edges: main ships all of them" in lines
    assert "  - needs mail:new" in lines
    assert not [line for line in lines if line.startswith("    trunk")]


def test_a_short_way_is_told_edge_by_edge() -> None:
    new = opened("mail", "new")
    made = planned(world(new, merged("api", 1, depends_on="mail:new"), merged("api", 2)))
    rows = reasons(made, why(made, "api@2"), Limits(), ASCII, str)
    kinds = [row.edge.kind.value for row in rows if row.edge]
    assert kinds == ["trunk", "depends-on"]


def test_a_batch_says_what_ties_it_and_what_it_waits_for() -> None:
    made = planned(
        world(
            contract("feed", provider="api", consumers=["web"]),
            feature("BLOG-7"),
            joint("rehearsal", "api", "web"),
            merged("api", 1, breaks="feed"),
            merged("web", 1, adapts="feed", feature="BLOG-7"),
            merged("img", 1, feature="BLOG-7"),
        )
    )
    rows = batch_reasons(made, made.batches[0], ASCII)
    lines = [plain(row.line) for row in rows]
    assert "blocked by the gate rehearsal, a step of the process that has not passed" in lines
    ties = {plain(row.line).split()[1]: row.edge.coupling for row in rows if row.edge}
    assert ties == {"BLOG-7": "BLOG-7", "feed": "feed", "rehearsal": "rehearsal"}
