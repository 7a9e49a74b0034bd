"""A call as readers of programs see it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relplan.contracts.reading.values import UNRESOLVED, is_known

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(slots=True)
class BaseCall:
    """A call with its arguments, which have been followed."""

    node: "Node"
    name: str
    receiver: Any = None
    """What it is called on; None: nothing is said."""
    given: list[Any] = field(default_factory=list)
    words: dict[str, Any] = field(default_factory=dict)

    def get(self, place: int, name: str = "") -> Any:
        """Return an argument by its place or its name; UNRESOLVED where it is not given."""
        if name in self.words:
            return self.words[name]
        return self.given[place] if place < len(self.given) else UNRESOLVED

    def text(self, place: int, name: str = "") -> str:
        """Return an argument that is a known text; empty where it is none."""
        value = self.get(place, name)
        return value if is_known(value) else ""
