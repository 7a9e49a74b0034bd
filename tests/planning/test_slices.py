"""How often the slices of a suggested feature really shipped apart (SEMANTICS.md, section 8)."""

from dataclasses import replace

from relplan.model.change import FeatureSlice
from relplan.model.diagnosis import Diagnosis
from relplan.model.evidence import Confidence, Evidence
from relplan.model.past import PastRelease
from relplan.model.question import Asked
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import Planner
from relplan.planning.diagnose import diagnose
from relplan.planning.shipments import sentence, with_past
from relplan.planning.slices import Past
from tests.planning.world import merged, planned, world

HOUR = 3_600
DAY = 24 * HOUR
NEW_YEAR = 1_735_689_600
"""The first of January 2025."""


def released(service: str, at: int, *keys: str, commit: str = "") -> PastRelease:
    """A release *at* so many seconds into 2025, the first to hold these issues."""
    name = commit or f"{service}{at}"
    slices = tuple(
        FeatureSlice(
            key,
            Evidence("issue-key", f"{key} Work", service, name, line=1),
            Confidence.GUESSED,
        )
        for key in keys
    )
    return PastRelease(service, f"v{at // DAY}", name, NEW_YEAR + at, slices)


def past(*releases: PastRelease) -> Past:
    return Past(releases, world().workspace)


def told(*releases: PastRelease, services: str = "api web") -> str:
    return sentence(past(*releases).tally(services.split()))


def test_apart_is_farther_than_a_day_of_each_other() -> None:
    assert told(
        released("api", 0, "CHK-1", "CHK-2"),
        released("web", DAY, "CHK-1"),
        released("web", DAY + 1, "CHK-2"),
    ) == (
        "Of 2 past issues with changes in both api and web 1 shipped more than 24 hours apart"
        " (2025-01)."
    )


def test_what_shipped_together_once_counts_as_together() -> None:
    tally = past(
        released("api", 0, "CHK-1"),
        released("api", 40 * DAY, "CHK-1"),
        released("web", 40 * DAY + HOUR, "CHK-1"),
    ).tally(["api", "web"])
    assert (tally.apart, len(tally.together)) == ((), 1)
    assert tally.period == (NEW_YEAR, NEW_YEAR + 40 * DAY + HOUR)


def test_of_three_services_each_two_count_for_themselves() -> None:
    known = past(
        released("api", 0, "CHK-1"),
        released("web", HOUR, "CHK-1"),
        released("orders", 40 * DAY, "CHK-1"),
        released("orders", 50 * DAY, "CHK-2"),
        released("web", 60 * DAY, "CHK-2"),
    )
    every = ["api", "orders", "web"]
    whole = known.tally(every)
    assert [one.key for one in whole.apart] == ["CHK-2"]
    assert [one.key for one in whole.together] == ["CHK-1"]
    pairs = {one.services: (len(one.apart), one.sample) for one in known.pairs(every, 2)}
    assert pairs == {("orders", "web"): (2, 2), ("api", "orders"): (1, 1)}


def test_one_service_or_one_commit_shows_nothing() -> None:
    assert told(released("api", 0, "CHK-1"), released("api", 9 * DAY, "CHK-1")) == ""
    both = (released("api", 0, "CHK-1", commit="c"), released("web", 9 * DAY, "CHK-1", commit="c"))
    assert told(*both) == ""
    assert told(released("api", 0, "CHK-1"), released("orders", DAY, "CHK-1")) == ""


def test_only_keys_that_count_do_and_in_any_spelling() -> None:
    assert told(released("api", 0, "UTF-8"), released("web", 9 * DAY, "UTF-8")) == ""
    assert told(released("api", 0, "chk-1"), released("web", 9 * DAY, "CHK-1")).startswith("Of 1 ")


def test_beside_a_release_of_which_is_not_known_what_it_held_nothing_is_told() -> None:
    first = replace(released("web", 2 * DAY), known=False)
    unclear = released("api", DAY, "CHK-1"), released("web", 60 * DAY, "CHK-1")
    clear = released("api", 4 * DAY, "CHK-2"), released("web", 60 * DAY, "CHK-2")
    assert [one.key for one in past(first, *unclear, *clear).tally(["api", "web"]).apart] == [
        "CHK-2"
    ]


def test_what_is_pending_has_not_shipped_though_it_is_tagged() -> None:
    known = released("api", 0, "CHK-1"), released("web", 9 * DAY, "CHK-1", commit="c")
    assert Past(known, world().workspace, {"c"}).tally(["api", "web"]).sample == 0


def _sliced() -> Snapshot:
    return world(merged("web", 1, issue="CHK-9"), merged("api", 1, issue="CHK-9"))


def _asked(*releases: PastRelease) -> Asked:
    (asked,) = with_past(planned(_sliced()).questions, past(*releases))
    return asked


def test_apart_speaks_against_and_together_for_what_is_asked() -> None:
    question = _asked(
        released("api", 0, "CHK-1", "CHK-2"),
        released("web", HOUR, "CHK-1"),
        released("web", 40 * DAY, "CHK-2"),
    ).question
    how_often, example = (one.text for one in question.speaks_against)
    assert how_often == (
        "of 2 past issues with changes in both api and web 1 shipped more than 24 hours apart"
        " (2025-01 to 2025-02)"
    )
    assert example == "CHK-2: api v0 2025-01-01, web v40 2025-02-10"
    assert question.speaks_against[1].commit == "api0"
    assert [one.rule for one in question.speaks_for] == [
        "shipped-together", "shipped-together", "issue-key", "issue-key",
    ]  # fmt: skip
    assert question.speaks_for[1].text == "CHK-1: api v0 2025-01-01, web v0 2025-01-01"


def test_without_a_past_nothing_is_added() -> None:
    assert (_asked(),) == planned(_sliced()).questions


def _diagnosed(*releases: PastRelease) -> Diagnosis:
    return diagnose(Planner(_sliced()), Scenario(), DAY, past=past(*releases))


def test_the_diagnosis_names_it_as_evidence_that_ties_nothing() -> None:
    found = _diagnosed(released("api", 0, "CHK-1"), released("web", 9 * DAY, "CHK-1"))
    whole, pending = found.answers[2].grounds
    assert whole.text == (
        "Of 1 past issue with changes in both api and web 1 shipped more than 24 hours apart"
        " (2025-01)."
    )
    assert [one.text for one in whole.evidence] == ["CHK-1: api v0 2025-01-01, web v9 2025-01-10"]
    assert pending.text.startswith("2 changes of api and web may be slices of CHK-9")
    assert pending.text.endswith(whole.text)
    assert found.answers[2].edges == 0
