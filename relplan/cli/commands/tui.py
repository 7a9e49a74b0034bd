"""``relplan`` without a command: the TUI, at a terminal or in a browser."""

import os
import sys
from pathlib import Path

from relplan.app.own_scenario import VARIABLE, choices
from relplan.cli.bench import bench_here
from relplan.cli.context import as_of, asked_environment, asked_scenario
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Ascii, Theme
from relplan.cli.output import warn
from relplan.model.errors import RelplanError

_SERVED = "TEXTUAL_DRIVER"
"""textual-serve sets it for the processes that it starts, which write to the browser."""


def open_tui(ascii_only: Ascii = False, theme: Theme = None, *, guided: bool = False) -> int:
    """Open the TUI of the workspace above the current folder; *guided*, lead through `blog`."""
    from relplan.app.finding import workspace_file

    file = workspace_file(Path())
    if not has_terminal():
        raise RelplanError("this needs a terminal", "see `relplan plan` instead")
    from relplan.tui.app import run
    from relplan.tui.last_picture import LastPicture

    scenario = asked_scenario() or os.environ.get(VARIABLE, "")
    asked = (asked_environment(), scenario, os.environ.get("RELPLAN_STORE", ""))
    # The workspace tells which choice is its own, and the picture does not wait for it.
    own = (str(file), *asked, theme or "", str(ascii_only), *choices())
    picture = LastPicture(*own) if as_of() is None and not guided else None
    run(bench_here, ascii_only=ascii_only, theme=theme, guided=guided, picture=picture)
    return EXIT_DONE


def serve_tui(port: int) -> int:
    """Show the TUI in a browser: each visitor gets a process of their own, on loopback only.

    Raises RelplanError where what only this needs, the extra ``serve``, is not installed.
    """
    from importlib.util import find_spec

    if None in map(find_spec, ("aiohttp", "textual_serve")):
        raise RelplanError(
            "--serve needs textual-serve, which is not installed",
            "run `pip install textual-serve` where relplan is installed",
        )
    from relplan.tui.serve import address, new_token, serve

    bench_here().close()  # say what is wrong here, not in the browser
    token = new_token()
    warn(f"open {address(port, token)}")
    warn("for this machine only, and for whoever knows that address; Ctrl+C ends it")
    serve(port, token, as_of(), asked_environment(), asked_scenario())
    return EXIT_DONE


def has_terminal() -> bool:
    """Tell whether a person can be shown the TUI: at a terminal, or in a browser by `--serve`."""
    if os.environ.get(_SERVED):
        return True
    return sys.stdin.isatty() and sys.stdout.isatty()
