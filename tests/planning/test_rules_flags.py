"""What may be dark behind a flag is asked; a yes is the ``Flag:`` trailer's like."""

from collections.abc import Mapping
from dataclasses import replace

from relplan.model.evidence import Evidence
from relplan.model.facts import MayBeDark
from relplan.model.flag import Flip, Prerequisite
from relplan.model.question import NO, YES, QuestionKind
from relplan.model.snapshot import Snapshot
from relplan.planning.flags import flags_of, flips
from tests.planning.world import (
    answering,
    batches,
    contract,
    drawn,
    merged,
    opened,
    planned,
    questions,
    statuses,
    the_question,
    world,
)

API = contract("orders-api", provider="orders", consumers=["web"])
CHECK = Evidence("flag-check", "is_enabled('CHECKOUT'): 3 of the lines added", "web")
BESIDE = Evidence("flag-check", "1 of 4 added lines of code not behind it", "web")


def may_be_dark(seen: Snapshot, flags: Mapping[str, str]) -> Snapshot:
    """Say of each change which flag it may be dark behind."""
    found = {change: (MayBeDark(flag, (CHECK,), (BESIDE,)),) for change, flag in flags.items()}
    return replace(seen, dark=found)


PERHAPS_DARK = may_be_dark(
    world(API, opened("orders", "v2", extends="orders-api"), merged("web", 1, adapts="orders-api")),
    {"web@1": "CHECKOUT"},
)
"""A change that needs one in progress, if it is not dark behind a flag."""


def test_what_may_be_dark_waits_for_an_answer_and_not_for_what_it_needs() -> None:
    made = planned(PERHAPS_DARK)
    assert drawn(made, "requires") == set()
    assert statuses(made) == {"orders:v2": "unfinished", "web@1": "uncertain"}
    asked = the_question(PERHAPS_DARK, "Is web@1 dark behind CHECKOUT")
    assert asked.kind is QuestionKind.FLAG
    assert asked.about == ("CHECKOUT", "web", "web@1")
    assert (asked.speaks_for, asked.speaks_against) == ((CHECK,), (BESIDE,))


def test_a_no_draws_what_the_change_needs() -> None:
    made = answering(PERHAPS_DARK, {"Is web@1 dark": NO})
    assert drawn(made, "requires") == {"web@1 -> orders:v2"}
    assert statuses(made)["web@1"] == "blocked"
    assert flags_of(made, "web@1") == ()


def test_a_yes_sets_it_free() -> None:
    made = answering(PERHAPS_DARK, {"Is web@1 dark": YES})
    assert statuses(made)["web@1"] == "independent"
    assert flags_of(made, "web@1") == ("CHECKOUT",)


def test_what_breaks_a_contract_behind_a_flag_is_asked_about_as_well() -> None:
    seen = may_be_dark(world(API, merged("orders", 1, breaks="orders-api")), {"orders@1": "V2"})
    assert statuses(planned(seen)) == {"orders@1": "uncertain"}
    assert statuses(answering(seen, {"Is orders@1 dark": YES})) == {"orders@1": "independent"}
    assert statuses(answering(seen, {"Is orders@1 dark": NO})) == {"orders@1": "blocked"}


def test_a_trailer_leaves_nothing_to_ask() -> None:
    seen = may_be_dark(
        world(API, merged("orders", 1, breaks="orders-api", flag="V2")), {"orders@1": "V2"}
    )
    assert questions(planned(seen)) == []
    assert flags_of(planned(seen), "orders@1") == ("V2",)


def test_nothing_is_asked_where_nothing_hangs_on_it() -> None:
    seen = may_be_dark(world(API, merged("web", 1)), {"web@1": "CHECKOUT"})
    assert questions(planned(seen)) == []


def test_a_slice_that_is_dark_belongs_to_no_feature() -> None:
    seen = may_be_dark(
        world(
            merged("orders", 1, feature="CHK-1"),
            merged("orders", 2, feature="CHK-1"),
            merged("web", 1, feature="CHK-1"),
        ),
        {"web@1": "CHECKOUT"},
    )
    assert batches(planned(seen)) == [["orders@1"], ["orders@2"], ["web@1"]]
    assert batches(answering(seen, {"Is web@1 dark": YES})) == batches(planned(seen))
    together = [["orders@1", "orders@2", "web@1"]]
    assert batches(answering(seen, {"Is web@1 dark": NO})) == together


def test_a_flag_is_switched_on_when_all_that_it_needs_is_out() -> None:
    seen = world(
        API,
        merged("orders", 1, extends="orders-api"),
        merged("web", 1, adapts="orders-api", flag="CHECKOUT"),
    )
    assert flips(planned(seen), ["web@1"]) == (Flip(("CHECKOUT",), ("web@1",), ("orders@1",)),)
    assert flips(planned(seen), ["orders@1"]) == ()


def test_a_flag_waits_for_the_flag_of_what_it_needs() -> None:
    seen = world(
        API,
        merged("orders", 1, extends="orders-api", flag="ORDERS_V2"),
        merged("web", 1, adapts="orders-api", flag="CHECKOUT"),
    )
    found = flips(planned(seen), ["web@1", "orders@1"])
    assert [(one.flags, one.after_flags) for one in found] == [
        (("ORDERS_V2",), ()),
        (("CHECKOUT",), ("ORDERS_V2",)),
    ]
    assert found[1].sentence == (
        "Switch on CHECKOUT, once web@1 and orders@1 are in production, after ORDERS_V2."
    )


def test_flags_that_hold_each_other_up_are_switched_on_together() -> None:
    seen = world(
        API,
        merged("orders", 1, breaks="orders-api", flag="ORDERS_V2"),
        merged("web", 1, adapts="orders-api", flag="CHECKOUT"),
    )
    (flip,) = flips(planned(seen), ["web@1"])
    assert flip.flags == ("CHECKOUT", "ORDERS_V2")
    assert flip.sentence.startswith(
        "Switch on CHECKOUT and ORDERS_V2 together, for they hold each other up, once"
    )


FILE = Evidence("flag-file", "flags.json: CHECKOUT needs SHOP", "web", "c", "flags.json", 4)


def test_a_flag_follows_the_one_that_its_file_says_it_needs() -> None:
    seen = replace(
        world(API, merged("web", 1, adapts="orders-api", flag="CHECKOUT")),
        prerequisites=(Prerequisite("CHECKOUT", "SHOP", FILE), Prerequisite("OTHER", "SHOP", FILE)),
    )
    (flip,) = flips(planned(seen), ["web@1"])
    assert (flip.flags, flip.after_flags) == (("CHECKOUT",), ("SHOP",))


def test_what_a_flag_needs_is_switched_on_first_through_one_that_hides_nothing() -> None:
    seen = replace(
        world(
            API,
            merged("orders", 1, extends="orders-api", flag="SHOP"),
            merged("web", 1, adapts="orders-api", flag="A"),
        ),
        prerequisites=(Prerequisite("A", "MIDDLE", FILE), Prerequisite("MIDDLE", "SHOP", FILE)),
    )
    found = flips(planned(seen), ["web@1", "orders@1"])
    assert [(one.flags, one.after_flags) for one in found] == [
        (("SHOP",), ()),
        (("A",), ("MIDDLE", "SHOP")),
    ]


def test_flags_that_need_each_other_by_their_file_are_switched_on_together() -> None:
    seen = replace(
        world(API, merged("web", 1, adapts="orders-api", flag="A")),
        prerequisites=(Prerequisite("A", "B", FILE), Prerequisite("B", "A", FILE)),
    )
    (flip,) = flips(planned(seen), ["web@1"])
    assert flip.flags == ("A", "B")


def test_a_flag_may_not_be_switched_on_while_an_adaptation_is_missing() -> None:
    seen = world(API, merged("orders", 1, breaks="orders-api", flag="ORDERS_V2"))
    (flip,) = flips(planned(seen), ["orders@1"])
    assert flip.waits_for == ("missing:web/orders-api",)
    assert flip.sentence.endswith("; not yet: missing:web/orders-api.")
