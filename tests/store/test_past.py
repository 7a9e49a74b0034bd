"""What past releases held comes back as it was read."""

from relplan.model.change import FeatureSlice
from relplan.model.evidence import Confidence, Evidence
from relplan.model.past import PastRelease, ServicePast
from relplan.model.scan import RepositoryScan, ServiceScan
from relplan.store import Store
from tests.store.scanned import record


def release(service: str, number: int, *keys: str) -> PastRelease:
    slices = tuple(
        FeatureSlice(
            key,
            Evidence("issue-key", f"{key} Pay", service, f"{number:040x}", line=1),
            Confidence.GUESSED,
        )
        for key in keys
    )
    return PastRelease(service, f"v{number}", f"{number:040x}", 1000 * number, slices, bool(keys))


def save(store: Store, *releases: PastRelease, appended: bool = False) -> None:
    name = releases[0].service
    read = ServicePast(name, releases, appended)
    service = ServiceScan(record(name))
    store.save_scan(RepositoryScan(f"/r/{name}", "s", (service,), past=(read,)), 1)


def test_it_comes_back_by_service_and_oldest_first(store: Store) -> None:
    web = release("web", 10, "CHK-1"), release("web", 9, "CHK-2", "chk-3")
    orders = release("orders", 1), release("orders", 2, "CHK-1")
    save(store, *web)
    save(store, *orders)
    assert store.past() == (*orders, *web)
    assert [(one.tag, one.slices) for one in store.past_releases()] == [
        ("v1", ()), ("v2", ()), ("v10", ()), ("v9", ()),
    ]  # fmt: skip


def test_what_is_new_goes_behind_or_in_its_place(store: Store) -> None:
    one, two, three, four = (release("web", number, f"CHK-{number}") for number in range(1, 5))
    save(store, one, two)
    save(store, three, four, appended=True)
    assert store.past() == (one, two, three, four)
    save(store, one, two)
    assert store.past() == (one, two)


def test_it_goes_with_its_service_and_stays_where_nothing_is_new(store: Store) -> None:
    save(store, release("web", 1, "CHK-1"))
    save(store, release("orders", 1, "CHK-1"))
    store.save_scan(RepositoryScan("/r/web", "s", (ServiceScan(record("web")),)), 2)
    assert [one.service for one in store.past()] == ["orders", "web"]
    store.keep_only(["web"])
    assert [one.service for one in store.past()] == ["web"]
