"""Rules 5 to 7: trunk, stacked and depends-on."""

from dataclasses import replace

import pytest

from relplan.model.change import Change
from tests.planning.world import (
    DECLARED,
    DETECTED,
    answering,
    drawn,
    merged,
    opened,
    planned,
    shipped,
    statuses,
    the_edge,
    world,
)

CHANGE_ID = "I8473b95934b5732ac55d26311a706c9c2bde9940"
SHA = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"


class TestTrunk:
    def test_a_merged_change_needs_the_one_before_it(self) -> None:
        seen = world(merged("web", 1), merged("web", 2), merged("web", 3))
        assert drawn(seen) == {"web@2 -> web@1", "web@3 -> web@2"}

    def test_an_open_change_needs_the_newest_of_its_service(self) -> None:
        seen = world(merged("web", 1), merged("web", 2), opened("web", "new"), merged("pay", 1))
        assert drawn(seen) == {"web@2 -> web@1", "web:new -> web@2"}

    def test_open_changes_are_in_nobodys_way(self) -> None:
        assert drawn(world(opened("web", "one"), opened("web", "two"))) == set()

    def test_what_is_shipped_already_is_needed_no_more(self) -> None:
        seen = world(merged("web", 1))
        first = replace(seen.changes[0], after="web@0000000000")
        assert drawn(replace(seen, changes=(first,))) == set()

    def test_it_is_detected_and_has_no_cause_and_no_coupling(self) -> None:
        seen = world(merged("web", 1), merged("web", 2))
        edge = the_edge(seen, "trunk")
        assert (edge.confidence, edge.cause, edge.coupling) == (DETECTED, None, "")
        (shown,) = edge.evidence
        assert (shown.repository, shown.commit) == ("web", seen.changes[0].commit)
        assert shown.text == "a deployment of main ships web@1"


class TestStacked:
    def test_a_branch_needs_the_open_one_that_it_stands_on(self) -> None:
        seen = world(opened("web", "base"), opened("web", "top", stacked_on="web:base"))
        assert drawn(seen) == {"web:top -> web:base"}
        assert statuses(planned(seen)) == {"web:base": "unfinished", "web:top": "blocked"}

    def test_it_may_stand_on_several(self) -> None:
        seen = world(
            opened("web", "a"),
            opened("web", "b"),
            opened("web", "c", stacked_on=["web:a", "web:b"]),
        )
        assert drawn(seen, "stacked") == {"web:c -> web:a", "web:c -> web:b"}

    def test_a_base_that_is_no_longer_pending_is_not_needed(self) -> None:
        assert drawn(world(opened("web", "top", stacked_on="web:gone"))) == set()

    def test_it_is_detected_and_has_no_cause_and_no_coupling(self) -> None:
        seen = world(opened("web", "base"), opened("web", "top", stacked_on="web:base"))
        edge = the_edge(seen, "stacked")
        assert (edge.confidence, edge.cause, edge.coupling) == (DETECTED, None, "")
        (shown,) = edge.evidence
        assert shown.text == "its history contains web:base"


class TestDependsOn:
    def api(self) -> Change:
        change = merged(
            "api",
            SHA[:10],
            also_known_as=["api:its-branch", CHANGE_ID, "https://github.com/shop/api/pull/7"],
        )
        return replace(change, commit=SHA)

    @pytest.mark.parametrize(
        "ref",
        [
            pytest.param(f"api@{SHA[:10]}", id="id"),
            pytest.param(f"api@{SHA[:7]}", id="shorter"),
            pytest.param(f"api@{SHA[:20]}", id="longer"),
            pytest.param(f"api@{SHA}", id="full"),
            pytest.param(f"api@{SHA.upper()}", id="capitals"),
            pytest.param("api:its-branch", id="branch"),
            pytest.param(CHANGE_ID, id="Change-Id"),
            pytest.param("https://github.com/shop/api/pull/7", id="URL"),
        ],
    )
    def test_a_merged_change_goes_by_any_of_its_names(self, ref: str) -> None:
        seen = world(self.api(), opened("web", "new", depends_on=ref))
        assert drawn(seen) == {f"web:new -> api@{SHA[:10]}"}

    def test_an_open_change_goes_by_its_id_and_by_its_tip(self) -> None:
        seen = world(
            opened("api", "v2", commit=SHA),
            opened("web", "new", depends_on="api:v2"),
            opened("app", "new", depends_on=f"api@{SHA[:12]}"),
        )
        assert drawn(seen) == {"web:new -> api:v2", "app:new -> api:v2"}

    @pytest.mark.parametrize(
        "ref", ["api:gone", f"api@{SHA[:6]}", f"web@{SHA[:10]}", "api@ffffffffff", "Iabc", SHA]
    )
    def test_what_nobody_knows_is_asked_about_and_never_clear(self, ref: str) -> None:
        seen = world(self.api(), opened("pay", "new", depends_on=ref, ready=True))
        asked = f"Is {ref}, on which pay:new depends, in production?"
        assert drawn(seen) == set()
        assert statuses(planned(seen))["pay:new"] == "uncertain"
        no = answering(seen, {asked: "no"})
        assert drawn(no) == {f"pay:new -> unknown:{ref}"}
        assert statuses(no)["pay:new"] == "blocked"
        assert statuses(answering(seen, {asked: "yes"}))["pay:new"] == "independent"

    def test_a_merged_change_was_merged_under_what_nobody_knows(self) -> None:
        made = planned(world(merged("pay", 1, depends_on="Iabc")))
        assert (statuses(made)["pay@1"], made.questions) == ("independent", ())
        (note,) = made.notices
        assert "pay@1 depends on Iabc" in note.text

    def test_what_production_has_is_needed_no_more(self) -> None:
        seen = world(shipped(CHANGE_ID), opened("web", "new", depends_on=CHANGE_ID))
        assert drawn(seen) == set()

    def test_a_change_id_that_several_changes_carry_means_all_of_them(self) -> None:
        seen = world(
            merged("api", 1, also_known_as=CHANGE_ID),
            opened("api", "backport", also_known_as=CHANGE_ID),
            opened("web", "new", depends_on=CHANGE_ID),
        )
        assert drawn(seen, "depends-on") == {"web:new -> api@1", "web:new -> api:backport"}

    def test_nobody_depends_on_itself(self) -> None:
        own = opened("web", "new", depends_on=["web:new", CHANGE_ID], also_known_as=CHANGE_ID)
        assert drawn(world(own)) == set()

    def test_two_names_of_one_change_make_one_edge(self) -> None:
        seen = world(
            self.api(), opened("web", "new", depends_on=["api:its-branch", f"api@{SHA[:10]}"])
        )
        assert drawn(seen) == {f"web:new -> api@{SHA[:10]}"}

    def test_two_that_depend_on_each_other_are_in_lock_step(self) -> None:
        seen = world(
            opened("api", "a", ready=True, depends_on="web:b"),
            opened("web", "b", ready=True, depends_on="api:a"),
        )
        assert set(statuses(planned(seen)).values()) == {"lockstep"}

    def test_a_change_that_ships_dark_still_waits_for_what_it_names(self) -> None:
        seen = world(opened("api", "a"), opened("web", "b", depends_on="api:a", flag="new"))
        assert drawn(seen) == {"web:b -> api:a"}

    def test_it_is_declared_by_its_trailer_and_names_no_coupling_and_no_cause(self) -> None:
        edge = the_edge(
            world(opened("api", "a"), opened("web", "b", depends_on="api:a")), "depends-on"
        )
        assert (edge.confidence, edge.cause, edge.coupling) == (DECLARED, None, "")
        (shown,) = edge.evidence
        assert (shown.repository, shown.line, shown.text) == ("web", 3, "Depends-On: api:a")
