"""Finds repositories, and what relplan.toml should say about them."""

import os
from collections.abc import Iterator
from pathlib import Path

from relplan.sources.git.lines import default_main
from relplan.sources.git.locate import branch_name
from relplan.sources.git.refs import read_refs
from relplan.sources.git.safe import Git
from relplan.sources.git.signature import common_folder

_DEEPEST = 6
"""Folders below the one that is searched."""
_NOT_SEARCHED = frozenset({"node_modules", "venv", "__pycache__", "site-packages", "vendor"})


def find_repositories(folder: Path) -> list[Path]:
    """Return the repositories in *folder* and below, sorted.

    A repository with several worktrees counts once; a submodule is one of its own. Hidden folders
    and those of package managers are not searched, links not followed.
    """
    found: dict[Path, Path] = {}
    for candidate, common in _candidates(folder, 0):
        main_tree = common.parent if common.name == ".git" else common
        if common not in found or candidate == main_tree:
            found[common] = candidate
    return sorted(found.values())


def _candidates(folder: Path, depth: int) -> Iterator[tuple[Path, Path]]:
    """Return (folder, git folder) of what looks like a repository."""
    try:
        common = _git_folder(folder)
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    if common is not None:
        yield folder, common
        if not (folder / ".git").exists():
            return  # bare: there is nothing else in it
    if depth < _DEEPEST:
        for entry in entries:
            hidden = entry.name.startswith(".") or entry.name in _NOT_SEARCHED
            if not hidden and entry.is_dir(follow_symlinks=False):
                yield from _candidates(Path(entry.path), depth + 1)


def _git_folder(folder: Path) -> Path | None:
    common = common_folder(folder)
    if common is not None and (common / "objects").is_dir():
        return common
    return None


def main_of(repository: Path) -> str:
    """Return the name of the main branch: of the remote's HEAD, main, master, or what is there.

    Empty where there is no branch. Raises SourceError where the repository cannot be read.
    """
    git = Git(str(repository))
    refs = read_refs(git)
    main = default_main(git, refs)
    if main is not None:
        return main.ref.name
    head = branch_name(git.attempt("symbolic-ref", "-q", "HEAD") or "")
    return head if head and refs.named(head) else ""


def remote_of(repository: Path) -> str:
    """Return the URL of the default remote; empty where there is none."""
    urls = read_refs(Git(str(repository))).remote_urls
    return urls[0][1] if urls else ""
