"""relplan.toml, in and out.

What it says, and what reads and writes it, is loaded when it is first asked for: with what checks
it, that takes longer than most commands, which know from the last time what it says (see ``kept``).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from relplan.workspace.finding import FILE_NAME, find

if TYPE_CHECKING:
    from relplan.workspace.loaded import NODE_KINDS, LoadedWorkspace
    from relplan.workspace.problems import nearest
    from relplan.workspace.reading import load
    from relplan.workspace.write import write_new

__all__ = ["FILE_NAME", "NODE_KINDS", "LoadedWorkspace", "find", "load", "nearest", "write_new"]

_MODULES = {
    "LoadedWorkspace": "loaded",
    "NODE_KINDS": "loaded",
    "load": "reading",
    "nearest": "problems",
    "write_new": "write",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
