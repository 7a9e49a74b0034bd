"""The notes of a release as Markdown: first what needs somebody's care, then all that goes out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from relplan.exports.markdown_text import code, grid, inert, linked
from relplan.exports.moments import shown
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
    NotedService,
    Notes,
    ServiceNeed,
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
_KINDS = {"feat": "Features", "fix": "Fixes", "perf": "Performance"}
"""What readers look for first; other types go by their own names, after these."""
_LAST = {"": "Other changes", "deps": "Dependencies"}


def notes_markdown(notes: Notes) -> str:
    """Return *notes*; whatever a repository says in them is shown and does nothing."""
    titles = {change.id: change for change in notes.changes}
    sections: list[Iterable[str]] = [
        _head(notes),
        _section("Not yet", (f"- {inert(text)}" for text in notes.obstacles)),
        _section("What breaks, and for whom", _breaks(notes.breaks, titles)),
        _section("Migrations", map(_migration, notes.migrations)),
        _section("Flags to flip", map(_flag, notes.flags)),
        _section("Worth a look", _cautions(notes.changes)),
        _section("By service", _services(notes.services)),
        _section("By issue", _issues(notes)),
        _section("What stays behind", _left(notes.left, notes.zone)),
        _section("Who contributed", _contributors(notes)),
    ]
    return "\n".join(line for section in sections for line in section) + "\n"


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"## {heading}", "", *found)


def _head(notes: Notes) -> Iterator[str]:
    yield f"# {inert(notes.title)}: {inert(notes.workspace)}"
    yield ""
    changes = counted(len(notes.changes), "change")
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
    for one in breaks:
        change = titles[one.change]
        parts = listed([code(bare_part(part)) for part in one.parts], _NAMED)
        what = f"{code(one.contract)}{f' ({parts})' if parts else ''}"
        if not one.contract:
            what = "something, by its commit message: it names no contract"
        yield f"- {code(one.change)} breaks {what}: {_titled(change)}"
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


def _migration(one: Migration) -> str:
    text = f"- {inert(one.service)}: {code(one.path)} ({code(one.change)})"
    drops = joined([inert(found.text) for found in one.drops])
    return f"{text}. **No rollback brings back:** {drops}" if drops else text


def _flag(one: Flag) -> str:
    how = "marked as flagged" if one.source is FlagSource.MARK else "a trailer names it"
    behind = listed([code(name) for name in one.changes], _NAMED)
    text = f"- {code(one.name)} ({how}): behind it goes out {behind}"
    if one.waits_for:
        left = listed([code(name) for name in one.waits_for], _NAMED)
        return f"{text}. **Not yet:** {left} stays behind"
    return text


def _cautions(changes: Iterable[NotedChange]) -> Iterator[str]:
    for change in changes:
        for found in change.cautions:
            yield f"- {code(change.id)}, {code(found.contract)}: {_shown(found.evidence)}"


def _services(services: Sequence[NotedService]) -> Iterator[str]:
    for number, one in enumerate(services):
        if number:
            yield ""
        team = f" ({inert(one.team)})" if one.team else ""
        before = code(one.running) if one.running else "what runs"
        after = code(one.revision) if one.revision else "main, once all is merged"
        yield f"### {inert(one.service)}{team}: {before} to {after}"
        if one.needs:
            yield from ("", f"Goes {'; '.join(map(_need, one.needs))}.")
        yield from _by_kind(one.changes)
        if one.undone:
            names = listed([code(name) for name in one.undone], _NAMED)
            yield ""
            yield f"Reverted, so that nothing comes of it: {names}."


def _need(need: ServiceNeed) -> str:
    over = listed([code(name) for name in need.over], _NAMED)
    how = "in lock-step with" if need.together else "not before"
    return f"{how} **{inert(need.service)}** ({over})"


def _by_kind(changes: Iterable[NotedChange]) -> Iterator[str]:
    found: dict[str, list[NotedChange]] = defaultdict(list)
    for change in changes:
        found[change.kind].append(change)
    others = sorted(found.keys() - _KINDS.keys() - _LAST.keys())
    for kind in (kind for kind in (*_KINDS, *others, *_LAST) if kind in found):
        if len(found) > 1 or kind:
            heading = (_KINDS | _LAST).get(kind, kind.capitalize())
            yield from ("", f"#### {inert(heading)}")
        yield ""
        yield from map(_change, found[kind])


def _change(change: NotedChange) -> str:
    facts = [code(change.id)]
    facts += [f"by {inert(joined(change.authors))}"] if change.authors else []
    facts += [] if change.is_merged else ["not merged yet"]
    for added in change.additions:
        parts = listed([code(bare_part(part)) for part in added.parts], _NAMED)
        facts.append(f"adds {f'{parts} to ' if parts else 'to '}{code(added.contract)}")
    return f"- {_titled(change)} ({'; '.join(facts)})"


def _titled(change: NotedChange) -> str:
    return linked(change.title or change.id, change.link)


def _issues(notes: Notes) -> Iterator[str]:
    told = {
        change.id: f"{inert(one.service)}: {_titled(change)}"
        for one in notes.services
        for change in one.changes
    }
    for one in notes.issues:
        left = listed([code(name) for name in one.left_out], _NAMED)
        rest = f" **Not all of it:** {left} stays behind" if left else ""
        key = f"- **{linked(one.key, one.link)}**"
        if len(one.changes) == 1:
            yield f"{key} {told[one.changes[0]]}{f'.{rest}' if rest else ''}"
        else:
            yield f"{key}{rest}"
            yield from (f"  - {told[name]}" for name in one.changes)


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
