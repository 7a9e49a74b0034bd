"""Reads changes back from their rows."""

import gc
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel

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
from relplan.store import tables
from relplan.store.detections import detected_effects

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")

# A dictionary answers in a third of the time that an enumeration's call takes.
_STATES = {state.value: state for state in State}
_EFFECTS = {kind.value: kind for kind in EffectKind}
_CONFIDENCES = {confidence.value: confidence for confidence in Confidence}


def read_changes(
    connection: Connection, states: Mapping[str, str], *, only_speaking: bool = False
) -> tuple[Change, ...]:
    """Return all changes, by service: merged ones in trunk order, then open ones by id.

    *states* are the states that people gave to open changes, by id. With *only_speaking*, only
    those that some evidence hangs on.
    """
    with _no_collection():
        table = tables.core(tables.Change)
        query = select(table).order_by(table.c.service, table.c.number)
        if only_speaking:
            query = query.where(table.c.number.in_(select(tables.core(tables.Evidence).c.change)))
        hanging = _Hanging(connection)
        merged: dict[str, list[Change]] = defaultdict(list)
        unmerged: dict[str, list[Change]] = defaultdict(list)
        for row in connection.execute(query).all():
            change = hanging.change(row)
            if change.state is State.MERGED:
                merged[change.service].append(change)
            else:
                unmerged[change.service].append(_decided(change, states))
        services = sorted(merged.keys() | unmerged.keys())
        return tuple(chain.from_iterable(merged[name] + unmerged[name] for name in services))


def change_counts(connection: Connection) -> dict[str, int]:
    """Return how many changes there are, by service."""
    service = tables.core(tables.Change).c.service
    rows: Any = connection.execute(select(service, func.count()).group_by(service)).all()
    return dict(rows)


def dependency_refs(connection: Connection) -> frozenset[str]:
    """Return what the ``Depends-On:`` trailers of all changes ask for."""
    query = select(tables.core(tables.Dependency).c.ref).distinct()
    return frozenset(connection.execute(query).scalars())


def _decided(change: Change, states: Mapping[str, str]) -> Change:
    state = states.get(change.id)
    return change if state is None else replace(change, state=_STATES[state])


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking again and again through all that is being read.

    None of it is garbage, and that takes a third of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Hanging:
    """All that hangs on changes, by the change's number; statements with their evidence."""

    def __init__(self, connection: Connection) -> None:
        evidence = {
            (change, number): Evidence(*columns)
            for change, number, *columns in _rows(connection, tables.Evidence)
        }
        parts = _grouped(
            ((change, number), part)
            for change, number, _, part in _rows(connection, tables.EffectPart)
        )
        self._effects = _grouped(
            (
                change,
                Effect(
                    _EFFECTS[kind],
                    contract,
                    evidence[change, number],
                    _CONFIDENCES[confidence],
                    parts.get((change, number), ()),
                ),
            )
            for change, number, kind, contract, confidence in _rows(connection, tables.Effect)
        )
        self._features = _grouped(
            (change, FeatureSlice(key, evidence[change, number], _CONFIDENCES[confidence]))
            for change, number, key, confidence in _rows(connection, tables.FeatureSlice)
        )
        self._dependencies = _grouped(
            (change, Dependency(ref, evidence[change, number]))
            for change, number, ref in _rows(connection, tables.Dependency)
        )
        self._flags = {
            change: evidence[change, number] for change, number in _rows(connection, tables.Flag)
        }
        self._reversals = _grouped(
            (change, Reversal(reverted, commit, evidence[change, number], bool(agrees)))
            for change, number, reverted, commit, agrees in _rows(connection, tables.Reversal)
        )
        self._detected = detected_effects(connection)
        self._stacked_on = _texts(connection, tables.StackedOn)
        self._aliases = _texts(connection, tables.Alias)

    def change(self, row: Sequence[Any]) -> Change:
        """Return the change of *row*, with all that hangs on it."""
        (
            number, id_, service, title, state, commit, date, author, branch, after, line, off,
            cancelled, adds_to,
        ) = row  # fmt: skip
        return Change(
            id_,
            service,
            title,
            _STATES[state],
            commit,
            date,
            author,
            branch,
            after,
            self._stacked_on.get(number, ()),
            self._effects_of(number, id_),
            self._features.get(number, ()),
            self._flags.get(number),
            self._dependencies.get(number, ()),
            self._aliases.get(number, ()),
            line,
            off,
            "",
            self._reversals.get(number, ()),
            bool(cancelled),
            adds_to,
        )

    def _effects_of(self, number: int, change: str) -> tuple[Effect, ...]:
        """Return what a change does to contracts; what its trailers say of one is all of it."""
        declared = self._effects.get(number, ())
        detected = self._detected.get(change, ())
        if not declared or not detected:
            return declared or detected
        said = {effect.contract for effect in declared}
        return (*declared, *(effect for effect in detected if effect.contract not in said))


def _rows(connection: Connection, model: type[SQLModel]) -> Sequence[Any]:
    table = tables.core(model)
    return connection.execute(select(table).order_by(*table.primary_key)).all()


def _grouped(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, tuple[_Value, ...]]:
    groups: dict[_Key, list[_Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(group) for key, group in groups.items()}


def _texts(connection: Connection, model: type[SQLModel]) -> dict[int, tuple[str, ...]]:
    return _grouped((change, text) for change, _, text in _rows(connection, model))
