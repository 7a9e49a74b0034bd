"""The TUI in a browser: each visitor gets a process of their own.

Whoever reaches it decides as the person who started it, so it answers nobody else. It listens on
loopback only; a page of another site, which the same browser may have open, is told from its own
by Host, Origin and a cookie; and the cookie is given for the token in the address that was printed.
"""

import hmac
import logging
import shlex
import sys
from collections.abc import Awaitable, Callable
from html import escape
from importlib.resources import files
from secrets import token_urlsafe

from aiohttp import WSCloseCode, web
from textual_serve.server import Server

LOOPBACK = "127.0.0.1"
MOST_VISITORS = 4
"""Each of them is a process."""
_COOKIE_DAYS = 1
_FONT_SIZE = 16

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def address(port: int, token: str) -> str:
    """Return what the person opens: whoever knows it may look and decide."""
    return f"http://{LOOPBACK}:{port}/?token={token}"


def new_token() -> str:
    """Return a token that nobody can guess."""
    return token_urlsafe(32)


def serve(port: int, token: str, as_of: str | None, environment: str) -> None:
    """Serve ``relplan`` of the current folder, as if at *as_of*, on loopback until interrupted."""
    options = ["--environment", environment, *(["--as-of", as_of] if as_of else [])]
    OwnServer(shlex.join([sys.executable, "-m", "relplan", *options]), port, token).serve()
