"""Proposals: the cheapest marks for a goal, and the order in which to make them."""

from relplan.planning.proposing.order import order
from relplan.planning.proposing.propose import propose

__all__ = ["order", "propose"]
