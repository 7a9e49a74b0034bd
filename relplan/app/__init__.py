"""The use cases: the only thing that the command line and the TUI call.

The workbench itself is loaded when it is first asked for: with its store and its planner that takes
a while, and not every use case opens a workspace, or plans in it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relplan.app.bench import Workbench, open_workbench
    from relplan.app.opened import Opened, open_workspace

__all__ = ["Opened", "Workbench", "open_workbench", "open_workspace"]
_MODULES = {
    "Opened": "opened",
    "Workbench": "bench",
    "open_workbench": "bench",
    "open_workspace": "opened",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
