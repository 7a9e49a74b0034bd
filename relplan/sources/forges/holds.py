"""What keeps a review from being merged though it is approved: labels and titles that say so."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from relplan.model.change import State
from relplan.sources.forges.reading import nodes, table, word

_SHOWN = 3
_WORDS = (
    r"do not (?:merge|submit|land)(?: .*)?|don t (?:merge|submit|land)(?: .*)?|donotmerge|dnm"
    r"|no merge|not to be merged|wip|work in progress|(?:on )?hold|blocked(?: (?:by|on) .*)?"
    r"|not ready(?: .*)?|needs (?:rebase|work)"
)
_LABEL = re.compile(
    rf"(?:(?:status|state|pr|mr|merge|review|process|workflow|flag|s) )?(?:{_WORDS})"
)
_APART = re.compile(r"[^a-z0-9]+")
_TITLE = re.compile(
    r"(?P<a>[\[(]\s*(?:wip|dnm|draft|do[ -]not[ -]merge|don't merge|on hold|hold|blocked)\s*[\])])"
    r"|^\s*(?P<b>(?:wip|dnm|draft|do[ -]not[ -]merge|don't merge|on hold|hold|blocked)\s*:)",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"^\s*WIP\s|\bDO[ -]NOT[ -]MERGE\b|\bDNM\b")


def settled(state: State | None, why: str, holds: Iterable[str]) -> tuple[State | None, str]:
    """Return what becomes of a review's state where something else keeps it from being merged."""
    held = "; ".join(holds)
    if not held or state not in (State.READY, None):
        return state, why
    return State.IN_PROGRESS, f"{why}, but {held}" if state else held


def of_labels(value: Any) -> Iterator[str]:
    """Yield the holds among the labels of *value*: names, or tables that have one."""
    for label in nodes(value):
        name = word(label) or word(table(label).get("name")) or word(table(label).get("title"))
        if _LABEL.fullmatch(_APART.sub(" ", name.lower()).strip()):
            yield f"it has the label '{name[:60]}'"


def of_title(title: str) -> Iterator[str]:
    """Yield what a title says of a review that is not to be merged."""
    match = _TITLE.search(title) or _SHOUTED.search(title)
    if match:
        yield f"its title says '{match[0].strip()}'"


def of_names(what: str, names: Iterable[str]) -> Iterator[str]:
    """Yield one hold for all *names*, such as those of checks that fail."""
    listed = list(dict.fromkeys(names))
    if listed:
        more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
        yield f"{what}: {', '.join(name[:60] for name in listed[:_SHOWN])}{more}"
