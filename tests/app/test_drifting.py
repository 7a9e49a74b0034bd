"""Lock-step over past releases, from real repositories to what a person is told."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from relplan.app import past_reading
from relplan.app.bench import Workbench
from relplan.app.drifting import look_back
from relplan.detection.contract import Consumer, PendingContract
from relplan.detection.search import Search
from relplan.model.drift import Drift, Trend
from relplan.model.drift_settings import DriftSettings, PeriodKind
from relplan.workspace import load
from tests.cli.shop import asker
from tests.sources.git.git_repo import GitRepo

_DAY = 24 * 60
_MONTH = 31 * _DAY
NOW = "2024-06-15T00:00:00+00:00"
"""Seven months after the first commits."""
MOMENT = int(datetime.fromisoformat(NOW).timestamp())
SETTINGS = DriftSettings(days=300, period=PeriodKind.MONTH)
NAMES = ("cart", "orders", "payments", "web")


class Shop:
    """Four services, each a repository with a release a month."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repos = {name: GitRepo(folder / name) for name in NAMES}
        self.month = 0
        for name, repo in self.repos.items():
            repo.commit("Begin", "readme.md", f"{name}\n")
            repo.tag("v0.1")

    def night(self, *tied: str) -> None:
        """Release all services; those that are *tied* with slices of one feature."""
        self.month += 1
        for name, repo in self.repos.items():
            repo._minute = self.month * _MONTH
            feature = f"\n\nFeature: F-{self.month}\n" if name in tied else ""
            repo.commit(f"Work {self.month}{feature}", "work.md", f"{self.month}\n")
            repo.tag(f"v0.{self.month + 1}")

    def write(self, more: str = "") -> Path:
        """Write relplan.toml; return the folder."""
        services = "".join(f'[services.{name}]\nrepo = "{name}"\n\n' for name in NAMES)
        text = f'[workspace]\nname = "shop"\nstale_after_days = 0\n\n{services}{more}'
        (self.folder / "relplan.toml").write_text(text, "utf-8")
        return self.folder

    def drift(self, settings: DriftSettings = SETTINGS, more: str = "", **how: Any) -> Drift:
        folder = self.write(more)
        with Workbench(load(folder / "relplan.toml"), lambda: MOMENT) as bench:
            return look_back(bench, settings, **how)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def known(found: Drift) -> list[int]:
    return [size for size in found.largest if size]


def test_a_set_that_grows_is_told_so(shop: Shop) -> None:
    shop.night("cart", "orders")
    shop.night("cart", "orders", "payments")
    shop.night(*NAMES)
    found = shop.drift()
    assert (known(found), found.trend) == ([2, 3, 4], Trend.GROWS)
    (one,) = found.sets
    assert one.now == NAMES
    assert [share.name for share in one.causes] == ["horizontal slicing"]


def test_one_that_shrinks_too(shop: Shop) -> None:
    shop.night(*NAMES)
    shop.night("cart", "orders", "web")
    shop.night("orders", "web")
    found = shop.drift()
    assert (known(found), found.trend) == ([4, 3, 2], Trend.SHRINKS)


def test_where_nothing_is_tied_there_is_nothing(shop: Shop) -> None:
    for _ in range(3):
        shop.night()
    found = shop.drift()
    assert (found.sets, found.pairs, found.counts.needed) == ((), (), 0)
    assert (found.counts.releases, found.counts.near) == (12, 12)
    assert known(found) == []


def test_releases_that_are_far_apart_did_not_go_out_together(shop: Shop) -> None:
    for name, later in (("cart", 0), ("orders", 2 * _DAY)):
        repo = shop.repos[name]
        repo._minute = _MONTH + later
        repo.commit("Pay\n\nFeature: CHK-1\n", "pay.md", "1\n")
        repo.tag("v0.2")
    assert shop.drift().pairs == ()
    near = DriftSettings(window_hours=72, days=300, period=PeriodKind.MONTH)
    (pair,) = shop.drift(near).pairs
    assert pair.pair.counts.lockstep == 2


_PIN = "module example.com/shop/web\n\nrequire example.com/shop/orders/api {}\n"


def _pinning(shop: Shop, later: int, *versions: str) -> None:
    """Let orders tag its module before its release, and web pin *versions* so much *later*."""
    orders, web = shop.repos["orders"], shop.repos["web"]
    orders.commit("Make a module", "api/go.mod", "module example.com/shop/orders/api\n")
    orders.tag("api/v0.1.1")
    orders.tag("v0.1.1")
    web.commit("Ask for it", "go.mod", _PIN.format("v0.1.1"))
    web.tag("v0.1.1")
    for number in range(2, 4):
        repo = orders
        repo._minute = number * _MONTH
        repo.commit(f"Go on {number}", "api/a.go", f"package api // {number}\n")
        repo.tag(f"api/v0.{number}.0")
        repo.commit(f"Release {number}", "notes.md", f"{number}\n")
        repo.tag(f"v0.{number}.0")
    web._minute = orders._minute + later
    for version in versions:
        web.commit(f"Take up {version}", "go.mod", _PIN.format(version))
    web.tag("v0.2")


@pytest.mark.parametrize(
    ("later", "versions", "far"),
    [
        (5 * _DAY, ("v0.3.0",), (1, 144, 1)),
        (5 * _DAY, ("v0.2.0", "v0.3.0"), (1, 144, 1)),  # what it pinned meanwhile is no matter
        (5 * _DAY, ("v0.3.0", "v0.1.1"), (0, 0, 0)),  # it went back: nothing was taken up
        (40 * _DAY, ("v0.3.0",), (1, 0, 0)),  # no window is as wide
        (60, ("v0.3.0",), (0, 0, 0)),  # that is counted
        (60, ("v0.2.0", "v0.3.0"), (0, 0, 0)),
        (5 * _DAY, (), (0, 0, 0)),
    ],
)
def test_a_pin_of_a_release_beyond_the_window_is_said_and_not_counted(
    shop: Shop, later: int, versions: tuple[str, ...], far: tuple[int, int, int]
) -> None:
    _pinning(shop, later, *versions)
    found = shop.drift(DriftSettings(days=170, period=PeriodKind.MONTH))
    assert (found.far.needs, found.far.window_hours, found.far.within) == far
    assert found.counts.needed == (1 if later == 60 else 0)
    if far[1]:
        wider = DriftSettings(far[1], days=170, period=PeriodKind.MONTH)
        found = shop.drift(wider)
        assert (found.far.needs, found.counts.needed) == (0, 1)


def test_a_break_and_its_adaptation_hold_in_lockstep(shop: Shop) -> None:
    """Who only takes up what is new needs it, and could have gone out later."""
    shop.night()
    for name, trailer in (("orders", "Breaks"), ("web", "Adapts-To"), ("cart", "Adapts-To")):
        shop.repos[name].commit(f"Pay\n\n{trailer}: orders-api\n")
        shop.repos[name].tag("v0.3")
    contract = '[contracts.orders-api]\nprovider = "orders"\nconsumers = ["web", "cart"]\n'
    found = shop.drift(more=contract)
    tied = {one.pair.services: one.pair.counts.lockstep for one in found.pairs}
    assert tied == {("cart", "orders"): 2, ("orders", "web"): 2}
    assert known(found) == [3]
    assert found.pairs[0].pair.couplings[0].name == "orders-api"


_API = """openapi: 3.0.0
info: {title: Orders, version: '1'}
paths:
  /orders: {get: {responses: {'200': {description: ok}}}}
"""
_MORE = "  /bills: {get: {responses: {'200': {description: ok}}}}\n"


@pytest.mark.parametrize("near", [("web",), ("cart", "web")])
def test_only_who_was_released_near_is_searched(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, near: tuple[str, ...]
) -> None:
    shop.repos["orders"].commit("Serve", "api.yaml", _API)
    shop.repos["orders"].tag("v0.1.1")
    shop.night()
    for name in ("orders", *near):
        shop.repos[name]._minute = 2 * _MONTH
        shop.repos[name].commit("Go on", "api.yaml" if name == "orders" else "", _API + _MORE)
        shop.repos[name].tag("v0.3")
    asked: set[str] = set()

    def consumer(self: Search, service: str, contract: PendingContract) -> Consumer:
        asked.add(service)
        return search(self, service, contract)

    search = Search.consumer
    monkeypatch.setattr(Search, "consumer", consumer)
    shop.drift(more='[contracts.orders-api]\nkind = "openapi"\nprovider = "orders"\n'
                    'files = ["api.yaml"]\n')  # fmt: skip
    assert asked == set(near)


def test_what_is_known_is_not_read_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.night("cart", "orders")
    first = shop.drift()
    with monkeypatch.context() as patched:
        patched.setattr(past_reading, "read_held", None)
        assert shop.drift() == first
    looked: list[str] = []
    shop.night("cart", "orders")
    found = shop.drift(on_progress=lambda _what, doing: looked.append(doing))
    assert [one for one in looked if one.startswith("looks at")] == [
        "looks at past releases, 1 of 1"
    ]
    assert found.counts.lockstep == 4


def test_progress_names_repositories_and_releases_without_their_folders(shop: Shop) -> None:
    shop.night("cart", "orders")
    heard: list[str] = []
    api = '[contracts.api]\nkind = "openapi"\nprovider = "cart"\nfiles = ["api.yaml"]\n'
    shop.drift(more=api, on_progress=lambda what, _doing: heard.append(what))
    assert set(NAMES) < set(heard)
    assert not [what for what in heard if str(shop.folder) in what or "/" in what]


def test_a_stopped_reading_says_so_and_goes_on_the_next_time(shop: Shop) -> None:
    for _ in range(3):
        shop.night("cart", "orders")
    looked: list[str] = []

    def stop() -> bool:
        return sum(one.startswith("looks at") for one in looked) > 1

    found = shop.drift(on_progress=lambda _what, doing: looked.append(doing), cancelled=stop)
    assert any(note.startswith("reading the past was stopped at") for note in found.look.notes)
    assert 0 < found.counts.releases < 12
    again = shop.drift()
    assert again.counts.releases == 12
    assert not any("stopped" in note for note in again.look.notes)


def test_a_tag_that_moved_is_looked_at_anew(shop: Shop) -> None:
    shop.night("cart", "orders")
    assert shop.drift().counts.lockstep == 2
    cart = shop.repos["cart"]
    cart.git("commit", "-q", "--amend", "-m", "Another")
    cart.git("tag", "-f", "v0.2")
    assert shop.drift().counts.lockstep == 0


def test_a_service_without_releases_is_not_known(shop: Shop) -> None:
    shop.night("cart", "orders")
    web = shop.repos["web"]
    web.git("tag", "-d", "v0.1", "v0.2")
    notes = shop.drift().look.notes
    assert any(note.startswith("web has no release") for note in notes)


def test_the_command_and_the_documents(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.night("cart", "orders")
    shop.night("cart", "orders", "payments")
    folder, ask = shop.write('[drift]\ndays = 300\nperiod = "month"\n'), asker(monkeypatch, capsys)
    now = ("--as-of", NOW)
    said = ask(folder, *now, "drift").out
    assert "The largest lock-step set grew from 2023-12 to 2024-01: 2 → 3 services." in said
    found = json.loads(ask(folder, *now, "drift", "--json").out)
    assert (found["schema"], found["trend"]) == ("relplan.drift/1", "grows")
    assert [one["services"] for one in found["largest"] if one["services"]] == [2, 3]
    ask(folder, *now, "scan")
    for form, sign in (
        ("markdown", "# Drift: shop"), ("csv", "service,other,period"),
        ("json", '"relplan.drift/1"'), ("svg", "<svg"),
    ):  # fmt: skip
        assert sign in ask(folder, *now, "export", "drift", "--format", form).out
    wrong = ask(folder, "drift", "--period", "week")
    assert (wrong.code, "no period is called 'week'" in wrong.err) == (2, True)
