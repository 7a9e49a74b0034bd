"""The TUI in a real browser, where there is one: headless Chromium, told what to do by its port."""

import asyncio
import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse
from aiohttp.test_utils import unused_port

from relplan.app import Workbench

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here")
_PATIENCE = 60.0
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_SCREEN = """
(() => {
  const box = document.querySelector(".xterm-screen").getBoundingClientRect();
  return box.bottom <= innerHeight && box.right <= innerWidth;
})()
"""


class Page(NamedTuple):
    """A tab of the browser."""

    socket: ClientWebSocketResponse
    received: list[str]
    """What the program has written, without what moves the cursor."""

    async def ask(self, method: str, **parameters: Any) -> Any:
        """Let the browser do something and return what it answers."""
        await self.socket.send_json({"id": 1, "method": method, "params": parameters})
        return await self._until(lambda said: said.get("id") == 1)

    async def see(self, text: str) -> None:
        """Wait until the program has written *text*."""
        if text not in "".join(self.received):
            await self._until(lambda _: text in "".join(self.received))

    async def _until(self, is_there: Any) -> Any:
        async with asyncio.timeout(_PATIENCE):
            while True:
                said = await self.socket.receive_json()
                if said.get("method") == "Network.webSocketFrameReceived":
                    frame = said["params"]["response"]
                    if frame["opcode"] == 2:  # bytes: what is to be shown
                        shown = base64.b64decode(frame["payloadData"]).decode("utf-8", "replace")
                        self.received.append(_ESCAPES.sub("", shown))
                if is_there(said):
                    return said.get("result")


@pytest.fixture
def address(lockstep: Workbench) -> Iterator[str]:
    """Where `relplan --serve` shows the example."""
    words = [sys.executable, "-m", "relplan", "--serve", "--port", str(unused_port())]
    folder = lockstep.loaded.file.parent
    with subprocess.Popen(words, cwd=folder, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        yield server.stderr.readline().split()[-1]
        server.terminate()


@pytest.fixture
def debugged(tmp_path: Path) -> Iterator[int]:
    """The port by which a browser is told what to do."""
    profile = tmp_path / "profile"
    words = [CHROMIUM, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    if os.geteuid() == 0:
        words.append("--no-sandbox")  # it starts for root only so
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as browser:
        assert browser.stderr is not None
        found = (re.search(r"ws://127\.0\.0\.1:(\d+)/", line) for line in browser.stderr)
        yield next(int(port[1]) for port in found if port)
        browser.terminate()


@pytest.mark.parametrize(("width", "height"), [(1500, 900), (390, 844)])
async def test_keys_need_no_click_and_all_lines_are_seen(
    address: str, debugged: int, width: int, height: int
) -> None:
    async with ClientSession(f"http://127.0.0.1:{debugged}") as session:
        tabs = await (await session.get("/json")).json()
        tab = next(one["webSocketDebuggerUrl"] for one in tabs if one["type"] == "page")
        async with session.ws_connect(tab, max_msg_size=0) as socket:
            page = Page(socket, [])
            await page.ask("Network.enable")
            size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            await page.ask("Emulation.setDeviceMetricsOverride", **size)
            await page.ask("Page.navigate", url=address)
            await page.see("Help")
            assert "Esc closes" not in "".join(page.received)
            await page.ask("Input.dispatchKeyEvent", type="keyDown", key="?", text="?")
            await page.see("Esc closes")
            fits = await page.ask("Runtime.evaluate", expression=_SCREEN)
            assert fits["result"]["value"] is True
