"""``relplan drift``."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from relplan.cli.bench import bench_here
from relplan.cli.commands.scan import narrate_named
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Json, Option
from relplan.cli.output import Cell, Style, say, say_json, say_table
from relplan.model.drift import Drift, Trend
from relplan.model.drift_settings import PeriodKind
from relplan.model.errors import UnknownNameError

if TYPE_CHECKING:
    from relplan.planning.drift.rows import Row

_PAIRS = 15
"""Pairs that are printed; JSON has them all."""
_STYLES = {Trend.GROWS: Style.RED, Trend.SHRINKS: Style.GREEN}
_COLUMNS = ("PERIOD", "RELEASES", "NEEDED ANOTHER", "LARGEST SET", "IN LOCK-STEP")
_WIDEST = 12
"""Signs of the longest bar; a longer one is cut, its number stands behind it."""


def drift(
    days: Annotated[
        int | None, Option("--days", min=1, help="How far back; else as relplan.toml says, or 730.")
    ] = None,
    releases: Annotated[
        int | None, Option("--releases", min=1, help="The newest of each service, at most; 200.")
    ] = None,
    period: Annotated[
        str | None,
        Option("--period", help="month, quarter, half-year or year; what is compared."),
    ] = None,
    json: Json = False,
) -> int:
    """Show whether services grow into lock-step, over their past releases; reads those once."""
    from relplan.app.drifting import look_back
    from relplan.exports.drift.json import drift_document

    with bench_here() as bench:
        usual = bench.loaded.drift
        settings = replace(
            usual,
            days=days or usual.days,
            releases=releases or usual.releases,
            period=_period(period) or usual.period,
        )
        found = look_back(bench, settings, narrate_named)
    if json:
        say_json(drift_document(found))
    else:
        _show(found)
    return EXIT_DONE


def _period(name: str | None) -> PeriodKind | None:
    known = [kind.value for kind in PeriodKind]
    if name is not None and name not in known:
        raise UnknownNameError(f"no period is called '{name}'", f"it can be {', '.join(known)}")
    return None if name is None else PeriodKind(name)


def _show(found: Drift) -> None:
    from relplan.planning.drift.rows import period_rows
    from relplan.planning.drift.words import (
        UNFINISHED,
        WHY_UNKNOWN,
        beyond,
        driven,
        ground,
        headline,
        pair_sentence,
        set_sentence,
    )

    say(headline(found), _STYLES.get(found.trend, Style.BOLD))
    say(ground(found))
    if left_out := beyond(found):
        say(left_out, Style.YELLOW)
    say()
    rows = period_rows(found)
    say_table([[(name, Style.BOLD) for name in _COLUMNS], *map(_cells, rows)])
    if not all(row.whole for row in rows):
        say(UNFINISHED, Style.DIM)
    if any(row.size is None for row in rows):
        say(WHY_UNKNOWN, Style.DIM)
    if found.sets:
        say()
        say("Lock-step sets", Style.BOLD)
    for one in found.sets:
        say(f"  {set_sentence(one)}", _STYLES.get(one.trend, Style.PLAIN))
    if found.pairs:
        say()
        say("Pairs", Style.BOLD)
    for pair in found.pairs[:_PAIRS]:
        say(f"  {pair_sentence(pair, found.periods)}", _STYLES.get(pair.trend, Style.PLAIN))
        say(f"    {driven(pair)}", Style.DIM)
    if len(found.pairs) > _PAIRS:
        say(f"  and {len(found.pairs) - _PAIRS} more pairs; --json has them all")
    for note in found.look.notes:
        say(f"not known: {note}", Style.YELLOW)


def _cells(row: "Row") -> list[Cell]:
    from relplan.planning.drift.words import UNKNOWN, index

    return [
        f"{row.name}{row.unfinished}",
        str(row.counts.releases),
        index(row.counts),
        UNKNOWN if row.size is None else f"{'#' * min(row.size, _WIDEST)} {row.size}".strip(),
        row.members,
    ]
