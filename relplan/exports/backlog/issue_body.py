"""One item of the backlog as the body of an issue, in Markdown."""

from collections.abc import Iterator

from relplan.exports.markdown_text import code, inert, prose
from relplan.exports.place import where
from relplan.model.backlog import Item, Task
from relplan.model.counting import counted, days

_PLACES = 10
"""Places that one item names."""


def body(item: Item, level: int = 2) -> list[str]:
    """Return the lines below the title of *item*, with headings of *level*."""
    mark = "#" * level
    lines = [prose(item.why_now), "", *facts(item)]
    if item.criteria:
        lines += ["", f"{mark} Done when", "", *(f"- [ ] {prose(text)}" for text in item.criteria)]
    if item.tasks:
        lines += ["", f"{mark} Steps", "", *_tasks(item)]
    if item.evidence:
        lines += ["", f"{mark} Evidence", "", *_evidence(item)]
    return lines


def facts(item: Item) -> list[str]:
    """Return what an item is about, as a list."""
    gain = item.gain
    after = counted(gain.largest_batch_after, "change")
    found = [
        ("Coupling", f"{inert(item.kind.value)} {code(item.coupling)}, to be {item.mark}"),
        ("Cause", inert(item.cause.value)),
        ("Effort", days(item.effort_days)),
        (
            "Largest batch",
            f"{gain.largest_batch_before} → {after}",
        ),
        ("Waiting days saved", days(gain.waiting_days_saved)),
        ("Services", inert(", ".join(item.services))),
        ("Teams", inert(", ".join(item.teams))),
    ]
    return [f"- **{name}:** {text}" for name, text in found if text]


def who(task: Task) -> str:
    """Return who does *task*."""
    return " / ".join(name for name in (task.service, task.team) if name)


def _tasks(item: Item) -> Iterator[str]:
    for number, task in enumerate(item.tasks, start=1):
        doer = f" ({inert(who(task))})" if who(task) else ""
        warning = " **Irreversible.**" if task.irreversible else ""
        yield f"{number}. **{inert(task.phase)}**{doer}: {prose(task.what)}{warning}"


def _evidence(item: Item) -> Iterator[str]:
    for found in item.evidence[:_PLACES]:
        place = f"{code(where(found))}: " if where(found) else ""
        yield f"- {place}{inert(found.rule)}: {inert(found.text)}"
    if len(item.evidence) > _PLACES:
        yield f"- and {len(item.evidence) - _PLACES} more places"
