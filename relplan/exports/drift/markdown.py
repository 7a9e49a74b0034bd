"""Lock-step over past releases as one Markdown document."""

from relplan.exports.markdown_text import grid, inert
from relplan.exports.moments import shown
from relplan.model.drift import Drift
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


def drift_markdown(drift: Drift) -> str:
    """Return *drift*, to read or to paste."""
    look = drift.look
    since, until = (shown(at, look.zone)[:10] for at in (look.since, look.until))
    rows = period_rows(drift)
    lines = [
        f"# Drift: {inert(look.workspace)}",
        "",
        headline(drift),
        "",
        f"From {since} to {until}: {ground(drift)}.",
        "",
        *([left_out, ""] if (left_out := beyond(drift)) else ()),
        "## Periods",
        "",
        *grid(
            ("Period", "Releases", "Needed another", "Largest set", "Lock-step sets"),
            [
                (
                    f"{row.name}{row.unfinished}",
                    str(row.counts.releases),
                    index(row.counts),
                    UNKNOWN if row.size is None else str(row.size),
                    inert(row.members),
                )
                for row in rows
            ],
        ),
    ]
    if not all(row.whole for row in rows):
        lines += ["", f"\\{UNFINISHED}"]
    if any(row.size is None for row in rows):
        lines += ["", WHY_UNKNOWN]
    if drift.sets:
        lines += ["", "## Lock-step sets", ""]
        lines += [f"- {inert(set_sentence(one))}" for one in drift.sets]
    if drift.pairs:
        lines += ["", "## Pairs", ""]
        lines += [
            f"- {inert(pair_sentence(one, drift.periods))}; {inert(driven(one))}"
            for one in drift.pairs
        ]
    if look.notes:
        lines += ["", "## Not known", "", *(f"- {inert(note)}" for note in look.notes)]
    return "\n".join(lines) + "\n"
