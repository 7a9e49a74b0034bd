"""The backlog for spreadsheets, and for the importers of Jira and GitLab."""

from relplan.exports.backlog.issue_body import body, who
from relplan.exports.markdown_text import one_line
from relplan.exports.place import where
from relplan.exports.spreadsheet import table
from relplan.model.backlog import Backlog, Item

_COLUMNS = (
    "rank", "key", "title", "coupling", "kind", "mark", "cause", "effort_days", "changes_freed",
    "teams_freed", "largest_batch_before", "largest_batch_after", "waiting_days_saved", "services",
    "teams", "why_now", "criteria", "tasks", "evidence",
)  # fmt: skip
_JIRA = (
    "Summary",
    "Issue Type",
    "Description",
    "Priority",
    "Original Estimate",
    "Labels",
    "Labels",
)
_GITLAB = ("title", "description")
_WORK_DAY = 8 * 3600
"""Seconds; Jira reads estimates in these, and counts eight hours a day unless told otherwise."""
_MARKUP = "\\{}[]|*_^~+-?!#"


def backlog_csv(backlog: Backlog) -> str:
    """Return one row an item."""
    return table([_COLUMNS, *map(_row, backlog.items)])


def backlog_jira(backlog: Backlog) -> str:
    """Return what Jira's CSV import takes; the estimate is in seconds."""
    rows = [
        (
            item.title,
            "Story",
            "\n".join(_wiki(item)),
            "High" if item.rank <= 3 else "Medium",
            str(round(item.effort_days * _WORK_DAY)),
            "decoupling",
            item.key,
        )
        for item in backlog.items
    ]
    return table([_JIRA, *rows])


def backlog_gitlab(backlog: Backlog) -> str:
    """Return what GitLab's import of issues takes: a title and a description in Markdown."""
    rows = [(item.title, "\n".join([*body(item), "", f"({item.key})"])) for item in backlog.items]
    return table([_GITLAB, *rows])


def _row(item: Item) -> tuple[str, ...]:
    gain = item.gain
    return (
        str(item.rank),
        item.key,
        item.title,
        item.coupling,
        item.kind.value,
        item.mark.value,
        item.cause.value,
        f"{item.effort_days:g}",
        str(len(gain.changes)),
        ", ".join(gain.teams),
        str(gain.largest_batch_before),
        str(gain.largest_batch_after),
        f"{gain.waiting_days_saved:.1f}",
        ", ".join(item.services),
        ", ".join(item.teams),
        item.why_now,
        "\n".join(item.criteria),
        "\n".join(
            f"{task.phase}{f' ({who(task)})' if who(task) else ''}: {task.what}"
            f"{' [irreversible]' if task.irreversible else ''}"
            for task in item.tasks
        ),
        "\n".join(f"{where(found)} {found.rule}: {found.text}".strip() for found in item.evidence),
    )


def _wiki(item: Item) -> list[str]:
    """Return the description in Jira's own markup."""
    gain = item.gain
    lines = [
        _plain(item.why_now),
        "",
        f"*Cause:* {_plain(item.cause.value)}",
        f"*Effort:* {item.effort_days:g} days",
        f"*Largest batch:* {gain.largest_batch_before} to {gain.largest_batch_after} changes",
        f"*Teams:* {_plain(', '.join(item.teams))}",
        "",
        "h3. Done when",
        *(f"* {_plain(text)}" for text in item.criteria),
        "",
        "h3. Steps",
    ]
    for task in item.tasks:
        doer = f" ({_plain(who(task))})" if who(task) else ""
        last = " *Irreversible.*" if task.irreversible else ""
        lines.append(f"# *{_plain(task.phase)}*{doer}: {_plain(task.what)}{last}")
    lines += ["", "h3. Evidence"]
    lines += [f"* {_plain(f'{where(f)} {f.rule}: {f.text}'.strip())}" for f in item.evidence[:10]]
    return lines


def _plain(text: str) -> str:
    """Return *text* in one line in which nothing is markup or a mention."""
    return "".join(f"\\{sign}" if sign in _MARKUP else sign for sign in one_line(text))
