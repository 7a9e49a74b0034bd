"""The TUI in a browser: each visitor gets a process of their own."""

import shlex
import sys

from textual_serve.server import Server

_LOOPBACK = "127.0.0.1"


def serve(port: int, as_of: str | None, environment: str) -> None:
    """Serve ``relplan`` of the current folder, as if at *as_of*, on loopback until interrupted.

    Never on another address: whoever can reach it can decide as the person who started it.
    """
    options = ["--environment", environment, *(["--as-of", as_of] if as_of else [])]
    command = shlex.join([sys.executable, "-m", "relplan", *options])
    Server(command, host=_LOOPBACK, port=port, title="relplan").serve()
