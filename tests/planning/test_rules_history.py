"""Rules 5 to 7: trunk, stacked and depends-on."""

from dataclasses import replace

import pytest

from relplan.model.change import Change
from relplan.model.production import KnownBy, Production
from relplan.planning.explain import why
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
    the_question,
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


def reviewed(change: Change, url: str) -> Change:
    return replace(change, aliases=(url,))


@pytest.mark.parametrize(
    "ref",
    [
        "https://github.com/Acme/API/pull/1/files",
        "http://www.github.com/acme/api/pull/1?w=1",
        "acme/api#1",
    ],
)
def test_a_review_is_meant_however_its_address_is_written(ref: str) -> None:
    seen = world(
        reviewed(opened("api", "pay"), "https://github.com/acme/api/pull/1"),
        reviewed(opened("api", "other"), "https://github.com/acme/api/pull/12"),
        opened("web", "ui", depends_on=ref),
    )
    assert drawn(seen) == {"web:ui -> api:pay"}


def test_a_short_reference_that_two_forges_have_is_not_guessed() -> None:
    seen = world(
        reviewed(opened("api", "pay"), "https://github.com/acme/api/pull/1"),
        reviewed(opened("pay", "pay"), "https://git.example.org/acme/api/pull/1"),
        opened("web", "ui", depends_on="acme/api#1"),
    )
    assert drawn(seen) == set()
    assert the_question(seen, "Is acme/api#1, on which web:ui depends, in production?")


def test_a_review_that_goes_to_another_open_branch_is_stacked_on_it() -> None:
    seen = world(
        opened("web", "pay"),
        replace(opened("web", "ui"), base="pay"),
        replace(opened("web", "other"), base="main"),
        replace(opened("api", "ui"), base="pay"),
        replace(opened("web", "both", stacked_on="web:pay"), base="pay"),
    )
    assert drawn(seen) == {"web:ui -> web:pay", "web:both -> web:pay"}
    assert "its review goes to the branch of web:pay" in {
        found.text for edge in planned(seen).edges for found in edge.evidence
    }


class TestLines:
    def test_an_open_change_goes_to_its_base_where_the_forge_names_one(self) -> None:
        one, two, line = merged("web", 1), merged("web", 2), merged("web", 3)
        seen = world(one, two, line, opened("web", "fix"), opened("web", "next"))
        first, second, third, fix, new = by_number(seen.changes)
        first, second = replace(first, line="main"), replace(second, line="main")
        third = replace(third, line="release/1", after="")
        fix = replace(fix, line="main", after=second.id, base="release/1")
        new = replace(new, line="main", after=second.id, base="fix")
        changes = (first, second, third, fix, new)
        assert drawn(replace(seen, changes=changes)) == {
            "web@2 -> web@1",
            "web:fix -> web@3",
            "web:next -> web:fix",
            "web:next -> web@2",
        }
        away = replace(fix, base="release/2")
        assert drawn(replace(seen, changes=(first, second, third, away))) == {"web@2 -> web@1"}

    @pytest.mark.parametrize(
        ("branch", "off", "base", "alone"),
        [
            ("hotfix/1", "v1", "", True),
            ("hotfix/1", "", "", False),
            ("fix", "v1", "", False),
            ("fix", "v1", "main", False),
            ("fix", "v1", "release/1", True),
        ],
    )
    def test_a_hotfix_needs_no_trunk_edge(
        self, branch: str, off: str, base: str, alone: bool
    ) -> None:
        seen = world(merged("web", 1), opened("web", branch))
        one, fix = by_number(seen.changes)
        one = replace(one, line="main")
        fix = replace(fix, line="main", after=one.id, off=off, base=base)
        seen = replace(seen, changes=(one, fix), mains={"web": "main"})
        assert (drawn(seen) == set()) is alone

    def test_what_only_the_trunk_holds_up_could_be_a_hotfix(self) -> None:
        seen = world(merged("web", 1), merged("web", 2), opened("web", "fix"), merged("pay", 1))
        running = Production("web", "v1", "c" * 40, KnownBy.RELEASE_TAG)
        plan = planned(replace(seen, production=(running,)))
        told = {change: why(plan, change).hotfix_off for change in plan.changes}
        assert told == {"pay@1": "", "web@1": "", "web@2": "v1", "web:fix": "v1"}


def by_number(changes: tuple[Change, ...]) -> list[Change]:
    """Return merged changes, then open ones, each by their ids."""
    return sorted(changes, key=lambda change: (not change.merged, change.id))
