"""Which changes a person wants to see."""

from dataclasses import dataclass

from relplan.planning.plan import Plan

_FIELDS = ("service", "team", "status", "state", "batch")


@dataclass(frozen=True, slots=True)
class Filter:
    """Words that must all be met; ``service:orders`` by that field alone, others by id or title."""

    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def admits(self, plan: Plan, change: str) -> bool:
        """Tell whether *change* is to be shown."""
        return all(self._meets(plan, change, word) for word in self.text.lower().split())

    def _meets(self, plan: Plan, name: str, word: str) -> bool:
        change = plan.changes[name]
        field, colon, wanted = word.partition(":")
        if colon and field in _FIELDS:
            values = {
                "service": change.service,
                "team": plan.team_of(change.service),
                "status": plan.status(name).value,
                "state": change.state.value,
            }
            if field == "batch":
                return plan.batch_of[name].id.lower() == wanted
            return values[field].lower().startswith(wanted)
        return word in name.lower() or word in change.title.lower()
