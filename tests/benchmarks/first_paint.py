"""How soon the real program shows something on a terminal, beside a process that loads textual."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.measuring import environment, relplan

ROUNDS = 5
LEFT = "how it was left"
_TEXTUAL = [sys.executable, "-c", "import textual.app, textual.widgets; print('loaded')"]
_LOADED, _PICTURE, _PLAN = b"loaded", b"this is how you left it", b"shippable"
"""What stands on the screen once textual is loaded, the last picture is seen, and the plan."""
_PATIENCE = 60.0


def measured(folder: Path) -> dict[str, tuple[float, float]]:
    """Return by what is seen the CPU seconds until then, and what loading textual took.

    *folder* is a workspace that has been scanned. All take turns, so that all see the same.
    """
    jobs = {
        "textual": (_TEXTUAL, _LOADED),
        LEFT: (relplan(), _PICTURE),
        "the plan, read": (relplan(), _PLAN),
    }
    taken: dict[str, list[float]] = {what: [] for what in jobs}
    with tempfile.TemporaryDirectory() as left, tempfile.TemporaryDirectory() as fresh:
        _cpu_until(_PLAN, relplan(), folder, left, keys=b"q")
        for number in range(ROUNDS + 1):
            for what, (words, text) in jobs.items():
                own = left if what == LEFT else fresh
                seconds = _cpu_until(text, words, folder, own)
                if number:  # the first compiles
                    taken[what].append(seconds)
    reference = median(taken.pop("textual"))
    return {what: (median(seconds), reference) for what, seconds in taken.items()}


def _cpu_until(
    text: bytes, words: Sequence[str], folder: Path, own: str, keys: bytes = b""
) -> float:
    """Return the CPU seconds of a process until it has shown *text* on a terminal of 120 by 40.

    *own* is the folder of the person's own files. With *keys*, they are pressed then, and what is
    shown until the process ends counts, too; else it is killed.
    """
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    process = subprocess.Popen(
        words, cwd=folder, env=environment() | {"RELPLAN_CONFIG": own, "TERM": "xterm-256color"},
        stdin=its, stdout=its, stderr=its,
    )  # fmt: skip
    os.close(its)
    shown = b""
    while text not in shown:
        ready, _, _ = select.select([ours], [], [], _PATIENCE)
        if not ready:
            raise TimeoutError(f"{words} shows no {text!r}")
        shown += os.read(ours, 1 << 16)
    if keys:
        os.write(ours, keys)
        while _read(ours):
            pass
    else:
        process.kill()
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0  # it is waited for
    os.close(ours)
    return used.ru_utime + used.ru_stime


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # how a terminal says that nobody is on its other end any more
        return b""
