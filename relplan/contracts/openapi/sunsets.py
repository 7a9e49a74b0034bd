"""Until when something that is deprecated will be there."""

from datetime import date, datetime

from relplan.contracts.references import Node

SUNSET = "x-sunset"


def sunset_of(node: Node) -> date | None:
    """Return until when something will be there; None where that is not said, or no date."""
    value = node.value.get(SUNSET)
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None
