"""What changes and contracts say of themselves."""

from relplan.model.change import Change, State
from relplan.model.workspace import Contract


def test_merged_and_ready_changes_are_done() -> None:
    assert [state for state in State if state.done] == [State.READY, State.MERGED]


def test_only_what_is_on_main_is_merged() -> None:
    merged = {state for state in State if Change("web:a", "web", "", state, "", 0).merged}
    assert merged == {State.MERGED}


def test_a_consumer_that_is_not_listed_may_use_all_parts() -> None:
    contract = Contract("K", "api", ("web", "app"), uses=(("web", ("GET /a",)), ("app", ())))
    assert contract.parts_used_by("web") == frozenset({"GET /a"})
    assert contract.parts_used_by("app") == frozenset()
    assert contract.parts_used_by("pay") is None
