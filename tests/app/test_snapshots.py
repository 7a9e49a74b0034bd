"""What is pending in an environment, of what was read for all of them."""

from relplan.app.snapshots import counts_in, pending_in
from relplan.model.change import Change, State


def merged(number: int) -> Change:
    after = f"api@{number - 1}" if number else ""
    return Change(f"api@{number}", "api", "", State.MERGED, f"{number:040}", 0, after=after)


def test_what_an_environment_has_leaves_no_gap_in_the_trunk() -> None:
    changes = [merged(number) for number in range(5)]
    left = pending_in(changes, {"api@0", "api@2", "api@3"})
    assert [(change.id, change.after) for change in left] == [("api@1", ""), ("api@4", "api@1")]
    assert pending_in(changes, ()) == tuple(changes)


def test_counts_are_by_service() -> None:
    assert counts_in({"api": 3, "web": 1}, {"api@1", "api:b@c"}) == {"api": 1, "web": 1}
