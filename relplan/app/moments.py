"""Moments as a person writes them."""

from datetime import datetime

from relplan.model.errors import RelplanError

_YEARS = range(1971, 9000)


def parse_moment(text: str, zone: str) -> int:
    """Return the moment that *text* says, in seconds since 1970; a date is the start of its day.

    What has no offset is local time of *zone*. Raises RelplanError.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        shown = "".join(sign if sign.isprintable() else "?" for sign in text[:60])
        what = f"'{shown}' is no moment"
        raise RelplanError(what, "write it as 2026-11-26 or 2026-11-26T22:00") from None
    if found.year not in _YEARS:
        raise RelplanError(f"'{text}' is out of range", "write a year that is near")
    if found.tzinfo is None:
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - most run as of now

        found = found.replace(tzinfo=ZoneInfo(zone))
    return int(found.timestamp())
