"""relplan.toml, in and out."""

from relplan.workspace.load import FILE_NAME, NODE_KINDS, LoadedWorkspace, find, load
from relplan.workspace.problems import nearest
from relplan.workspace.write import write_new

__all__ = ["FILE_NAME", "NODE_KINDS", "LoadedWorkspace", "find", "load", "nearest", "write_new"]
