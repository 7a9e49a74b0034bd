"""The plan screen, as a person uses it."""

from relplan.app import Workbench
from relplan.exports.plan.json import plan_document
from tests.tui.shop import opened


async def test_two_marks_cut_the_batch_of_seven(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        assert "largest batch 7  free 0  shippable 7" in sight.header
        await sight.press("3", "v")
        assert "largest batch 7 ➔ 4" in sight.header
        assert "identity-api ⇉ versioned" in sight.text("#couplings")
        await sight.press("j", "v")
        assert "largest batch 7 ➔ 1" in sight.header
        assert "2 marks" in sight.header
        assert "lock-step" not in sight.text("#changes")


async def test_the_same_mark_again_takes_it_off(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("v", "v")
        assert "largest batch 7  free 0  shippable 7" in sight.header
        assert not lockstep.scenario().marks


async def test_undo_and_redo(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("f", "u")
        assert "largest batch 7  free 0  shippable 7" in sight.header
        assert sight.toasts == ["undone: marked identity-api flagged"]
        await sight.press("ctrl+r")
        assert "largest batch 7 ➔ 4" in sight.header
        await sight.press("ctrl+r")
        assert sight.toasts[-1] == "there is nothing to redo"


async def test_the_pane_says_before_what_each_mark_would_do(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        assert sight.text("#couplings").splitlines()[1] == "  v versioned 7➔4       7➔7"
        await sight.press("v")
        assert sight.text("#couplings").splitlines()[1] == "  v take off  4➔7       7➔7"


async def test_a_mark_that_does_not_fit_says_what_does(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        gate = next(c.name for c in webshop.couplings() if c.kind == "gate")
        sight.plan.choices.move_to(sight.plan.choices.rows.index_of(gate) or 0)
        await sight.press("v")
        assert sight.toasts == [f"{gate} is a gate: it can be waived, not versioned"]
        assert not webshop.scenario().marks


async def test_the_mark_is_for_the_edge_in_hand(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("j", "2", "v")
        edge = "ledger-api"
        assert dict(lockstep.scenario().marks).keys() == {edge}


async def test_the_cursor_stays_on_its_change(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        sight.plan.go_to_change("web:SHOP-350-gift-wrap")
        await sight.press("3", "w", "j", "f", "u")
        assert sight.plan.changes.change == "web:SHOP-350-gift-wrap"


async def test_header_and_json_say_the_same(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        await sight.press("3", "j", "j", "v")
        header, numbers = sight.header, plan_document(webshop.plan())["numbers"]
        before = plan_document(webshop.unmarked())["numbers"]
    words = {"largest batch": "largest_batch", "shippable": "shippable_now", "changes": "changes"}
    words |= {word: word for word in ("blocked", "batches", "waves")}
    for word, name in words.items():
        shown = str(numbers[name])
        if numbers[name] != before[name]:
            shown = f"{before[name]} ➔ {shown}"
        assert f"{word} {shown}" in header
    assert numbers != before


async def test_why_names_every_blocker_and_enter_shows_the_evidence(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        await sight.press("j", "enter")
        assert sight.focused == "why"
        told = webshop.why(sight.plan.changes.change or "")
        assert sight.text("#why").count("blocked by ") == len(told.blockers) > 0
        await sight.press("enter")
        assert f"edge        {told.blockers[0].path[0].fingerprint}" in sight.dialog
        assert "relplan.toml" in sight.dialog
        await sight.press("escape", "escape")
        assert sight.focused == "changes"


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
        plan = webshop.plan()
        change = next(
            name
            for name in plan.changes
            for edge in plan.edges_from(name)
            if edge.kind == "trunk" and webshop.why(name).tied
        )
        sight.plan.go_to_change(change)
        await sight.settle()
        rows = sight.plan.reasons
        found = next(r.key for r in rows._reasons if r.edge is not None and r.edge.dismissible)
        rows.move_to(rows.rows.index_of(found) or 0)
        await sight.press("x", "n", "o", "enter")
        assert len(webshop.scenario().dismissals) == 1
        assert webshop.log(1)[0].decision.reason == "no"
        assert "1 dismissed" in sight.header


async def test_filter_by_text_and_field(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        await sight.press("slash", *"team:", *"s")
        sight.plan.query_one("#filter").value = "service:web status:lockstep"  # type: ignore[attr-defined]
        await sight.settle()
        await sight.press("enter")
        changes = [row.key for row in sight.plan.changes.rows.listing.rows]  # type: ignore[attr-defined]
        found = [name for name in changes if name in webshop.plan().changes]
        assert found
        assert all(webshop.plan().changes[name].service == "web" for name in found)
        assert all(webshop.plan().status(name) == "lockstep" for name in found)
        await sight.press("escape")
        assert len(sight.plan.changes.rows) > len(changes)


async def test_runs_and_batches_open_and_close(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        count = len(sight.plan.changes.rows)
        await sight.press("enter")
        assert len(sight.plan.changes.rows) == count - 4
        await sight.press("right")
        run = next(r for r in sight.plan.changes.rows.listing.rows if getattr(r, "folds", False))  # type: ignore[attr-defined]
        sight.plan.go_to_change(run.key)
        await sight.press("right")
        assert len(sight.plan.changes.rows) == count + len(run.run.changes) - 1
        await sight.press("j", "left")
        assert len(sight.plan.changes.rows) == count
        assert sight.plan.changes.change == run.key


async def test_one_pane_at_80_columns(webshop: Workbench) -> None:
    async with opened(webshop, (80, 24)) as sight:
        assert (sight.shown("#changes"), sight.shown("#why")) == (True, False)
        await sight.press("j")
        assert "2 blockers to be done first" in sight.text("#detail")
        await sight.press("enter")
        assert (sight.shown("#changes"), sight.shown("#why")) == (False, True)
        await sight.press("tab")
        assert (sight.focused, sight.shown("#couplings")) == ("couplings", True)
        await sight.press("escape")
        assert (sight.focused, sight.shown("#changes")) == ("changes", True)


async def test_too_small_says_what_it_needs(lockstep: Workbench) -> None:
    async with opened(lockstep, (50, 14)) as sight:
        assert sight.shown("#too-small")
        assert not sight.shown("#panes")
        assert "needs 60 columns and 16 lines; here are 50 and 14" in sight.text("#too-small")


async def test_keys_typed_ahead_reach_the_pane_that_was_hidden(lockstep: Workbench) -> None:
    async with opened(lockstep, (80, 24)) as sight:
        await sight.press("3", "j", "f")
        assert dict(lockstep.scenario().marks) == {"ledger-api": "flagged"}
