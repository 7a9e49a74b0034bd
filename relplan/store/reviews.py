"""What is remembered of reviews, so that their URLs stand for changes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, delete, select

from relplan.model.change import Change
from relplan.model.review import ReviewLink
from relplan.store import tables
from relplan.store.change_rows import insert_rows
from relplan.store.values import clean

REVIEW = tables.core(tables.Review)
SUBJECT = tables.core(tables.ReviewSubject)


def save_reviews(connection: Connection, links: Iterable[ReviewLink]) -> None:
    """Save *links*, each in the place of what is stored under its URL; the others stay."""
    for link in {link.url: link for link in links}.values():
        url = clean(link.url)
        connection.execute(delete(REVIEW).where(REVIEW.c.url == url))
        row = (
            url,
            link.merged,
            link.commit,
            link.merge_commit,
            clean(link.change_id),
            link.closed,
        )
        insert_rows(connection, tables.Review, [row])
        subjects = {(name.partition(":")[0], name) for name in link.changes}
        told = {service for service, _ in subjects}
        subjects |= {(service, "") for service in link.services - told}
        rows = [(url, clean(service), clean(change)) for service, change in sorted(subjects)]
        insert_rows(connection, tables.ReviewSubject, rows)


def reviews(connection: Connection) -> tuple[ReviewLink, ...]:
    """Return all that is remembered, by URL."""
    subjects: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for review, service, change in connection.execute(select(SUBJECT)):
        subjects[review].append((service, change))
    return tuple(
        ReviewLink(
            url,
            merged,
            commit,
            merge_commit,
            change_id,
            frozenset(service for service, _ in subjects[url]),
            frozenset(change for _, change in subjects[url] if change),
            bool(closed),
        )
        for url, merged, commit, merge_commit, change_id, closed in connection.execute(
            select(REVIEW).order_by(REVIEW.c.url)
        )
    )


def with_urls(changes: tuple[Change, ...], links: tuple[ReviewLink, ...]) -> tuple[Change, ...]:
    """Return *changes* with the addresses of their reviews among their other names.

    A review is found again by its commit, by the commit that merged it, by its Change-Id, and by
    the open change that it was about, whose name a merge commit keeps.
    """
    if not links:
        return changes
    by_key: dict[str, list[ReviewLink]] = defaultdict(list)
    for link in links:
        for key in {link.commit, link.merge_commit, link.change_id, *link.changes} - {""}:
            by_key[key].append(link)
    return tuple(_with_urls(change, by_key) for change in changes)


def _with_urls(change: Change, by_key: dict[str, list[ReviewLink]]) -> Change:
    found: dict[str, None] = {}
    for key in (change.id, change.commit, *change.aliases):
        for link in by_key.get(key, ()):
            if _is_about(link, change, key):
                found.update(dict.fromkeys(link.names))
    more = tuple(name for name in found if name not in change.aliases)
    return replace(change, aliases=change.aliases + more) if more else change


def _is_about(link: ReviewLink, change: Change, key: str) -> bool:
    if link.services and change.service not in link.services:
        return False
    # A branch may be begun anew under the name of one that was merged.
    return not (link.merged and not change.merged and key in link.changes)
