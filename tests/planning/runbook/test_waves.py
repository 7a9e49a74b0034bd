"""The order of a runbook as waves, and what each service waits for."""

from hypothesis import given

from relplan.model.runbook import Runbook
from relplan.model.snapshot import Snapshot
from relplan.planning import plan
from relplan.planning.plan import Plan
from relplan.planning.runbook import runbook
from relplan.planning.runbook.waves import deployed_twice, waves_of
from tests.planning.snapshots import scenarios, snapshots
from tests.planning.world import contract, merged, planned, world


def book_of(made: Plan) -> Runbook:
    return runbook(made, made.batches, "all", "UTC", None)


def waves(made: Plan) -> dict[str, tuple[int, tuple[str, ...]]]:
    return {one.service: (one.wave, one.after) for one in waves_of(book_of(made)).services}


def test_who_waits_for_nobody_is_in_the_first_wave() -> None:
    made = planned(world(merged("web", 1), merged("mail", 1)))
    assert waves(made) == {"mail": (0, ()), "web": (0, ())}


def test_each_waits_for_the_nearest_alone() -> None:
    made = planned(
        world(
            contract("a", provider="one", consumers=["two", "three"]),
            contract("b", provider="two", consumers=["three"]),
            merged("one", 1, extends="a"),
            merged("two", 1, adapts="a", extends="b"),
            merged("three", 1, adapts=["a", "b"]),
        )
    )
    assert waves(made) == {"one": (0, ()), "two": (1, ("one",)), "three": (2, ("two",))}


def test_what_is_in_lock_step_is_in_the_order_of_the_runbook() -> None:
    made = planned(
        world(
            contract("api", provider="pay", consumers=["web"]),
            merged("pay", 1, breaks="api"),
            merged("web", 1, adapts="api"),
        )
    )
    found = waves_of(book_of(made))
    assert waves(made) == {"pay": (0, ()), "web": (1, ("pay",))}
    assert [(one.ahead, one.behind) for one in found.exposures] == [("pay", "web")]


def test_a_service_that_is_deployed_twice_has_no_wave() -> None:
    made = planned(
        world(
            contract("api", provider="pay", consumers=["web"]),
            contract("names", provider="web", consumers=["pay"]),
            merged("pay", 1, extends="api"),
            merged("web", 1, adapts="api", extends="names"),
            merged("pay", 2, adapts="names"),
        )
    )
    assert deployed_twice(book_of(made)) == ("pay",)


@given(snapshots, scenarios)
def test_each_is_in_a_later_wave_than_all_that_it_waits_for(
    snapshot: Snapshot, scenario: object
) -> None:
    book = book_of(plan(snapshot, scenario))  # type: ignore[arg-type]
    if deployed_twice(book):
        return
    found = {one.service: one for one in waves_of(book).services}
    assert found.keys() == {step.service for step in book.steps}

    def before(service: str) -> set[str]:
        near = found[service].after
        return {*near, *(far for one in near for far in before(one))}

    service_of = {step.number: step.service for step in book.steps}
    for step in book.steps:
        one = found[step.service]
        assert before(step.service) == {service_of[number] for number in step.after}
        assert one.wave == 1 + max((found[other].wave for other in one.after), default=-1)
