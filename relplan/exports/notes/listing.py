"""What goes out by service and by issue, as Markdown; what several services share stands once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from relplan.exports.markdown_text import code, inert, linked
from relplan.model.counting import joined, listed
from relplan.model.notes import NotedChange, NotedIssue, NotedService, ServiceNeed
from relplan.model.parts import bare_part

_NAMED = 5
"""Names in a list of them."""
_KINDS = {"feat": "Features", "fix": "Fixes", "perf": "Performance"}
"""What readers look for first; other types go by their own names, after these."""
_LAST = {"": "Other changes", "deps": "Dependencies"}
_CALLED = {"ci": "CI", "docs": "Documentation", "refactor": "Refactoring", "test": "Tests"}
_HEADINGS = _KINDS | _LAST | _CALLED

Sharing = Mapping[str, Sequence[str]]
"""By commit, the services of which it is a change: one of a monorepo can be of many."""


def sharing_of(services: Iterable[NotedService]) -> Sharing:
    """Return of which services each commit is, in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in services:
        for change in one.changes:
            found[change.commit].append(one.service)
    return found


def titled(change: NotedChange) -> str:
    """Return the title of a change, as a link where its review is known."""
    return linked(change.title or change.id, change.link)


def by_service(services: Sequence[NotedService], sharing: Sharing) -> Iterator[str]:
    """Yield the services with their own changes, then what several of them share."""
    shared: dict[str, list[NotedChange]] = defaultdict(list)
    for number, one in enumerate(services):
        if number:
            yield ""
        yield from _service(one)
        own = [change for change in one.changes if len(sharing[change.commit]) == 1]
        for change in one.changes:
            if len(sharing[change.commit]) > 1:
                shared[change.commit].append(change)
        yield from _by_kind([(change, code(change.id)) for change in own])
        if len(own) < len(one.changes):
            count = len(one.changes) - len(own)
            yield from ("", f"{'And ' if own else ''}{count} that several services share: below.")
    if shared:
        yield from ("", "### Several services")
        yield from _by_kind([_of_all(same, sharing) for same in shared.values()])


def by_issue(
    issues: Iterable[NotedIssue], services: Iterable[NotedService], sharing: Sharing
) -> Iterator[str]:
    """Yield the issues with what of them goes out, and what does not."""
    known = {change.id: change for one in services for change in one.changes}
    for issue in issues:
        changes = {known[name].commit: known[name] for name in issue.changes}
        told = [
            f"{inert(joined(sharing[commit]))}: {titled(change)}"
            for commit, change in changes.items()
        ]
        left = listed([code(name) for name in issue.left_out], _NAMED)
        rest = f" **Not all of it:** {left} stays behind" if left else ""
        key = f"- **{linked(issue.key, issue.link)}**"
        if len(told) == 1:
            yield f"{key} {told[0]}{f'.{rest}' if rest else ''}"
        else:
            yield f"{key}{rest}"
            yield from (f"  - {one}" for one in told)


def _service(one: NotedService) -> Iterator[str]:
    team = f" ({inert(one.team)})" if one.team else ""
    before = code(one.running) if one.running else "what runs"
    after = code(one.revision) if one.revision else "main, once all is merged"
    yield f"### {inert(one.service)}{team}: {before} to {after}"
    if one.needs:
        yield from ("", f"Goes {'; '.join(map(_need, one.needs))}.")
    if one.undone:
        names = listed([code(name) for name in one.undone], _NAMED)
        yield from ("", f"Reverted, so that nothing comes of it: {names}.")


def _need(need: ServiceNeed) -> str:
    over = listed([code(name) for name in need.over], _NAMED)
    how = "in lock-step with" if need.together else "not before"
    return f"{how} **{inert(need.service)}** ({over})"


def _of_all(same: Sequence[NotedChange], sharing: Sharing) -> tuple[NotedChange, str]:
    """Return one change for all that are of one commit, and what it is called by."""
    additions = dict.fromkeys(added for change in same for added in change.additions)
    commit = same[0].commit
    name = f"{code(commit[:10])} in {inert(joined(sharing[commit]))}"
    return replace(same[0], additions=tuple(additions)), name


def _by_kind(changes: Iterable[tuple[NotedChange, str]]) -> Iterator[str]:
    """Yield changes, each with what it is called by, below headings of their kinds."""
    found: dict[str, list[tuple[NotedChange, str]]] = defaultdict(list)
    for change, name in changes:
        found[change.kind].append((change, name))
    others = sorted(found.keys() - _KINDS.keys() - _LAST.keys())
    for kind in (kind for kind in (*_KINDS, *others, *_LAST) if kind in found):
        if len(found) > 1 or kind:
            heading = _HEADINGS.get(kind, kind.capitalize())
            yield from ("", f"#### {inert(heading)}")
        yield ""
        yield from (_change(change, name) for change, name in found[kind])


def _change(change: NotedChange, name: str) -> str:
    facts = [name]
    facts += [f"by {inert(joined(change.authors))}"] if change.authors else []
    facts += [] if change.is_merged else ["not merged yet"]
    for added in change.additions:
        parts = listed([code(bare_part(part)) for part in added.parts], _NAMED)
        facts.append(f"adds {f'{parts} to ' if parts else 'to '}{code(added.contract)}")
    return f"- {titled(change)} ({'; '.join(facts)})"
