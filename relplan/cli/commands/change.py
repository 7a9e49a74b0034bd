"""``relplan change``: what a person says about a change."""

from enum import StrEnum
from typing import Annotated

import typer

from relplan.cli.bench import scanned_bench
from relplan.cli.commands.decisions import report
from relplan.cli.commands.plan import headline
from relplan.cli.completion import complete_change
from relplan.cli.deciding import decided
from relplan.cli.options import Argument, InScenario, Option, Yes

changes = typer.Typer(
    help="What a person says about a change.", rich_markup_mode=None, add_completion=False
)


class Settable(StrEnum):
    """States that a person can set."""

    IN_PROGRESS = "in-progress"
    READY = "ready"


@changes.callback()
def _group() -> None:
    """Keep `set` a word of its own, though it is the only one."""


@changes.command("set")
def change_set(
    change: Annotated[
        str,
        Argument(metavar="CHANGE", autocompletion=complete_change, help="An open change."),
    ],
    state: Annotated[Settable, Option("--state", help="How far it has come.")],
    scenario: InScenario = None,
    yes: Yes = False,
) -> int:
    """Say how far an open change has come."""
    with scanned_bench(scenario) as bench:
        before = headline(bench.plan().numbers)
        entry = decided(bench, lambda: bench.set_state(change, state.value), yes=yes)
        return report(bench, entry, before)
