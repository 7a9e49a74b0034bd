"""The notes of a release as Markdown: first what needs somebody's care, then all that goes out."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from posixpath import commonpath

from relplan.exports.markdown_text import code, grid, inert
from relplan.exports.moments import shown
from relplan.exports.notes.listing import by_issue, by_service, sharing_of, titled
from relplan.exports.notes.words import HEADINGS, fate_of, reason_of
from relplan.exports.place import where
from relplan.model.counting import counted, joined, listed
from relplan.model.evidence import Evidence
from relplan.model.notes import (
    Break,
    Flag,
    FlagSource,
    LeftBehind,
    Migration,
    NotedChange,
    Notes,
    WhyLeft,
)
from relplan.model.parts import bare_part
from relplan.model.production import PRODUCTION

_NAMED = 5
"""Names in a list of them."""
_PLACES = 5
"""Places that show one break."""
_STAYING = 50
"""Rows of changes that stay for one reason; JSON has all."""


def notes_markdown(notes: Notes) -> str:
    """Return *notes*; whatever a repository says in them is shown and does nothing."""
    titles = {change.id: change for change in notes.changes}
    sharing = sharing_of(notes.services)
    sections: list[Iterable[str]] = [
        _head(notes, len(sharing)),
        _section("Not yet", (f"- {inert(text)}" for text in notes.obstacles)),
        _section("What breaks, and for whom", _breaks(notes.breaks, titles)),
        _section("Migrations", _migrations(notes.migrations)),
        _section("Flags to flip", map(_flag, notes.flags)),
        _section("Worth a look", _cautions(notes.changes)),
        _section("By service", by_service(notes.services, sharing)),
        _section("By issue", by_issue(notes.issues, notes.services, sharing)),
        _section("What stays behind", _left(notes.left, notes.zone)),
        _section(
            "What is asked", (f"- {code(one)}: {inert(text)}" for one, text in notes.questions)
        ),
        _section("Who contributed", _contributors(notes)),
    ]
    return "\n".join(line for section in sections for line in section) + "\n"


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"## {heading}", "", *found)


def _head(notes: Notes, commits: int) -> Iterator[str]:
    yield f"# {inert(notes.title)}: {inert(notes.workspace)}"
    yield ""
    changes = counted(commits, "change")
    what = f"{changes} of {counted(len(notes.services), 'service')}"
    stays = f"; {len(notes.left)} stay behind" if notes.left else ""
    where_to = "" if notes.environment == PRODUCTION else f", environment {code(notes.environment)}"
    when = ""
    if notes.at is not None:
        until = f" to {shown(notes.end, notes.zone)}" if notes.end not in (None, notes.at) else ""
        when = f"**{shown(notes.at, notes.zone)}{until}** ({inert(notes.zone)}): "
    yield f"{when}{what}{stays}. Scenario {code(notes.scenario)}{where_to}."
    if notes.marks:
        marks = ", ".join(f"{code(name)} {mark}" for name, mark in notes.marks)
        yield ""
        yield f"All of this rests on what is marked: {marks}."


def _breaks(breaks: Iterable[Break], titles: dict[str, NotedChange]) -> Iterator[str]:
    unnamed: set[str] = set()
    for one in breaks:
        change = titles[one.change]
        if not one.contract:
            if change.commit in unnamed:  # of another service, which says the same
                continue
            unnamed.add(change.commit)
        parts = listed([code(bare_part(part)) for part in one.parts], _NAMED)
        what = f"{code(one.contract)}{f' ({parts})' if parts else ''}"
        if not one.contract:
            what = "something, by its commit message: it names no contract"
        yield f"- {code(one.change)} breaks {what}: {titled(change)}"
        told = [found for found in one.evidence if found.text != change.title]
        yield from (f"  - {_shown(found)}" for found in told[:_PLACES])
        if len(told) > _PLACES:
            yield f"  - and {len(told) - _PLACES} more places"
        yield from (f"  - **{inert(found.consumer)}** {fate_of(found)}" for found in one.consumers)
        if one.contract and not one.consumers:
            yield "  - no consumer is known"


def _shown(found: Evidence) -> str:
    place = where(found)
    return f"{f'{code(place)}: ' if place else ''}{inert(found.rule)}: {inert(found.text)}"


def _migrations(every: Iterable[Migration]) -> Iterator[str]:
    """Yield a line for each; for many of one change one: those that drop nothing are counted."""
    for (service, change), group in groupby(every, key=lambda one: (one.service, one.change)):
        own = list(group)
        quiet = [one.path for one in own if not one.drops]
        many = len(quiet) > _PLACES
        if many:
            below = commonpath(quiet)
            place = f" below {code(below)}" if below else ""
            yield f"- {inert(service)}: {len(quiet)} files{place} ({code(change)})"
        yield from (_migration(one) for one in own if one.drops or not many)


def _migration(one: Migration) -> str:
    text = f"- {inert(one.service)}: {code(one.path)} ({code(one.change)})"
    drops = joined([inert(found.text) for found in one.drops])
    return f"{text}. **No rollback brings back:** {drops}" if drops else text


def _flag(one: Flag) -> str:
    names = " and ".join(map(code, one.names))
    together = ", together" if len(one.names) > 1 else ""
    how = ", as it is marked" if one.source is FlagSource.MARK else ""
    text = f"- {names}{together}{how}: behind it goes out {_codes(one.changes)}"
    after = f". After {_codes(one.after_flags)}" if one.after_flags else ""
    left = f". **Not yet:** first {_codes(one.waits_for)}" if one.waits_for else ""
    return f"{text}{after}{left}"


def _codes(names: Sequence[str]) -> str:
    return listed([code(name) for name in names], _NAMED)


def _cautions(changes: Iterable[NotedChange]) -> Iterator[str]:
    for change in changes:
        for found in change.cautions:
            yield f"- {code(change.id)}, {code(found.contract)}: {_shown(found.evidence)}"


def _left(left: Sequence[LeftBehind], zone: str) -> Iterator[str]:
    by_why = {why: [one for one in left if one.why is why] for why in WhyLeft}
    for number, (why, found) in enumerate((why, found) for why, found in by_why.items() if found):
        yield from (*([""] if number else []), f"### {HEADINGS[why]}", "")
        rows = [
            (code(one.change), inert(one.title), reason_of(one, zone)) for one in found[:_STAYING]
        ]
        by = why is not WhyLeft.UNFINISHED
        head = ("Change", "Title", "By" if why is not WhyLeft.LATER else "When")
        yield from grid(head if by else head[:2], rows if by else [row[:2] for row in rows])
        if len(found) > _STAYING:
            yield from ("", f"and {len(found) - _STAYING} more; JSON has all of them.")


def _contributors(notes: Notes) -> Iterator[str]:
    if notes.contributors:
        yield inert(", ".join(notes.contributors))
    if notes.unread:
        yield ""
        names = inert(joined(notes.unread))
        yield f"The commits of {names} could not be read: more may have, and migrations may lack."
