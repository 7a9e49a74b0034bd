"""``relplan doctor``: for a bug report, and for whoever wonders what is wrong."""

import os
import shutil
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from relplan.cli.exits import EXIT_DONE, EXIT_NO
from relplan.cli.options import Json, Option
from relplan.cli.output import Cell, Style, say, say_json, say_table
from relplan.model.counting import counted

if TYPE_CHECKING:
    from relplan.app.doctor import Finding

SCHEMA = "relplan.doctor/1"
_LEAST = (80, 24)
"""Columns and rows that the TUI is laid out for."""


def doctor(
    names: Annotated[
        bool, Option("--names", help="With paths and names, which a bug report can do without.")
    ] = False,
    json: Json = False,
) -> int:
    """Tell what a bug report needs, and what keeps relplan from working: exit 1 something does.

    Without --names there is no path in it, and repositories are called r1, r2 and so on.
    """
    from relplan.app.doctor import examine

    found = [*examine(Path(), names=names), *_terminal()]
    wrong = [one for one in found if one.wrong]
    if json:
        documents = [
            {"about": one.about, "name": one.name, "value": one.value, "wrong": one.wrong or None}
            for one in found
        ]
        say_json({"schema": SCHEMA, "works": not wrong, "findings": documents})
    else:
        _show(found)
        say()
        many = counted(len(wrong), "thing keeps", "things keep")
        say(f"{many} relplan from working" if wrong else "nothing keeps relplan from working")
    return EXIT_NO if wrong else EXIT_DONE


def _show(found: list["Finding"]) -> None:
    for about, ones in groupby(found, lambda one: one.about):
        say(about, Style.BOLD)
        say_table([_row(one) for one in ones], indent="  ")


def _row(one: "Finding") -> list[Cell]:
    wrong: list[Cell] = [(f"wrong: {one.wrong}", Style.RED)] if one.wrong else []
    return [one.name, one.value, *wrong]


def _terminal() -> Iterator["Finding"]:
    from relplan.app.doctor import Finding

    is_one = sys.stdin.isatty() and sys.stdout.isatty()
    columns, rows = shutil.get_terminal_size()
    small = is_one and (columns < _LEAST[0] or rows < _LEAST[1])
    hint = f"; the TUI shows more from {_LEAST[0]} x {_LEAST[1]} on" if small else ""
    size = f"{columns} x {rows}{hint}" if is_one else "none: this is not run at one"
    yield Finding("terminal", "size", size)
    yield Finding("terminal", "TERM", os.environ.get("TERM", "not set"))
    yield Finding("terminal", "colours", _colours())
    encoding = (sys.stdout.encoding or "unknown").lower()
    unicode = "utf" in encoding
    yield Finding("terminal", "encoding", encoding if unicode else f"{encoding}: use --ascii")
    yield Finding("terminal", "clipboard", _clipboard())


def _colours() -> str:
    if os.environ.get("NO_COLOR"):
        return "none: NO_COLOR is set"
    deep = os.environ.get("COLORTERM", "") in {"truecolor", "24bit"}
    return "16 million" if deep else "as TERM says; COLORTERM=truecolor where it can do more"


def _clipboard() -> str:
    """Say how OSC 52, by which the TUI copies, gets through what lies between."""
    if os.environ.get("TMUX"):
        return "by OSC 52, which tmux hands on with `set -g set-clipboard on`"
    if os.environ.get("STY"):
        return "by OSC 52, which screen does not hand on"
    over = " over ssh" if os.environ.get("SSH_CONNECTION") else ""
    return f"by OSC 52{over}, where the terminal admits it"
