"""Sets of nodes as bits."""

import pytest

from relplan.planning.bits import NodeBits, NodeSet

NODES = [f"n{number:04}" for number in range(3000)]


@pytest.mark.parametrize("step", [1, 2, 700, 2999])
def test_what_is_put_in_comes_out_in_order(step: int) -> None:
    bits = NodeBits(NODES)
    some = NODES[::step]
    found = bits.of(reversed(some))
    assert list(bits.nodes(found)) == some
    assert NodeSet(found, bits) == NodeSet(bits.of(some), NodeBits(NODES))
    assert len(NodeSet(found, bits)) == len(some)


def test_a_set_tells_what_is_in_it() -> None:
    bits = NodeBits(NODES)
    one = NodeSet(bits.of(["n0007"]), bits)
    assert ("n0007" in one, "n0008" in one, "elsewhere" in one) == (True, False, False)
    assert one != NodeSet(bits.of(["n0008"]), bits)
    assert list(NodeSet(0, bits)) == []
