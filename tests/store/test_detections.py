"""What was detected is kept beside what was scanned, and so is what was read for it."""

from dataclasses import replace

from relplan.model.change import Change, Effect, EffectKind
from relplan.model.contract_source import DetectedUse, Detection
from relplan.model.evidence import Confidence, Evidence
from relplan.model.facts import Caution, Takes, Taking, Unread
from relplan.model.flag import Prerequisite
from relplan.model.scan import Notice, RepositoryScan, ServiceScan
from relplan.store import Store
from tests.store.scanned import branch, record, scan

PLACE = Evidence("rule", "text", "shop", "c" * 40, "api.yaml", 7)
BREAKS = Effect(EffectKind.BREAKS, "api", PLACE, Confidence.DETECTED, ("GET /a", "GET /b"))
EXTENDS = Effect(EffectKind.EXTENDS, "api", PLACE, Confidence.DETECTED)
DECLARED = Effect(EffectKind.EXTENDS, "api", Evidence("trailer", "Extends: api", "shop"))


def detection(**effects: tuple[Effect, ...]) -> Detection:
    return Detection(
        {f"shop:{name}": found for name, found in effects.items()}, (), (), frozenset({"shop"})
    )


def change(name: str) -> Change:
    return branch("shop", name)


def scan_of(*changes: Change) -> RepositoryScan:
    return scan(ServiceScan(record("shop"), open=changes))


def effects_of(store: Store, name: str) -> tuple[Effect, ...]:
    return next(found.effects for found in store.changes() if found.id == f"shop:{name}")


def test_what_is_detected_comes_back_with_its_change(store: Store) -> None:
    store.save_scan(scan_of(change("a"), change("b")), 1)
    store.save_detection(detection(a=(BREAKS, EXTENDS)), "print")
    assert effects_of(store, "a") == (BREAKS, EXTENDS)
    assert effects_of(store, "b") == ()
    assert store.detected_with() == "print"


def test_a_trailer_wins_over_what_is_detected(store: Store) -> None:
    other = replace(BREAKS, contract="other")
    store.save_scan(scan_of(replace(change("a"), effects=(DECLARED,))), 1)
    store.save_detection(detection(a=(BREAKS, other)), "print")
    assert effects_of(store, "a") == (DECLARED, other)


def test_a_later_detection_takes_the_place_of_an_earlier_one(store: Store) -> None:
    store.save_scan(scan_of(change("a"), change("b")), 1)
    store.save_detection(detection(a=(BREAKS,), b=(BREAKS,)), "one")
    store.save_detection(detection(b=(EXTENDS,)), "two")
    assert (effects_of(store, "a"), effects_of(store, "b")) == ((), (EXTENDS,))
    assert store.detected_with() == "two"


def test_what_is_known_of_a_service_that_could_not_be_read_stays(store: Store) -> None:
    store.save_scan(scan_of(change("a")), 1)
    use = DetectedUse("api", "shop", "GET /a", PLACE)
    store.save_detection(replace(detection(a=(BREAKS,)), uses=(use,)), "one")
    store.save_detection(Detection(), "two")
    assert effects_of(store, "a") == (BREAKS,)
    assert store.detected_uses() == (use,)
    store.save_detection(detection(), "three")
    assert effects_of(store, "a") == ()
    assert store.detected_uses() == ()


def test_a_use_that_is_known_of_a_service_not_read_now_is_not_said_again(store: Store) -> None:
    known = DetectedUse("api", "shop", "GET /a", PLACE)
    store.save_detection(Detection({}, (known,), (), frozenset({"shop"})), "one")
    found = DetectedUse("api", "web", "GET /a", PLACE)
    again = replace(known, evidence=replace(PLACE, line=9))
    store.save_detection(Detection({}, (again, found), (), frozenset({"web"})), "two")
    assert store.detected_uses() == (known, found)


def test_what_is_detected_survives_a_rescan_of_the_change(store: Store) -> None:
    store.save_scan(scan_of(change("a")), 1)
    store.save_detection(detection(a=(BREAKS,)), "one")
    store.save_scan(scan_of(change("a")), 2)
    assert effects_of(store, "a") == (BREAKS,)


def test_notices_come_back_with_their_places(store: Store) -> None:
    notices = (Notice("one", PLACE, "shop:a"), Notice("two"))
    store.save_detection(Detection(notices=notices), "one")
    assert store.notices() == notices
    store.save_detection(Detection(), "two")
    assert store.notices() == ()


def test_readings_are_kept_until_nobody_needs_them_for_a_month(store: Store) -> None:
    day = 86_400
    store.save_readings({"a": "1", "b": "2"}, [], 0)
    store.save_readings({"a": "other"}, ["b"], 20 * day)
    assert store.readings() == {"a": "1", "b": "2"}
    store.save_readings({}, [], 40 * day)
    assert store.readings() == {"b": "2"}


def test_who_takes_what_cautions_and_the_unread_come_back(store: Store) -> None:
    taking = Taking("api", "web", Takes.RUN_TIME, Confidence.GUESSED, PLACE)
    use = DetectedUse("api", "web", "GET /a", PLACE, Confidence.GUESSED)
    caution = Caution("api", PLACE, ("GET /a",))
    unread = Unread("contract api", "it is damaged", "shop", ("shop:a",), "api", PLACE)
    found = Detection(
        uses=(use,),
        services=frozenset({"shop", "web"}),
        takings=(taking,),
        complete_uses=frozenset({("api", "web")}),
        cautions={"shop:a": (caution,)},
        prerequisites=(Prerequisite("new-cart", "new-shop", PLACE),),
        unread=(unread, replace(unread, contract="", evidence=None)),
    )
    store.save_scan(scan_of(change("a")), 1)
    store.save_detection(found, "print")
    assert store.prerequisites() == found.prerequisites
    assert (store.takings(), store.detected_uses()) == (found.takings, found.uses)
    assert (store.complete_uses(), store.cautions()) == (found.complete_uses, found.cautions)
    assert store.unread() == found.unread
    store.save_detection(Detection(services=frozenset({"shop"})), "print")
    assert (store.takings(), store.cautions(), store.unread()) == (found.takings, {}, ())
