"""What goes out, by service and by issue, and what stays behind with the reason."""

from dataclasses import replace

from hypothesis import given

from relplan.model.evidence import Evidence
from relplan.model.facts import MayBeDark
from relplan.model.notes import Addition, Contribution, Fate, FlagSource, ServiceNeed
from relplan.model.production import KnownBy, Production
from relplan.model.scan import Notice
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import plan
from tests.planning.notes.noting import fates, going, noted, staying
from tests.planning.snapshots import scenarios, snapshots
from tests.planning.world import (
    DETECTED,
    FLAGGED,
    INFERRED,
    answering,
    approval,
    contract,
    feature,
    finding,
    merged,
    opened,
    planned,
    takes,
    the_question,
    world,
)

PAGE = "https://forge.example/web/pull/7"


def test_what_can_be_shipped_goes_out_by_service_in_the_order_of_its_main() -> None:
    made = planned(
        world(
            merged("web", 1),
            merged("web", 2),
            opened("web", "wish"),
            opened("orders", "done", ready=True),
            Production("web", "v1", "c" * 40, KnownBy.RELEASE_TAG),
        )
    )
    found = noted(made)
    assert going(found) == {"orders": ["orders:done"], "web": ["web@1", "web@2"]}
    orders, web = found.services
    assert (web.running, web.revision) == ("v1", made.changes["web@2"].commit[:10])
    assert (orders.running, orders.revision) == ("", "")  # it is not merged yet
    assert [change.is_merged for change in found.changes] == [False, True, True]
    assert staying(found) == {"web:wish": ("unfinished", ())}
    assert found.obstacles == ()


def test_each_reason_to_stay_is_told_apart() -> None:
    snapshot = world(
        contract("api", provider="pay", consumers=["web"]),
        contract("db", provider="pay", detected=["reports"]),
        takes("reports", "db", confidence=INFERRED),
        approval("audit", "stock"),
        merged("pay", 1, breaks=finding("db", "orders.total", confidence=DETECTED)),
        opened("pay", "v2", breaks="api", ready=True),
        merged("stock", 1),
        merged("mail", 1),
        opened("mail", "next"),
    )
    made = planned(snapshot)
    asked = the_question(snapshot, "Does reports")
    assert staying(noted(made)) == {
        "mail:next": ("unfinished", ()),
        "pay:v2": ("blocked", ("missing:web/api",)),
        "pay@1": ("uncertain", (asked.id,)),
        "stock@1": ("gated", ("gate:audit",)),
    }
    assert noted(made).questions == ((asked.id, asked.text),)
    assert staying(noted(made, ["stock@1"]))["mail@1"] == ("later", ())


def test_a_question_about_what_goes_out_is_said_in_words() -> None:
    made = planned(
        world(
            contract("api", provider="pay", detected=["web"]),
            takes("web", "api", confidence=INFERRED),
            opened("pay", "v2", breaks="api", ready=True),
        )
    )
    (asked,) = made.graph.questions.values()
    assert noted(made, ["pay:v2"]).questions == ((asked.id, asked.text),)
    assert noted(planned(world(merged("pay", 1)))).questions == ()


def test_whoever_asks_for_a_batch_that_waits_is_told_why() -> None:
    made = planned(world(approval("audit", "stock"), merged("stock", 1), opened("stock", "next")))
    found = noted(made, ["stock:next"])
    assert going(found) == {"stock": ["stock:next"]}
    first, *others = found.obstacles
    assert first == "B0 is blocked by gate:audit."
    assert "stock:next of B0 is still in progress." in others
    assert "B0 goes out only after B1." in others


def test_services_say_whom_they_go_after_and_with_whom() -> None:
    made = planned(
        world(
            contract("api", provider="pay", consumers=["web"]),
            contract("events", provider="pay", consumers=["mail"]),
            feature("CHK-1"),
            merged("pay", 1, breaks="api", extends="events"),
            merged("web", 1, adapts="api"),
            merged("mail", 1, adapts="events"),
        )
    )
    needs = {one.service: one.needs for one in noted(made).services}
    assert needs == {
        "mail": (ServiceNeed("pay", ("events",), together=False),),
        "pay": (ServiceNeed("web", ("api",), together=True),),
        "web": (ServiceNeed("pay", ("api",), together=True),),
    }


def test_slices_of_a_feature_go_in_lock_step_over_their_hub() -> None:
    made = planned(
        world(feature("CHK-1"), merged("a", 1, feature="CHK-1"), merged("b", 1, feature="CHK-1"))
    )
    assert {one.service: one.needs for one in noted(made).services} == {
        "a": (ServiceNeed("b", ("CHK-1",), together=True),),
        "b": (ServiceNeed("a", ("CHK-1",), together=True),),
    }


def test_issues_say_what_of_them_stays_behind() -> None:
    snapshot = world(
        feature("CHK-1"),
        merged("web", 1, feature="CHK-1"),
        merged("pay", 1, feature="CHK-1"),
        merged("web", 2, issue="ORD-2"),
        opened("orders", "ORD-2", issue="ORD-2"),
    )
    address = "https://tracker.example/browse/{key}"
    snapshot = replace(snapshot, workspace=replace(snapshot.workspace, issue_url=address))
    declared, suggested = noted(planned(snapshot)).issues
    assert (declared.key, declared.is_certain, declared.changes, declared.left_out) == (
        "CHK-1", True, ("pay@1", "web@1"), (),
    )  # fmt: skip
    assert (suggested.key, suggested.is_certain, suggested.changes, suggested.left_out) == (
        "ORD-2", False, ("web@2",), ("orders:ORD-2",),
    )  # fmt: skip
    assert suggested.link == "https://tracker.example/browse/ORD-2"


def test_a_change_says_who_wrote_it_what_it_adds_and_where_its_review_is() -> None:
    snapshot = world(
        contract("api", provider="pay", consumers=["web"]),
        merged("pay", 1, title="Merge pull request #7 from x", also_known_as=("I1", PAGE)),
        merged("pay", 2, title="feat(api)!: totals", extends=finding("api", "GET /total")),
    )
    told = {"pay@1": Contribution("Pay by card", ("Ben", "ada"), ("db/1.sql",))}
    snapshot = replace(
        snapshot, changes=tuple(replace(change, author="Ada") for change in snapshot.changes)
    )
    found = noted(planned(snapshot), told=told)
    first, second = found.changes
    assert (first.title, first.authors, first.link) == ("Pay by card", ("Ben", "Ada"), PAGE)
    assert (second.kind, second.authors) == ("feat", ("Ada",))
    assert second.additions == (Addition("api", ("GET /total",)),)
    assert found.contributors == ("Ada", "Ben")  # of two spellings one
    assert [(one.change, one.path) for one in found.migrations] == [("pay@1", "db/1.sql")]


def test_flags_flip_once_all_that_is_behind_them_is_out() -> None:
    made = planned(
        world(
            contract("api", provider="pay", consumers=["web"]),
            merged("pay", 1, breaks="api"),
            merged("web", 1, flag="new-totals"),
            opened("web", "rest", flag="new-totals"),
            opened("web", "v2", adapts="api"),
        ),
        api=FLAGGED,
    )
    dark, marked = noted(made).flags
    assert (marked.names, marked.source) == (("api",), FlagSource.MARK)
    assert (marked.changes, marked.waits_for) == (("pay@1",), ("web:v2",))
    assert (dark.names, dark.source) == (("new-totals",), FlagSource.DARK)
    assert (dark.changes, dark.waits_for) == (("web@1",), ("web:rest",))
    assert [found.text for found in dark.evidence] == ["Flag: new-totals"]


def test_a_flag_in_code_flips_where_a_person_said_that_it_guards() -> None:
    check = Evidence("flag-check", "if (on('totals'))", "pay", "c", "api.ts", 3)
    snapshot = replace(
        world(contract("api", "pay", ["web"]), merged("pay", 1, breaks="api")),
        dark={"pay@1": (MayBeDark("totals", (check,)),)},
    )
    assert noted(planned(snapshot), ["pay@1"]).flags == ()  # it is only asked
    made = answering(snapshot, {"Is pay@1 dark": "yes"})
    (found,) = noted(made).flags
    assert (found.names, found.changes, found.evidence) == (("totals",), ("pay@1",), (check,))
    assert found.waits_for == ("missing:web/api",)
    assert fates(noted(made)) == {"pay@1 api": {"web": "flagged"}}


def test_what_says_that_it_breaks_and_not_what_is_told() -> None:
    made = planned(world(merged("pay", 1, title="feat!: no more cash"), merged("pay", 2)))
    said = Evidence("breaking-change", "feat!: no more cash", "pay", "c", line=1)
    other = Evidence("trailer", "Break: cash", "pay", "d")
    notices = [Notice("it breaks", said, "pay@1"), Notice("nearly", other, "pay@2")]
    (found,) = noted(made, notices=notices).breaks
    assert (found.change, found.contract, found.evidence) == ("pay@1", "", (said,))


def test_what_was_reverted_goes_along_and_is_no_news() -> None:
    snapshot = world(merged("pay", 1, title="Cash"), merged("pay", 2, title='Revert "Cash"'))
    gone = tuple(replace(change, cancelled=True) for change in snapshot.changes)
    (found,) = noted(planned(replace(snapshot, changes=gone))).services
    assert (found.changes, found.undone) == ((), ("pay@1", "pay@2"))


@given(snapshots, scenarios)
def test_all_that_goes_can_be_shipped_and_all_else_stays(
    snapshot: Snapshot, scenario: Scenario
) -> None:
    made = plan(snapshot, scenario)
    found = noted(made)
    out = {name for one in found.services for name in one.undone}
    out |= {change.id for change in found.changes}
    shippable = {name for name in made.changes if made.status(name).shippable}
    assert out <= shippable
    assert out | staying(found).keys() == made.changes.keys()
    assert out.isdisjoint(staying(found))
    # Nobody is broken by what can be shipped, and whoever adapts goes out with it.
    for one in found.breaks:
        for each in one.consumers:
            assert each.fate is not Fate.MISSING
            assert each.fate is not Fate.ADAPTED or out.issuperset(each.by)
    assert all(
        why != "later" or not made.status(name).waits for name, (why, _) in staying(found).items()
    )
    assert fates(found) == fates(noted(plan(snapshot, scenario)))
