"""Moments in time as people and programs read them."""

from datetime import UTC, datetime, tzinfo


def shown(at: int, zone: str) -> str:
    """Return the moment *at*, in seconds since 1970, in the time of *zone*: 2026-11-26 22:00."""
    return f"{datetime.fromtimestamp(at, UTC).astimezone(_zone(zone)):%Y-%m-%d %H:%M}"


def beginning(at: int | None, zone: str) -> str:
    """Return when something begins, with its time zone, or that nobody knows."""
    return f"{shown(at, zone)} ({zone})" if at is not None else "no date yet"


def iso(at: int | None, zone: str) -> str | None:
    """Return it in ISO 8601 with its offset; None for none."""
    if at is None:
        return None
    return datetime.fromtimestamp(at, UTC).astimezone(_zone(zone)).isoformat()


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - many commands show no moment

    return ZoneInfo(name)
