"""Pictures of the TUI: ``python -m tests.screenshots FOLDER`` writes SVG files there."""

import asyncio
import re
import sys
import tempfile
from pathlib import Path
from typing import ClassVar

from relplan.tui import app
from relplan.tui.app import RelplanApp
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
        shown = Pictured(bench, theme=theme)
        async with shown.run_test(size=size) as pilot:
            await pilot.press(*keys)
            await shown.workers.wait_for_complete()
            await pilot.pause()
            (target / f"{name}.svg").write_text(shown.export_screenshot(), "utf-8")


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
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
