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


def serve(port: int, token: str, as_of: str | None, environment: str, scenario: str) -> None:
    """Serve ``relplan`` of the current folder, as if at *as_of*, on loopback until interrupted."""
    said = {"--environment": environment, "--as-of": as_of, "--scenario": scenario}
    options = [word for name, value in said.items() if value for word in (name, value)]
    OwnServer(shlex.join([sys.executable, "-m", "relplan", *options]), port, token).serve()


class OwnServer(Server):
    """A server for one person and one browser, with a page of its own."""

    def __init__(self, command: str, port: int, token: str) -> None:
        """Run *command* for each visitor that brings *token*."""
        super().__init__(command, host=LOOPBACK, port=port, title="relplan")
        self._host = f"{LOOPBACK}:{port}"
        self._token = token
        # A browser sends the cookies of one port to all ports of a host.
        self._cookie = f"relplan-{port}"
        self._visitors = 0

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guarded])
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/page.css", self._style),
                web.get("/page.js", self._script),
                web.get("/ws", self.handle_websocket),
                web.get("/download/{key}", self.handle_download),
                web.static("/static", self.statics_path),
            ]
        )
        app.on_response_prepare.append(self._add_headers)
        return app

    @web.middleware
    async def _guarded(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Refuse whoever is not the person's own page."""
        if request.headers.getall("Host", []) != [self._host]:
            raise web.HTTPMisdirectedRequest(text=f"this is {self._host}")
        origins = request.headers.getall("Origin", [])
        own = f"http://{self._host}"
        # Browsers name their origin whenever they open a socket; others have no business with it.
        if any(origin != own for origin in origins) or (request.path == "/ws" and not origins):
            raise web.HTTPForbidden(text="another site asks")
        if request.path == "/" and self._is_token(request.query.get("token", "")):
            raise self._welcomed()
        if not self._is_token(request.cookies.get(self._cookie, "")):
            raise web.HTTPForbidden(text="open the address that `relplan --serve` printed")
        return await handler(request)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._token.encode())

    def _welcomed(self) -> web.HTTPSeeOther:
        """Give the cookie, and take the token out of the address bar and the history."""
        response = web.HTTPSeeOther("/")
        response.set_cookie(
            self._cookie,
            self._token,
            max_age=_COOKIE_DAYS * 86_400,
            path="/",
            httponly=True,
            samesite="Strict",
        )
        return response

    async def _index(self, request: web.Request) -> web.Response:
        size = request.query.get("fontsize", "")
        page = files("relplan.tui.served").joinpath("index.html").read_text("utf-8")
        text = page.format(
            title=escape(self.title),
            socket=f"ws://{self._host}/ws",
            font_size=int(size) if size.isdecimal() and len(size) < 3 else _FONT_SIZE,
        )
        return web.Response(text=text, content_type="text/html")

    async def _style(self, request: web.Request) -> web.Response:
        text = files("relplan.tui.served").joinpath("page.css").read_text("utf-8")
        return web.Response(text=text, content_type="text/css")

    async def _script(self, request: web.Request) -> web.Response:
        text = files("relplan.tui.served").joinpath("page.js").read_text("utf-8")
        return web.Response(text=text, content_type="text/javascript")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Start a process for a visitor, unless there are as many as there may be."""
        if self._visitors >= MOST_VISITORS:
            refusal = web.WebSocketResponse()
            await refusal.prepare(request)
            message = f"{MOST_VISITORS} are open already: close one"
            await refusal.close(code=WSCloseCode.TRY_AGAIN_LATER, message=message.encode())
            return refusal
        self._visitors += 1
        try:
            return await super().handle_websocket(request)
        finally:
            self._visitors -= 1

    async def _add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src 'self'; connect-src 'self' ws://{self._host};"
            " style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:;"
            " frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-store"

    def initialize_logging(self) -> None:
        """Log faults only, and no request: the first one has the token in it."""
        logging.basicConfig(level=logging.ERROR, format="%(message)s")
