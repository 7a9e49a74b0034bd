"""Pure rules and algorithms: the same snapshot and scenario give the same plan, byte for byte."""

from relplan.planning.plan import Plan, plan
from relplan.planning.planner import Planner

__all__ = ["Plan", "Planner", "plan"]
