"""Runs plain commands without Typer, which takes longer to load than most of them to run.

Plain is: known options by their full names, each once and with a value that looks like none, and
arguments, as many as there are at most; without a command, it is the TUI. All else (help, faults,
what a shell asks to complete) is left to Typer. So there is one declaration of each command, and
one who explains it.
"""

from collections.abc import Iterable
from enum import EnumType
from pathlib import Path
from types import FunctionType, NoneType, UnionType
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from relplan.cli.context import begin
from relplan.cli.listing import COMMANDS, found
from relplan.cli.options import Argument, Option

_BEFORE = {
    "--directory": "directory",
    "-C": "directory",
    "--as-of": "as_of",
    "--environment": "environment",
    "--scenario": "scenario",
}
"""The options before a command that take a value and start nothing else; see `app.top`."""


class _NotPlainError(Exception):
    """Typer is to read the words."""


class _Slot(NamedTuple):
    """What a word can be read as."""

    name: str
    kind: Any
    """bool, str, Path or an enumeration."""
    is_list: bool


class Plain(NamedTuple):
    """A command, with all that its words say."""

    command: FunctionType
    values: dict[str, Any]
    """By the names of the function's parameters; what is not said is left out."""
    before: dict[str, str]
    """What the options before the command say."""

    def run(self) -> Any:
        """Run the command."""
        folder = self.before.get("directory")
        place = None if folder is None else Path(folder)
        begin(place, *map(self.before.get, ("as_of", "environment", "scenario")))
        return self.command(**self.values)


def read(arguments: list[str]) -> Plain | None:
    """Return the command that *arguments* say; None: Typer is to read them."""
    try:
        return _plain(arguments)
    except _NotPlainError:
        return None


def _plain(arguments: list[str]) -> Plain:
    words = arguments[::-1]
    before: dict[str, str] = {}
    while words and (slot := _BEFORE.get(words[-1].partition("=")[0])):
        _, value = _option(words)
        if slot in before:
            raise _NotPlainError
        before[slot] = _value(words) if value is None else value
    if not words or words[-1].startswith("-"):
        from relplan.cli.commands.tui import open_tui as command
    elif words[-1] in COMMANDS:
        command = found(words.pop())
    else:
        raise _NotPlainError
    if not isinstance(command, FunctionType):  # several commands under one name
        raise _NotPlainError
    return Plain(command, _read(words, command), before)


def _read(words: list[str], command: FunctionType) -> dict[str, Any]:
    code = command.__code__
    options, places = _slots(get_type_hints(command, include_extras=True))
    values: dict[str, Any] = {}
    while words:
        if not words[-1].startswith("-"):
            slot = places.pop(0) if places else None
            value: str | None = words.pop()
        else:
            name, value = _option(words)
            slot = options.get(name)
        if slot is None or (slot.name in values and not slot.is_list):
            raise _NotPlainError
        if slot.kind is bool:
            if value is not None:
                raise _NotPlainError
            values[slot.name] = True
            continue
        read = _as(slot.kind, _value(words) if value is None else value)
        values[slot.name] = [*values.get(slot.name, ()), read] if slot.is_list else read
    required = code.co_varnames[: code.co_argcount - len(command.__defaults__ or ())]
    if any(name not in values for name in required):
        raise _NotPlainError
    return values


def _slots(hints: dict[str, Any]) -> tuple[dict[str, _Slot], list[_Slot]]:
    """Return the options by each of their names, and the arguments in their order."""
    options: dict[str, _Slot] = {}
    places: list[_Slot] = []
    for name, hint in hints.items():
        if get_origin(hint) is not Annotated:  # what the command returns
            continue
        kind, declared = get_args(hint)
        slot = _slot(name, kind)
        if isinstance(declared, Option):
            options.update(dict.fromkeys(declared.names, slot))
        elif isinstance(declared, Argument):
            places.append(slot)
    return options, places


def _slot(name: str, kind: Any) -> _Slot:
    if get_origin(kind) is UnionType:
        kind = next(one for one in get_args(kind) if one is not NoneType)
    is_list = get_origin(kind) is list
    return _Slot(name, get_args(kind)[0] if is_list else kind, is_list)


def _option(words: list[str]) -> tuple[str, str | None]:
    """Take an option's name, and its value where that stands in the same word."""
    word = words.pop()
    name, equals, value = word.partition("=")
    if equals and not word.startswith("--"):  # of a short one, "=" is a part of the value
        raise _NotPlainError
    return (name, value) if equals else (word, None)


def _value(words: list[str]) -> str:
    if not words or words[-1].startswith("-"):
        raise _NotPlainError
    return words.pop()


def _as(kind: Any, text: str) -> Any:
    """Return *text* as a value of *kind*."""
    if kind is str:
        return text
    if kind is Path:
        return Path(text)
    if isinstance(kind, EnumType):
        members: Iterable[Any] = kind
        for one in members:
            if one.value == text:
                return one
    raise _NotPlainError
