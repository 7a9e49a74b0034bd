"""What a graph of a plan shows, and what it says that it leaves out."""

from relplan.planning.picture import picture
from tests.planning.world import contract, merged, opened, planned, world

PLAN = planned(
    world(
        contract("api", provider="payments", consumers=["orders", "web"]),
        merged("payments", 1),
        merged("payments", 2, title="Break it", breaks="api"),
        merged("orders", 1, adapts="api"),
        merged("cart", 1),
        merged("cart", 2),
        opened("cart", "more"),
    )
)


def test_what_only_the_trunk_ties_is_counted_and_not_drawn() -> None:
    shown = picture(PLAN)
    assert {node.id for node in shown.nodes} == {
        "payments@2", "orders@1", "missing:web/api",
    }  # fmt: skip
    assert shown.left_out == ("4 changes that nothing but the trunk ties to others not drawn.",)


def test_arrows_name_their_kinds_and_couplings() -> None:
    found = {(one.source, one.target): one for one in picture(PLAN).arrows}
    assert set(found) == {
        ("payments@2", "orders@1"),
        ("orders@1", "payments@2"),
        ("payments@2", "missing:web/api"),
    }
    assert found["payments@2", "orders@1"].kinds == ("breaks",)
    assert found["payments@2", "orders@1"].couplings == ("api",)
    assert not found["payments@2", "orders@1"].weak


def test_a_batch_is_drawn_with_what_it_needs() -> None:
    batch = PLAN.batch_of["payments@2"]
    shown = picture(PLAN, batch)
    assert {node.id: node.changes for node in shown.nodes} == {
        "orders@1": 1, "payments@2": 1, "payments@1": 1, "missing:web/api": 0,
    }  # fmt: skip
    (trunk,) = (one for one in shown.arrows if one.target == "payments@1")
    assert trunk.weak
    assert shown.batches == (batch.id,)
    assert f"batch {batch.id} of 2 changes" in shown.title


def test_runs_are_folded_into_their_newest() -> None:
    plan = planned(world(*(merged("cart", number) for number in range(1, 6)), opened("cart", "x")))
    shown = picture(plan, plan.batch_of["cart:x"])
    assert [(node.id, node.changes) for node in shown.nodes] == [("cart:x", 1), ("cart@5", 1)]
    assert "not drawn" in shown.left_out[0]


def test_too_many_nodes_are_counted_out() -> None:
    shown = picture(PLAN, most=2)
    assert {node.id for node in shown.nodes} == {"payments@2", "orders@1"}
    assert "1 more node not drawn: the least tied ones." in shown.left_out
