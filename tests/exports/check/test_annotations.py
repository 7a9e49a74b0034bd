"""What GitHub shows beside the code."""

from relplan.exports.check.annotations import annotations
from relplan.planning.explain import why
from tests.exports.hostile import EVIL, the_plan

PLAN = the_plan()


def test_annotations_stay_one_command_a_line() -> None:
    for change in PLAN.changes:
        lines = annotations(PLAN, why(PLAN, change)).splitlines()
        assert lines
        assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
        assert all("\x1b" not in line and EVIL not in line for line in lines)
