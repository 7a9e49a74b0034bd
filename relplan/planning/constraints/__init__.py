"""The rules of docs/semantics.md, section 4: from a snapshot to the edges of its needs graph."""

from relplan.planning.constraints.draw import Constraints, draw

__all__ = ["Constraints", "draw"]
