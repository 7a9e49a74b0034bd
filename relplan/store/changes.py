"""Reads changes back from their rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from relplan.model.change import (
    Change,
    Dependency,
    Effect,
    EffectKind,
    FeatureSlice,
    Reversal,
    State,
    in_force,
)
from relplan.model.evidence import Confidence, Evidence
from relplan.model.garbage import no_collection
from relplan.store.detections import detected_effects
from relplan.store.rows import EVIDENCE, Rows, grouped

# A dictionary answers in a third of the time that an enumeration's call takes.
_STATES = {state.value: state for state in State}
_EFFECTS = {kind.value: kind for kind in EffectKind}
_CONFIDENCES = {confidence.value: confidence for confidence in Confidence}
_SPEAKING = "(SELECT change FROM evidence WHERE rule <> ?)"


def read_changes(
    rows: Rows, states: Mapping[str, str], *, only_speaking: bool = False, but_by: str = ""
) -> tuple[Change, ...]:
    """Return all changes, by service: merged ones in trunk order, then open ones by id.

    *states* are the states that people gave to open changes, by id. With *only_speaking*, only
    those that some evidence hangs on of another rule than *but_by*.
    """
    with no_collection():
        wanted = (but_by,) if only_speaking else ()
        where = f"WHERE number IN {_SPEAKING}" if wanted else ""
        hanging = _Hanging(rows, wanted)
        merged: dict[str, list[Change]] = defaultdict(list)
        unmerged: dict[str, list[Change]] = defaultdict(list)
        for row in rows.all(
            'SELECT number, id, service, title, state, "commit", date, author, branch, after, line,'
            f" off, cancelled, adds_to FROM change {where} ORDER BY service, number",
            *wanted,
        ):
            change = hanging.change(row)
            if change.state is State.MERGED:
                merged[change.service].append(change)
            else:
                unmerged[change.service].append(_decided(change, states))
        services = sorted(merged.keys() | unmerged.keys())
        return tuple(chain.from_iterable(merged[name] + unmerged[name] for name in services))


def change_counts(rows: Rows) -> dict[str, int]:
    """Return how many changes there are, by service."""
    return dict(rows.all("SELECT service, count(*) FROM change GROUP BY service"))


def dependency_refs(rows: Rows) -> frozenset[str]:
    """Return what the ``Depends-On:`` trailers of all changes ask for."""
    return frozenset(rows.column("SELECT DISTINCT ref FROM dependency"))


def _decided(change: Change, states: Mapping[str, str]) -> Change:
    state = states.get(change.id)
    return change if state is None else replace(change, state=_STATES[state])


class _Hanging:
    """All that hangs on changes, by the change's number; statements with their evidence."""

    def __init__(self, rows: Rows, wanted: Sequence[str]) -> None:
        """Read what hangs on changes; with a rule *wanted*, on those that speak by another one."""
        where = f"WHERE change IN {_SPEAKING}" if wanted else ""

        def hanging(columns: str, table: str, order: str = "number") -> list[Any]:
            statement = f"SELECT {columns} FROM {table} {where} ORDER BY change, {order}"
            return rows.all(statement, *wanted)

        evidence = {
            (change, number): Evidence(*columns)
            for change, number, *columns in hanging(f"change, number, {EVIDENCE}", "evidence")
        }
        parts = grouped(
            ((change, number), part)
            for change, number, part in hanging(
                "change, number, part", "effect_part", "number, position"
            )
        )
        self._effects = grouped(
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
            for change, number, kind, contract, confidence in hanging(
                "change, number, kind, contract, confidence", "effect"
            )
        )
        self._features = grouped(
            (change, FeatureSlice(key, evidence[change, number], _CONFIDENCES[confidence]))
            for change, number, key, confidence in hanging(
                "change, number, key, confidence", "feature_slice"
            )
        )
        self._dependencies = grouped(
            (change, Dependency(ref, evidence[change, number]))
            for change, number, ref in hanging("change, number, ref", "dependency")
        )
        self._flags = {
            change: evidence[change, number] for change, number in hanging("change, number", "flag")
        }
        self._reversals = grouped(
            (change, Reversal(reverted, commit, evidence[change, number], bool(agrees)))
            for change, number, reverted, commit, agrees in hanging(
                'change, number, reverted, "commit", agrees', "reversal"
            )
        )
        self._detected = detected_effects(rows)
        self._stacked_on = grouped(hanging("change, below", "stacked_on", "position"))
        self._aliases = grouped(hanging("change, name", "alias", "position"))

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
            in_force(self._effects.get(number, ()), self._detected.get(id_, ())),
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
