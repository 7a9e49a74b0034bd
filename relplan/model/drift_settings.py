"""How far back past releases are looked at; loaded with every relplan.toml, so it stays small."""

from enum import StrEnum

from relplan.model.value import value


class PeriodKind(StrEnum):
    """How long the stretches are that are compared with each other."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half-year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Its months."""
        return _MONTHS[self]


_MONTHS = {
    PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12
}  # fmt: skip


MOST_WINDOW_HOURS = 31 * 24
"""Hours of the widest window."""


@value()
class DriftSettings:
    """How the past is looked at; ``[drift]`` in relplan.toml."""

    window_hours: int = 24
    """Releases of two services that are farther apart did not go out together."""
    days: int = 730
    """How far back releases are read."""
    releases: int = 200
    """The newest releases of each service that are read at most."""
    period: PeriodKind = PeriodKind.QUARTER
