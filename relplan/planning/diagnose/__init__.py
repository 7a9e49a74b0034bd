"""Why a team releases in lock-step: the four questions, answered from the plan."""

from relplan.planning.diagnose.diagnose import diagnose

__all__ = ["diagnose"]
