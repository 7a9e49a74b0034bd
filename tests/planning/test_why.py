"""Why: every blocker with a shortest path, every companion with a shortest cycle."""

from dataclasses import replace
from itertools import pairwise
from random import Random

from relplan.model.plan import Path, Status
from relplan.model.snapshot import Snapshot
from relplan.planning.explain import trunk_runs, why
from relplan.planning.plan import Plan, plan
from tests.planning.reference import Reference
from tests.planning.snapshots import random_scenario, random_snapshot
from tests.planning.world import (
    DETECTED,
    VERSIONED,
    approval,
    contract,
    finding,
    joint,
    merged,
    opened,
    planned,
    world,
)


def words(path: Path) -> list[str]:
    return [f"{edge.source} {edge.kind} {edge.target}" for edge in path]


class TestBlockers:
    SEEN = world(
        contract("K", provider="api", consumers=["web", "app"]),
        approval("legal", "db"),
        merged("db", 1),
        merged("api", 1, breaks="K", depends_on="db@1"),
        opened("mail", "new"),
        opened("web", "adapt", adapts="K", depends_on="mail:new"),
        merged("pay", 1, depends_on="api@1"),
    )

    def test_every_one_is_named_with_a_path_edge_by_edge_the_nearest_first(self) -> None:
        explanation = why(planned(self.SEEN), "pay@1")
        assert explanation.status is Status.BLOCKED
        assert [(found.node, words(found.path)) for found in explanation.blockers] == [
            (
                "missing:app/K",
                ["pay@1 depends-on api@1", "api@1 breaks missing:app/K"],
            ),
            (
                "web:adapt",
                ["pay@1 depends-on api@1", "api@1 breaks web:adapt"],
            ),
            (
                "gate:legal",
                ["pay@1 depends-on api@1", "api@1 depends-on db@1", "db@1 gate gate:legal"],
            ),
            (
                "mail:new",
                [
                    "pay@1 depends-on api@1",
                    "api@1 breaks web:adapt",
                    "web:adapt depends-on mail:new",
                ],
            ),
        ]

    def test_each_step_carries_its_evidence(self) -> None:
        for found in why(planned(self.SEEN), "pay@1").blockers:
            assert all(edge.evidence for edge in found.path)

    def test_prerequisites_are_the_changes_outside_its_batch(self) -> None:
        assert why(planned(self.SEEN), "pay@1").prerequisites == (
            "api@1",
            "db@1",
            "mail:new",
            "web:adapt",
        )
        assert why(planned(self.SEEN), "api@1").prerequisites == ("db@1", "mail:new")

    def test_a_mark_takes_a_blocker_and_its_path_away(self) -> None:
        explanation = why(planned(self.SEEN, K=VERSIONED), "pay@1")
        assert [found.node for found in explanation.blockers] == ["gate:legal"]

    def test_a_change_in_progress_does_not_block_itself(self) -> None:
        explanation = why(planned(self.SEEN), "web:adapt")
        assert "web:adapt" not in [found.node for found in explanation.blockers]

    def test_who_is_independent_is_told_so(self) -> None:
        explanation = why(planned(world(merged("web", 1))), "web@1")
        assert explanation.status is Status.INDEPENDENT
        assert (explanation.blockers, explanation.tied, explanation.prerequisites) == ((), (), ())
        assert explanation.batch == "B0"


class TestTied:
    def test_a_cycle_leads_through_both_and_back(self) -> None:
        made = planned(
            world(
                contract("K", provider="api", consumers=["web"]),
                merged("api", 1, breaks="K"),
                merged("web", 1, adapts="K"),
            )
        )
        (found,) = why(made, "api@1").tied
        assert found.change == "web@1"
        assert words(found.cycle) == ["api@1 breaks web@1", "web@1 requires api@1"]

    def test_it_may_lead_through_a_hub(self) -> None:
        made = planned(world(joint("e2e", "api", "web"), merged("api", 1), merged("web", 1)))
        (found,) = why(made, "web@1").tied
        assert words(found.cycle) == [
            "web@1 gate gate:e2e",
            "gate:e2e gate api@1",
            "api@1 gate gate:e2e",
            "gate:e2e gate web@1",
        ]

    def test_the_members_with_the_shortest_cycles_come_first(self) -> None:
        made = planned(
            world(
                opened("a", "x", depends_on="z:x"),
                opened("z", "x", depends_on=["m:x", "a:x"]),
                opened("m", "x", depends_on="a:x"),
            )
        )
        assert [(found.change, len(found.cycle)) for found in why(made, "a:x").tied] == [
            ("z:x", 2),
            ("m:x", 3),
        ]


def test_of_two_edges_between_the_same_ends_the_surer_is_shown() -> None:
    made = planned(
        world(
            contract("K", provider="api", consumers=["web"]),
            contract("J", provider="web", consumers=["api"]),
            merged("api", 1, breaks=finding("K", confidence=DETECTED), adapts="J"),
            opened("web", "new", tolerates="K", extends="J"),
        )
    )
    assert len(made.edges_between("api@1", "web:new")) == 2
    (found,) = why(made, "api@1").blockers
    assert words(found.path) == ["api@1 requires web:new"]


def _distance(reference: Reference, start: str, end: str) -> int:
    """Count the fewest edges, one or more, by widening a ring."""
    ring, steps = {start}, 0
    while steps <= len(reference.nodes):
        steps += 1
        ring = {target for source, target, *_ in reference.edges if source in ring}
        if end in ring:
            return steps
    raise AssertionError(f"{start} does not reach {end}")


def _assert_walks(made: Plan, path: Path, start: str, end: str) -> None:
    assert path[0].source == start
    assert path[-1].target == end
    assert all(one.target == two.source for one, two in pairwise(path))
    assert set(path) <= set(made.edges)


def _snapshots(seeds: int) -> list[tuple[Snapshot, Plan]]:
    found = []
    for seed in range(seeds):
        random = Random(seed)
        snapshot = random_snapshot(random)
        found.append((snapshot, plan(snapshot, random_scenario(random))))
    return found


def test_every_path_and_cycle_is_a_shortest_one_and_runs_over_edges_that_are_left() -> None:
    paths = cycles = 0
    for snapshot, made in _snapshots(300):
        reference = Reference(snapshot, made.scenario, frozenset())
        for change in made.changes:
            explanation = why(made, change)
            for blocker in explanation.blockers:
                _assert_walks(made, blocker.path, change, blocker.node)
                assert len(blocker.path) == _distance(reference, change, blocker.node)
                paths += 1
            for tie in explanation.tied:
                _assert_walks(made, tie.cycle, change, change)
                there = _distance(reference, change, tie.change)
                assert len(tie.cycle) == there + _distance(reference, tie.change, change)
                assert tie.cycle[there - 1].target == tie.change
                cycles += 1
            mates = set(made.batch_of[change].changes) - {change}
            assert {tie.change for tie in explanation.tied} == mates
    assert min(paths, cycles) > 300


def test_trunk_edges_in_a_row_are_one_piece_of_a_path() -> None:
    made = planned(
        world(
            opened("mail", "new"),
            merged("api", 1, depends_on="mail:new"),
            merged("api", 2),
            merged("api", 3),
            opened("api", "b", ready=True),
        )
    )
    (blocker,) = why(made, "api:b").blockers
    assert [len(run) for run in trunk_runs(blocker.path)] == [3, 1]
    assert [edge for run in trunk_runs(blocker.path) for edge in run] == list(blocker.path)


class TestNeeds:
    def test_its_own_edges_to_prerequisites_are_told_but_for_the_trunk(self) -> None:
        seen = world(
            contract("K", provider="api", consumers=["web"]),
            merged("api", 1, extends="K"),
            merged("web", 1),
            merged("web", 2, adapts="K"),
        )
        assert words(why(planned(seen), "web@2").needs) == ["web@2 requires api@1"]

    def test_what_ties_it_into_its_batch_is_told_by_the_cycles(self) -> None:
        seen = world(
            contract("K", provider="api", consumers=["web"]),
            merged("api", 1, breaks="K"),
            merged("web", 1, adapts="K"),
        )
        assert why(planned(seen), "web@1").needs == ()


class TestUnaffected:
    def test_who_uses_other_parts_only_is_named_with_them(self) -> None:
        api = contract("K", provider="api", consumers=["web", "app"])
        api = replace(api, uses=(("web", ("GET /a",)),))
        seen = world(api, merged("api", 1, breaks=finding("K", "GET /b")), merged("app", 1))
        explanation = why(planned(seen), "api@1")
        (found,) = explanation.unaffected
        assert (found.consumer, found.contract) == ("web", "K")
        assert (found.broken, found.used) == (("GET /b",), ("GET /a",))
        assert [blocker.node for blocker in explanation.blockers] == ["missing:app/K"]

    def test_nobody_is_where_the_parts_are_not_known(self) -> None:
        api = replace(
            contract("K", provider="api", consumers=["web"]), uses=(("web", ("GET /a",)),)
        )
        seen = world(api, merged("api", 1, breaks="K"))
        assert why(planned(seen), "api@1").unaffected == ()
