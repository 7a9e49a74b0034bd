"""Windows and freezes as tables of relplan.toml."""

from collections.abc import Sequence
from typing import Any

import tomli_w

from relplan.exports.markdown_text import one_line
from relplan.model.calendar import Freeze, Window

_CHOICES = """\
# Of these nothing says for sure that something is released in them, or that nothing is.
# Take the first # off the lines of the one that is meant, and delete the others.
"""


def windows_toml(
    windows: Sequence[Window],
    freezes: Sequence[Freeze],
    unclear: Sequence[tuple[Window, Freeze]] = (),
) -> str:
    """Return tables that read back to the same; those of *unclear* as comments."""
    parts = [_tables(windows, freezes)]
    if unclear:
        parts.append(_CHOICES)
    for window, freeze in unclear:
        lines = [*_tables([window], []).splitlines(), *_tables([], [freeze]).splitlines()]
        kept = (line for line in lines if line not in ("[windows]", "[freezes]", ""))
        parts.append("".join(f"# {line}\n" for line in kept))
    return "\n".join(part for part in parts if part)


def _tables(windows: Sequence[Window], freezes: Sequence[Freeze]) -> str:
    document = {
        "windows": {one.name: _window(one) for one in windows},
        "freezes": {one.name: _freeze(one) for one in freezes},
    }
    return tomli_w.dumps({name: tables for name, tables in document.items() if tables})


def _window(window: Window) -> dict[str, Any]:
    return {
        "start": window.start,
        "duration_minutes": window.duration_minutes,
        "timezone": window.timezone,
        **_again(window),
    }


def _freeze(freeze: Freeze) -> dict[str, Any]:
    return {
        "start": freeze.start,
        "end": freeze.end,
        "timezone": freeze.timezone,
        "reason": one_line(freeze.reason),
        **_again(freeze),
    }


def _again(series: Window | Freeze) -> dict[str, Any]:
    parts = {
        "rrule": series.rrule,
        "exdate": list(series.exdate),
        "rdate": list(series.rdate),
    }
    return {key: value for key, value in parts.items() if value}
