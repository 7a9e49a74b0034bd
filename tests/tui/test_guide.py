"""The guided minute says what the example really does, and goes on when it was done."""

from pathlib import Path

from relplan.tui.presentation.guide import STEPS, Seen, guide_lines, reached
from relplan.tui.widgets.guide import Guide
from tests.tui.shop import open_bench, opened, scanned


def test_a_step_waits_for_what_it_asks_for() -> None:
    assert reached(0, Seen("changes", 0)) == 0
    assert reached(0, Seen("why", 0)) == 1
    last = len(STEPS) - 1
    assert reached(last, Seen("why", 3)) == last


def test_it_names_the_keys_that_the_person_has() -> None:
    text = "".join(
        span.text for line in guide_lines(2, lambda action: f"<{action}>") for span in line
    )
    assert "Press <plan.split> on it" in text


async def test_it_leads_through_the_blog_from_nine_to_three(tmp_path: Path) -> None:
    with open_bench(scanned("blog", tmp_path / "blog")) as bench:
        async with opened(bench, (80, 24), guided=True) as sight:
            guide = sight.plan.query_one(Guide)
            numbers = sight.app.session.plan.numbers
            assert (numbers.largest_batch, numbers.shippable_now) == (9, 0)
            for key in ("2", "3"):
                await sight.press(key)
                guide.go_on()
            assert "4 of 5" not in str(guide.content)
            await sight.press("i")
            numbers = sight.app.session.plan.numbers
            assert (numbers.largest_batch, numbers.shippable_now) == (3, 8)
            guide.go_on()
            assert "4 of 5" in str(guide.content)
            await sight.press("u")
            guide.go_on()
            assert "demo webshop" in str(guide.content)
            await sight.press("escape")
            assert not sight.plan.query(Guide)
