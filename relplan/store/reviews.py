"""What is remembered of reviews, so that their URLs stand for changes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from relplan.model.change import Change, Dependency, FeatureSlice
from relplan.model.evidence import Confidence, Evidence
from relplan.model.review import ReviewLink
from relplan.model.scan import Notice
from relplan.store.rows import Rows, grouped

_CHANGE_ID = re.compile(r"I[0-9a-f]{40}")


def reviews(rows: Rows) -> tuple[ReviewLink, ...]:
    """Return all that is remembered, by URL."""
    subjects = grouped(
        (review, (service, change))
        for review, service, change in rows.all(
            "SELECT review, service, change FROM review_subject"
        )
    )
    needs = grouped(
        (review, Dependency(ref, Evidence(rule, text, line=line)))
        for review, ref, rule, text, line in rows.all(
            "SELECT review, ref, rule, text, line FROM review_dependency ORDER BY review, position"
        )
    )
    notes = grouped(rows.all("SELECT review, text FROM review_note ORDER BY review, position"))
    return tuple(
        ReviewLink(
            url,
            bool(merged),
            commit,
            merge_commit,
            change_id,
            bool(closed),
            bool(landed),
            target,
            topic,
            needs.get(url, ()),
            notes.get(url, ()),
            frozenset(service for service, _ in subjects.get(url, ())),
            frozenset(change for _, change in subjects.get(url, ()) if change),
        )
        for url, merged, commit, merge_commit, change_id, closed, landed, target, topic in rows.all(
            'SELECT url, merged, "commit", merge_commit, change_id, closed, landed, target, topic'
            " FROM review ORDER BY url"
        )
    )


def over(changes: Iterable[Change], links: Sequence[ReviewLink]) -> frozenset[str]:
    """Return the open changes that are not pending: their reviews are merged, and here, or closed.

    A review that ended at another commit than the branch's newest says nothing of what came since,
    and an open one beside it says that the work goes on.
    """
    if not any(link.over for link in links):
        return frozenset()
    return frozenset(
        change.id
        for change, about in _open_with_reviews(changes, links)
        if any(link.over and link.commit == change.commit for link in about)
        and not any(_is_open(link) for link in about)
        # Gerrit reviews each commit of a branch: that one is over says nothing of the others.
        and sum(1 for name in change.aliases if _CHANGE_ID.fullmatch(name)) <= 1
    )


def _is_open(link: ReviewLink) -> bool:
    return not (link.merged or link.closed)


def notices(changes: Iterable[Change], links: Sequence[ReviewLink]) -> tuple[Notice, ...]:
    """Return what forges say of open changes that a person should know."""
    return tuple(
        Notice(f"{change.id}: {link.url}: {note}", None, change.id)
        for change, about in _open_with_reviews(changes, links)
        for link in about
        if _is_open(link)
        for note in link.notes
    )


def _open_with_reviews(
    changes: Iterable[Change], links: Iterable[ReviewLink]
) -> Iterator[tuple[Change, list[ReviewLink]]]:
    by_key = _by_key(links)
    for change in changes:
        about = [] if change.merged else _about(change, by_key)
        if about:
            yield change, about


def with_reviews(changes: tuple[Change, ...], links: tuple[ReviewLink, ...]) -> tuple[Change, ...]:
    """Return *changes* with what their reviews say.

    That is the addresses of the reviews among their other names; and of open changes their base,
    what they wait for, and the topic that they are a slice of. A review is found again by its
    commit, by the commit that merged it, by its Change-Id, and by the open change that it was
    about, whose name a merge commit keeps.
    """
    if not links:
        return changes
    by_key = _by_key(links)
    return tuple(_with_reviews(change, _about(change, by_key)) for change in changes)


def _by_key(links: Iterable[ReviewLink]) -> Mapping[str, list[ReviewLink]]:
    by_key: dict[str, list[ReviewLink]] = defaultdict(list)
    for link in links:
        for key in {link.commit, link.merge_commit, link.change_id, *link.changes} - {""}:
            by_key[key].append(link)
    return by_key


def _about(change: Change, by_key: Mapping[str, list[ReviewLink]]) -> list[ReviewLink]:
    found = {
        link.url: link
        for key in (change.id, change.commit, *change.aliases)
        for link in by_key.get(key, ())
        if _is_about(link, change, key)
    }
    return list(found.values())


def _is_about(link: ReviewLink, change: Change, key: str) -> bool:
    if link.services and change.service not in link.services:
        return False
    # A branch may be begun anew under the name of one that was merged.
    return not (link.merged and not change.merged and key in link.changes)


def _with_reviews(change: Change, about: Sequence[ReviewLink]) -> Change:
    if not about:
        return change
    names = dict.fromkeys(name for link in about for name in link.names)
    if change.merged:
        # Whoever asked for the branch is answered by the commit that brought it in.
        merged = [link for link in about if link.landed and link.merge_commit == change.commit]
        names.update(dict.fromkeys(name for link in merged for name in sorted(link.changes)))
    more = tuple(name for name in names if name not in change.aliases)
    current = [] if change.merged else [link for link in about if _is_open(link)]
    bases = {link.target for link in current if link.target}
    return replace(
        change,
        aliases=change.aliases + more,
        base=next(iter(bases)) if len(bases) == 1 else "",
        depends_on=change.depends_on + tuple(_dependencies(change, current)),
        features=change.features + tuple(_topics(change, current)),
    )


def _dependencies(change: Change, links: Iterable[ReviewLink]) -> Iterator[Dependency]:
    known = {dependency.ref for dependency in change.depends_on}
    for link in links:
        for one in link.depends_on:
            if one.ref not in known:
                known.add(one.ref)
                yield Dependency(one.ref, _placed(one.evidence, change))


def _topics(change: Change, links: Iterable[ReviewLink]) -> Iterator[FeatureSlice]:
    for topic in sorted({link.topic for link in links if link.topic}):
        evidence = _placed(Evidence("topic", f"Gerrit's topic {topic}"), change)
        yield FeatureSlice(topic, evidence, Confidence.GUESSED)


def _placed(evidence: Evidence, change: Change) -> Evidence:
    return replace(evidence, repository=change.service, commit=change.commit)
