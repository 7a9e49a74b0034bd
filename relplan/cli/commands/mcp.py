"""``relplan mcp``: for assistants in editors."""

import gc
import sys
from pathlib import Path
from typing import Annotated

from relplan.cli.bench import workspace_here
from relplan.cli.context import as_of, asked_environment
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Option
from relplan.cli.output import warn
from relplan.model.errors import RelplanError

_SCENARIO = "assistant"
"""In which an assistant marks where nobody names another."""


def mcp(
    allow_decisions: Annotated[
        bool, Option("--allow-decisions", help="Let the assistant answer, mark and undo, too.")
    ] = False,
    scenario: Annotated[
        str | None,
        Option(
            "--scenario",
            help=f"With --allow-decisions: the scenario to mark in; else '{_SCENARIO}'.",
        ),
    ] = None,
) -> int:
    """Answer assistants in editors: the Model Context Protocol on stdin and stdout.

    Nothing is decided but with --allow-decisions.
    """
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        raise RelplanError(
            "`relplan mcp` needs the protocol's SDK, which is not installed",
            "run `pip install 'mcp>=2,<3'` where relplan is installed",
        )
    if scenario is not None and not allow_decisions:
        what = "--scenario says where an assistant marks, which it may not"
        raise RelplanError(what, "add --allow-decisions, or leave it out")
    workspace_here().close()  # say what is wrong here, not to the assistant

    from relplan.mcp.server import serve
    from relplan.mcp.tool import Session

    if sys.stdin.isatty():
        warn("an editor starts this, and speaks to it; Ctrl+C ends it")
    gc.enable()  # it lives for long
    marks_in = (scenario or _SCENARIO) if allow_decisions else ""
    serve(Session(Path.cwd(), as_of(), asked_environment(), marks_in))
    return EXIT_DONE
