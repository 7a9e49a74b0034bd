"""What a break means for each consumer of a contract."""

from dataclasses import replace

import pytest

from relplan.model.facts import Takes
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import plan
from relplan.planning.plan import Plan
from tests.planning.notes.noting import fates, noted
from tests.planning.world import (
    DETECTED,
    FLAGGED,
    INFERRED,
    VERSIONED,
    contract,
    dismissing,
    finding,
    marking,
    mended,
    merged,
    planned,
    seen_to_use,
    takes,
    the_question,
    world,
)

TOTAL = finding("api", "GET /total", confidence=DETECTED, line=3)
API = contract("api", provider="pay", consumers=["web"])


def fate(made: Plan, change: str = "pay@1") -> dict[str, str]:
    """Return what becomes of the consumers of what *change* breaks."""
    return fates(noted(made, [change])).get(f"{change} api", {})


def test_one_that_adapts_does_so_with_changes_that_are_named() -> None:
    made = planned(world(API, merged("pay", 1, breaks=TOTAL), merged("web", 1, adapts="api")))
    (found,) = noted(made).breaks
    assert (found.change, found.contract, found.parts) == ("pay@1", "api", ("GET /total",))
    assert [one.line for one in found.evidence] == [3]
    (web,) = found.consumers
    assert (web.consumer, web.fate.value, web.by) == ("web", "adapted", ("web@1",))


def test_one_that_has_not_begun_is_missing() -> None:
    assert fate(planned(world(API, merged("pay", 1, breaks=TOTAL)))) == {"web": "missing"}


def test_one_that_uses_other_parts_or_keeps_a_pin_is_spared() -> None:
    made = planned(
        world(
            contract("api", "pay", ["web"], uses={"web": ["GET /names"]}),
            takes("mobile", "api", Takes.PIN),
            merged("pay", 1, breaks=TOTAL),
        )
    )
    (found,) = noted(made).breaks
    mobile, web = found.consumers
    assert (mobile.consumer, mobile.fate.value) == ("mobile", "pinned")
    assert (web.consumer, web.fate.value, web.by) == ("web", "spared", ("GET /names",))


@pytest.mark.parametrize(("mark", "word"), [(VERSIONED, "versioned"), (FLAGGED, "flagged")])
def test_a_mark_spares_whoever_it_would_break(mark: object, word: str) -> None:
    made = planned(world(API, merged("pay", 1, breaks=TOTAL)), api=mark)  # type: ignore[arg-type]
    assert fate(made) == {"web": word}


def test_a_flag_spares_all_until_it_flips() -> None:
    assert fate(planned(world(API, merged("pay", 1, breaks=TOTAL, flag="new")))) == {
        "web": "flagged"
    }


def test_a_person_may_say_that_it_is_not_so() -> None:
    snapshot = world(
        contract("api", provider="pay", detected=["web"]), takes("web", "api"),
        seen_to_use("web", "api", "GET /total"), merged("pay", 1, breaks=TOTAL),
    )  # fmt: skip
    made = dismissing(snapshot, "pay@1 -> missing:web/api")
    assert fate(made) == {"web": "dismissed"}


def asked_of_reports(answer: str = "") -> Plan:
    snapshot = world(
        contract("api", provider="pay"),
        takes("reports", "api", confidence=INFERRED),
        merged("pay", 1, breaks=TOTAL),
    )
    question = the_question(snapshot, "Does reports use api").id
    scenario = Scenario().with_answer(question, answer) if answer else Scenario()
    return plan(snapshot, scenario)


def test_what_is_asked_is_never_told_as_if_it_were_known() -> None:
    assert fate(asked_of_reports()) == {"reports": "asked"}
    assert fate(asked_of_reports("no")) == {"reports": "spared"}


def test_what_a_later_change_brings_back_breaks_nobody() -> None:
    broken = mended("api", "GET /total", by="pay@2")
    made = planned(world(API, merged("pay", 1, breaks=broken), merged("pay", 2)))
    assert noted(made).breaks == ()


def test_a_guess_is_a_break_only_once_it_was_answered_so() -> None:
    guess = finding("api", "GET /total", confidence=INFERRED, line=3)
    snapshot = world(API, merged("pay", 1, breaks=guess), merged("web", 1, adapts="api"))
    assert noted(planned(snapshot), ["pay@1"]).breaks == ()
    (caution,) = noted(planned(snapshot), ["pay@1"]).changes[0].cautions
    assert caution.contract == "api"
    question = the_question(snapshot, "Does api.yaml:3 break api?")
    made = plan(snapshot, marking().with_answer(question.id, "yes"))
    assert fate(made) == {"web": "adapted"}


def test_what_no_rollback_brings_back_stands_with_its_migration() -> None:
    snapshot: Snapshot = world(API, merged("pay", 1, breaks=TOTAL), merged("web", 1, adapts="api"))
    advice = replace(API.advice, holds_data=True)
    workspace = replace(snapshot.workspace, contracts=(replace(API, advice=advice),))
    (found,) = noted(planned(replace(snapshot, workspace=workspace))).migrations
    assert (found.service, found.change, found.path) == ("pay", "pay@1", "api.yaml")
    assert [one.text for one in found.drops] == ["breaks api"]
