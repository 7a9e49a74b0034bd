"""What was scanned comes back as it was."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from sqlalchemy import select

from relplan.model.change import Change, Dependency, Effect, EffectKind, State
from relplan.model.decision import DecisionKind
from relplan.model.errors import StoreError
from relplan.model.evidence import Evidence
from relplan.model.scan import (
    LeftOut,
    Notice,
    RepositoryFailure,
    RepositoryRecord,
    RepositoryScan,
    ServiceScan,
    WhyNot,
)
from relplan.model.store_place import StorePlace
from relplan.store import Store, open_store
from relplan.store.tables import METADATA
from tests.store.scanned import SCANS, TRAILER, branch, merged, record, scan

few = settings(max_examples=settings().max_examples // 4)
"""Each example writes all tables of a scan."""


@pytest.fixture(scope="module")
def shared(anew: Callable[[], StorePlace]) -> Iterator[Store]:
    with open_store(anew()) as opened:
        yield opened


@few
@given(read=SCANS)
def test_a_scan_comes_back_as_it_was(shared: Store, read: RepositoryScan) -> None:
    shared.keep_only(())
    shared.save_scan(read, 7)
    services = read.services
    assert shared.changes() == tuple(c for s in services for c in s.merged + s.open)
    assert shared.notices() == tuple(notice for s in services for notice in s.notices)
    assert shared.repository_records() == {
        read.repository: RepositoryRecord(
            read.repository, read.signature, tuple(s.record for s in services)
        )
    }
    assert shared.scanned_at() == 7


@few
@given(read=SCANS)
def test_saving_the_same_scan_again_changes_nothing(shared: Store, read: RepositoryScan) -> None:
    shared.keep_only(())
    shared.save_scan(read, 1)
    before = shared.changes(), shared.notices(), shared.repository_records()
    shared.save_scan(read, 2)
    assert (shared.changes(), shared.notices(), shared.repository_records()) == before


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.changes() == ()
    assert store.notices() == ()
    assert store.failures() == ()
    assert store.repository_records() == {}
    assert store.scanned_at() is None
    assert store.shipped() == frozenset()


def test_services_are_sorted_merged_changes_come_first_and_open_ones_by_id(store: Store) -> None:
    web = ServiceScan(
        record("web"),
        (merged("web", 9), merged("web", 2)),
        open=(branch("web", "z"), branch("web", "b")),
    )
    orders = ServiceScan(record("orders"), (merged("orders", 1),), open=(branch("orders", "a"),))
    store.save_scan(scan(web, orders), 1)
    assert [change.id for change in store.changes()] == [
        "orders@0000000001",
        "orders:a",
        "web@0000000009",
        "web@0000000002",
        "web:b",
        "web:z",
    ]


def test_appended_changes_go_behind_the_stored_ones_and_open_ones_are_replaced(
    store: Store,
) -> None:
    first = ServiceScan(
        record("orders"),
        (merged("orders", 1), merged("orders", 2)),
        open=(branch("orders", "old"),),
    )
    store.save_scan(scan(first), 1)
    newest = "orders@0000000003"
    second = ServiceScan(
        record("orders", newest),
        (merged("orders", 3),),
        appended=True,
        open=(branch("orders", "new"),),
    )
    store.save_scan(scan(second, signature="s2"), 2)
    assert [change.id for change in store.changes()] == [
        "orders@0000000001",
        "orders@0000000002",
        newest,
        "orders:new",
    ]
    assert store.repository_records()["/r/orders"].services[0].newest_merged == newest


def test_appending_leaves_the_rows_that_are_there_alone(path: Path) -> None:
    first, second = (ServiceScan(record("orders"), (merged("orders", n),)) for n in (1, 2))
    with open_store(path) as store:
        store.save_scan(scan(first), 1)
        with store._database.writing() as connection:
            connection.exec_driver_sql(
                "CREATE TEMP TRIGGER rewritten BEFORE DELETE ON main.change "
                "BEGIN SELECT RAISE(FAIL, 'an old row is deleted'); END"
            )
        store.save_scan(scan(replace(second, appended=True)), 2)
        assert len(store.changes()) == 2
        with pytest.raises(StoreError, match="an old row is deleted"):
            store.save_scan(scan(second), 3)


def test_a_scan_anew_replaces_all_changes_of_its_services_only(store: Store) -> None:
    store.save_scan(scan(ServiceScan(record("web"), (merged("web", 1),)), repository="/r/web"), 1)
    store.save_scan(scan(ServiceScan(record("orders"), (merged("orders", 1),))), 1)
    store.save_scan(scan(ServiceScan(record("orders"), (merged("orders", 5),))), 2)
    assert [change.id for change in store.changes()] == ["orders@0000000005", "web@0000000001"]


def test_nothing_is_left_of_a_replaced_change(store: Store) -> None:
    rich = Change(
        "orders:a",
        "orders",
        "a",
        State.READY,
        "d" * 40,
        1,
        stacked_on=("orders:b",),
        effects=(Effect(EffectKind.BREAKS, "k", TRAILER, parts=("GET /a",)),),
        flag=TRAILER,
        depends_on=(Dependency("x", TRAILER),),
        aliases=("I1",),
    )
    noticed = ServiceScan(record("orders"), open=(rich,), notices=(Notice("odd", TRAILER),))
    store.save_scan(scan(noticed), 1)
    store.save_scan(scan(ServiceScan(record("orders"))), 2)
    names = "change evidence effect effect_part flag dependency alias stacked_on notice"
    with store._database.writing() as connection:
        for name in (*names.split(), "notice_evidence"):
            rows = connection.execute(select(METADATA.tables[name])).all()
            assert rows == [], name


def test_nothing_new_touches_the_scan_time_only(store: Store) -> None:
    store.save_scan(scan(ServiceScan(record("orders"), (merged("orders", 1),))), 10)
    before = store.changes(), store.repository_records()
    store.save_scan(RepositoryScan("/r/orders", "s1", unchanged=True), 20)
    assert (store.changes(), store.repository_records()) == before
    assert store.scanned_at() == 20


def test_the_scan_is_as_old_as_the_repository_that_was_read_longest_ago(store: Store) -> None:
    store.save_scan(scan(ServiceScan(record("orders"))), 30)
    store.save_scan(scan(ServiceScan(record("web")), repository="/r/web"), 20)
    assert store.scanned_at() == 20


def test_what_a_failed_repository_had_stays_and_is_stale_until_it_is_read_again(
    store: Store,
) -> None:
    store.save_scan(scan(ServiceScan(record("orders"), (merged("orders", 1),))), 10)
    failure = RepositoryFailure("/r/orders", ("orders", "admin"), "an object is corrupt")
    store.save_failure(RepositoryFailure("/r/orders", ("orders",), "was busy"), 19)
    store.save_failure(failure, 20)
    assert store.failures() == (failure,)
    assert store.changes() == (merged("orders", 1),)
    assert store.scanned_at() == 10
    store.save_scan(RepositoryScan("/r/orders", "s1", unchanged=True), 30)
    assert store.failures() == ()


def test_a_repository_that_never_was_read_can_fail(store: Store) -> None:
    store.save_failure(RepositoryFailure("/r/web", (), "is no repository"), 1)
    assert store.failures() == (RepositoryFailure("/r/web", (), "is no repository"),)
    assert store.scanned_at() is None


def test_what_was_told_of_branches_is_kept_as_the_last_scan_of_their_repository_has_it(
    store: Store,
) -> None:
    orders, web = scan(ServiceScan(record("orders"))), scan(ServiceScan(record("web")))
    store.save_scan(replace(orders, landed={"a": "1", "b": "2"}), 1)
    store.save_scan(replace(web, repository="/r/web", landed={"a": "3"}), 1)
    store.save_scan(replace(orders, landed={"b": "4", "c": "5"}), 2)
    assert store.landed() == {"/r/orders": {"b": "4", "c": "5"}, "/r/web": {"a": "3"}}
    store.save_scan(RepositoryScan("/r/orders", "s1", unchanged=True), 3)
    store.keep_only({"orders"})
    assert store.landed() == {"/r/orders": {"b": "4", "c": "5"}}


def test_services_that_left_the_workspace_are_forgotten(store: Store) -> None:
    shop = scan(
        ServiceScan(record("orders"), (merged("orders", 1),)),
        ServiceScan(record("web"), notices=(Notice("odd"),)),
    )
    store.save_scan(shop, 1)
    store.save_scan(scan(ServiceScan(record("old")), repository="/r/old"), 0)
    store.save_failure(RepositoryFailure("/r/gone", ("gone",), "is away"), 1)
    store.keep_only(["orders"])
    assert store.changes() == (merged("orders", 1),)
    assert store.notices() == ()
    assert store.failures() == ()
    assert [r.service for r in store.repository_records()["/r/orders"].services] == ["orders"]
    assert list(store.repository_records()) == ["/r/orders"]
    assert store.scanned_at() == 1


def test_a_service_may_move_to_another_repository(store: Store) -> None:
    store.save_scan(scan(ServiceScan(record("orders"), (merged("orders", 1),))), 1)
    store.save_scan(
        scan(ServiceScan(record("orders"), (merged("orders", 2),)), repository="/r/mono"), 2
    )
    assert store.changes() == (merged("orders", 2),)
    assert store.repository_records()["/r/orders"].services == ()


def test_open_changes_that_went_stale_are_dropped_with_their_notices(store: Store) -> None:
    late, old = branch("orders", "late", date=500), branch("orders", "old", date=499)
    notices = (Notice("a", None, late.id), Notice("b", None, old.id), Notice("c", TRAILER))
    ancient = merged("orders", 1)
    store.save_scan(
        scan(ServiceScan(record("orders"), (ancient,), open=(late, old), notices=notices)), 1
    )
    store.drop_stale(500)
    assert store.changes() == (ancient, late)
    assert store.notices() == (notices[0], notices[2])
    assert store.left_out() == {"orders": (LeftOut("old", WhyNot.STALE),)}


def test_what_was_left_out_is_said_anew_with_each_scan(store: Store) -> None:
    bots = tuple(LeftOut(f"bot-{number}", WhyNot.BOT, "bot-*") for number in range(3))
    store.save_scan(scan(ServiceScan(record("orders"), left_out=bots)), 1)
    assert store.left_out() == {"orders": bots}
    store.save_scan(scan(ServiceScan(record("orders"), left_out=bots[:1])), 2)
    assert store.left_out() == {"orders": bots[:1]}
    store.keep_only(())
    assert store.left_out() == {}


def test_a_branch_whose_date_cannot_be_told_is_never_stale(store: Store) -> None:
    odd = branch("orders", "odd", date=0)
    store.save_scan(scan(ServiceScan(record("orders"), open=(odd,))), 1)
    store.drop_stale(500)
    assert store.changes() == (odd,)


def test_notices_of_earlier_merged_changes_stay_and_the_others_are_said_anew(store: Store) -> None:
    of_merged = Notice("of a merged change", TRAILER, merged("orders", 1).id)
    of_open = Notice("of an open change", TRAILER, "orders:a")
    of_service = Notice("of the service")
    first = ServiceScan(
        record("orders"),
        (merged("orders", 1),),
        open=(branch("orders", "a"),),
        notices=(of_merged, of_open, of_service),
    )
    store.save_scan(scan(first), 1)
    again = Notice("again of an open change", TRAILER, "orders:a")
    second = ServiceScan(
        record("orders"),
        (merged("orders", 2),),
        appended=True,
        open=(branch("orders", "a"),),
        notices=(again,),
    )
    store.save_scan(scan(second), 2)
    assert store.notices() == (of_merged, again)


def test_what_production_has_is_replaced(store: Store) -> None:
    store.save_shipped(["web@1", "I2", "I2"])
    assert store.shipped() == {"web@1", "I2"}
    store.save_shipped(["I3"])
    assert store.shipped() == {"I3"}


@pytest.mark.parametrize(
    "title",
    [
        "[/foo] close",
        "'; DROP TABLE change; --",
        "\x1b[31mred",
        "\u202eright to left",
        "漢字 🚢",
        "x" * 10_000_000,
    ],
    ids=["markup", "sql", "escape", "bidi", "astral", "10 MB"],
)
def test_any_title_comes_back_as_it_was(store: Store, title: str) -> None:
    change = merged("orders", 1, title=title)
    store.save_scan(scan(ServiceScan(record("orders"), (change,))), 1)
    assert store.changes() == (change,)


@pytest.mark.parametrize("sign", ["\udce9", "\0"], ids=["lone surrogate", "nul"])
def test_what_no_text_can_hold_is_replaced(store: Store, sign: str) -> None:
    read = merged("orders", 1, title=f"caf{sign}")
    store.save_scan(scan(ServiceScan(record("orders"), (read,))), 1)
    assert store.changes()[0].title == "caf?"
    store.decide(DecisionKind.MARK, f"k{sign}", "versioned", who=sign, at=1)
    assert store.decisions()[0].subject == "k?"


def test_a_date_beyond_all_calendars_is_held_as_far_as_it_goes(store: Store) -> None:
    far = branch("orders", "far", date=2**70)
    store.save_scan(scan(ServiceScan(record("orders"), open=(far,))), 1)
    assert store.changes()[0].date == 2**63 - 1


def test_thousands_of_statements_in_one_change(store: Store) -> None:
    needs = tuple(
        Dependency(f"I{n}", Evidence("trailer", f"Depends-On: I{n}")) for n in range(5000)
    )
    change = Change("orders:a", "orders", "a", State.READY, "d" * 40, 1, depends_on=needs)
    store.save_scan(scan(ServiceScan(record("orders"), open=(change,))), 1)
    assert store.changes() == (change,)
