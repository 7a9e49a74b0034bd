"""Writes what is remembered of reviews."""

from collections.abc import Collection, Iterable

from relplan.model.review import ReviewLink
from relplan.store.rows import Rows
from relplan.store.saving.inserting import insert_rows
from relplan.store.values import clean, fit


def save_reviews(rows: Rows, links: Iterable[ReviewLink]) -> None:
    """Save *links*, each in the place of what is stored under its URL; the others stay."""
    for link in {link.url: link for link in links}.values():
        url = clean(link.url)
        rows.run("DELETE FROM review WHERE url = ?", url)
        row = (
            url, link.merged, link.commit, link.merge_commit, clean(link.change_id),
            link.closed, link.landed, clean(link.target), clean(link.topic),
        )  # fmt: skip
        insert_rows(rows, "review", [row])
        subjects = {(name.partition(":")[0], name) for name in link.changes}
        told = {service for service, _ in subjects}
        subjects |= {(service, "") for service in link.services - told}
        found = [(url, clean(service), clean(change)) for service, change in sorted(subjects)]
        insert_rows(rows, "review_subject", found)
        needs = [
            (url, place, clean(one.ref), one.evidence.rule, clean(one.evidence.text),
             fit(one.evidence.line))
            for place, one in enumerate(link.depends_on)
        ]  # fmt: skip
        insert_rows(rows, "review_dependency", needs)
        notes = [(url, place, clean(text)) for place, text in enumerate(link.notes)]
        insert_rows(rows, "review_note", notes)


def save_landed(rows: Rows, urls: Collection[str]) -> None:
    """Save that the reviews at *urls*, and no others, were merged by a commit that is here."""
    rows.run("UPDATE review SET landed = ?", False)
    for url in sorted(urls):
        rows.run("UPDATE review SET landed = ? WHERE url = ?", True, clean(url))
