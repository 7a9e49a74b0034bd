"""What turns is told once, whoever turned it; nothing waits here."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from relplan.app import Workbench, open_workbench
from relplan.app.watching import EVERY, Turn, Watch, turns
from relplan.model.errors import RelplanError, UnknownNameError
from tests.cli.shop import Shop


@pytest.fixture
def bench(shop: Shop) -> Iterator[Workbench]:
    with open_workbench(shop.folder) as found:
        yield found


def told(turns: tuple[Turn, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(one.change, one.before, one.after) for one in turns]


def test_a_decision_elsewhere_turns_what_is_followed(shop: Shop, bench: Workbench) -> None:
    watch = Watch(bench, [])
    assert watch.look() == ()
    shop.done("mark", "payments-api", "versioned")
    shop.done("mark", "CHK-12", "flagged")
    found = watch.look()
    assert ("orders:pay-v2", "blocked", "unfinished") in told(found)
    assert watch.look() == ()
    shop.done("undo")
    back = {one.change: one for one in watch.look()}
    assert back


def test_what_is_blocked_says_by_what(shop: Shop, bench: Workbench) -> None:
    shop.done("mark", "payments-api", "versioned")
    shop.done("mark", "CHK-12", "flagged")
    watch = Watch(bench, ["orders"])
    shop.done("undo")
    shop.done("unmark", "payments-api")
    (turn,) = watch.look()
    assert (turn.change, turn.after) == ("orders:pay-v2", "blocked")
    assert "missing:web/payments-api" in turn.blockers


def test_another_scenario_and_other_services_turn_nothing(shop: Shop, bench: Workbench) -> None:
    watch, web = Watch(bench, []), Watch(bench, ["web"])
    shop.done("scenario", "new", "what-if")
    shop.done("mark", "payments-api", "versioned", "--scenario", "what-if")
    assert watch.look() == ()
    shop.done("change", "set", "orders:pay-v2", "--state", "ready")
    assert [name for name, *_ in told(web.look())] == []


def test_what_comes_and_what_goes(shop: Shop, bench: Workbench) -> None:
    watch = Watch(bench, ["web"])
    web = shop.repo("web")
    web.branch("new").commit("Something new")
    shop.done("scan")
    assert [one[:2] for one in told(watch.look())] == [("web:new", None)]
    web.switch("main").git("branch", "-qD", "new")
    shop.done("scan")
    ((name, before, after),) = told(watch.look())
    assert (name, after) == ("web:new", None)
    assert before is not None


def test_a_line_of_relplan_toml_turns_it_too(shop: Shop, bench: Workbench) -> None:
    shop.done("mark", "CHK-12", "flagged")
    watch = Watch(bench, ["web"])
    shop.settings("passed = true", "passed = false")
    assert [name for name, *_ in told(watch.look())] == ["web:CHK-12-button"]
    shop.settings("[workspace]", "[workspace")
    with pytest.raises(RelplanError):
        watch.look()
    assert watch.look() == ()


def test_an_unknown_name_is_named(bench: Workbench) -> None:
    with pytest.raises(UnknownNameError, match="no change is called 'nobody'"):
        Watch(bench, ["nobody"])


def waits(times: int, at: Callable[[int], object] = lambda _: None) -> Callable[[float], bool]:
    """Return what waits so many times, without waiting; each time *at* happens meanwhile."""
    numbers = iter(range(times))

    def wait(seconds: float) -> bool:
        assert seconds == EVERY
        number = next(numbers, None)
        if number is not None:
            at(number)
        return number is None

    return wait


def test_it_scans_as_often_as_it_is_asked_to(shop: Shop, bench: Workbench) -> None:
    watch, ticks = Watch(bench, ["web"]), count(0.0, 2.0)
    shop.repo("web").branch("new").commit("Something new")
    faults: list[RelplanError] = []
    found = list(turns(watch, waits(4), lambda: next(ticks), 5.0, faults.append))
    assert [one.change for one in found] == ["web:new"]
    assert faults == []


def test_a_fault_is_told_once_and_it_goes_on(
    shop: Shop, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(bench, [])

    def happen(number: int) -> None:
        if number == 0:
            monkeypatch.setattr(bench.store, "version", _lost)
        if number == 2:
            monkeypatch.undo()
            shop.done("mark", "payments-api", "versioned")
            shop.done("mark", "CHK-12", "flagged")

    faults: list[RelplanError] = []
    found = list(turns(watch, waits(4, happen), lambda: 0.0, None, faults.append))
    assert [str(fault) for fault in faults] == ["the server is gone"]
    assert "orders:pay-v2" in {one.change for one in found}


def _lost() -> tuple[int, int]:
    raise RelplanError("the server is gone")
