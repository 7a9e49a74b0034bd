"""The use cases: the only thing that the command line and the TUI call.

The workbench itself is loaded when it is first asked for: with its store and its planner that takes
a while, and not every use case opens a workspace.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relplan.app.bench import Workbench, open_workbench

__all__ = ["Workbench", "open_workbench"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from relplan.app import bench  # noqa: PLC0415 - see above

    return getattr(bench, name)
