"""Where the boxes of a drawn graph go."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.exports.graph.layered_layout import layered

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
