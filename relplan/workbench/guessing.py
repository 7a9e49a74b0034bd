"""Says for which services nobody knows what runs."""

from collections.abc import Iterable

from relplan.model.counting import counted
from relplan.model.production import PRODUCTION, KnownBy, Production
from relplan.model.scan import Notice

_NAMED = 2
"""Services that are named where there are more."""


def unknown_production(production: Iterable[Production]) -> tuple[Notice, ...]:
    """Return one notice, a question, for all services whose main is taken for want of better."""
    unknown = [found for found in production if found.by is KnownBy.MAIN]
    if not unknown:
        return ()
    one = len(unknown) == 1
    verb, whose = ("does", "its") if one else ("do", "their")
    environment = unknown[0].environment
    merged = "so nothing merged is pending there" if one else "so nothing merged there is pending"
    names = _listed([found.service for found in unknown])
    reason = next(iter(unknown[0].evidence), None) if one else None
    because = f"{reason.text[:1].upper()}{reason.text[1:]}" if reason else "Nobody says what runs"
    hint = "say `deployed`, or which tags are releases with `release_tag`, in relplan.toml"
    if environment != PRODUCTION:
        hint = f"say it in [environments.{environment}] deployed"
    text = f"{verb} {names} run {whose} main in {environment}? {because}, {merged}; if not, {hint}"
    return (Notice(text, reason),)


def _listed(names: list[str]) -> str:
    if len(names) <= _NAMED + 1:
        return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    more = counted(len(names) - _NAMED, "more service")
    return f"{', '.join(names[:_NAMED])} and {more}"
