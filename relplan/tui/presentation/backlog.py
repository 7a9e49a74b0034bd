"""The decoupling backlog as lines: its items, what only has to be waited for, and what is left."""

from relplan.model.backlog import Backlog, Item, Task
from relplan.model.counting import counted, days, listed
from relplan.tui.presentation.entries import Entry, evidence_entries, section
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.spans import Line, Role, Span

ITEM = "item:"
"""Keys of items begin with it."""


def backlog_head(found: Backlog, glyphs: Glyphs) -> list[Line]:
    """Return what all items bring together."""
    effort = days(sum(item.effort_days for item in found.items))
    before, after = found.before, found.after
    figures = (
        f"largest batch {before.largest_batch} {glyphs.becomes} {after.largest_batch}  "
        f"shippable {before.shippable_now} {glyphs.becomes} {after.shippable_now}  "
        f"blocked {before.blocked} {glyphs.becomes} {after.blocked}"
    )
    title = f"decoupling backlog: {counted(len(found.items), 'item')}, {effort}"
    return [(Span(title, Role.HEADING),), (Span("with all done: ", Role.DIM), Span(figures))]


def backlog_entries(found: Backlog) -> list[Entry]:
    """Return the items in their order, what is waited for and what no mark takes away."""
    rows = [Entry(f"{ITEM}{item.key}", _item(item), 5) for item in found.items]
    if not rows:
        text = "no item: no contract, feature, gate or unit is worth decoupling now"
        rows.append(Entry("none", (Span(text, Role.DIM),)))
    waiting = [f"{one.coupling}: {one.text}" for one in found.waiting]
    rows += section("waiting", "no work, only to be waited for", waiting)
    return rows + section("remaining", "what no mark takes away", found.remaining)


def _item(item: Item) -> Line:
    gain = item.gain
    freed = counted(len(gain.changes), "change")
    saved = days(gain.waiting_days_saved)
    return (
        Span(f"{item.rank:>3}. ", Role.DIM),
        Span(item.title, Role.STRONG),
        Span(f"  {days(item.effort_days)}", Role.MARK),
        Span(f"  frees {freed}, saves {saved} of waiting", Role.BETTER),
    )


def item_entries(item: Item, glyphs: Glyphs) -> list[Entry]:
    """Return all that is to be known of *item*."""
    gain = item.gain
    largest = f"{gain.largest_batch_before} {glyphs.becomes} {gain.largest_batch_after}"
    facts = (
        ("title", item.title),
        ("mark", f"{item.coupling} {item.mark} ({item.kind})"),
        ("cause", f"{item.cause}; it ties the next release, too"),
        ("effort", days(item.effort_days)),
        ("largest", f"batch {largest}"),
        ("frees", listed(gain.changes) or "no change by itself"),
        ("services", ", ".join(item.services)),
        ("teams", ", ".join(item.teams) or "nobody said"),
        ("why now", item.why_now),
    )
    rows = [Entry(name, (Span(f"{name:<10}", Role.DIM), Span(text)), 10) for name, text in facts]
    rows += section("criteria", "done when", item.criteria)
    rows += [Entry("tasks:gap", ()), Entry("tasks", (Span("tasks", Role.HEADING),))]
    rows += [Entry(f"task:{n}", _task(n, task), 5) for n, task in enumerate(item.tasks, 1)]
    return [*rows, Entry("evidence:gap", ()), *evidence_entries(item.evidence)]


def _task(number: int, task: Task) -> Line:
    team = f"team {task.team}" if task.team else ""
    who = ", ".join(filter(None, (task.service, team)))
    return (
        Span(f"{number:>3}. {task.phase}: ", Role.STRONG),
        Span(task.what),
        Span(f"  ({who})" if who else "", Role.DIM),
        Span("  irreversible" if task.irreversible else "", Role.WARNING),
    )
