"""The manual page, made of what the commands themselves declare; see man(7) for its language."""

from collections.abc import Iterator
from typing import Any

from typer.core import TyperGroup
from typer.main import get_command

from relplan import __version__
from relplan.cli.app import app, load
from relplan.cli.listing import COMMANDS

_EXITS = (
    ("0", "Done."),
    ("1", "A no that the command is there to say."),
    ("2", "The caller's or the input's fault: one line on stderr says what, where and what to do."),
    ("3", "Of check alone: uncertain."),
)
_ENVIRONMENT = (
    ("RELPLAN_STORE", "The store: a file, or the URL of a database on a PostgreSQL server."),
    ("RELPLAN_SCENARIO", "The scenario to look at where --scenario names none."),
    ("RELPLAN_CONFIG", "The folder of themes and keys of your own."),
    ("RELPLAN_DEBUG", "Not empty: faults are shown with their tracebacks."),
    ("NO_COLOR", "Not empty: no colours."),
)


def manual() -> str:
    """Return the manual page of all commands."""
    return "\n".join([*_lines(), ""])


def _lines() -> Iterator[str]:
    yield f'.TH RELPLAN 1 "" "relplan {_text(__version__)}" "User Commands"'
    top: Any = get_command(app)
    context = top.context_class(top, info_name="relplan")
    yield from (".SH NAME", rf"relplan \- {_text(top.help)}")
    yield from (".SH SYNOPSIS", ".B relplan", r"[\fIOPTIONS\fR] [\fICOMMAND\fR [\fIARGS\fR]]")
    yield from (".SH OPTIONS", *_parameters(top, context))
    yield ".SH COMMANDS"
    for name in COMMANDS:
        yield from _command(load(name), f"relplan {name}")
    yield ".SH ENVIRONMENT"
    for name, meaning in _ENVIRONMENT:
        yield from _told(name, meaning)
    yield ".SH EXIT STATUS"
    for name, meaning in _EXITS:
        yield from _told(name, meaning)


def _command(command: Any, name: str) -> Iterator[str]:
    context = command.context_class(command, info_name=name)
    if isinstance(command, TyperGroup):
        for one in command.list_commands(context):
            yield from _command(command.get_command(context, one), f"{name} {one}")
        return
    words = " ".join(command.collect_usage_pieces(context))
    yield f".SS {_text(f'{name} {words}')}"
    for paragraph in (command.help or "").split("\n\n"):
        yield from (_text(" ".join(paragraph.split())), ".PP")
    yield from _parameters(command, context)


def _parameters(command: Any, context: Any) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            yield from _told(*record)


def _told(name: str, meaning: str) -> Iterator[str]:
    yield from (".TP", rf"\fB{_text(name)}\fR", _text(" ".join(meaning.split())))


def _text(text: str) -> str:
    """Return *text*, one line of it, so that none of it is taken for a request."""
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ")
    safe = "".join(one if one.isascii() else f"\\[u{ord(one):04X}]" for one in safe)
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe
