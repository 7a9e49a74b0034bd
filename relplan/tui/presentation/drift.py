"""Drift as lines: a bar a period, then sets, pairs and what is not known."""

from relplan.exports.moments import shown
from relplan.model.drift import Drift, Trend
from relplan.planning.drift.rows import period_rows
from relplan.planning.drift.words import (
    UNFINISHED,
    UNKNOWN,
    WHY_UNKNOWN,
    beyond,
    driven,
    ground,
    headline,
    index,
    pair_sentence,
    set_sentence,
)
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.glyphs import ASCII, Glyphs
from relplan.tui.presentation.spans import Line, Role, Span

PAIR, SET = "pair", "set"
"""Keys of pairs and sets begin so; a colon and their place follow."""
_PERIODS = "The largest lock-step set by period, and releases that needed another"
_BAR_CELLS = 8
_ROLES = {Trend.GROWS: Role.WORSE, Trend.SHRINKS: Role.BETTER}
_WORDS = {Trend.GROWS: "grows", Trend.SHRINKS: "shrinks", Trend.STEADY: "steady"}


def drift_head(found: Drift, glyphs: Glyphs) -> list[Line]:
    """Return what became of the largest set, and what was counted."""
    look = found.look
    since, until = (shown(at, look.zone)[:10] for at in (look.since, look.until))
    said = _with_arrows(headline(found), glyphs)
    return [
        (
            Span(f"drift from {since} to {until}: ", Role.HEADING),
            Span(said, _ROLES.get(found.trend, Role.PLAIN)),
        ),
        (Span(ground(found), Role.DIM),),
        *([(Span(left_out, Role.WARNING),)] if (left_out := beyond(found)) else ()),
    ]


def drift_entries(found: Drift, glyphs: Glyphs) -> list[Entry]:
    """Return the periods, the sets, the pairs and the legend."""
    rows = [Entry("periods", (Span(_PERIODS, Role.HEADING),))]
    shown_rows = period_rows(found)
    wide = max((len(row.name) for row in shown_rows), default=0)
    for place, row in enumerate(shown_rows):
        line: Line = (
            Span(f"  {row.name}{row.unfinished or ' '}".ljust(wide + 4)),
            Span(_bar(row.size, glyphs).ljust(_BAR_CELLS), Role.LOCKSTEP),
            Span(f" {UNKNOWN if row.size is None else row.size:>2}  ", Role.STRONG),
            Span(index(row.counts), Role.DIM),
            Span(f"  {row.members}" if row.sets else ""),
        )
        rows.append(Entry(f"period:{place}", line, 6))
    if found.sets:
        rows.append(Entry("sets", (Span("Lock-step sets", Role.HEADING),)))
    for place, one in enumerate(found.sets):
        trend = Span(f"  {_WORDS.get(one.trend, UNKNOWN):8}", _ROLES.get(one.trend, Role.DIM))
        line = (trend, Span(_with_arrows(set_sentence(one), glyphs)))
        rows.append(Entry(f"{SET}:{place}", line, 10))
    if found.pairs:
        rows.append(Entry("pairs", (Span("Pairs", Role.HEADING),)))
    for place, pair in enumerate(found.pairs):
        trend = Span(f"  {_WORDS.get(pair.trend, UNKNOWN):8}", _ROLES.get(pair.trend, Role.DIM))
        said = pair_sentence(pair, found.periods)
        line = (trend, Span(said), Span(f"; {driven(pair)}", Role.DIM))
        rows.append(Entry(f"{PAIR}:{place}", line, 10))
    if found.look.notes:
        rows.append(Entry("unknown", (Span("Not known", Role.HEADING),)))
    for place, note in enumerate(found.look.notes):
        rows.append(Entry(f"note:{place}", (Span(f"  {note}", Role.WARNING),)))
    rows.append(Entry("legend", (Span(_legend(glyphs), Role.DIM),)))
    rows += (Entry(sign, (Span(sign, Role.DIM),)) for sign in (WHY_UNKNOWN, UNFINISHED))
    return rows


def _bar(size: int | None, glyphs: Glyphs) -> str:
    """Return a sign for each service of a set; a longer bar is cut, its number stands behind."""
    return ("#" if glyphs is ASCII else "█") * min(size or 0, _BAR_CELLS)


def _with_arrows(text: str, glyphs: Glyphs) -> str:
    return text.replace("→", glyphs.becomes)


def _legend(glyphs: Glyphs) -> str:
    return f"{_bar(1, glyphs)} a service of the largest set"
