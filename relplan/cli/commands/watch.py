"""``relplan watch``: a line when the status of a change turns."""

from __future__ import annotations

import gc
import json as json_
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

from relplan.cli.bench import scanned_bench
from relplan.cli.completion import complete_change
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, InScenario, Json, Option
from relplan.cli.output import say, warn
from relplan.exports.moments import iso, shown
from relplan.model.counting import counted, listed
from relplan.model.errors import RelplanError

if TYPE_CHECKING:
    from relplan.app import Workbench
    from relplan.app.watching import Turn, Wait

SCHEMA = "relplan.turn/1"
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_LONGEST = 60
"""Seconds that a command of one's own may take."""
_BLOCKERS = 3
"""Blockers that are named in a line; JSON has them all."""


def watch(
    names: Annotated[
        list[str] | None,
        Argument(
            metavar="[CHANGE|BATCH|SERVICE]...",
            help="What to follow; else everything.",
            autocompletion=complete_change,
        ),
    ] = None,
    command: Annotated[
        str | None,
        Option("--run", metavar="COMMAND", help="Run this for each, with its JSON on stdin."),
    ] = None,
    scan_every: Annotated[
        str | None, Option("--scan-every", metavar="TIME", help="Scan, too: 90s, 10m, 2h.")
    ] = None,
    scenario: InScenario = None,
    json: Json = False,
) -> int:
    """Print a line when the status of a change turns, until Ctrl+C."""
    from relplan.app.watching import Watch, turns

    words = _command(command)
    every = None if scan_every is None else _seconds(scan_every)
    with scanned_bench(scenario) as bench:
        wait = _until_told()
        gc.enable()  # it lives for long
        followed = Watch(bench, names or ())
        pending = counted(len(followed), "change")
        warn(f"following {pending} in scenario {bench.scenario_name}; Ctrl+C ends it")
        for turn in turns(followed, wait, bench.wall_clock, every, lambda fault: warn(str(fault))):
            document = json_.dumps(_document(bench, turn))
            if json:
                print(document)
            else:
                say(_line(bench, turn))
            sys.stdout.flush()
            if words:
                _run(words, document)
    return EXIT_DONE


def _until_told() -> Wait:
    """Return what waits until Ctrl+C, SIGTERM, or until nobody reads what is printed any more."""
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    return lambda seconds: over.wait(seconds) or not _is_read()


def _is_read() -> bool:
    """Tell whether somebody may still read stdout: `head` ends long before the next line."""
    if not hasattr(select, "poll"):  # Windows says so when the line is written
        return True
    with suppress(OSError, ValueError):
        asked = select.poll()
        asked.register(sys.stdout.fileno(), 0)
        return not any(event & select.POLLERR for _, event in asked.poll(0))
    return True


def _seconds(text: str) -> float:
    found = re.fullmatch(r"(\d{1,6})([smh])", text)
    if found is None or not int(found[1]):
        raise RelplanError(f"{text!r} is no time between scans", "write it as 90s, 10m or 2h")
    return float(int(found[1]) * _SECONDS[found[2]])


def _command(text: str | None) -> list[str]:
    """Return the words of a command of the person's own: no shell runs them."""
    if text is None:
        return []
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise RelplanError(f"--run cannot be read: {error}", "close its quotes") from None
    if not words or shutil.which(words[0]) is None:
        raise RelplanError(f"--run names no program: {text!r}", "name one that is there")
    return words


def _run(words: list[str], document: str) -> None:
    try:
        done = subprocess.run(
            words, input=document.encode() + b"\n", stdout=sys.stderr, timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        warn(f"{words[0]} did not end within {_LONGEST} seconds, and was stopped")
    except OSError as error:
        warn(f"{words[0]} cannot be run: {error.strerror}")
    else:
        if done.returncode:
            warn(f"{words[0]} ended with {done.returncode}")


def _line(bench: Workbench, turn: Turn) -> str:
    before = turn.before or "not pending"
    by = f" by {listed(turn.blockers, _BLOCKERS)}" if turn.blockers else ""
    after = f"{turn.after or 'not pending any more'}{by}"
    at = shown(turn.at, bench.loaded.workspace.timezone)
    return f"{at} {turn.change}: {before} -> {after}: {turn.title}"


def _document(bench: Workbench, turn: Turn) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "at": iso(turn.at, bench.loaded.workspace.timezone),
        "workspace": bench.name,
        "environment": bench.environment,
        "scenario": bench.scenario_name,
        "change": turn.change,
        "service": turn.service,
        "title": turn.title,
        "before": turn.before,
        "after": turn.after,
        "blockers": list(turn.blockers),
    }
