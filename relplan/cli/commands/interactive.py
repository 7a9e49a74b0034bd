"""What opens the TUI, and what stands in for it where there is no terminal."""

import gc
import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from relplan import __version__
from relplan.cli.clock import as_of, now, open_here
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import asked_environment
from relplan.cli.output import say, warn
from relplan.model.errors import RelplanError

_SERVED = "TEXTUAL_DRIVER"
"""textual-serve sets it for the processes that it starts, which write to the browser."""


def show_version() -> int:
    """Print the version."""
    say(f"relplan {__version__}")
    return EXIT_DONE


def enter(folder: Path) -> None:
    """Make *folder* the current one."""
    try:
        os.chdir(folder)
    except OSError as error:
        raise RelplanError(f"{folder}: {error.strerror}", "name a folder that exists") from None


def run_here(ascii_only: bool, theme: str | None) -> int:
    """Open the TUI of the workspace above the current folder."""
    with open_here() as bench:
        _need_terminal("see `relplan plan` instead")
        from relplan.tui.app import run

        gc.enable()  # this one lives for long
        run(bench, ascii_only=ascii_only, theme=theme)
    return EXIT_DONE


def serve_here(port: int) -> int:
    """Show the TUI in a browser: each visitor gets a process of their own, on loopback only.

    Raises RelplanError where what only this needs, the extra ``serve``, is not installed.
    """
    if None in map(find_spec, ("aiohttp", "textual_serve")):
        raise RelplanError(
            "--serve needs textual-serve, which is not installed",
            "run `pip install textual-serve` where relplan is installed",
        )
    from relplan.tui.serve import address, new_token, serve

    open_here().close()  # say what is wrong here, not in the browser
    token = new_token()
    warn(f"open {address(port, token)}")
    warn("for this machine only, and for whoever knows that address; Ctrl+C ends it")
    serve(port, token, as_of(), asked_environment())
    return EXIT_DONE


def run_demo(name: str, into: Path | None, ascii_only: bool, theme: str | None) -> int:
    """Build an example workspace and open it; without a terminal, print its plan."""
    from relplan.examples import build

    if into is None:
        into = Path(tempfile.mkdtemp(prefix="relplan-demo-")) / name.rstrip("/").rpartition("/")[2]
    folder = build(name, into, now())
    enter(folder)
    _prepare(name)
    if not _has_terminal():
        from relplan.cli.commands.plan import show_plan

        show_plan((), None, None, every=False, json=False)
    else:
        run_here(ascii_only, theme)
    warn(f"the example stays in {folder}; go there and try `relplan plan` or `relplan why`")
    return EXIT_DONE


def _prepare(name: str) -> None:
    """Scan the example and set the states that its recipe says its reviewers gave."""
    from relplan.examples import reviewed
    from relplan.model.change import State

    with open_here() as bench:
        bench.scan()
        for change in reviewed(name):
            bench.set_state(change, State.READY.value)


def _has_terminal() -> bool:
    """Tell whether a person can be shown the TUI: at a terminal, or in a browser by `--serve`."""
    if os.environ.get(_SERVED):
        return True
    return sys.stdin.isatty() and sys.stdout.isatty()


def _need_terminal(hint: str) -> None:
    if not _has_terminal():
        raise RelplanError("this needs a terminal", hint)
