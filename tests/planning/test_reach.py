"""What changes reach: blockers by name, prerequisites by number."""

import pytest

from relplan.model.scenario import Scenario
from relplan.planning import reach
from relplan.planning.explain import why
from relplan.planning.plan import plan
from tests.benchmarks.workspaces import workspace_of


def test_counts_are_those_of_why_whatever_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    made = plan(workspace_of(150), Scenario())
    found = {one.change: one for one in reach.reach_of_all(made)}
    for change, one in found.items():
        explanation = why(made, change)
        assert one.prerequisites == len(explanation.prerequisites)
        assert one.blockers == tuple(sorted(blocker.node for blocker in explanation.blockers))
    monkeypatch.setattr(reach, "_BLOCK", 7)
    assert {one.change: one for one in reach.reach_of_all(made)} == found
