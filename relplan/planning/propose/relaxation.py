"""The linear relaxation of some constraints, solved by HiGHS again and again as they change."""

from collections.abc import Iterable, Sequence
from math import inf
from typing import Any

from relplan.planning.deadline import Deadline
from relplan.planning.propose.constraint import Constraint

_MORE = 300
"""Rows beyond twice those that matter, from which on the others are dropped."""
_SLACK = 0.2


class Relaxation:
    """Values from 0 to 1 of the least cost that meet all that is known."""

    def __init__(
        self, costs: Sequence[float], constraints: Iterable[Constraint], deadline: Deadline
    ) -> None:
        """Meet *constraints* at these *costs*, until *deadline*."""
        import highspy  # noqa: PLC0415 - a tenth of a second, and the first answer does without

        self._kinds = highspy
        self._deadline = deadline
        self.size = len(costs)
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        # What was solved before is the best start: to make the problem smaller would lose it.
        for name, value in (
            ("output_flag", False), ("threads", 1), ("random_seed", 0), ("presolve", "off"),
        ):  # fmt: skip
            self._solver.setOptionValue(name, value)
        for place, days in enumerate(costs):
            self._solver.addVar(0.0, 1.0)
            self._solver.changeColCost(place, days)
        self._rows: list[Constraint] = []
        self._known: set[Constraint] = set()
        self._most = 0
        self._fixed: dict[int, float] = {}
        self.add(constraints)

    def add(self, found: Iterable[Constraint]) -> int:
        """Add constraints that are new and return how many there were."""
        before = len(self._rows)
        for one in found:
            if one in self._known:
                continue
            self._known.add(one)
            self._rows.append(one)
            places = [literal for literal, _ in one.weights]
            weights = [float(weight) for _, weight in one.weights]
            self._solver.addRow(
                float(one.least), self._kinds.kHighsInf, len(places), places, weights
            )
        return len(self._rows) - before

    def fix(self, values: Iterable[tuple[int, float]]) -> None:
        """Fix some values, and no others."""
        new = dict(values)
        for place in sorted(self._fixed.keys() - new.keys()):
            self._solver.changeColBounds(place, 0.0, 1.0)
        for place, value in new.items():
            if self._fixed.get(place) != value:
                self._solver.changeColBounds(place, value, value)
        self._fixed = new

    def solve(self) -> tuple[float, Sequence[float] | None]:
        """Return the least cost and the values; no values and no bound where none meet it all.

        Where time is up there are no values either, and a cost of 0.
        """
        self._run()
        status = self._solver.getModelStatus()
        if status == self._kinds.HighsModelStatus.kInfeasible:
            return inf, None
        if status != self._kinds.HighsModelStatus.kOptimal:
            return 0.0, None
        days = self._solver.getInfo().objective_function_value
        values = self._solver.getSolution().col_value
        if len(self._rows) > self._most:
            self._drop_slack()
        return days, values

    def tried(self, place: int, value: float, steps: int) -> tuple[float, bool]:
        """Return what the least cost would rise to with one more value fixed, in a few *steps*.

        And whether that is sure: where the steps did not do, it is a guess.
        """
        basis = self._solver.getBasis()
        self._solver.setOptionValue("simplex_iteration_limit", steps)
        self._solver.changeColBounds(place, value, value)
        self._run()
        status, kinds = self._solver.getModelStatus(), self._kinds.HighsModelStatus
        infeasible = status == kinds.kInfeasible
        days = inf if infeasible else self._solver.getInfo().objective_function_value
        self._solver.setOptionValue("simplex_iteration_limit", self._kinds.kHighsIInf)
        self._solver.changeColBounds(place, 0.0, 1.0)
        self._solver.setBasis(basis)
        return days, infeasible or status == kinds.kOptimal

    def _run(self) -> None:
        # HiGHS counts the seconds of all its runs together.
        limit = self._solver.getRunTime() + max(0.01, self._deadline.left())
        self._solver.setOptionValue("time_limit", limit)
        self._solver.run()

    def _drop_slack(self) -> None:
        """Forget the rows that do not matter here: more of them make each run slower."""
        basic = self._kinds.HighsBasisStatus.kBasic
        states = self._solver.getBasis().row_status
        amounts = self._solver.getSolution().row_value
        slack = [
            place
            for place, one in enumerate(self._rows)
            if states[place] == basic and amounts[place] > one.least + _SLACK
        ]
        if slack:
            self._solver.deleteRows(len(slack), slack)
            self._known.difference_update(self._rows[place] for place in slack)
            gone = set(slack)
            self._rows = [one for place, one in enumerate(self._rows) if place not in gone]
        self._most = 2 * len(self._rows) + _MORE
