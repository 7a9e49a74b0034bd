"""A line of cron, as the recurrence rule that comes at the same times."""

import re
from collections.abc import Sequence

_SHORT = {
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_FIELDS = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec".split()),
    ("day of the week", 0, 7, "sun mon tue wed thu fri sat".split()),
)
_DAYS = "SU MO TU WE TH FR SA".split()
_MOST_A_DAY = 24
_PART = re.compile(r"(\*|\w+)(?:-(\w+))?(?:/(\d{1,2}))?")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def rule_of_cron(line: str) -> str:
    """Return the RRULE (RFC 5545) of a line of five fields, or of one such as ``@weekly``.

    Raises ValueError, with what is wrong in words, where it is no such line or no rule can say it.
    """
    fields = _SHORT.get(line.strip().lower(), line).split()
    if len(fields) != len(_FIELDS):
        raise ValueError(
            f"'{line[:60]}' has not five fields; write minute, hour, day of the month, month and"
            " day of the week, such as '0 22 * * 4'"
        )
    minutes, hours, days, months, weekdays = (
        _values(text, *field) for text, field in zip(fields, _FIELDS, strict=True)
    )
    if len(minutes) * len(hours) > _MOST_A_DAY:
        raise ValueError(f"'{line}' comes more often than a release window can; name the hours")
    every_day, every_weekday = fields[2] == "*", fields[4] == "*"
    if not every_day and not every_weekday:
        raise ValueError(
            f"'{line}' names days of the month and of the week, which means either of them in"
            " cron and cannot be one rule; write two windows"
        )
    if all(day > _LENGTHS[month - 1] for day in days for month in months):
        raise ValueError(f"'{line}' never comes: no such month has that day")
    parts = ["FREQ=DAILY" if every_day and every_weekday else ""]
    if not every_weekday:
        names = dict.fromkeys(_DAYS[day % 7] for day in weekdays)
        parts = [f"FREQ=WEEKLY;BYDAY={','.join(names)}"]
    if not every_day:
        parts = [f"FREQ=MONTHLY;BYMONTHDAY={_joined(days)}"]
    if fields[3] != "*":
        parts.append(f"BYMONTH={_joined(months)}")
    return ";".join([*parts, f"BYHOUR={_joined(hours)}", f"BYMINUTE={_joined(minutes)}"])


def _joined(numbers: list[int]) -> str:
    return ",".join(map(str, numbers))


def _values(text: str, field: str, least: int, most: int, names: Sequence[str]) -> list[int]:
    """Return what one field allows, sorted."""
    found: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(f"{field}: '{text[:60]}' is not understood; write 1, 1-5, 1,3 or */2")
        first, last, step = match.groups()
        if first == "*":
            begin, end = least, min(most, 6) if names and least == 0 else most
        else:
            begin = _number(first, field, least, most, names)
            end = _number(last, field, least, most, names) if last else begin
            if step and not last:
                end = most
        if begin > end or (first == "*" and last) or (step and not int(step)):
            raise ValueError(f"{field}: '{part}' is no range from a lower to a higher one")
        found.update(range(begin, end + 1, int(step or 1)))
    return sorted(found)


def _number(text: str, field: str, least: int, most: int, names: Sequence[str]) -> int:
    if text.lower() in names:
        return names.index(text.lower()) + (1 if least else 0)
    if not text.isascii() or not text.isdigit() or not least <= int(text[:4]) <= most:
        between = f"{least} to {most}"
        raise ValueError(f"{field}: '{text[:20]}' is not one of {between}")
    return int(text)
