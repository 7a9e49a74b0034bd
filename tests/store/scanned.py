"""Scans to save, by example and by hypothesis."""

from hypothesis import strategies as st

from relplan.model.change import (
    Change,
    Dependency,
    Effect,
    EffectKind,
    FeatureSlice,
    Reversal,
    State,
)
from relplan.model.evidence import Confidence, Evidence
from relplan.model.production import KnownBy
from relplan.model.scan import Notice, RepositoryScan, ServiceRecord, ServiceScan

TRAILER = Evidence("trailer", "Breaks: payments-api", "orders", "c" * 40, "", 3)


def record(service: str, newest_merged: str = "") -> ServiceRecord:
    return ServiceRecord(service, "f1", "refs/heads/main", "a" * 40, "v1", "b" * 40, newest_merged)


def merged(service: str, number: int, *, title: str = "merged") -> Change:
    return Change(
        f"{service}@{number:010x}",
        service,
        title,
        State.MERGED,
        f"{number:040x}",
        1000 + number,
        after=f"{service}@{number - 1:010x}" if number else "",
    )


def branch(service: str, name: str, *, date: int = 2000) -> Change:
    return Change(
        f"{service}:{name}", service, name, State.IN_PROGRESS, "d" * 40, date, branch=name
    )


def scan(
    *services: ServiceScan, repository: str = "/r/orders", signature: str = "s1"
) -> RepositoryScan:
    return RepositoryScan(repository, signature, services)


_SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_TEXT = st.text(_SIGNS, max_size=8)
_EVIDENCE = st.builds(
    Evidence, _TEXT, _TEXT, _TEXT, _TEXT, _TEXT, st.integers(min_value=0, max_value=2**31)
)
_CONFIDENCE = st.sampled_from(Confidence)


def _tuples(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(values, max_size=3).map(tuple)


_EFFECT = st.builds(
    Effect, st.sampled_from(EffectKind), _TEXT, _EVIDENCE, _CONFIDENCE, _tuples(_TEXT)
)
_SLICE = st.builds(FeatureSlice, _TEXT, _EVIDENCE, _CONFIDENCE)
_REVERSAL = st.builds(Reversal, _TEXT, _TEXT, _EVIDENCE, st.booleans())
_DEPENDENCY = st.builds(Dependency, _TEXT, _EVIDENCE)


def _changes(service: str, states: st.SearchStrategy, sign: str) -> st.SearchStrategy:
    change = st.builds(
        Change,
        id=_TEXT.map(lambda name: f"{service}{sign}{name}"),
        service=st.just(service),
        title=_TEXT,
        state=states,
        commit=st.text("0123456789abcdef", min_size=40, max_size=40),
        date=st.integers(min_value=-(2**62), max_value=2**62),
        author=_TEXT,
        branch=_TEXT,
        after=_TEXT,
        stacked_on=_tuples(_TEXT),
        effects=_tuples(_EFFECT),
        features=_tuples(_SLICE),
        flag=st.none() | _EVIDENCE,
        depends_on=_tuples(_DEPENDENCY),
        aliases=_tuples(_TEXT),
        reverts=_tuples(_REVERSAL),
        cancelled=st.booleans(),
        adds_to=st.text("0123456789abcdef", max_size=40),
        line=_TEXT,
        off=_TEXT,
    )
    return st.lists(change, max_size=4, unique_by=lambda found: found.id).map(tuple)


def _service_scan(service: str) -> st.SearchStrategy:
    unmerged = st.sampled_from([State.IN_PROGRESS, State.READY])
    return st.builds(
        ServiceScan,
        record=st.builds(
            ServiceRecord,
            st.just(service),
            *[_TEXT] * 6,
            known_by=st.sampled_from(KnownBy),
            evidence=_tuples(_EVIDENCE),
        ),
        merged=_changes(service, st.just(State.MERGED), "@"),
        open=_changes(service, unmerged, ":").map(
            lambda found: tuple(sorted(found, key=lambda change: change.id))
        ),
        notices=_tuples(st.builds(Notice, _TEXT, st.none() | _EVIDENCE, _TEXT)),
    )


SERVICE_NAMES = st.lists(
    st.text(_SIGNS, min_size=1, max_size=4),
    min_size=1,
    max_size=3,
    unique=True,
).map(sorted)

SCANS = SERVICE_NAMES.flatmap(
    lambda names: st.builds(
        RepositoryScan,
        _TEXT,
        _TEXT,
        st.tuples(*[_service_scan(name) for name in names]),
    )
)
