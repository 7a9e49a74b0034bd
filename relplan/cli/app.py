"""All commands, and the options that stand before them.

A command is a function in a module of `relplan.cli.commands`, its options and what it does in one
place. The module is loaded when the command is called or its own help is asked for, so that
``--help`` and ``--version`` are instant, and no command waits for what only another one needs.
"""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from relplan.cli.context import enter, run_as_of, run_for
from relplan.cli.options import Ascii, Theme


class Listed(NamedTuple):
    """A command as ``relplan --help`` lists it."""

    place: str
    """``module:function`` of `relplan.cli.commands`; or, of several commands, their Typer."""
    summary: str
    """The first line of its own help, here once more to be listed without loading the command."""


COMMANDS = {
    "demo": Listed("demo:demo", "Open an example workspace, built in a temporary folder."),
    "init": Listed(
        "init:init",
        "Find services and contracts below DIR and write relplan.toml; never overwrites one.",
    ),
    "scan": Listed("scan:scan", "Read git into the store: only what is new."),
    "plan": Listed("plan:plan", "Show batches, waves and numbers."),
    "why": Listed("why:why", "Show what blocks a change, with the evidence."),
    "check": Listed(
        "check:check",
        "Tell whether a change can be shipped alone, for CI:"
        " exit 0 yes, 1 no, 2 a fault, 3 uncertain.",
    ),
    "questions": Listed(
        "questions:questions",
        "Show what the plan cannot know by itself: evidence, and what a yes and a no would add.",
    ),
    "answer": Listed(
        "questions:answer",
        "Answer a question; the answer holds in every scenario until it is withdrawn.",
    ),
    "answers": Listed(
        "questions:answers", "Show all answers that hold: who gave them, when and why."
    ),
    "propose": Listed(
        "propose:propose",
        "Find the cheapest marks for a goal: exit 0 they reach it, 1 none do. Ctrl+C: best so far.",
    ),
    "diagnose": Listed(
        "diagnose:diagnose",
        "Tell why releases go out in lock-step: which of the four causes, by evidence and days.",
    ),
    "export": Listed(
        "export:export",
        "Write the plan, the decoupling backlog, a graph or a scenario for other programs.",
    ),
    "windows": Listed(
        "windows:windows",
        "Say when each batch ships, what makes it late, and what waiting costs.",
    ),
    "runbook": Listed(
        "runbook:runbook",
        "Print numbered steps for a batch or a window, and what to do when one fails.",
    ),
    "compare": Listed(
        "compare:compare",
        "Compare two versions of a contract: exit 0 compatible, 1 breaking, 2 unknown or a fault.",
    ),
    "help": Listed("help:help_", "Show the guide: words, semantics, set-up, CI, architecture."),
    "rules": Listed(
        "rules:rules", "List the rules by which contracts are compared, or explain one."
    ),
    "mark": Listed(
        "decisions:mark",
        "Mark a contract versioned or flagged, a feature flagged, a gate waived, a unit split.",
    ),
    "unmark": Listed("decisions:unmark", "Take a mark off."),
    "move": Listed("move:move", "Let a batch ship later: a what-if, undone like a mark."),
    "dismiss": Listed("decisions:dismiss", "Dismiss an edge that is not so."),
    "undo": Listed("decisions:undo", "Take back the last decision."),
    "redo": Listed("decisions:redo", "Decide again what was taken back last."),
    "log": Listed("decisions:log", "Show who decided what, and when."),
    "import": Listed("import_:import_", "Take review states from what gh, glab or Gerrit printed."),
    "scenario": Listed("scenario:scenarios", "What-ifs: named sets of marks and dismissals."),
    "change": Listed("change:changes", "What a person says about a change."),
    "store": Listed(
        "store:stores", "The dated copies of what people decided, and how to get them back."
    ),
}


class Commands(TyperGroup):
    """The commands: listed by their summaries, loaded one at a time."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, listed in COMMANDS.items():
            self.add_command(TyperCommand(name, help=listed.summary))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that *args* begin with, loaded, its name, and what follows it."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name in COMMANDS else command, rest


def load(name: str) -> Any:
    """Return the command called *name*, ready to be run."""
    module, _, attribute = COMMANDS[name].place.partition(":")
    found = getattr(import_module(f"relplan.cli.commands.{module}"), attribute)
    if isinstance(found, typer.Typer):
        return get_command(found)
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name)(found)
    return get_command(single)


app = typer.Typer(
    name="relplan",
    cls=Commands,
    help="Which pending changes are blocked on which others, why, and what would set them free.",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def show_version(asked: bool) -> None:
    """Print the version and end, before anything else is looked at."""
    from relplan import __version__
    from relplan.cli.output import say

    if asked:
        say(f"relplan {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def top(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    directory: Annotated[
        Path | None, typer.Option("--directory", "-C", help="Run as if started in this folder.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="MOMENT", help="As if it were then: 2026-11-26T22:00."),
    ] = None,
    environment: Annotated[
        str | None,
        typer.Option("--environment", metavar="NAME", help="Where changes go; else production."),
    ] = None,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", is_eager=True, callback=show_version),
    ] = False,
    serve: Annotated[
        bool, typer.Option("--serve", help="Show the TUI in a browser, on this machine only.")
    ] = False,
    port: Annotated[int, typer.Option("--port", help="With --serve: the port.")] = 8000,
    ascii_only: Ascii = False,
    theme: Theme = None,
) -> int:
    """Run the TUI of the workspace above the current folder."""
    run_for(environment)
    if directory is not None:
        enter(directory)
    run_as_of(as_of)
    if context.invoked_subcommand is not None:
        return 0
    from relplan.cli.commands.tui import open_tui, serve_tui

    return serve_tui(port) if serve else open_tui(ascii_only, theme)
