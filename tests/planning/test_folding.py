"""Runs of merged changes that nothing but the trunk tells apart."""

from relplan.planning.folding import fold
from relplan.planning.plan import Plan
from tests.planning.world import (
    approval,
    contract,
    dismissing,
    merged,
    opened,
    planned,
    world,
)


def runs(made: Plan, *chosen: str) -> list[list[str]]:
    return [list(run.changes) for run in fold(made, chosen or made.changes)]


def trunk(service: str, length: int) -> list:  # type: ignore[type-arg]
    return [merged(service, number) for number in range(1, length + 1)]


def test_the_first_stands_apart_for_it_needs_nothing() -> None:
    made = planned(world(*trunk("web", 5)))
    assert runs(made) == [["web@1"], ["web@2", "web@3", "web@4", "web@5"]]


def test_the_newest_stands_for_its_run() -> None:
    made = planned(world(*trunk("web", 4)))
    assert [run.newest for run in fold(made, made.changes)] == ["web@1", "web@4"]


def test_blocked_alike_all_are_one() -> None:
    made = planned(world(approval("legal", "web"), *trunk("web", 4)))
    assert runs(made) == [["web@1", "web@2", "web@3", "web@4"]]


def test_who_is_tied_to_something_else_stands_apart() -> None:
    made = planned(
        world(
            approval("legal", "web"),
            contract("K", provider="api", consumers=["web"]),
            *trunk("web", 2),
            merged("web", 3, tolerates="K"),
            merged("web", 4),
            merged("web", 5),
            merged("api", 1, breaks="K"),
        )
    )
    assert runs(made) == [["api@1"], ["web@1", "web@2"], ["web@3"], ["web@4", "web@5"]]


def test_open_changes_are_never_folded() -> None:
    made = planned(
        world(opened("web", "a"), opened("web", "b"), opened("web", "c", stacked_on="web:b"))
    )
    assert runs(made) == [["web:a"], ["web:b"], ["web:c"]]


def test_services_are_never_folded_together() -> None:
    made = planned(world(*trunk("api", 3), *trunk("web", 3)))
    assert runs(made) == [["api@1"], ["api@2", "api@3"], ["web@1"], ["web@2", "web@3"]]


def test_a_run_stands_where_its_oldest_stood() -> None:
    made = planned(world(*trunk("api", 3), *trunk("web", 1)))
    assert runs(made, "api@3", "web@1", "api@2", "api@1") == [
        ["web@1"],
        ["api@2", "api@3"],
        ["api@1"],
    ]


def test_what_is_filtered_away_ends_a_run() -> None:
    made = planned(world(*trunk("web", 5)))
    assert runs(made, "web@2", "web@3", "web@5") == [["web@2", "web@3"], ["web@5"]]


def test_where_the_trunk_edge_is_dismissed_the_run_ends() -> None:
    """To ship the newest of a run is to ship all of it, which no longer holds there."""
    seen = world(approval("legal", "web"), *trunk("web", 4))
    made = dismissing(seen, "web@3 -> web@2")
    assert runs(made) == [["web@1", "web@2"], ["web@3", "web@4"]]
