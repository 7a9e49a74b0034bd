"""``relplan scenario``: what-ifs."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from relplan.app.own_scenario import VARIABLE
from relplan.cli.bench import scanned_bench
from relplan.cli.commands.plan import STYLES, headline
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Json, Option
from relplan.cli.output import Cell, Style, say, say_json, say_table, warn
from relplan.model.counting import counted
from relplan.tui.presentation.words import remarked

if TYPE_CHECKING:
    from relplan.app import Workbench
    from relplan.planning.compare import Difference, Standing

scenarios = typer.Typer(
    help="What-ifs: named sets of marks and dismissals.",
    rich_markup_mode=None,
    add_completion=False,
)
LIST_SCHEMA = "relplan.scenarios/1"
DIFF_SCHEMA = "relplan.scenario-diff/1"


@scenarios.command("list")
def scenario_list(json: Json = False) -> int:
    """Show all scenarios with their numbers."""
    with scanned_bench() as bench:
        current = bench.scenario_name
        plans = [bench.plan(bench.scenario(name)) for name in bench.scenario_names()]
    if json:
        documents = [
            {
                "name": plan.scenario.name,
                "current": plan.scenario.name == current,
                "marks": len(plan.scenario.marks),
                "dismissals": len(plan.scenario.dismissals),
                "numbers": asdict(plan.numbers),
            }
            for plan in plans
        ]
        say_json({"schema": LIST_SCHEMA, "scenarios": documents})
        return EXIT_DONE
    say_table(
        [
            "*" if plan.scenario.name == current else " ",
            (plan.scenario.name, Style.BOLD),
            counted(len(plan.scenario.marks), "mark"),
            headline(plan.numbers),
        ]
        for plan in plans
    )
    return EXIT_DONE


@scenarios.command("new")
def scenario_new(
    name: str,
    copy_of: Annotated[str | None, Option("--from", help="Else the one you look at.")] = None,
) -> int:
    """Make a what-if and look at it from now on, as `switch` does."""
    with scanned_bench() as bench:
        bench.new_scenario(name, copy_of)
        return _switched(bench, name)


@scenarios.command("switch")
def scenario_switch(name: str) -> int:
    """Look at another scenario from now on: you, in this workspace; nobody else's view moves."""
    with scanned_bench() as bench:
        return _switched(bench, name)


def _switched(bench: Workbench, name: str) -> int:
    bench.switch(name)
    say(f"now in scenario {name}: {headline(bench.plan().numbers)}")
    asked = os.environ.get(VARIABLE)
    if asked and asked != name:
        warn(f"note: {VARIABLE} goes before that, and names {asked}")
    return EXIT_DONE


@scenarios.command("diff")
def scenario_diff(before: str, after: str, json: Json = False) -> int:
    """Compare two scenarios."""
    with scanned_bench() as bench:
        found = bench.compare(before, after)
    if json:
        say_json({"schema": DIFF_SCHEMA, "from": before, "to": after, **asdict(found)})
        return EXIT_DONE
    say_table([[before, headline(found.before)], [after, headline(found.after)]])
    for mark in found.marks:
        say(remarked(mark))
    if found.dismissals:
        say(f"{counted(found.dismissals, 'edge')} dismissed in one of them only")
    if found.differences:
        say()
        say_table(_row(difference) for difference in found.differences)
    return EXIT_DONE


def _row(difference: Difference) -> list[Cell]:
    return [difference.change, *_stands(difference.before), "->", *_stands(difference.after)]


def _stands(standing: Standing) -> list[Cell]:
    batch = counted(standing.batch_size, "change")
    status = (standing.status.value, STYLES[standing.status])
    return [status, f"wave {standing.wave}", f"batch of {batch}"]
