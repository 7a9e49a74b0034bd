"""The decoupling backlog: which marks are worth making true, as work that teams can take on."""

from relplan.planning.backlog.backlog import backlog

__all__ = ["backlog"]
