"""Repositories that move, as a day's work moves them, and stay about as large."""

import time
from itertools import count
from pathlib import Path

from relplan.workspace import load
from tests.sources.git.git_repo import git

BRANCH = "endurance"
_MERGED = 5
"""Of so many branches one is merged; the others are given up."""


class Moving:
    """The repositories of a workspace."""

    def __init__(self, folder: Path) -> None:
        self._places = [Path(root.repository) for root in load(folder / "relplan.toml").roots]
        self._rounds = count()

    def move(self) -> str:
        """Begin a branch anew, for one service after the other; return its commit's title."""
        turn = next(self._rounds)
        repository = self._places[turn % len(self._places)]
        if turn % _MERGED == 0 and turn >= len(self._places):
            commit(repository, "main", f"Merge round {turn}", merged=f"refs/heads/{BRANCH}")
        else:
            git(repository, "update-ref", "-d", f"refs/heads/{BRANCH}")
        title = f"Round {turn}"
        commit(repository, BRANCH, title)
        return title


def commit(repository: Path, branch: str, title: str, merged: str = "") -> None:
    merge = f"merge {merged}\n" if merged else ""
    stream = (
        f"commit refs/heads/{branch}\n"
        f"committer Ada <ada@example.org> {int(time.time())} +0000\n"
        f"data {len(title)}\n{title}\n"
        f"from refs/heads/main^0\n{merge}"
        f"M 100644 inline round.txt\ndata {len(title)}\n{title}\n"
    )
    git(repository, "fast-import", "--quiet", "--force", stdin=stream.encode())
