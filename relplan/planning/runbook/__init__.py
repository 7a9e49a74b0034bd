"""Runbooks: in which order to deploy, and how to get back."""

from relplan.planning.runbook.build import runbook
from relplan.planning.runbook.night import Night, named
from relplan.planning.runbook.record import night

__all__ = ["Night", "named", "night", "runbook"]
