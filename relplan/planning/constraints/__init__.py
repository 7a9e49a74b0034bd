"""The rules of SEMANTICS.md, section 2: from a snapshot to the edges of its needs graph."""

from relplan.planning.constraints.draw import Constraints, draw

__all__ = ["Constraints", "draw"]
