"""`why --json` grows as the edges do, not as the ways over them."""

from math import inf
from typing import Any

from relplan.exports.why.json import why_document
from relplan.planning import Plan
from relplan.planning.explain import why
from tests.planning.world import contract, merged, planned, world

SIZE = 12


def ring() -> Plan:
    """Return services of which each breaks the next: every cycle is the whole ring."""
    names = [f"s{number:02}" for number in range(SIZE)]
    after = [*names[1:], names[0]]
    return planned(
        world(
            *(
                contract(f"of-{a}", provider=a, consumers=[b])
                for a, b in zip(names, after, strict=True)
            ),
            *(
                merged(a, 1, breaks=f"of-{a}", adapts=f"of-{before}")
                for before, a in zip([names[-1], *names[:-1]], names, strict=True)
            ),
        )
    )


def told(most: float) -> dict[str, Any]:
    plan = ring()
    return why_document(plan, why(plan, "s00@1"), most=most)


def test_where_there_is_room_for_all_all_is_told() -> None:
    whole = told(inf)
    lengths = [len(one["cycle"]) for one in whole["lockstep"]]
    assert lengths == sorted(lengths)
    assert len(whole["lockstep"]) == SIZE - 1
    assert told(sum(lengths)) == whole
    assert "only_named" not in whole


def test_the_shortest_are_told_and_the_others_named() -> None:
    whole = told(inf)["lockstep"]
    edges = sum(len(one["cycle"]) for one in whole)
    found = told(edges - 1)
    assert found["lockstep"] == whole[:-1]
    assert found["only_named"] == {"blockers": [], "lockstep": [whole[-1]["change"]]}


def test_one_is_told_however_long_it_is() -> None:
    whole, found = told(inf)["lockstep"], told(0)
    assert found["lockstep"] == whole[:1]
    assert found["only_named"]["lockstep"] == [one["change"] for one in whole[1:]]
