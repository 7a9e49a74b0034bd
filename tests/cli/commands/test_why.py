"""`relplan why`: as much as a page has room for, or all."""

import json
from pathlib import Path

from tests.benchmarks.stores import write_workspace
from tests.benchmarks.workspaces import workspace_of
from tests.cli.conftest import Ask


def test_what_there_is_no_room_for_is_counted_and_all_of_it_told_where_asked(
    tmp_path: Path, ask: Ask
) -> None:
    folder = write_workspace(workspace_of(400), tmp_path / "tangle")
    plan = json.loads(ask(folder, "plan", "--json").out)
    largest = max(plan["batches"], key=lambda one: len(one["changes"]))
    change, others = largest["changes"][0], len(largest["changes"]) - 1
    some, every = ask(folder, "why", change).out, ask(folder, "why", change, "--all").out
    assert some.count("in lock-step with") + some.count("together with") == 12
    assert f"and {others - 12} more cycles; --all has them all" in some
    assert every.count("in lock-step with") + every.count("together with") == others
    assert "--all" not in every
    # JSON has room for these.
    assert (
        ask(folder, "why", change, "--json").out
        == ask(folder, "why", change, "--json", "--all").out
    )
