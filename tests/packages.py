"""Packages that add to relplan, as `pip install` would leave them in a folder on the path."""

import importlib
import os
import sys
from pathlib import Path

import pytest

from relplan import plugins
from relplan.contracts import registry
from relplan.contracts.library import ecosystems
from relplan.contracts.sql.readers.registry import readers
from relplan.sources import catalogs, forges

_LOOKED_UP_ONCE = (
    plugins._points, registry._added, ecosystems.ecosystems, ecosystems.ecosystem_called, readers,
    catalogs._all, forges._all,
)  # fmt: skip


def install(
    folder: Path, name: str, code: str, group: str, *points: str, version: str = "1.0"
) -> None:
    """Install the distribution *name* in *folder*: a module of that name, and entry *points*.

    A point is written as in ``entry_points.txt``: ``name = module:object``.
    """
    (folder / f"{name}.py").write_text(code, "utf-8")
    about = folder / f"{name}-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8"
    )
    (about / "entry_points.txt").write_text("\n".join([f"[{group}]", *points, ""]), "utf-8")


def path_with(folder: Path) -> str:
    """Return a PYTHONPATH on which the packages of *folder* are found, before all others."""
    return os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])


class Packages:
    """The packages of one folder, which this process finds until the test ends."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        monkeypatch.syspath_prepend(folder)
        # One that is written twice in a second would be taken for what it was before.
        monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def begin(self) -> None:
        """Begin as a new process does: nothing is looked up yet, and no package is loaded."""
        self._monkeypatch.setattr(plugins, "_PROBLEMS", {})
        self.forget()

    def forget(self) -> None:
        """Leave nothing of them to the next test."""
        for cached in _LOOKED_UP_ONCE:
            cached.cache_clear()
        importlib.invalidate_caches()
        for module in self.folder.glob("*.py"):
            sys.modules.pop(module.stem, None)
