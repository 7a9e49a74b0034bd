"""The version: whether somebody else changed the file."""

import pytest

from relplan.model.decision import DecisionKind
from relplan.model.store_place import StorePlace
from relplan.store import Store, open_store
from tests.postgresql import heard


def mark(store: Store, coupling: str) -> None:
    store.decide(DecisionKind.MARK, coupling, "versioned", who="ada", at=1)


@pytest.mark.parametrize("wrote_before", [False, True])
def test_it_differs_after_another_store_wrote(
    store: Store, place: StorePlace, *, wrote_before: bool
) -> None:
    if wrote_before:
        mark(store, "a")
    before = store.version()
    with open_store(place) as other:
        mark(other, "b")
    heard(store)
    assert store.version() != before


def test_it_stays_whatever_is_read_and_written_here(store: Store, place: StorePlace) -> None:
    before = store.version()
    with open_store(place) as other:
        other.log()
    store.log()
    assert store.version() == before
    mark(store, "a")
    mark(store, "b")
    store.log()
    assert store.version() == before


def test_it_differs_after_another_store_wrote_between_what_is_written_here(
    store: Store, place: StorePlace
) -> None:
    before = store.version()
    with open_store(place) as other:
        mark(other, "a")
    mark(store, "b")
    heard(store)
    assert store.version() != before
