"""Takes the states of reviews from a forge's printout.

What is imported is a decision like a person's, in the same log: the newest one wins, so an import
overrules what was set by hand before it, and what is set by hand afterwards holds until the next.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from relplan.app.bench import Workbench
from relplan.app.landing import landed, look_for_landed
from relplan.app.matching import Matcher
from relplan.app.origin import host, who
from relplan.app.scanning import look_for_shipped
from relplan.model.change import Change, State
from relplan.model.decision import DecisionKind
from relplan.model.review import Review, ReviewLink
from relplan.sources.forges import read_reviews
from relplan.store.reviews import over

_CHANGE_ID = re.compile(r"I[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one review."""

    review: Review
    changes: tuple[str, ...] = ()
    """The changes that it is about; none: *problem* says why."""
    set: tuple[tuple[str, State], ...] = ()
    """The changes whose state it changed."""
    problem: str = ""
    """Why it changed nothing, where a person could do something about that."""
    gone: tuple[str, ...] = ()
    """The open changes that are not pending any more, since it is merged or closed."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one import did, or with a dry run would do."""

    reviews: tuple[Imported, ...]
    """In the printout's order."""
    broken: tuple[str, ...] = ()
    """What is wrong with each entry of the printout that is no review."""

    @property
    def nameless(self) -> int:
        """Count the reviews without an address: what they say beside their state is not kept."""
        return sum(1 for one in self.reviews if one.changes and not one.review.url)

    @property
    def unmatched(self) -> tuple[Imported, ...]:
        """Return the open reviews that are about no change that is known."""
        return tuple(one for one in self.reviews if not one.changes and not _over(one.review))


def import_reviews(
    bench: Workbench, name: str, content: bytes, *, dry_run: bool = False
) -> ImportReport:
    """Set the states of open changes as the printout called *name* has them.

    With *dry_run*, only tell. Raises RelplanError where it is no printout that is known.
    """
    printout = read_reviews(name, content)
    if not dry_run and _reopened(bench, printout.reviews):
        bench.scan()  # their branches are read again, which no scan did while they were over
    changes = bench.store.changes(even_over=True)
    matcher = Matcher(bench.loaded.roots, changes)
    matched = [(review, matcher.match(review)) for review in printout.reviews]
    gone = _gone(bench, matched, matcher, changes)
    verdicts = _verdicts(matched, matcher, gone)
    report = ImportReport(
        tuple(_imported(review, found, verdicts, gone) for review, found in matched),
        printout.broken,
    )
    if not dry_run:
        _save(bench, matched, report, matcher)
    return report


def _reopened(bench: Workbench, reviews: Iterable[Review]) -> bool:
    """Take note of the reviews that were over and are not; tell whether there are any."""
    known = {link.url: link for link in bench.store.reviews() if link.closed or link.merged}
    again = [known[review.url] for review in reviews if review.url in known and not _over(review)]
    if again:
        with bench.store.scanning(who(), wait=True):
            bench.store.save_reviews(
                replace(link, closed=False, merged=False, landed=False) for link in again
            )
    return bool(again)


_Matched = tuple[Review, Sequence[Change] | str]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What all reviews of one open change come to."""

    decisive: Review
    state: State | None
    """None: it stays as it is."""
    problem: str = ""


def _over(review: Review) -> bool:
    return review.closed or review.state is State.MERGED


def _gone(
    bench: Workbench, matched: Iterable[_Matched], matcher: Matcher, changes: Iterable[Change]
) -> frozenset[str]:
    """Return the open changes that are not pending once *matched* is saved."""
    links = {link.url: link for link in bench.store.reviews()}
    links |= {
        link.url: link for review, found in matched if (link := _link(review, found, matcher))
    }
    here = landed(bench.loaded, bench.store.repository_records(), links.values())
    return over(changes, [replace(link, landed=url in here) for url, link in links.items()])


def _verdicts(
    matched: Iterable[_Matched], matcher: Matcher, gone: Collection[str]
) -> dict[str, _Verdict]:
    """Return what becomes of each open change that has a review, by id."""
    of: dict[str, list[Review]] = defaultdict(list)
    changes: dict[str, Change] = {}
    for review, found in matched:
        for change in found if not isinstance(found, str) else ():
            if not change.merged and change.id not in gone:
                of[change.id].append(review)
                changes[change.id] = change
    return {
        name: _verdict(changes[name], sorted(reviews, key=partial(_rank, matcher, changes[name])))
        for name, reviews in of.items()
    }


def _rank(matcher: Matcher, change: Change, review: Review) -> tuple[bool, bool, int]:
    """Order the reviews of a change: the last one decides, an open one into main, the newest."""
    main = matcher.main_of(change.service)
    return not _over(review), not main or review.target in ("", main), review.number


def _verdict(change: Change, reviews: Sequence[Review]) -> _Verdict:
    decisive = reviews[-1]
    if decisive.state is State.MERGED:
        return _Verdict(decisive, None, "merged there; fetch and scan to see it here")
    if decisive.state is None:
        return _Verdict(decisive, None, decisive.why)
    if decisive.state is not State.READY:
        held = decisive.why if decisive.holds and not decisive.closed else ""
        return _Verdict(decisive, _news(change, decisive.state), held)
    looked_at = reviews if decisive.change_id else (decisive,)
    if not any(review.commit in ("", change.commit) for review in looked_at):
        problem = (
            f"ready at {decisive.commit[:10]}, but {change.commit[:10]} is scanned here:"
            " fetch, scan and import again"
        )
        return _Verdict(decisive, None, problem)
    lacking = _not_ready(change, reviews) if decisive.change_id else ""
    if lacking:
        return _Verdict(decisive, _news(change, State.IN_PROGRESS), lacking)
    return _Verdict(decisive, _news(change, State.READY))


def _news(change: Change, state: State) -> State | None:
    return None if change.state is state else state


def _not_ready(change: Change, reviews: Iterable[Review]) -> str:
    """Say what is not ready of a branch of commits that Gerrit reviews each; empty: all is."""
    ready = {r.change_id for r in reviews if r.state in (State.READY, State.MERGED)}
    for name in change.aliases:
        if _CHANGE_ID.fullmatch(name) and name not in ready:
            return f"{change.id} has {name[:10]}, too, which is not ready in this printout"
    return ""


def _imported(
    review: Review,
    found: Sequence[Change] | str,
    verdicts: Mapping[str, _Verdict],
    gone: Collection[str],
) -> Imported:
    if isinstance(found, str):
        return Imported(review, problem="" if _over(review) else found)
    decided = {
        change.id: verdict
        for change in found
        if (verdict := verdicts.get(change.id)) and verdict.decisive is review
    }
    return Imported(
        review,
        tuple(change.id for change in found),
        tuple((name, verdict.state) for name, verdict in decided.items() if verdict.state),
        next((verdict.problem for verdict in decided.values() if verdict.problem), ""),
        tuple(change.id for change in found if change.id in gone) if _over(review) else (),
    )


def _save(
    bench: Workbench, matched: Iterable[_Matched], report: ImportReport, matcher: Matcher
) -> None:
    links = (_link(review, found, matcher) for review, found in matched)
    with bench.store.scanning(who(), wait=True):  # a scan says what is landed and shipped, too
        bench.store.save_reviews(link for link in links if link)
        look_for_landed(bench.loaded, bench.store)
        look_for_shipped(bench.loaded, bench.store)
    at, person, machine = int(bench.wall_clock()), who(), host()
    for one in report.reviews:
        for change, state in one.set:
            bench.store.decide(
                DecisionKind.STATE,
                change,
                state.value,
                who=person,
                at=at,
                host=machine,
                via=bench.via.value,
                detail=matcher.title_of(change),
                reason=f"{one.review.forge} {one.review.name}: {one.problem or one.review.why}",
            )
    bench.forget()


def _link(review: Review, found: Sequence[Change] | str, matcher: Matcher) -> ReviewLink | None:
    """Return what is to be remembered of *review*; None: without an address it has no name."""
    if not review.url:
        return None
    changes = () if isinstance(found, str) else found
    held = (f"not to be merged yet: {'; '.join(review.holds)}",) if review.holds else ()
    return ReviewLink(
        review.url,
        review.state is State.MERGED,
        review.commit,
        review.merge_commit,
        review.change_id,
        closed=review.closed,
        target=review.target,
        topic=review.topic,
        depends_on=review.depends_on,
        notes=(*held, *review.notes),
        services=matcher.services_of(review, [change.id for change in changes]),
        changes=frozenset(change.id for change in changes if not change.merged),
    )
