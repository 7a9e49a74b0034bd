"""Changes as rows, a table at a time."""

from collections import defaultdict

from relplan.model.change import Change, State
from relplan.model.evidence import Evidence
from relplan.store.rows import Row, Rows
from relplan.store.saving.inserting import evidence_row, insert_rows
from relplan.store.values import clean, clean_all, fit

# A dictionary answers in a third of the time that asking a member takes.
_STATES = {state: state.value for state in State}
_Key = tuple[int, int]
"""A statement's change and its number within it."""


class ChangeRows:
    """Collects the rows of many changes, to be inserted a table at a time."""

    def __init__(self, first: int) -> None:
        """Number the changes from *first*."""
        self._next = first
        self._rows: dict[str, list[Row]] = defaultdict(list)

    def insert(self, rows: Rows) -> None:
        """Insert all rows. A change was added before what hangs on it, and so was its table."""
        for table, values in self._rows.items():
            insert_rows(rows, table, values)

    def add(self, change: Change) -> None:
        """Add the rows of *change*; the order of the calls is kept."""
        number = self._next
        self._next += 1
        id_, service, title, *texts = clean_all(
            change.id, change.service, change.title,
            change.author, change.branch, change.after, change.line, change.off,
        )  # fmt: skip
        state, date = _STATES[change.state], fit(change.date)
        self._rows["change"].append(
            (
                number, id_, service, title, state, change.commit, date, *texts,
                change.cancelled, change.adds_to,
            )
        )  # fmt: skip
        for position, below in enumerate(change.stacked_on):
            self._rows["stacked_on"].append((number, position, clean(below)))
        for position, name in enumerate(change.aliases):
            self._rows["alias"].append((number, position, clean(name)))
        if (
            change.effects or change.features or change.depends_on or change.reverts
            or change.flag is not None
        ):  # fmt: skip
            self._add_statements(number, change)

    def _add_statements(self, change: int, of: Change) -> None:
        number = 0
        for effect in of.effects:
            columns = (effect.kind.value, clean(effect.contract), effect.confidence.value)
            self._add_statement("effect", (change, number), effect.evidence, *columns)
            for position, part in enumerate(effect.parts):
                self._rows["effect_part"].append((change, number, position, clean(part)))
            number += 1
        for feature in of.features:
            slice_ = (clean(feature.key), feature.confidence.value)
            self._add_statement("feature_slice", (change, number), feature.evidence, *slice_)
            number += 1
        for dependency in of.depends_on:
            ref = clean(dependency.ref)
            self._add_statement("dependency", (change, number), dependency.evidence, ref)
            number += 1
        for reversal in of.reverts:
            words = (clean(reversal.change), reversal.commit, reversal.agrees)
            self._add_statement("reversal", (change, number), reversal.evidence, *words)
            number += 1
        if of.flag is not None:
            self._add_statement("flag", (change, number), of.flag)

    def _add_statement(
        self, table: str, key: _Key, evidence: Evidence, *columns: str | bool
    ) -> None:
        self._rows["evidence"].append(evidence_row(evidence, *key))
        self._rows[table].append((*key, *columns))
