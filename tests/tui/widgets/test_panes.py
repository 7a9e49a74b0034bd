"""The three panes beside each other."""

from relplan.app import Workbench
from relplan.model.scenario import Mark
from relplan.planning.offers import effect
from relplan.tui.presentation.offers import NOTHING
from tests.tui.shop import Sight, opened


def offered(sight: Sight) -> list[str]:
    return [" ".join(line.split()) for line in sight.text("#offers").splitlines()]


async def test_the_pane_says_before_what_each_mark_would_do(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        assert offered(sight)[1] == "v identity-api versioned 7➔4 +3 free 3 days"
        await sight.press("3", "v")
        assert offered(sight)[:2] == ["set", "v identity-api versioned ⇉ versioned without it 7"]


async def test_offers_stay_until_all_in_sight_are_tried_and_move_once(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("3", "j")
        offers, session = sight.plan.offers, sight.plan.session
        before, in_hand = offered(sight), offers.key
        preview, marks = session.planner.preview, session.plan.scenario
        plan = preview(marks.with_mark("identity-api", Mark.VERSIONED))
        offers.show(session.couplings, plan, empty=())
        offers.look_at(NOTHING, ())
        effects = {
            (name, mark): effect(plan, preview(plan.scenario.with_mark(name, mark)))
            for name, mark in offers.trials
        }
        offers.add_effects(dict([effects.popitem()]))
        assert offered(sight)[0] == before[0]
        assert offered(sight)[2:] == before[2:]
        assert offered(sight)[1] == "v identity-api versioned ⇉ versioned"
        offers.add_effects(effects)
        assert offered(sight)[0] == "set"
        assert offers.key == in_hand


async def test_offers_are_for_what_is_in_hand(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        assert offered(sight)[:2] == [
            "for accounts + notifications",
            "w mail-rehearsal waived 4➔1 +1 free 3 days",
        ]
        sight.plan.go_to_change("orders:SHOP-350-gift-wrap")
        await sight.settle()
        assert offered(sight)[:2] == [
            "for orders:SHOP-350-gift-wrap",
            "▸f SHOP-350 flagged 3➔1 +1 free 2 days",
        ]


async def test_the_line_below_says_what_an_offer_brings(webshop: Workbench) -> None:
    async with opened(webshop, (80, 24)) as sight:
        await sight.press("3")
        detail = sight.text("#detail")
        assert detail.startswith("w: mark mail-rehearsal waived; accounts + notifications: 4")


async def test_the_cursor_stays_on_its_change(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        sight.plan.go_to_change("web:SHOP-350-gift-wrap")
        await sight.press("3", "w", "j", "f", "u")
        assert sight.plan.changes.change == "web:SHOP-350-gift-wrap"


async def test_runs_and_batches_open_and_close(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        count = len(sight.plan.changes.rows)
        await sight.press("j", "k", "enter")  # Enter alone would go to where to begin
        assert len(sight.plan.changes.rows) == count - 4
        await sight.press("right")
        run = next(r for r in sight.plan.changes.rows.listing if getattr(r, "folds", False))  # type: ignore[attr-defined]
        sight.plan.go_to_change(run.key)
        await sight.press("right")
        assert len(sight.plan.changes.rows) == count + len(run.run.changes) - 1
        await sight.press("j", "left")
        assert len(sight.plan.changes.rows) == count
        assert sight.plan.changes.change == run.key
