"""Packages that add to relplan, as `pip install` would leave them in a folder on the path."""

import os
from pathlib import Path


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
