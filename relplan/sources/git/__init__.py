"""Reads git repositories: pending changes, releases and trailers.

The only source of changes. Everything it starts is a hardened git process (see ``safe``); nothing
in a repository is ever executed. The names below are loaded when they are first used: asking what
is checked out here must not wait for the reading of histories to load.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relplan.sources.git.discover import (
        find_repositories,
        main_of,
        remote_of,
    )
    from relplan.sources.git.locate import current_branch
    from relplan.sources.git.repositories import scan_repositories
    from relplan.sources.git.scan import scan_repository
    from relplan.sources.git.shipped import shipped_refs

__all__ = [
    "current_branch",
    "find_repositories",
    "main_of",
    "remote_of",
    "scan_repositories",
    "scan_repository",
    "shipped_refs",
]

_MODULES = {
    "current_branch": "locate",
    "find_repositories": "discover",
    "main_of": "discover",
    "remote_of": "discover",
    "scan_repositories": "repositories",
    "scan_repository": "scan",
    "shipped_refs": "shipped",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
