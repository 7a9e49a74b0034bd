"""Workspaces that are built once, and copied for each test that needs one of its own."""

import shutil
from pathlib import Path

from tests.sources.git.git_repo import git


def packed(folder: Path) -> Path:
    """Leave each repository in *folder* few files: they are made anew with every copy."""
    for found in folder.glob("*/.git"):
        git(found.parent, "repack", "-a", "-d", "-q")
        git(found.parent, "pack-refs", "--all")
    return folder


def copied(source: Path, target: Path) -> Path:
    """Copy the workspace *source* to *target*."""
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
    return target
