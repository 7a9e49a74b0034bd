"""``relplan drift``."""

from dataclasses import replace
from typing import Annotated

from relplan.cli.bench import bench_here
from relplan.cli.commands.scan import narrate_progress
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Json, Option
from relplan.cli.output import Cell, Style, say, say_json, say_table
from relplan.model.drift import Drift, Trend
from relplan.model.drift_settings import PeriodKind
from relplan.model.errors import UnknownNameError

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
        found = look_back(bench, settings, narrate_progress)
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
    from relplan.planning.drift.words import (
        causes,
        ground,
        headline,
        index,
        pair_sentence,
        set_sentence,
    )

    say(headline(found), _STYLES.get(found.trend, Style.BOLD))
    say(ground(found))
    say()
    say_table([[(name, Style.BOLD) for name in _COLUMNS], *_rows(found)])
    if not all(period.whole for period in found.periods):
        say("* not all of it was read, or it is not over", Style.DIM)
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
        driven = causes(pair.pair.causes, pair.pair.couplings) or "nothing certain"
        say(f"    in all {index(pair.pair.counts)}: {driven}", Style.DIM)
    if len(found.pairs) > _PAIRS:
        say(f"  and {len(found.pairs) - _PAIRS} more pairs; --json has them all")
    for note in found.look.notes:
        say(f"not known: {note}", Style.YELLOW)


def _rows(found: Drift) -> list[list[Cell]]:
    from relplan.planning.drift.words import UNKNOWN, index, members, unfinished

    return [
        [
            f"{period.name}{unfinished(period)}",
            str(period.counts.releases),
            index(period.counts),
            UNKNOWN if size is None else f"{'#' * min(size, _WIDEST)} {size}".strip(),
            members(period),
        ]
        for period, size in zip(found.periods, found.largest, strict=True)
    ]
