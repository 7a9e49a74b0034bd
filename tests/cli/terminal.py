"""The real program on a terminal of its own, as a person sits before it."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
from pathlib import Path
from time import monotonic
from types import TracebackType

from tests.cli.shop import EXECUTABLE, environment

_PATIENCE = 60.0
"""Seconds without a sign, after which nothing is waited for any more."""
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[P_^][^\x1b]*\x1b\\\\|.)")


class Terminal:
    """``relplan`` in a folder, on a terminal of 120 by 40."""

    def __init__(self, folder: Path, *words: str, **more: str) -> None:
        self._own, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self._process = subprocess.Popen(
            [EXECUTABLE, *words], cwd=folder, env=environment(TERM="xterm-256color", **more),
            stdin=its, stdout=its, stderr=its,
        )  # fmt: skip
        os.close(its)
        self._read = ""

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._own)

    def close(self) -> int:
        """Close the terminal under the program; return how that ended."""
        os.close(self._own)
        self._own = os.open(os.devnull, os.O_RDWR)
        return self._process.wait(_PATIENCE)

    def press(self, keys: str) -> None:
        """Send *keys*; what was written before is forgotten."""
        self._read = ""
        os.write(self._own, keys.encode())

    def read_until(self, text: str) -> str:
        """Return what is written since the last key, with *text*; without what moves the cursor."""
        end = monotonic() + _PATIENCE  # a screen that moves by itself never falls silent
        while text not in (shown := _ESCAPES.sub("", self._read)):
            ready, _, _ = select.select([self._own], [], [], max(0.0, end - monotonic()))
            assert ready, f"{text!r} is not shown; but: {shown!r}"
            self._read += os.read(self._own, 1 << 16).decode("utf-8", "replace")
        return shown
