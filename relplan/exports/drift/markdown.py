"""Lock-step over past releases as one Markdown document."""

from relplan.exports.markdown_text import grid, inert
from relplan.exports.moments import shown
from relplan.model.drift import Drift
from relplan.planning.drift.words import (
    UNKNOWN,
    causes,
    ground,
    headline,
    index,
    members,
    pair_sentence,
    set_sentence,
    unfinished,
)


def drift_markdown(drift: Drift) -> str:
    """Return *drift*, to read or to paste."""
    look = drift.look
    since, until = (shown(at, look.zone)[:10] for at in (look.since, look.until))
    lines = [
        f"# Drift: {inert(look.workspace)}",
        "",
        headline(drift),
        "",
        f"From {since} to {until}: {ground(drift)}.",
        "",
        "## Periods",
        "",
        *grid(
            ("Period", "Releases", "Needed another", "Largest set", "Lock-step sets"),
            [
                (
                    f"{period.name}{unfinished(period)}",
                    str(period.counts.releases),
                    index(period.counts),
                    UNKNOWN if size is None else str(size),
                    inert(members(period)),
                )
                for period, size in zip(drift.periods, drift.largest, strict=True)
            ],
        ),
    ]
    if any(unfinished(period) for period in drift.periods):
        lines += ["", "\\* not all of it was read, or it is not over"]
    if drift.sets:
        lines += ["", "## Lock-step sets", ""]
        lines += [f"- {inert(set_sentence(one))}" for one in drift.sets]
    if drift.pairs:
        lines += ["", "## Pairs", ""]
        lines += [
            f"- {inert(pair_sentence(one, drift.periods))}; in all {index(one.pair.counts)}:"
            f" {inert(causes(one.pair.causes, one.pair.couplings) or 'nothing certain')}"
            for one in drift.pairs
        ]
    if look.notes:
        lines += ["", "## Not known", "", *(f"- {inert(note)}" for note in look.notes)]
    return "\n".join(lines) + "\n"
