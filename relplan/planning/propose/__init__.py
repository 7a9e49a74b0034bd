"""Proposals: the cheapest marks for a goal, and the order in which to make them."""

from relplan.planning.propose.order import order
from relplan.planning.propose.propose import propose

__all__ = ["order", "propose"]
