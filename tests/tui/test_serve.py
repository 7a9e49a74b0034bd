"""The TUI in a browser answers the person who started it, and no other page or program."""

from collections.abc import AsyncIterator
from secrets import token_urlsafe
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar, WSMsgType, WSServerHandshakeError, web

from relplan.tui.serve import LOOPBACK, MOST_VISITORS, OwnServer

SECRET = token_urlsafe()
COMMAND = "nothing is run"


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """A running server, by its address without the token."""
    runner = None
    try:
        # The port must be known before the server is made, for it is part of what it answers to.
        probe = web.ServerRunner(web.Server(_nobody))
        await probe.setup()
        first = web.TCPSite(probe, LOOPBACK, 0)
        await first.start()
        port = probe.addresses[0][1]
        await probe.cleanup()
        runner = web.AppRunner(await OwnServer(COMMAND, port, SECRET)._make_app())
        await runner.setup()
        await web.TCPSite(runner, LOOPBACK, port).start()
        yield f"http://{LOOPBACK}:{port}"
    finally:
        if runner is not None:
            await runner.cleanup()


async def _nobody(request: web.BaseRequest) -> web.Response:
    return web.Response()


@pytest.fixture
async def browser() -> AsyncIterator[ClientSession]:
    """Keeps cookies as a browser does."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield session


async def _enter(browser: ClientSession, site: str) -> ClientResponse:
    return await browser.get(f"{site}/?token={SECRET}")


async def test_the_printed_address_opens_the_page_and_leaves_no_token_in_it(
    browser: ClientSession, site: str
) -> None:
    answer = await _enter(browser, site)
    assert answer.status == 200
    assert str(answer.url) == f"{site}/"
    assert 'class="textual-terminal"' in await answer.text()


async def test_the_pages_own_parts_are_served_and_nothing_is_fetched_elsewhere(
    browser: ClientSession, site: str
) -> None:
    page = await (await _enter(browser, site)).text()
    for part in ("/page.css", "/page.js", "/static/js/textual.js", "/static/css/xterm.css"):
        assert part in page
        assert (await browser.get(site + part)).status == 200
    assert "https://" not in page


async def test_the_page_fits_a_phone_and_gives_the_terminal_the_keys(
    browser: ClientSession, site: str
) -> None:
    page = await (await _enter(browser, site)).text()
    assert "width=device-width" in page
    # It sets the size of the letters before textual.js reads it, which waits for the page.
    assert page.index("textual.js") < page.index('id="terminal"') < page.index("page.js")
    script = await (await browser.get(f"{site}/page.js")).text()
    assert "input.focus(" in script
    assert 'addEventListener("keydown", focus, true)' in script
    assert "height: 100dvh" in await (await browser.get(f"{site}/page.css")).text()


@pytest.mark.parametrize(
    "path", ["/", "/?token=", "/?token=wrong", "/ws", "/static/js/textual.js", "/download/x"]
)
async def test_without_the_token_there_is_nothing(
    browser: ClientSession, site: str, path: str
) -> None:
    assert (await browser.get(site + path, headers={"Origin": site})).status == 403


async def test_another_host_name_for_this_machine_is_refused(
    browser: ClientSession, site: str
) -> None:
    await _enter(browser, site)
    port = site.rpartition(":")[2]
    for host in (f"evil.example:{port}", f"localhost:{port}", "127.0.0.1", "127.0.0.1:1", ""):
        assert (await browser.get(site, headers={"Host": host})).status in (400, 421)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", ""])
async def test_another_sites_page_opens_no_socket_even_with_the_cookie(
    browser: ClientSession, site: str, origin: str
) -> None:
    await _enter(browser, site)
    headers = {"Origin": origin} if origin else {}
    with pytest.raises(WSServerHandshakeError) as refused:
        await browser.ws_connect(f"{site}/ws", headers=headers)
    assert refused.value.status == 403


class Visit:
    """Stands in for the process that textual-serve starts for a visitor."""

    def __init__(self, command: str, **more: object) -> None:
        pass

    async def start(self, width: int, height: int) -> None:
        pass

    async def stop(self) -> None:
        pass


async def test_more_visitors_than_a_handful_are_turned_away(
    browser: ClientSession, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textual_serve.server.AppService", Visit)
    await _enter(browser, site)
    own = {"Origin": site}
    sockets: list[Any] = [
        await browser.ws_connect(f"{site}/ws", headers=own) for _ in range(MOST_VISITORS)
    ]
    refused = await browser.ws_connect(f"{site}/ws", headers=own)
    message = await refused.receive()
    assert message.type is WSMsgType.CLOSE
    assert "close one" in message.extra
    for socket in sockets:
        await socket.close()


async def test_no_folder_is_listed(browser: ClientSession, site: str) -> None:
    await _enter(browser, site)
    assert (await browser.get(f"{site}/static/")).status in (403, 404)
    assert (await browser.get(f"{site}/static/js/")).status in (403, 404)


@pytest.mark.parametrize("path", ["/", "/static/js/textual.js", "/nothing", "/?token=wrong"])
async def test_every_answer_says_how_a_browser_must_treat_it(
    browser: ClientSession, site: str, path: str
) -> None:
    await _enter(browser, site)
    headers = (await browser.get(site + path)).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


async def test_the_cookie_is_for_this_port_alone_and_for_no_script(
    browser: ClientSession, site: str
) -> None:
    answer = await browser.get(f"{site}/?token={SECRET}", allow_redirects=False)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"relplan-{site.rpartition(':')[2]}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
