"""Which changes a person wants to see: ``service:web status:blocked total``."""

from collections.abc import Iterable
from dataclasses import dataclass

from relplan.planning.plan import Plan

_FIELDS = ("service", "team", "status")


@dataclass(frozen=True, slots=True)
class Filter:
    """What was typed. A change must have all of the words, and one of each field's values."""

    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def apply(self, plan: Plan) -> Iterable[str]:
        """Return the changes of *plan* that this filter lets through, in the plan's order."""
        if not self:
            return plan.changes
        words, fields = self._words(), self._fields()
        return [
            name
            for name in plan.changes
            if _has_words(plan, name, words) and _has_fields(plan, name, fields)
        ]

    def _words(self) -> tuple[str, ...]:
        return tuple(word for word in self.text.casefold().split() if not _field(word))

    def _fields(self) -> dict[str, tuple[str, ...]]:
        words = self.text.casefold().split()
        return {
            field: tuple(word.partition(":")[2] for word in words if _field(word) == field)
            for field in _FIELDS
        }


def _field(word: str) -> str:
    """Return the field that *word* is about; empty: none, it is a word like any other."""
    name, colon, value = word.partition(":")
    return name if colon and value and name in _FIELDS else ""


def _has_words(plan: Plan, name: str, words: tuple[str, ...]) -> bool:
    if not words:
        return True
    change = plan.changes[name]
    text = f"{change.id} {change.title} {change.author}".casefold()
    return all(word in text for word in words)


def _has_fields(plan: Plan, name: str, fields: dict[str, tuple[str, ...]]) -> bool:
    service = plan.changes[name].service
    has = {"service": service, "team": plan.team_of(service), "status": plan.status(name).value}
    return all(
        not values or any(has[field].casefold().startswith(value) for value in values)
        for field, values in fields.items()
    )
