"""Writes what is remembered of reviews."""

import re
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, update

from relplan.model.review import ReviewLink
from relplan.store import tables
from relplan.store.saving.change_rows import insert_rows
from relplan.store.values import clean, fit

REVIEW = tables.core(tables.Review)
_CHANGE_ID = re.compile(r"I[0-9a-f]{40}")


def save_reviews(connection: Connection, links: Iterable[ReviewLink]) -> None:
    """Save *links*, each in the place of what is stored under its URL; the others stay."""
    for link in {link.url: link for link in links}.values():
        url = clean(link.url)
        connection.execute(delete(REVIEW).where(REVIEW.c.url == url))
        row = (
            url, link.merged, link.commit, link.merge_commit, clean(link.change_id),
            link.closed, link.landed, clean(link.target), clean(link.topic),
        )  # fmt: skip
        insert_rows(connection, tables.Review, [row])
        subjects = {(name.partition(":")[0], name) for name in link.changes}
        told = {service for service, _ in subjects}
        subjects |= {(service, "") for service in link.services - told}
        rows = [(url, clean(service), clean(change)) for service, change in sorted(subjects)]
        insert_rows(connection, tables.ReviewSubject, rows)
        needs = [
            (url, place, clean(one.ref), one.evidence.rule, clean(one.evidence.text),
             fit(one.evidence.line))
            for place, one in enumerate(link.depends_on)
        ]  # fmt: skip
        insert_rows(connection, tables.ReviewDependency, needs)
        notes = [(url, place, clean(text)) for place, text in enumerate(link.notes)]
        insert_rows(connection, tables.ReviewNote, notes)


def save_landed(connection: Connection, urls: Collection[str]) -> None:
    """Save that the reviews at *urls*, and no others, were merged by a commit that is here."""
    connection.execute(update(REVIEW).values(landed=False))
    for url in sorted(urls):
        connection.execute(update(REVIEW).where(REVIEW.c.url == clean(url)).values(landed=True))
