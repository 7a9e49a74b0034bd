"""Pictures of the TUI, and one that moves: ``python -m tests.screenshots FOLDER`` writes them."""

import asyncio
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from relplan.tui import app
from relplan.tui.app import RelplanApp
from relplan.tui.widgets.guide import Guide
from relplan.tui.widgets.share_bar import ShareBar
from tests.tui.shop import open_bench, scanned

SHOTS: tuple[tuple[str, str, tuple[int, int], tuple[str, ...]], ...] = (
    ("plan", "webshop", (160, 45), ("j", "j")),
    ("plan-200x60", "webshop", (200, 60), ("j", "j")),
    ("plan-120x40", "webshop", (120, 40), ("j", "j")),
    ("plan-80x24", "webshop", (80, 24), ("j", "j")),
    ("marked", "lockstep-7", (140, 24), ("j", "3", "v")),
    ("evidence", "webshop", (140, 40), ("j", "2", "enter")),
    ("compare", "lockstep-7", (140, 30), ("s", "G", "enter", *"try", "enter", "v", "c")),
    ("help", "lockstep-7", (120, 60), ("question_mark",)),
)


_ON_THE_WAY = 0.1
"""Seconds between two looks at what moves."""
_WEB_FONTS = re.compile(r" *@font-face \{.*?\}\n", re.DOTALL)


class Pictured(RelplanApp):
    """An app whose pictures name no host: whoever looks at one has a monospaced font."""

    # Textual looks for them beside the class that it is given.
    CSS_PATH: ClassVar = [Path(app.__file__).parent / name for name in RelplanApp.CSS_PATH]

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        svg = super().export_screenshot(title=title, simplify=simplify)
        return _WEB_FONTS.sub("", svg)


async def shoot(target: Path, name: str, folder: Path, size: tuple[int, int], keys: tuple[str, ...],
                theme: str | None = None) -> None:  # fmt: skip
    with open_bench(folder) as bench:
        shown = Pictured(lambda: bench, theme=theme)
        async with shown.run_test(size=size) as pilot:
            bars = shown.screen.query_one(ShareBar)
            await pilot.press(*keys)
            while bars.moving:
                await pilot.pause(_ON_THE_WAY)
            await shown.workers.wait_for_complete()
            await pilot.pause()
            (target / f"{name}.svg").write_text(shown.export_screenshot(), "utf-8")


Frame = tuple[str, float]
"""An SVG picture, and for how many seconds it is shown."""

STORY = (("", 2.5), ("2", 2.5), ("3", 2.5), ("i", 4.0), ("u", 2.0))
"""What is pressed in the example `blog`, and for how long one looks at what comes of it."""


async def film(folder: Path, size: tuple[int, int]) -> list[Frame]:
    """Take the pictures of a mark that frees a batch."""
    frames: list[Frame] = []
    with open_bench(folder) as bench:
        shown = Pictured(lambda: bench, guided=True)
        async with shown.run_test(size=size) as pilot:
            bars, guide = shown.screen.query_one(ShareBar), shown.screen.query_one(Guide)
            for key, seconds in STORY:
                if key:
                    await pilot.press(key)
                    guide.go_on()  # It looks now and then, which may be after the picture.
                while bars.moving:
                    frames.append((shown.export_screenshot(), _ON_THE_WAY))
                    await pilot.pause(_ON_THE_WAY)
                await shown.workers.wait_for_complete()
                await pilot.pause()
                frames.append((shown.export_screenshot(), seconds))
    return frames


def moving(frames: Sequence[Frame]) -> str:
    """Return one SVG file that shows *frames* one after the other, again and again."""
    total = sum(seconds for _, seconds in frames)
    style, pictures, start = [], [], 0.0
    for number, (svg, seconds) in enumerate(frames):
        begin, end = (100 * at / total for at in (start, start + seconds))
        style.append(
            f"@keyframes f{number} {{ 0%, 100% {{ visibility: hidden }}"
            f" {begin:.2f}% {{ visibility: visible }} {end:.2f}% {{ visibility: hidden }} }}"
            f" #f{number} {{ visibility: hidden;"
            f" animation: f{number} {total:g}s step-end infinite }}"
        )
        pictures.append(f'<g id="f{number}">{svg[svg.index("<svg") :]}</g>')
        start += seconds
    box = re.search(r'viewBox="[^"]*"', frames[0][0])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box[0] if box else ""}>'
        f"<style>{' '.join(style)}</style>{''.join(pictures)}</svg>"
    )


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        folder = scanned("blog", Path(home) / "blog")
        frames = asyncio.run(film(folder, (124, 26)))
        (target / "shrink.svg").write_text(moving(frames), "utf-8")
    for name, example, size, keys in SHOTS:
        with tempfile.TemporaryDirectory() as home:
            folder = scanned(example, Path(home) / example)
            asyncio.run(shoot(target, name, folder, size, keys))
    with tempfile.TemporaryDirectory() as home:
        folder = scanned("webshop", Path(home) / "webshop")
        for theme in ("relplan-light", "relplan-high-contrast"):
            asyncio.run(shoot(target, theme, folder, (140, 30), ("j", "j"), theme))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
