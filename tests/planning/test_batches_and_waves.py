"""What ships together, and after what."""

from relplan.model.edge import Cause
from relplan.planning.plan import Plan
from tests.planning.world import (
    FLAGGED,
    Statement,
    approval,
    batches,
    contract,
    joint,
    merged,
    opened,
    planned,
    service,
    world,
)


def waves(made: Plan) -> dict[str, int]:
    return {change: made.wave(change) for change in made.changes}


class TestWaves:
    def test_an_edge_between_batches_makes_a_wave(self) -> None:
        made = planned(
            world(
                merged("db", 1),
                merged("api", 1, depends_on="db@1"),
                merged("web", 1, depends_on="api@1"),
            )
        )
        assert waves(made) == {"db@1": 0, "api@1": 1, "web@1": 2}

    def test_trunk_and_stacked_edges_make_none(self) -> None:
        made = planned(
            world(
                merged("web", 1),
                merged("web", 2),
                opened("web", "a"),
                opened("web", "b", stacked_on="web:a"),
            )
        )
        assert set(waves(made).values()) == {0}

    def test_they_pass_on_the_wave_below_them(self) -> None:
        made = planned(
            world(
                merged("db", 1),
                merged("web", 1, depends_on="db@1"),
                merged("web", 2),
                opened("web", "new"),
            )
        )
        assert waves(made) == {"db@1": 0, "web@1": 1, "web@2": 1, "web:new": 1}

    def test_a_trunk_edge_that_is_asked_for_by_name_as_well_makes_one(self) -> None:
        made = planned(world(merged("web", 1), merged("web", 2, depends_on="web@1")))
        assert waves(made) == {"web@1": 0, "web@2": 1}

    def test_of_several_paths_the_longest_counts(self) -> None:
        made = planned(
            world(
                merged("db", 1),
                merged("api", 1, depends_on="db@1"),
                merged("web", 1, depends_on=["api@1", "db@1"]),
            )
        )
        assert waves(made)["web@1"] == 2

    def test_a_batch_has_the_wave_of_the_furthest_of_its_changes(self) -> None:
        made = planned(
            world(
                merged("db", 1),
                merged("api", 1, depends_on="db@1", feature="F-1"),
                merged("web", 1, feature="F-1"),
            )
        )
        assert waves(made) == {"db@1": 0, "api@1": 1, "web@1": 1}

    def test_what_is_no_change_makes_none(self) -> None:
        made = planned(
            world(
                contract("K", provider="api", consumers=["web"]),
                approval("legal", "api"),
                merged("api", 1, breaks="K", depends_on="nobody-knows"),
            )
        )
        assert waves(made) == {"api@1": 0}

    def test_who_waits_for_a_joint_gate_comes_after_those_that_go_through_it(self) -> None:
        made = planned(world(joint("e2e", "api", "web"), merged("api", 1), opened("web", "new")))
        assert waves(made) == {"api@1": 0, "web:new": 1}


class TestBatches:
    def test_they_are_numbered_by_wave_and_then_by_their_first_change(self) -> None:
        made = planned(
            world(
                merged("z", 1),
                merged("a", 1, depends_on="z@1"),
                merged("m", 1, feature="F-1"),
                merged("b", 1, feature="F-1"),
            )
        )
        assert [batch.id for batch in made.batches] == ["B0", "B1", "B2"]
        assert batches(made) == [["b@1", "m@1"], ["z@1"], ["a@1"]]

    def test_they_hold_changes_only(self) -> None:
        made = planned(
            world(
                joint("e2e", "api", "web"),
                merged("api", 1, feature="F-1"),
                merged("web", 1, feature="F-1"),
            )
        )
        assert batches(made) == [["api@1", "web@1"]]

    def test_they_know_their_services_and_teams(self) -> None:
        made = planned(
            world(
                service("api", "core"),
                service("web", "core"),
                service("pay"),
                merged("api", 1, feature="F-1"),
                merged("web", 1, feature="F-1"),
                opened("web", "more", feature="F-1"),
                merged("pay", 1, feature="F-1"),
            )
        )
        (batch,) = made.batches
        assert batch.services == ("api", "pay", "web")
        assert batch.teams == ("core",)

    def test_needs_are_the_batches_that_its_changes_need_directly(self) -> None:
        made = planned(
            world(
                merged("db", 1),
                merged("api", 1, depends_on="db@1"),
                merged("web", 1, depends_on=["api@1", "nobody-knows"]),
            )
        )
        assert [made.links(batch).needs for batch in made.batches] == [(), ("B0",), ("B1",)]

    def test_needs_are_sorted_by_number(self) -> None:
        many = [merged(f"s{number:02}", 1) for number in range(12)]
        last = merged("web", 1, depends_on=[change.id for change in reversed(many)])
        made = planned(world(*many, last))
        assert made.links(made.batch_of["web@1"]).needs == tuple(f"B{n}" for n in range(12))


class TestCauses:
    def causes(self, *statements: Statement) -> tuple[Cause, ...]:
        made = planned(world(*statements))
        return made.links(max(made.batches, key=lambda batch: len(batch.changes))).causes

    def test_a_batch_of_one_has_none(self) -> None:
        assert self.causes(approval("legal", "web"), merged("web", 1)) == ()

    def test_a_contract_is_tight_coupling(self) -> None:
        assert self.causes(
            contract("K", provider="api", consumers=["web"]),
            merged("api", 1, breaks="K"),
            merged("web", 1, adapts="K"),
        ) == (Cause.TIGHT_COUPLING,)

    def test_a_feature_is_horizontal_slicing(self) -> None:
        assert self.causes(merged("api", 1, feature="F-1"), merged("web", 1, feature="F-1")) == (
            Cause.HORIZONTAL_SLICING,
        )

    def test_a_joint_gate_is_undone_work(self) -> None:
        assert self.causes(joint("e2e", "api", "web"), merged("api", 1), merged("web", 1)) == (
            Cause.UNDONE_WORK,
        )

    def test_what_git_and_trailers_order_has_none(self) -> None:
        assert (
            self.causes(
                opened("api", "a", depends_on="web:b"), opened("web", "b", depends_on="api:a")
            )
            == ()
        )

    def test_edges_that_lead_out_of_it_do_not_count(self) -> None:
        assert self.causes(
            approval("legal", "api"),
            merged("api", 1, feature="F-1"),
            merged("web", 1, feature="F-1"),
        ) == (Cause.HORIZONTAL_SLICING,)

    def slices_of(self, *services: str) -> list[Statement]:
        return [merged(name, 1, feature="F-1") for name in services]

    def test_three_services_that_call_each_other_in_a_row_are_a_distributed_monolith(self) -> None:
        assert self.causes(
            service("web", calls=["api"]),
            service("api", calls=["db"]),
            service("db"),
            *self.slices_of("web", "api", "db"),
        ) == (Cause.DISTRIBUTED_MONOLITH, Cause.HORIZONTAL_SLICING)

    def test_two_that_call_each_other_are_not(self) -> None:
        assert Cause.DISTRIBUTED_MONOLITH not in self.causes(
            service("web", calls=["api", "web"]),
            service("api", calls=["web"]),
            *self.slices_of("web", "api"),
        )

    def test_two_that_are_called_by_a_third_are_no_chain(self) -> None:
        assert Cause.DISTRIBUTED_MONOLITH not in self.causes(
            service("web", calls=["api", "db"]), *self.slices_of("web", "api", "db")
        )

    def test_a_chain_through_a_service_outside_of_the_batch_is_none(self) -> None:
        assert Cause.DISTRIBUTED_MONOLITH not in self.causes(
            service("web", calls=["api"]),
            service("api", calls=["db"]),
            *self.slices_of("web", "db", "pay"),
        )

    def test_a_mark_takes_the_cause_away_with_its_edges(self) -> None:
        seen = world(
            contract("K", provider="api", consumers=["web"]),
            merged("api", 1, breaks="K", feature="F-1"),
            merged("web", 1, adapts="K", feature="F-1"),
        )
        made = planned(seen, K=FLAGGED)
        assert made.links(made.batches[0]).causes == (Cause.HORIZONTAL_SLICING,)
