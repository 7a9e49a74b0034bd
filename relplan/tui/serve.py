"""The TUI in a browser: each visitor gets a process of their own."""

import shlex
import sys

from textual_serve.server import Server

_LOOPBACK = "127.0.0.1"


def serve(port: int, environment: str) -> None:
    """Serve ``relplan`` of the current folder on loopback until interrupted.

    Never on another address: whoever can reach it can decide as the person who started it.
    """
    command = shlex.join([sys.executable, "-m", "relplan", "--environment", environment])
    Server(command, host=_LOOPBACK, port=port, title="relplan").serve()
