"""A protected main: what would change it is asked about first."""

from dataclasses import replace

import pytest
from textual.widgets import Input

from relplan.app import Workbench
from tests.tui.shop import Sight, go_to_dismissible, opened


@pytest.fixture
def protected(lockstep: Workbench) -> Workbench:
    lockstep.loaded = replace(lockstep.loaded, protect_main=True)
    return lockstep


async def test_a_mark_in_main_is_asked_about(protected: Workbench) -> None:
    async with opened(protected) as sight:
        await sight.press("3", "v")
        why, choice = sight.dialog.splitlines()
        assert why == "a mark changes main, which is protected"
        assert choice == "decide it all the same"  # a line of its own: nothing cuts it
        await sight.press("escape")
        assert protected.scenario().marks == frozenset()
        await sight.press("v", "enter")
        assert len(protected.scenario().marks) == 1
        assert "u undoes" in sight.answer
        await sight.press("u")
        assert "protected" in sight.dialog
        await sight.press("enter")
        assert protected.scenario().marks == frozenset()
        (entry,) = protected.log()
        assert (entry.decision.via, entry.turned_via) == ("tui", "tui")


async def test_a_mark_in_a_what_if_is_not(protected: Workbench) -> None:
    protected.new_scenario("try")
    protected.look_at("try")
    async with opened(protected) as sight:
        await sight.press("3", "v")
        assert len(protected.scenario().marks) == 1


async def test_a_fact_is_asked_about_in_a_what_if_too(webshop: Workbench) -> None:
    webshop.loaded = replace(webshop.loaded, protect_main=True)
    webshop.new_scenario("try")
    webshop.look_at("try")
    pending = webshop.plan().changes
    open_one = next(name for name, change in pending.items() if not change.merged)
    async with opened(webshop) as sight:
        sight.plan.go_to_change(open_one)
        await sight.settle()
        await sight.press("r")
        assert "a state holds in every scenario" in sight.dialog
        await sight.press("enter")
        assert webshop.log()[0].decision.subject == open_one


@pytest.fixture
def protected_shop(webshop: Workbench) -> Workbench:
    webshop.loaded = replace(webshop.loaded, protect_main=True)
    return webshop


def typed(sight: Sight) -> str:
    """Return what stands in the line of the dialog."""
    return sight.app.screen.query_one(Input).value


def reasons(bench: Workbench) -> list[str]:
    return [one.reason for one in bench.store.decisions() if one.kind == "dismissal"]


async def test_a_typed_reason_comes_back_from_a_no(protected_shop: Workbench) -> None:
    async with opened(protected_shop) as sight:
        await go_to_dismissible(sight, protected_shop)
        await sight.press("x", "n", "o", "enter")
        assert "a dismissal holds in every scenario" in sight.dialog
        await sight.press("escape")
        assert typed(sight) == "no"
        await sight.press("w", "enter")
        assert reasons(protected_shop) == []
        await sight.press("enter")
        assert reasons(protected_shop) == ["now"]
        assert sight.app.screen is sight.plan


async def test_a_typed_reason_is_given_up_by_a_second_no(protected_shop: Workbench) -> None:
    async with opened(protected_shop) as sight:
        await go_to_dismissible(sight, protected_shop)
        await sight.press("x", "n", "o", "enter", "escape", "escape")
        assert sight.app.screen is sight.plan
        assert reasons(protected_shop) == []


async def test_a_typed_reason_comes_back_where_others_decided_meanwhile(
    protected_shop: Workbench,
) -> None:
    async with opened(protected_shop) as sight:
        await go_to_dismissible(sight, protected_shop)
        await sight.press("x", "n", "o", "enter")
        with Workbench(protected_shop.loaded) as other, other.changing_main():
            other.mark("payments-api", "versioned")
        await sight.press("enter")
        assert typed(sight) == "no"
        assert reasons(protected_shop) == []
        assert "somebody decided something just now" in sight.toasts[-1]
