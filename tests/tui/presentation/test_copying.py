"""What is copied can be pasted anywhere."""

from dataclasses import replace
from pathlib import Path

from relplan.app import Workbench
from relplan.model.link import link_of
from relplan.planning.explain import why
from relplan.planning.planner import Planner
from relplan.tui.presentation.copying import of_batch, of_change

PAGE = "https://forge.example/orders/pull/7"


def test_a_change_is_copied_as_id_command_link_and_markdown(lockstep: Workbench) -> None:
    plan = lockstep.plan()
    first = next(iter(plan.changes.values()))
    hostile = replace(first, title="[a](http://x) `b`\n# c", aliases=("I1", PAGE))
    others = tuple(hostile if one is first else one for one in plan.snapshot.changes)
    found = Planner(replace(plan.snapshot, changes=others)).plan(plan.scenario.without_marks())
    copies = dict(of_change(found, why(found, first.id)))
    assert link_of(hostile) == copies["link"] == PAGE
    assert copies["id"] == first.id
    assert copies["command"] == f"relplan why {first.id}"
    head, gap, meaning = copies["markdown"].splitlines()[:3]
    assert head.startswith(f"`{first.id}` [\\[a\\](http")
    assert head.endswith(f"]({PAGE}): **lockstep**")
    assert (gap, meaning) == ("", "it can ship now, together with the rest of its batch.")


def test_a_batch_names_its_changes(lockstep: Workbench) -> None:
    plan = lockstep.plan()
    (batch,) = plan.batches
    copies = dict(of_batch(plan, batch))
    assert copies["changes"].split() == list(batch.changes)
    assert copies["command"] == f"relplan runbook {batch.id}"
    assert copies["markdown"].count("\n- `") == 7


def test_without_an_import_there_is_no_link(lockstep: Workbench, tmp_path: Path) -> None:
    plan = lockstep.plan()
    first = next(iter(plan.changes))
    assert "link" not in dict(of_change(plan, why(plan, first)))
