"""Two plans of the same changes, side by side."""

from relplan.model.plan import Status
from relplan.planning.compare import OtherMark, Standing, compare
from tests.planning.world import (
    FLAGGED,
    VERSIONED,
    WAIVED,
    approval,
    contract,
    merged,
    planned,
    world,
)

SEEN = world(
    contract("K", provider="api", consumers=["web"]),
    approval("legal", "zoo"),
    merged("api", 1, breaks="K"),
    merged("web", 1, adapts="K"),
    merged("web", 2),
    merged("zoo", 1),
)


def test_a_plan_does_not_differ_from_itself() -> None:
    made = planned(SEEN)
    assert compare(made, made).differences == ()


def test_it_says_how_each_change_stood_and_stands() -> None:
    found = compare(planned(SEEN), planned(SEEN, K=VERSIONED))
    assert [one.change for one in found.differences] == ["api@1", "web@1", "web@2"]
    api, web, _ = found.differences
    assert api.before == Standing(Status.LOCKSTEP, 0, "B0", 2)
    assert api.after == Standing(Status.INDEPENDENT, 0, "B0", 1)
    assert (web.after.status, web.after.wave) == (Status.ORDERED, 1)


def test_a_later_wave_alone_is_a_difference() -> None:
    found = compare(planned(SEEN, K=VERSIONED), planned(SEEN, K=FLAGGED))
    (second,) = (one for one in found.differences if one.change == "web@2")
    assert (second.before.status, second.after.status) == (Status.ORDERED, Status.ORDERED)
    assert (second.before.wave, second.after.wave) == (1, 0)


def test_another_number_of_the_same_batch_is_none() -> None:
    before, after = planned(SEEN), planned(SEEN, K=VERSIONED)
    assert before.batch_of["zoo@1"].id != after.batch_of["zoo@1"].id
    assert "zoo@1" not in [one.change for one in compare(before, after).differences]


def test_a_status_alone_is_a_difference() -> None:
    (only,) = compare(planned(SEEN), planned(SEEN, legal=WAIVED)).differences
    assert (only.before.status, only.after.status) == (Status.BLOCKED, Status.INDEPENDENT)


def test_another_batch_alone_is_a_difference() -> None:
    seen = world(
        approval("legal", "api", "web"),
        merged("api", 1, feature="F-1"),
        merged("web", 1, feature="F-1"),
    )
    api, web = compare(planned(seen), planned(seen, F_1=FLAGGED)).differences
    assert (api.before.status, api.after.status) == (Status.BLOCKED, Status.BLOCKED)
    assert (web.before.batch_size, web.after.batch_size) == (2, 1)


def test_it_holds_the_numbers_of_both() -> None:
    before, after = planned(SEEN), planned(SEEN, K=VERSIONED)
    found = compare(before, after)
    assert (found.before, found.after) == (before.numbers, after.numbers)


def test_it_says_which_marks_differ() -> None:
    found = compare(planned(SEEN, K=VERSIONED), planned(SEEN, K=FLAGGED, legal=WAIVED))
    assert found.marks == (
        OtherMark("K", VERSIONED, FLAGGED),
        OtherMark("legal", None, WAIVED),
    )
    assert compare(planned(SEEN, K=FLAGGED), planned(SEEN, K=FLAGGED)).marks == ()
