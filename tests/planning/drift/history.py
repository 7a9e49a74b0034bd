"""Writes small pasts: releases, and what they needed of each other."""

from datetime import UTC, datetime

from relplan.model.drift import (
    Drift,
    HeldRelease,
    Lookback,
    PastChange,
    PastNeed,
    PastReading,
)
from relplan.model.drift_settings import DriftSettings, PeriodKind
from relplan.model.edge import EdgeKind, Given
from relplan.model.scenario import Scenario
from relplan.planning.drift import drift

HOUR = 3_600
DAY = 24 * HOUR


def moment(day: str) -> int:
    """Return the beginning of *day* in UTC, in seconds since 1970."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


class Past:
    """A past that grows release by release."""

    def __init__(self) -> None:
        self.releases: dict[tuple[str, str], HeldRelease] = {}
        self.needs: list[PastNeed] = []

    def night(self, day: str, *services: str, unread: str = "") -> str:
        """Release *services* within an hour; return the tag, which is the day."""
        for number, service in enumerate(services):
            at = moment(day) + number * 60
            release = HeldRelease(service, day, f"{number:040x}", at, 3, unread)
            self.releases[service, day] = release
        return day

    def need(
        self, day: str, source: str, target: str, kind: EdgeKind = EdgeKind.REQUIRES, *,
        coupling: str = "api", places: tuple[int, int] = (0, 0), given: tuple[Given, ...] = (),
        of: str = "",
    ) -> "Past":  # fmt: skip
        """Let what *source* released on *day* need what *target* did; *places* in the releases.

        The target's release is *of* another day, where one is named.
        """
        ends = [
            PastChange(service, on, place, f"{service}@{on}-{place}")
            for service, on, place in zip((source, target), (day, of or day), places, strict=True)
        ]
        self.needs.append(PastNeed(ends[0], ends[1], kind, coupling, given=given))
        return self

    def lockstep(self, day: str, *services: str) -> "Past":
        """Release slices of one feature in all *services* on *day*."""
        self.night(day, *services)
        for one in services:
            for other in services:
                if one != other:
                    self.need(day, one, other, EdgeKind.FEATURE, coupling="CHK-1")
        return self

    def drift(
        self,
        since: str,
        until: str,
        period: PeriodKind = PeriodKind.QUARTER,
        scenario: Scenario | None = None,
        blind: frozenset[str] = frozenset(),
    ) -> Drift:
        """Return what became of lock-step from *since* to *until*."""
        settings = DriftSettings(period=period)
        look = Lookback("shop", settings, moment(since), moment(until), blind=blind)
        reading = PastReading(tuple(self.releases.values()), tuple(self.needs))
        return drift(reading, look, scenario or Scenario())
