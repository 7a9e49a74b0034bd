"""A night as it goes: ticks, failures, ways back."""

from relplan.model.decision import Person
from relplan.model.runbook import Outcome, Presence, Runbook, RunStep, Tick
from relplan.planning.runbook.night import Night, named

DONE, FAILED, BACK, OPEN = Outcome.DONE, Outcome.FAILED, Outcome.ROLLED_BACK, Outcome.OPEN


def step(number: int, service: str, *, after: tuple[int, ...], back: tuple[int, ...]) -> RunStep:
    return RunStep(
        number, service, "B0", service, "team", "", (), (), "", (), (), back,
        after=after, back_to=f"v{number}",
    )  # fmt: skip


PAY = step(1, "pay", after=(), back=(1,))
WEB = step(2, "web", after=(1,), back=(2, 1))
APP = step(3, "app", after=(1, 2), back=(3, 2, 1))
LONE = step(4, "lone", after=(), back=(4,))
PEOPLE = (Presence("money", (1,), 3), Presence("front", (2, 3), 3), Presence("ops", (4,), 4))
ADA = Person("ada", "laptop")
BOOK = Runbook("B0", "shop", "main", None, "UTC", ("B0",), (PAY, WEB, APP, LONE), (), PEOPLE, ())


def night(*said: tuple[RunStep, Outcome] | tuple[RunStep, Outcome, str]) -> Night:
    ticks = (
        Tick(one[0].key, one[1], one[2] if len(one) > 2 else "ada", 60 * minute)
        for minute, one in enumerate(said)
    )
    return Night(BOOK, tuple(ticks))


def test_after_a_failure_all_that_ran_of_the_batch_goes_back_the_last_first() -> None:
    assert night((PAY, DONE), (WEB, FAILED)).to_roll_back == (WEB, PAY)
    assert named(night((PAY, DONE), (WEB, FAILED)).to_roll_back) == "2 web to v2, 1 pay to v1"


def test_a_tick_knows_which_other_steps_take_it_back() -> None:
    assert BOOK.taking_back(PAY) == ("web", "app")
    assert BOOK.taking_back(APP) == BOOK.taking_back(LONE) == ()


def test_next_is_what_goes_back_else_the_first_open_step() -> None:
    assert night().next == PAY
    assert night((PAY, DONE)).next == WEB
    assert night((PAY, DONE), (WEB, FAILED)).next == WEB
    assert night((PAY, DONE), (WEB, FAILED), (WEB, BACK)).next == PAY
    assert night((PAY, DONE), (WEB, DONE), (APP, DONE), (LONE, DONE)).next is None


def test_what_was_rolled_back_is_not_asked_for_again() -> None:
    assert night((PAY, DONE), (WEB, FAILED), (WEB, BACK)).to_roll_back == (PAY,)
    assert night((PAY, DONE), (WEB, FAILED), (WEB, BACK), (PAY, BACK)).to_roll_back == ()


def test_what_is_done_again_after_the_failure_stays() -> None:
    again = night((PAY, DONE), (WEB, FAILED), (WEB, BACK), (PAY, BACK), (PAY, DONE))
    assert again.to_roll_back == ()


def test_other_batches_stay_and_what_never_ran_is_not_rolled_back() -> None:
    assert night((LONE, DONE), (PAY, DONE), (WEB, FAILED)).to_roll_back == (WEB, PAY)
    assert night((WEB, DONE)).to_roll_back == ()


def test_a_failure_after_the_point_of_no_return_goes_forward() -> None:
    drop = step(1, "db", after=(), back=())
    book = Runbook("B0", "shop", "main", None, "UTC", ("B0",), (drop,), (), (), ())
    found = Night(book, (Tick("db", FAILED, "ada", 0),))
    assert (found.to_roll_back, found.failed) == ((), (drop,))


def test_a_step_out_of_order_names_what_comes_before_it() -> None:
    assert night((PAY, DONE)).before(APP) == (WEB,)
    assert night().before(LONE) == ()
    assert list(night((APP, DONE), (PAY, DONE)).out_of_order) == [(APP, (WEB,))]
    assert not list(night((PAY, DONE), (WEB, DONE), (LONE, DONE)).out_of_order)


def test_a_team_is_needed_until_nothing_of_it_can_go_back() -> None:
    assert [team for team, _, _ in night().needed] == ["money", "front", "ops"]
    waiting = list(night((PAY, DONE), (LONE, DONE)).needed)
    assert waiting == [("money", (), 3), ("front", (2, 3), 3)]
    assert not list(night(*((one, DONE) for one in BOOK.steps)).needed)


def test_undoing_walks_back_over_ones_own_ticks_alone() -> None:
    first = night((PAY, DONE), (WEB, FAILED), (LONE, DONE, "eve"))
    found = first.last_own(ADA)
    assert found is not None
    assert (found[0], found[2]) == (WEB, OPEN)
    then = night((PAY, DONE), (WEB, FAILED), (WEB, OPEN)).last_own(ADA)
    assert then is not None
    assert (then[0], then[2]) == (PAY, OPEN)
    assert night((PAY, DONE), (PAY, OPEN)).last_own(ADA) is None
    assert night((PAY, DONE, "eve")).last_own(ADA) is None


def test_a_namesakes_tick_on_another_machine_is_theirs() -> None:
    def by(who: str, host: str) -> Night:
        return Night(BOOK, (Tick(PAY.key, DONE, who, 60, host=host),))

    assert by("ada", "laptop").last_own(ADA) is not None
    assert by("ada", "").last_own(ADA) is not None  # an earlier relplan wrote no machine down
    assert by("ada", "build-7").last_own(ADA) is None
    assert by("eve", "laptop").last_own(ADA) is None


def test_what_somebody_else_said_of_the_step_since_is_theirs_to_take_back() -> None:
    assert night((PAY, DONE), (PAY, FAILED, "eve")).last_own(ADA) is None


def test_times_count_from_the_tick_before() -> None:
    found = night((PAY, DONE), (WEB, DONE), (APP, FAILED))
    assert (found.began, found.last) == (0, 120)
    assert [found.took(one) for one in (PAY, WEB, LONE)] == [None, 60, None]
