"""The backlog as one Markdown document."""

from relplan.exports.backlog.issue_body import body
from relplan.exports.markdown_text import code, grid, inert, prose
from relplan.model.backlog import Backlog
from relplan.model.counting import counted, days


def backlog_markdown(backlog: Backlog) -> str:
    """Return *backlog*, to read or to paste."""
    before, after = backlog.before, backlog.after
    lines = [
        f"# Decoupling backlog: {inert(backlog.workspace)}",
        "",
        (
            f"Under the scenario {code(backlog.scenario)}. With all of it done the largest"
            f" batch goes from {counted(before.largest_batch, 'change')} to"
            f" {after.largest_batch}, and {after.shippable_now} of {after.changes} changes can be"
            f" shipped now instead of {before.shippable_now}."
        ),
    ]
    if backlog.items:
        head = ("#", "Item", "Effort", "Frees", "Largest batch", "Waiting saved", "Teams")
        rows = [
            (
                str(item.rank),
                inert(item.title),
                days(item.effort_days),
                counted(len(item.gain.changes), "change"),
                f"{item.gain.largest_batch_before} → {item.gain.largest_batch_after}",
                days(item.gain.waiting_days_saved),
                inert(", ".join(item.teams)),
            )
            for item in backlog.items
        ]
        lines += ["", *grid(head, rows)]
    else:
        lines += ["", "There is nothing to decouple: no mark would free a change."]
    for item in backlog.items:
        lines += ["", f"## {item.rank}. {inert(item.title)}", "", *body(item, level=3)]
    if backlog.waiting:
        lines += ["", "## Only to be waited for", ""]
        lines += [f"- {prose(waiting.text)}" for waiting in backlog.waiting]
    if backlog.remaining:
        lines += ["", "## What no mark takes away", ""]
        lines += [f"- {prose(text)}" for text in backlog.remaining]
    return "\n".join(lines) + "\n"
