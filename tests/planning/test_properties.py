"""What holds of every plan, whatever the snapshot."""

import json
from collections.abc import Collection
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from relplan.exports.plan.json import plan_document
from relplan.model.edge import EdgeKind
from relplan.model.plan import Status
from relplan.model.scenario import Mark, Scenario
from relplan.model.snapshot import Snapshot
from relplan.model.workspace import Service, Unit
from relplan.planning import Planner, plan
from relplan.planning.components import Condensation
from relplan.planning.explain import why
from relplan.planning.graph import NeedsGraph
from relplan.planning.plan import Plan
from relplan.planning.reach import reach_of_all
from tests.planning.snapshots import ALL_MARKS, CONTRACTS, SERVICES, scenarios, snapshots

marks = st.sampled_from(ALL_MARKS)


def printed(made: Plan) -> str:
    return json.dumps(plan_document(made))


@given(snapshots, scenarios, marks)
def test_a_mark_makes_no_batch_larger_and_no_fewer_shippable(
    snapshot: Snapshot, scenario: Scenario, mark: tuple[str, Mark]
) -> None:
    unmarked = scenario.with_mark(mark[0], None)
    before, after = plan(snapshot, unmarked), plan(snapshot, unmarked.with_mark(*mark))
    for change in before.changes:
        assert set(after.batch_of[change].changes) <= set(before.batch_of[change].changes)
        assert after.status(change).shippable or not before.status(change).shippable
    assert after.numbers.largest_batch <= before.numbers.largest_batch
    assert after.numbers.shippable_now >= before.numbers.shippable_now
    assert after.numbers.blocked <= before.numbers.blocked


@given(snapshots, scenarios)
def test_to_split_a_unit_makes_no_batch_larger(snapshot: Snapshot, scenario: Scenario) -> None:
    for unit in snapshot.workspace.units:
        tied = scenario.with_mark(unit.name, None)
        before, after = plan(snapshot, tied), plan(snapshot, tied.with_mark(unit.name, Mark.SPLIT))
        assert not [edge for edge in after.edges if edge.kind is EdgeKind.UNIT]
        for change in before.changes:
            assert set(after.batch_of[change].changes) <= set(before.batch_of[change].changes)


@given(snapshots, st.permutations(SERVICES), st.integers(0, 1), st.integers(0, 2))
def test_a_unit_of_which_one_service_at_the_most_has_anything_pending_ties_nothing(
    snapshot: Snapshot, services: list[str], busy: int, suspected: int
) -> None:
    idle = ("idle-1", "idle-2")
    button = Unit("button", (*services[:busy], *idle[suspected:]), (), idle[:suspected])
    pressed = with_units(snapshot, (*snapshot.workspace.units, button), idle)
    before, after = plan(snapshot, Scenario()), plan(pressed, Scenario())
    assert after.edges == before.edges
    assert printed(after) == printed(before)


@given(snapshots, st.sampled_from(("services", "detected_services", "suspected_services")))
def test_who_has_nothing_pending_changes_no_edge_that_a_unit_draws(
    snapshot: Snapshot, how: str
) -> None:
    units = tuple(
        replace(unit, **{how: (*getattr(unit, how), "idle")}) for unit in snapshot.workspace.units
    )
    more = with_units(snapshot, units, ["idle"])
    before, after = plan(snapshot, Scenario()), plan(more, Scenario())
    assert ends(after.graph, after.condensation) == ends(before.graph, before.condensation)
    assert ends(after.graph, after.pessimistic) == ends(before.graph, before.pessimistic)


def ends(graph: NeedsGraph, view: Condensation) -> set[tuple[str, str, EdgeKind]]:
    """Return what needs what in *view*, and why."""
    return {(edge.source, edge.target, edge.kind) for edge in graph.left(view.hidden)}


def with_units(snapshot: Snapshot, units: tuple[Unit, ...], services: Collection[str]) -> Snapshot:
    """Return *snapshot* with these *units*, and more *services*, which have nothing pending."""
    workspace = snapshot.workspace
    more = (*workspace.services, *map(Service, services))
    return replace(snapshot, workspace=replace(workspace, services=more, units=units))


@given(snapshots, scenarios)
def test_a_dismissal_makes_no_batch_larger_and_no_fewer_shippable(
    snapshot: Snapshot, scenario: Scenario
) -> None:
    before = plan(snapshot, scenario)
    for edge in before.edges[:3]:
        after = plan(snapshot, scenario.with_dismissal(edge.fingerprint))
        assert set(after.edges) <= set(before.edges)
        assert after.numbers.largest_batch <= before.numbers.largest_batch
        assert after.numbers.shippable_now >= before.numbers.shippable_now


@given(snapshots, scenarios, st.lists(marks, max_size=4))
def test_undo_is_the_identity(
    snapshot: Snapshot, scenario: Scenario, taken: list[tuple[str, Mark]]
) -> None:
    planner = Planner(snapshot)
    before = printed(planner.plan(scenario))
    steps = [scenario]
    for mark in taken:
        steps.append(steps[-1].with_mark(*mark))
        planner.plan(steps[-1])
    for step in reversed(steps):
        assert printed(planner.plan(step)) == printed(plan(snapshot, step))
    assert printed(planner.plan(scenario)) == before


@given(snapshots, scenarios, st.lists(marks, max_size=3))
def test_a_preview_is_the_plan_and_leaves_no_trace(
    snapshot: Snapshot, scenario: Scenario, looked_at: list[tuple[str, Mark]]
) -> None:
    planner = Planner(snapshot)
    before = printed(planner.plan(scenario))
    for mark in looked_at:
        marked = scenario.with_mark(*mark)
        assert printed(planner.preview(marked)) == printed(plan(snapshot, marked))
    assert printed(planner.plan(scenario)) == before


@given(snapshots, scenarios)
def test_batches_partition_the_changes(snapshot: Snapshot, scenario: Scenario) -> None:
    made = plan(snapshot, scenario)
    members = [change for batch in made.batches for change in batch.changes]
    assert sorted(members) == sorted(change.id for change in snapshot.changes)
    assert len({batch.id for batch in made.batches}) == len(made.batches)


@given(snapshots, scenarios)
def test_every_edge_goes_to_the_same_or_an_earlier_wave(
    snapshot: Snapshot, scenario: Scenario
) -> None:
    made = plan(snapshot, scenario)
    for edge in made.edges:
        ends = (edge.source, edge.target)
        source, target = (made.condensation.of(end) for end in ends)
        assert target.wave <= source.wave
        light = edge.kind in (EdgeKind.TRUNK, EdgeKind.STACKED)
        if source is not target and target.changes and not light:
            assert target.wave < source.wave


@given(snapshots, scenarios)
def test_wave_0_needs_other_batches_by_trunk_and_stacked_edges_only(
    snapshot: Snapshot, scenario: Scenario
) -> None:
    made = plan(snapshot, scenario)
    for edge in made.edges:
        if made.condensation.of(edge.source).wave or edge.target not in made.changes:
            continue
        if edge.kind not in (EdgeKind.TRUNK, EdgeKind.STACKED):
            assert made.condensation.of(edge.source) is made.condensation.of(edge.target)


def shuffled(random: Random, values: tuple) -> tuple:  # type: ignore[type-arg]
    return tuple(random.sample(values, len(values)))


def permuted(random: Random, snapshot: Snapshot) -> Snapshot:
    """Say the same in another order, at every place where order means nothing."""
    workspace = snapshot.workspace
    changes = [
        replace(
            change,
            effects=shuffled(random, change.effects),
            features=shuffled(random, change.features),
            depends_on=shuffled(random, change.depends_on),
            stacked_on=shuffled(random, change.stacked_on),
            aliases=shuffled(random, change.aliases),
        )
        for change in snapshot.changes
    ]
    contracts = [
        replace(
            contract,
            consumers=shuffled(random, contract.consumers),
            uses=shuffled(random, contract.uses),
        )
        for contract in workspace.contracts
    ]
    services = [replace(one, calls=shuffled(random, one.calls)) for one in workspace.services]
    gates = [replace(gate, services=shuffled(random, gate.services)) for gate in workspace.gates]
    return replace(
        snapshot,
        changes=shuffled(random, tuple(changes)),
        workspace=replace(
            workspace,
            services=shuffled(random, tuple(services)),
            contracts=shuffled(random, tuple(contracts)),
            features=shuffled(random, workspace.features),
            gates=shuffled(random, tuple(gates)),
        ),
    )


@given(snapshots, scenarios, st.randoms(use_true_random=False))
def test_permuting_the_input_changes_no_byte(
    snapshot: Snapshot, scenario: Scenario, random: Random
) -> None:
    one, other = plan(snapshot, scenario), plan(permuted(random, snapshot), scenario)
    assert printed(one) == printed(other)
    assert one.notices == other.notices
    assert [why(one, change) for change in one.changes] == [
        why(other, change) for change in other.changes
    ]


@given(snapshots, scenarios)
def test_statuses_follow_from_what_is_reached(snapshot: Snapshot, scenario: Scenario) -> None:
    made = plan(snapshot, scenario)
    for reach in reach_of_all(made):
        status = made.status(reach.change)
        done = made.changes[reach.change].state.done
        together = made.in_lockstep(made.batch_of[reach.change])
        assert (status is Status.BLOCKED) == bool(reach.blockers)
        if not reach.blockers and status is not Status.UNCERTAIN:
            assert (status is Status.UNFINISHED) == (not done)
        if status.shippable:
            assert (status is Status.LOCKSTEP) == together
            if len(made.batch_of[reach.change].changes) == 1:
                waits = any(
                    not made.changes[name].cancelled
                    for name in why(made, reach.change).prerequisites
                )
                assert (status is Status.ORDERED) == waits


@given(snapshots, scenarios)
def test_the_numbers_are_those_of_the_parts(snapshot: Snapshot, scenario: Scenario) -> None:
    made = plan(snapshot, scenario)
    found = [made.status(change) for change in made.changes]
    assert made.numbers.changes == len(snapshot.changes)
    assert made.numbers.shippable_now == sum(status.shippable for status in found)
    assert made.numbers.blocked == found.count(Status.BLOCKED)
    assert made.numbers.batches == len(made.batches)
    assert made.numbers.largest_batch == max((len(b.changes) for b in made.batches), default=0)
    assert made.numbers.waves == len({batch.wave for batch in made.batches})


@given(snapshots, scenarios, st.sampled_from(CONTRACTS))
def test_a_flagged_contract_leaves_no_edge(
    snapshot: Snapshot, scenario: Scenario, contract: str
) -> None:
    made = plan(snapshot, scenario.with_mark(contract, Mark.FLAGGED))
    assert contract not in {edge.coupling for edge in made.edges}


@given(snapshots, scenarios)
def test_nobody_is_its_own_blocker(snapshot: Snapshot, scenario: Scenario) -> None:
    for reach in reach_of_all(plan(snapshot, scenario)):
        assert reach.change not in reach.blockers
