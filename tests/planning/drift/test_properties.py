"""What holds of every past."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from relplan.model.drift import Drift
from relplan.model.edge import EdgeKind
from tests.planning.drift.history import Past

SERVICES = ("cart", "orders", "payments", "web")
DAYS = tuple(f"2026-{month:02}-{day:02}" for month in (1, 4, 7) for day in (5, 15))
NEED = st.tuples(
    st.sampled_from(DAYS),
    st.sampled_from([*permutations(SERVICES, 2)]),
    st.sampled_from([EdgeKind.BREAKS, EdgeKind.REQUIRES]),
    st.tuples(st.integers(0, 2), st.integers(0, 2)),
)
NEEDS = st.lists(NEED, max_size=12)


def past_of(needs: list[tuple[str, tuple[str, str], EdgeKind, tuple[int, int]]]) -> Past:
    past = Past()
    for day in DAYS:
        past.night(day, *SERVICES)
    for day, (source, target), kind, places in needs:
        past.need(day, source, target, kind, places=places)
    return past


def drift_of(past: Past) -> Drift:
    return past.drift("2026-01-01", "2026-10-01")


@given(NEEDS)
def test_counts_fit_into_each_other(needs: list) -> None:  # type: ignore[type-arg]
    found = drift_of(past_of(needs))
    every = [found.counts, *(one.counts for one in found.periods)]
    every += (one.pair.counts for one in found.pairs)
    for counts in every:
        assert 0 <= counts.needed + counts.unsure <= counts.releases
        assert counts.lockstep <= counts.needed
        assert counts.near <= counts.releases
    for one in found.pairs:
        assert sum(counts.needed for counts in one.periods) == one.pair.counts.needed
        assert max(share.releases for share in one.pair.causes) <= one.pair.counts.needed


@given(NEEDS)
def test_sets_of_a_period_share_no_service_and_are_tied_by_pairs(needs: list) -> None:  # type: ignore[type-arg]
    for period in drift_of(past_of(needs)).periods:
        names = [name for one in period.sets for name in one.services]
        assert len(names) == len(set(names))
        assert all(len(one.services) > 1 and one.counts.lockstep > 1 for one in period.sets)


@given(NEEDS, st.randoms())
def test_the_order_in_which_it_was_read_does_not_matter(needs: list, random) -> None:  # type: ignore[no-untyped-def, type-arg]
    past = past_of(needs)
    before = drift_of(past)
    random.shuffle(past.needs)
    names = list(past.releases)
    random.shuffle(names)
    past.releases = {name: past.releases[name] for name in names}
    assert drift_of(past) == before


@given(NEEDS, NEED)
def test_one_need_more_takes_nothing_away(needs: list, more: tuple) -> None:  # type: ignore[type-arg]
    before, after = drift_of(past_of(needs)), drift_of(past_of([*needs, more]))
    assert before.counts.needed <= after.counts.needed
    for one, other in zip(before.largest, after.largest, strict=True):
        assert (one or 0) <= (other or 0)


@given(NEEDS)
def test_nothing_of_it_hangs_on_the_names_of_tags(needs: list) -> None:  # type: ignore[type-arg]
    past = past_of(needs)
    before = drift_of(past)
    past.releases = {
        (service, f"v{tag}"): replace(one, tag=f"v{tag}")
        for (service, tag), one in past.releases.items()
    }
    past.needs = [
        replace(
            need,
            source=replace(need.source, tag=f"v{need.source.tag}"),
            target=replace(need.target, tag=f"v{need.target.tag}"),
        )
        for need in past.needs
    ]
    assert replace(drift_of(past), pairs=()) == replace(before, pairs=())
