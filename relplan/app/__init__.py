"""The use cases: the only thing that the command line and the TUI call."""

from relplan.app.bench import Workbench, open_workbench

__all__ = ["Workbench", "open_workbench"]
