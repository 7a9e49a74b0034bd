"""The screen of drift: periods, pairs, what is not known, and the evidence behind a pair."""

from pathlib import Path

from relplan.tui.screens.drift import DriftScreen
from relplan.tui.screens.evidence import EvidenceScreen
from relplan.tui.widgets.row_list import RowList
from tests.sources.git.git_repo import GitRepo
from tests.tui.shop import lines_of, open_bench, opened

_MONTH = 31 * 24 * 60


def released(folder: Path) -> Path:
    """Build and scan: orders and web ship a feature together, then another one."""
    names = ("orders", "web")
    for name in names:
        repo = GitRepo(folder / name)
        repo.commit("Begin", "readme.md", f"{name}\n")
        repo.tag("v1")
        for number in (2, 3):
            repo._minute = (number + 26) * _MONTH
            repo.commit(f"Pay\n\nFeature: F-{number}\n", "pay.md", f"{number}\n")
            repo.tag(f"v{number}")
    services = "".join(f'[services.{name}]\nrepo = "{name}"\n\n' for name in names)
    text = (
        f'[workspace]\nname = "shop"\nstale_after_days = 0\n\n{services}[drift]\nperiod = "month"\n'
    )
    (folder / "relplan.toml").write_text(text, "utf-8")
    with open_bench(folder) as bench:
        bench.scan()
    return folder


async def test_it_shows_periods_sets_pairs_and_a_legend(tmp_path: Path) -> None:
    with open_bench(released(tmp_path)) as bench:
        async with opened(bench, (80, 24), ascii_only=True) as sight:
            await sight.press("D")
            await sight.settle()
            screen = sight.app.screen
            assert isinstance(screen, DriftScreen)
            text = lines_of(screen.rows)
            assert "##        2  2 of 2 releases needed another  orders and web" in text
            assert "orders, web: ? > 2 > ?" in text
            assert "? cannot be told, which is no 0" in text
            assert text.isascii()


async def test_enter_on_a_pair_shows_what_shows_it(tmp_path: Path) -> None:
    with open_bench(released(tmp_path)) as bench:
        async with opened(bench) as sight:
            await sight.press("D")
            await sight.settle()
            rows = sight.app.screen.query_one(RowList)
            rows.move_to([rows.rows.key(place) for place in range(len(rows.rows))].index("pair:0"))
            await sight.press("enter")
            await sight.settle()
            assert isinstance(sight.app.screen, EvidenceScreen)
