"""The commands as Typer runs them: help, faults, completion, and all that is not plain.

See `relplan.cli.listing` for the commands, and `relplan.cli.plain` for what comes before this.
"""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer
from typer.completion import install_callback, show_callback
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from relplan.cli.listing import COMMANDS, found
from relplan.cli.options import Argument, Ascii, Option, Theme

_TEACHING: dict[str, Callable[..., object]] = {
    "--install-completion": install_callback,
    "--show-completion": show_callback,
}
"""What teaches a shell, and ends: by itself the one that it runs in."""
_SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


class Commands(TyperGroup):
    """The commands: listed by their summaries, loaded one at a time."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, listed in COMMANDS.items():
            self.add_command(TyperCommand(name, help=listed.summary))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read *args*; what teaches a shell may name it, as ``--show-completion zsh`` does."""
        option, equals, named = "".join(args[:1]).partition("=")
        shell = named if equals else "".join(args[1:2])
        if option in _TEACHING and (equals or shell):
            if shell not in _SHELLS:
                raise typer.BadParameter(
                    f"{option} takes {', '.join(_SHELLS)} or nothing, not {shell!r}"
                )
            _TEACHING[option](ctx, None, shell)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that *args* begin with, loaded, its name, and what follows it."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name in COMMANDS else command, rest


def load(name: str) -> Any:
    """Return the command called *name*, ready to be run."""
    command = found(name)
    if isinstance(command, typer.Typer):
        for one in command.registered_commands:
            one.callback = in_typers_words(one.callback) if one.callback else None
        return get_command(command)
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name)(in_typers_words(command))
    return get_command(single)


def in_typers_words(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return *command* with its arguments and options as Typer declares them."""
    hints = get_type_hints(command, include_extras=True)
    shape = signature(command)
    words = {name: _in_typers_words(hint) for name, hint in hints.items()}

    @wraps(command)
    def run(**values: Any) -> Any:
        return command(**values)

    run.__annotations__ = words
    vars(run)["__signature__"] = shape.replace(
        parameters=[one.replace(annotation=words[name]) for name, one in shape.parameters.items()]
    )
    return run


def _in_typers_words(hint: Any) -> Any:
    kind, *said = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    for one in said:
        if isinstance(one, Option):
            return Annotated[kind, typer.Option(*one.names, **_told(one), min=one.min)]
        if isinstance(one, Argument):
            return Annotated[kind, typer.Argument(**_told(one))]
    return hint


def _told(one: Option | Argument) -> dict[str, Any]:
    return {"help": one.help, "metavar": one.metavar, "autocompletion": one.autocompletion}


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
@in_typers_words
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
    scenario: Annotated[
        str | None,
        typer.Option("--scenario", metavar="NAME", help="Which one to look at; else your own."),
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
    from relplan.cli.context import begin

    begin(directory, as_of, environment, scenario)
    if context.invoked_subcommand is not None:
        return 0
    from relplan.cli.commands.tui import open_tui, serve_tui

    return serve_tui(port) if serve else open_tui(ascii_only, theme)
