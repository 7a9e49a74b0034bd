"""What was said of a runbook's steps is kept, all of it."""

from relplan.model.runbook import Outcome, Tick, standing
from relplan.model.store_place import StorePlace
from relplan.store import open_store


def test_ticks_outlive_the_process_and_none_is_lost(place: StorePlace) -> None:
    said = (
        Tick(
            "a",
            Outcome.DONE,
            "ada",
            10,
            "web",
            ("web@1", "web:new\u2028line"),
            "book",
            "v1",
            ("b", "c"),
            "laptop",
        ),
        Tick("b", Outcome.FAILED, "ada", 20),
        Tick("b", Outcome.ROLLED_BACK, "bob", 30),
        Tick("a", Outcome.ROLLED_BACK, "bob", 40),
    )
    with open_store(place) as store:
        for tick in said:
            store.tick(tick)
    with open_store(place) as store:
        assert store.ticks() == said
    assert {step: tick.outcome for step, tick in standing(said).items()} == {
        "a": Outcome.ROLLED_BACK,
        "b": Outcome.ROLLED_BACK,
    }
