"""The screen of drift: periods, pairs, what is not known, and the evidence behind a pair."""

from pathlib import Path

import pytest

from relplan.tui.screens.drift import DriftScreen
from relplan.tui.screens.evidence import EvidenceScreen
from relplan.tui.widgets.row_list import RowList
from tests.tui.past import released
from tests.tui.shop import lines_of, open_bench, opened


def tied(folder: Path) -> Path:
    """Build and scan: orders and web ship a feature together, then another one."""
    return released(folder, ((28, "orders web"), (29, "orders web")), "month")


async def test_it_shows_periods_sets_pairs_and_a_legend(tmp_path: Path) -> None:
    with open_bench(tied(tmp_path)) as bench:
        async with opened(bench, (80, 24), ascii_only=True) as sight:
            await sight.press("D")
            await sight.settle()
            screen = sight.app.screen
            assert isinstance(screen, DriftScreen)
            text = lines_of(screen.rows)
            assert "##        2  2 of 2  orders and web" in text
            assert "orders, web: ? > 2 > ?" in text
            assert "? cannot be told, which is no 0" in text
            assert text.count("?  0 of 0") == 3  # a row before, one between, one behind
            assert text.isascii()


def go_to(rows: RowList, key: str) -> None:
    rows.move_to([rows.rows.key(place) for place in range(len(rows.rows))].index(key))


@pytest.mark.parametrize("key", ["pair:0", "set:0"])
async def test_enter_on_a_pair_or_a_set_shows_what_shows_it(tmp_path: Path, key: str) -> None:
    with open_bench(tied(tmp_path)) as bench:
        async with opened(bench) as sight:
            await sight.press("D")
            await sight.settle()
            go_to(sight.app.screen.query_one(RowList), key)
            await sight.press("enter")
            await sight.settle()
            assert isinstance(sight.app.screen, EvidenceScreen)


async def test_where_no_evidence_stands_enter_says_so_and_is_not_offered(tmp_path: Path) -> None:
    with open_bench(tied(tmp_path)) as bench:
        async with opened(bench) as sight:
            await sight.press("D")
            await sight.settle()
            screen = sight.app.screen
            assert not screen.works("list.choose")
            await sight.press("enter")
            await sight.settle()
            assert sight.app.screen is screen
            go_to(screen.query_one(RowList), "pair:0")
            await sight.settle()
            assert screen.works("list.choose")


async def test_help_lists_what_the_last_line_offers(tmp_path: Path) -> None:
    with open_bench(tied(tmp_path)) as bench:
        async with opened(bench, (120, 40)) as sight:
            await sight.press("D")
            await sight.settle()
            go_to(sight.app.screen.query_one(RowList), "pair:0")
            await sight.press("question_mark")
            title, *keys = sight.dialog.splitlines()[:3]
            assert title == "Here"
            assert [key.split()[0] for key in keys] == ["Enter", "E"]
