"""Marks, dismissals and states."""

from relplan.app import Workbench
from tests.tui.shop import go_to_dismissible, opened


async def test_two_marks_cut_the_batch_of_seven(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        assert "free 0  largest batch 7  shippable 7" in sight.header
        await sight.press("3", "v")
        assert "largest batch 7 ➔ 4" in sight.header
        assert sight.text("#offers").startswith("set\n v identity-api versioned")
        await sight.press("j", "v")
        assert "largest batch 7 ➔ 1" in sight.header
        assert "2 marks" in sight.header
        assert "lock-step" not in sight.text("#changes")


async def test_the_same_mark_again_takes_it_off(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("3", "v", "v")
        assert "free 0  largest batch 7  shippable 7" in sight.header
        assert not lockstep.scenario().marks


async def test_a_mark_that_does_not_fit_says_what_does(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        gate = next(c.name for c in webshop.couplings() if c.kind == "gate")
        await sight.press("3")
        sight.plan.offers.go_to(gate)
        await sight.press("v")
        assert sight.toasts == [f"{gate} is a gate: it can be waived, not versioned"]
        assert not webshop.scenario().marks


async def test_the_mark_is_for_the_edge_in_hand(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("j", "2", "v")
        edge = "ledger-api"
        assert dict(lockstep.scenario().marks).keys() == {edge}


async def test_ready_and_in_progress(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        change = "catalog:CAT-71-weights"
        sight.plan.go_to_change(change)
        await sight.press("r")
        assert webshop.plan().changes[change].state == "ready"
        await sight.press("r")
        assert webshop.plan().changes[change].state == "in-progress"
        sight.plan.go_to_change("cart@712b2ff7b1")
        await sight.press("r")
        assert "is merged" in sight.toasts[-1]


async def test_dismissing_asks_for_the_reason(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        await sight.press("x")
        assert sight.toasts == ["choose an edge in the why pane first"]
        await go_to_dismissible(sight, webshop)
        await sight.press("x", "n", "o", "enter")
        assert len(webshop.scenario().dismissals) == 1
        assert webshop.log(1)[0].decision.reason == "no"
        assert "1 dismissed" in sight.header


async def test_what_came_of_a_long_decision_is_in_sight_at_80_columns(webshop: Workbench) -> None:
    change = "a-service-with-a-long-name:a-branch-with-a-long-name"
    async with opened(webshop, (80, 24)) as sight:
        before = sight.plan.session.plan
        sight.plan.answer(f"dismissed {change} needs {change} (trunk)", before)
        shown = sight.text("AnswerLine")
        assert shown.startswith("dismissed a-service-with-a-long-name:a-branch-")
        assert shown.endswith("…: the plan stays as it was ∙ u undoes")
        assert f"{change} (trunk)" in sight.answer
