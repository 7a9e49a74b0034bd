"""Runbooks: in which order to deploy, and how to get back."""

from relplan.planning.runbook.build import runbook

__all__ = ["runbook"]
