"""A team's plan on a server, in the TUI: others' decisions appear, and nothing typed is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from relplan.app import Workbench
from relplan.model.errors import StoreError
from relplan.model.store_place import StoreUrl
from relplan.store import copy_store
from relplan.store.postgresql import connecting
from tests.postgresql import Server, heard
from tests.store.test_sharing import drop_connections
from tests.tui.conftest import copied
from tests.tui.controllers.test_watching import by_ann, look
from tests.tui.shop import Sight, go_to_dismissible, open_bench, opened


@pytest.fixture
def folder(
    request: pytest.FixtureRequest,
    _examples: dict[str, Path],
    tmp_path: Path,
    on_server: StoreUrl,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """The batch of seven, or another example, its store on a server."""
    place = copied(_examples[getattr(request, "param", "lockstep-7")], tmp_path / "shared")
    copy_store(place / ".relplan" / "relplan.db", on_server)
    monkeypatch.setenv("RELPLAN_STORE", on_server.whole)
    return place


@pytest.fixture
def bench(folder: Path) -> Iterator[Workbench]:
    with open_bench(folder) as opened_bench:
        yield opened_bench


@pytest.fixture
def other(folder: Path) -> Iterator[Workbench]:
    with open_bench(folder) as opened_bench:
        yield opened_bench


async def hear(sight: Sight, bench: Workbench) -> None:
    """Look as soon as the server has something to say."""
    heard(bench.store)
    await look(sight)


async def test_what_another_decides_and_scans_appears(
    bench: Workbench, other: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(bench) as sight:
        by_ann(monkeypatch, other, "ledger-api", "versioned")
        await hear(sight, bench)
        assert "largest batch 7 ➔ 4" in sight.header
        assert sight.answer.startswith("ann decided: ledger-api versioned: seven ➔ ")
        other.scan(full=True)
        await hear(sight, bench)
        assert "6 changes" not in sight.header
        await sight.press("R")
        assert "pending" in sight.toasts[-1]


class Away:
    """A server that is away until it is let back."""

    def __init__(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        self._server, self._monkeypatch = server, monkeypatch
        self._connect = connecting.connect

    def go(self) -> None:
        def refuse(url: StoreUrl) -> None:
            raise StoreError(f"the store {url} cannot be reached: no")

        self._monkeypatch.setattr(connecting, "connect", refuse)
        drop_connections(self._server)

    def come_back(self) -> None:
        self._monkeypatch.setattr(connecting, "connect", self._connect)


@pytest.fixture
def away(server: Server, monkeypatch: pytest.MonkeyPatch) -> Away:
    return Away(server, monkeypatch)


@pytest.mark.parametrize("folder", ["webshop"], indirect=True)
async def test_a_reason_that_was_typed_stays_until_the_server_is_back(
    bench: Workbench, away: Away
) -> None:
    async with opened(bench) as sight:
        await go_to_dismissible(sight, bench)
        await sight.press("x", "n", "o")
        away.go()
        await sight.press("enter")
        assert "cannot be reached" in sight.toasts[-1]
        await sight.press("enter", "t", "enter")  # whatever is pressed meanwhile
        away.come_back()
        await sight.press("enter")
        said = [one.reason for one in bench.store.decisions() if one.kind == "dismissal"]
        assert said == ["not"]
        assert "1 dismissed" in sight.header


async def test_a_name_that_was_typed_stays_until_the_server_is_back(
    bench: Workbench, away: Away
) -> None:
    async with opened(bench) as sight:
        await sight.press("s", "end", "enter", "t", "r", "y")
        away.go()
        await sight.press("enter")
        assert "cannot be reached" in sight.toasts[-1]
        away.come_back()
        await sight.press("enter")
        assert "try" in bench.scenario_names()


async def test_all_keys_say_that_the_server_is_away_and_none_ends_relplan(
    bench: Workbench, away: Away
) -> None:
    async with opened(bench) as sight:
        away.go()
        for keys in (["3", "v"], ["u"], ["l"], ["s"], ["Q"], ["R"], ["w"], ["t"], ["n"], ["e"]):
            await sight.press(*keys)
            await look(sight)
            assert sight.app.is_running
            while sight.app.screen is not sight.plan:
                await sight.press("escape")
        assert any("cannot be reached" in toast for toast in sight.toasts)
        away.come_back()
        await look(sight)
        await sight.press("3", "v")
        assert len(bench.scenario().marks) == 1
