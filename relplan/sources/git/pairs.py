"""Tells what differs between two commits: one git process for as many pairs as are asked for."""

import secrets
from collections.abc import Iterator

from relplan.sources.git.asked import AskedGit
from relplan.sources.git.safe import Git


class Pairs(AskedGit):
    """Gives differences, as long as it is open."""

    def __init__(self, git: Git, *options: str) -> None:
        """Read from *git*; *options* of ``git diff-tree`` say what is told of a difference."""
        super().__init__(git, "diff-tree", "--stdin", "-r", "--no-commit-id", *options)
        self._end_mark = b"= " + secrets.token_hex().encode() + b"\n"
        """What is no commit comes back as it is: it tells where an answer ends, and no file's name
        can be made to look like it."""

    def lines(self, before: str, after: str) -> Iterator[bytes]:
        """Give what git says of two commits, in pieces that end where its lines do; read all.

        Raises GitError where git cannot tell.
        """
        # A commit with others behind it is held against those, as if they were its parents.
        stdout = self._ask(f"{after} {before}\n".encode() + self._end_mark)
        while not (line := stdout.readline()).endswith(self._end_mark):
            if not line:
                raise self._stopped()
            yield line
        if line != self._end_mark:
            yield line.removesuffix(self._end_mark)
