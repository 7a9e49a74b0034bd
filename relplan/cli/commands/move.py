"""``relplan move``: a batch goes later than it could."""

from __future__ import annotations

from typing import Annotated

from relplan.cli.bench import scanned_bench
from relplan.cli.commands.decisions import in_words
from relplan.cli.completion import complete_change
from relplan.cli.deciding import decided
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, InScenario, Yes
from relplan.cli.output import say, warn
from relplan.exports.moments import beginning


def move(
    change: Annotated[
        str,
        Argument(
            metavar="CHANGE", autocompletion=complete_change, help="One of the batch's changes."
        ),
    ],
    not_before: Annotated[
        str | None,
        Argument(
            metavar="MOMENT", help="2026-11-26 or 2026-11-26T22:00; without it, the move goes."
        ),
    ] = None,
    scenario: InScenario = None,
    yes: Yes = False,
) -> int:
    """Let a batch ship later: a what-if, undone like a mark."""
    from relplan.app.names import find_change
    from relplan.app.timing import dated, moment_of

    with scanned_bench(scenario) as bench:
        name = find_change(bench.plan(), change)
        at = None if not_before is None else moment_of(not_before, bench)
        entry = decided(bench, lambda: bench.move(name, at), yes=yes)
        if entry is None:
            warn("that is so already")
            return EXIT_DONE
        say(f"{in_words(entry)} in scenario {bench.scenario().name}")
        made = dated(bench, bench.plan(), int(bench.clock()))
        ships = beginning(made.complete_at([name]), made.calendar.zone)
        say(f"{bench.plan().batch_of[name].id} ships: {ships}")
    return EXIT_DONE
