"""``relplan demo``: an example workspace to look at."""

import tempfile
from pathlib import Path
from typing import Annotated

from relplan.cli.bench import bench_here
from relplan.cli.commands.plan import plan
from relplan.cli.commands.tui import has_terminal, open_tui
from relplan.cli.context import enter, now
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, Ascii, Option, Theme
from relplan.cli.output import warn

_FIRST = "blog"
"""The example with the shortest story, which the TUI leads through."""
_STORY = "the example"
"""Who set the states that it begins with: who opens it decided nothing yet, and takes none back."""


def demo(
    name: Annotated[
        str, Argument(help="blog, webshop, lockstep-7, or a recipe's folder.")
    ] = _FIRST,
    into: Annotated[
        Path | None, Option("--into", help="Build it in this new folder and keep it there.")
    ] = None,
    ascii_only: Ascii = False,
    theme: Theme = None,
) -> int:
    """Open an example workspace, built in a temporary folder."""
    from relplan.examples import build

    if into is None:
        into = Path(tempfile.mkdtemp(prefix="relplan-demo-")) / name.rstrip("/").rpartition("/")[2]
    folder = build(name, into, now())
    enter(folder)
    _prepare(name)
    if has_terminal():
        open_tui(ascii_only, theme, guided=name == _FIRST)
    else:
        plan()
    warn(f"the example stays in {folder}; go there and try `relplan plan` or `relplan why`")
    if name == _FIRST:
        warn("next, a shop of eight services: `relplan demo webshop`")
    return EXIT_DONE


def _prepare(name: str) -> None:
    """Scan the example and set the states that its recipe says its reviewers gave."""
    from relplan.examples import reviewed
    from relplan.model.change import State

    with bench_here() as bench:
        bench.scan()
        bench.set_states(reviewed(name), State.READY.value, by=_STORY)
