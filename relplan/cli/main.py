"""The entry point: runs a command and turns what goes wrong into one line and an exit code."""

import gc
import io
import os
import sys
from collections.abc import Callable
from functools import partial

from relplan.cli.exits import EXIT_DONE, EXIT_FAULT

_EXIT_INTERRUPTED = 130
_EXIT_UNREAD = 141


def main() -> None:
    """Run ``relplan`` with the process's own arguments and exit.

    A command lives for less than a second, of which Python would spend a fifth on looking for
    garbage while it imports, and on taking everything apart at the end: it does neither.
    """
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a character less is better than no answer
    code = run(sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        code = _invoke(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        return _unread()
    except SystemExit as error:
        if isinstance(error.__context__, BrokenPipeError):  # click exits with 1, which says "no"
            return _unread()
        raise
    except KeyboardInterrupt:
        return _EXIT_INTERRUPTED
    except Exception as error:  # a traceback is never an answer
        return _fault(error)
    return code


def _unread() -> int:
    """Say as other programs do that nobody read the answer to its end: 0 could pass for a yes."""
    # What is left of it must not be flushed at exit: that would fail once more.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _EXIT_UNREAD


def _invoke(arguments: list[str]) -> int:
    if arguments == ["--version"]:  # known before all that reads options is loaded
        from relplan import __version__

        print(f"relplan {__version__}")
        return EXIT_DONE
    from relplan.cli.completion import VARIABLE, complete_for_bash, is_asked_by_bash

    command = _plain(arguments) if VARIABLE not in os.environ else None
    if command is None:
        from relplan.cli.app import app

        command = partial(app, args=arguments, prog_name="relplan", standalone_mode=False)
    if is_asked_by_bash():
        complete_for_bash(command)
        return EXIT_DONE
    try:
        result = command()
    finally:
        if VARIABLE not in os.environ:  # a shell that completes shows none
            _narrate_left_out()
    return result if isinstance(result, int) else EXIT_DONE


def _plain(arguments: list[str]) -> Callable[[], object] | None:
    """Return what runs a command that needs no Typer to be understood; None: it needs it."""
    if arguments in (["--help"], ["-h"]):
        return None
    from relplan.cli.plain import read

    plain = read(arguments)
    return None if plain is None else plain.run


def _narrate_left_out() -> None:
    """Say which packages that add to relplan were left out, where the command looked for any."""
    if "relplan.plugins" not in sys.modules:
        return
    from relplan.plugins import problems

    left_out = problems()
    if left_out:
        from relplan.cli.output import warn  # which --help does without

        for problem in left_out:
            warn(f"note: {problem}")


def _fault(error: Exception) -> int:
    """Say in one line on stderr what is wrong."""
    from relplan.cli.output import warn
    from relplan.model.errors import DEBUG, RelplanError, in_one_line

    if os.environ.get(DEBUG):
        raise error
    usage = getattr(error, "format_message", None)  # click's own errors, for a misused command
    if usage is not None and not isinstance(error, RelplanError):
        warn(f"{usage().rstrip('.')}; see `relplan --help`")
    else:
        warn(in_one_line(error))
    return EXIT_FAULT
