"""Takes the states of reviews from a forge's printout.

What is imported is a decision like a person's, in the same log: the newest one wins, so an import
overrules what was set by hand before it, and what is set by hand afterwards holds until the next.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from relplan.model.change import Change, State
from relplan.model.decision import DecisionKind
from relplan.model.review import Review, ReviewLink
from relplan.sources.forges import read_reviews
from relplan.workbench.bench import Workbench, who
from relplan.workbench.matching import Matcher
from relplan.workbench.scanning import look_for_shipped

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
    over: tuple[str, ...] = ()
    """The open changes that are pending no longer, since it was merged or closed."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one import did, or with a dry run would do."""

    reviews: tuple[Imported, ...]
    """In the printout's order."""

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
    reviews = read_reviews(name, content)
    matcher = Matcher(bench.loaded.roots, bench.store.changes())
    matched = [(review, matcher.match(review)) for review in reviews]
    verdicts = _verdicts(matched, matcher)
    report = ImportReport(
        tuple(_imported(review, found, verdicts) for review, found in matched),
    )
    if dry_run:
        return report
    _save(bench, report, matcher)
    return ImportReport(tuple(_what_is_over(bench, report.reviews)))


def _what_is_over(bench: Workbench, reviews: Sequence[Imported]) -> Iterator[Imported]:
    """Read the branches again where one's review is over: git knows what it was merged as."""
    if any(_over(one.review) and one.changes for one in reviews):
        before = {change.id for change in bench.store.changes() if not change.merged}
        bench.scan()
        gone = before - {change.id for change in bench.store.changes()}
    else:
        gone = set()
    for one in reviews:
        over = tuple(name for name in one.changes if name in gone) if _over(one.review) else ()
        yield replace(one, over=over, problem="") if over else one


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


def _verdicts(matched: Iterable[_Matched], matcher: Matcher) -> dict[str, _Verdict]:
    """Return what becomes of each open change that has a review, by id."""
    of: dict[str, list[Review]] = defaultdict(list)
    changes: dict[str, Change] = {}
    for review, found in matched:
        for change in found if not isinstance(found, str) else ():
            if not change.merged:
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
        return _Verdict(decisive, _news(change, decisive.state))
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
    review: Review, found: Sequence[Change] | str, verdicts: Mapping[str, _Verdict]
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
    )


def _save(bench: Workbench, report: ImportReport, matcher: Matcher) -> None:
    bench.store.save_reviews(_links(report, matcher))
    at, person = int(bench.wall_clock()), who()
    for one in report.reviews:
        for change, state in one.set:
            bench.store.decide(
                DecisionKind.STATE,
                change,
                state.value,
                who=person,
                at=at,
                detail=matcher.title_of(change),
                reason=f"{one.review.forge} {one.review.name}: {one.problem or one.review.why}",
            )
    bench.forget()
    look_for_shipped(bench.loaded, bench.store)


def _links(report: ImportReport, matcher: Matcher) -> Iterator[ReviewLink]:
    for one in report.reviews:
        review = one.review
        if review.url:
            yield ReviewLink(
                review.url,
                review.state is State.MERGED,
                review.commit,
                review.merge_commit,
                review.change_id,
                matcher.services_of(review, one.changes),
                frozenset(name for name in one.changes if matcher.is_open(name)),
                review.closed,
            )
