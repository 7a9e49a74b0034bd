"""Dates: which window each batch gets, what makes it late, and what waiting costs."""

from relplan.planning.schedule.delay import coordination_delay
from relplan.planning.schedule.schedule import schedule

__all__ = ["coordination_delay", "schedule"]
