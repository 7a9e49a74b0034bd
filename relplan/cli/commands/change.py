"""``relplan change``: what a person says about a change."""

from enum import StrEnum
from typing import Annotated

import typer

from relplan.cli.bench import scanned_bench
from relplan.cli.commands.decisions import report
from relplan.cli.commands.plan import headline
from relplan.cli.completion import complete_change
from relplan.cli.options import Argument, Option

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
) -> int:
    """Say how far an open change has come."""
    with scanned_bench() as bench:
        before = headline(bench.plan().numbers)
        return report(bench, bench.set_state(change, state.value), before)
