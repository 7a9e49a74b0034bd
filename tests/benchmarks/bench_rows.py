"""How long the list takes to be filled and to be drawn again.

Run ``python tests/benchmarks/bench_rows.py``. All figures are of one run; they stand beside
the time of textual's own OptionList for the same.
"""

import asyncio
from statistics import median
from time import perf_counter

from textual.app import App, ComposeResult
from textual.widgets import OptionList

from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.text import content
from relplan.tui.themes import load_themes
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows

RUNS = 9


def line(index: int, _width: int) -> Line:
    return (
        Span("✗ blocked  ", Role.BLOCKED),
        Span(f"orders:pay-{index}  "),
        Span("Größere Zahlen [WIP] close the gap", Role.DIM),
    )


def rows(count: int) -> KeyedRows:
    return KeyedRows([f"orders:pay-{index}" for index in range(count)], line)


class Bench(App[None]):
    def __init__(self) -> None:
        super().__init__()
        load_themes().install(self)

    def compose(self) -> ComposeResult:
        yield RowList()
        yield OptionList()


def draw(shown: RowList) -> None:
    """Draw all lines in sight, as a repaint does."""
    for y in range(shown.size.height):
        shown.render_line(y)


async def measure(count: int) -> None:
    app = Bench()
    async with app.run_test(size=(200, 60)) as pilot:
        shown, options = app.query_one(RowList), app.query_one(OptionList)
        replaced, moved, filled = [], [], []
        for _ in range(RUNS):
            fresh = rows(count)
            start = perf_counter()
            shown.set_rows(fresh)
            draw(shown)
            replaced.append(perf_counter() - start)
            await pilot.pause()
            start = perf_counter()
            shown.move_to((shown.cursor + 7) % count)
            draw(shown)
            moved.append(perf_counter() - start)
        for _ in range(3):
            start = perf_counter()
            options.clear_options()
            options.add_options([content(*line(index, 0)) for index in range(count)])
            await pilot.pause()
            filled.append(perf_counter() - start)
    print(
        f"{count:>7} rows: replaced and drawn {median(replaced) * 1000:.2f} ms, cursor moved and "
        f"drawn {median(moved) * 1000:.2f} ms; OptionList filled {median(filled) * 1000:.0f} ms"
    )


if __name__ == "__main__":
    for size in (1_000, 10_000, 100_000):
        asyncio.run(measure(size))
