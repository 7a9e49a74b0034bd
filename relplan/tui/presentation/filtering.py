"""Which changes a person wants to see: ``service:web status:blocked total``."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from relplan.planning.graph import NeedsGraph
from relplan.planning.plan import Plan

_FIELDS: Mapping[str, Callable[[Plan, str], str]] = {
    "service": lambda plan, name: plan.changes[name].service,
    "team": lambda plan, name: plan.team_of(plan.changes[name].service),
    "status": lambda plan, name: plan.status(name).value,
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What was typed. A change must have all of the words, and one of each field's values."""

    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def apply(self, plan: Plan) -> Iterable[str]:
        """Return the changes of *plan* that this filter lets through, in the plan's order."""
        found: Iterable[str] = plan.changes
        fields: dict[str, tuple[str, ...]] = {}
        for word in self.text.casefold().split():
            field, colon, value = word.partition(":")
            if colon and value and field in _FIELDS:
                fields[field] = (*fields.get(field, ()), value)
            else:
                texts = _texts(plan.graph)
                found = [name for name in found if word in texts[name]]
        for field, values in fields.items():
            value_of = _FIELDS[field]
            found = [name for name in found if value_of(plan, name).casefold().startswith(values)]
        return found


@lru_cache(maxsize=1)  # each letter that is typed looks through all of them
def _texts(graph: NeedsGraph) -> dict[str, str]:
    """Return what words are looked for in, by change."""
    return {
        name: f"{change.id} {change.title} {change.author}".casefold()
        for name, change in graph.changes.items()
    }
