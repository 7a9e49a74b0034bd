"""Tells what differs between two commits: one git process for as many pairs as are asked for."""

import secrets
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import IO, Self, cast

from relplan.sources.git.safe import Git, GitError


class Pairs:
    """Gives differences, as long as it is open."""

    def __init__(self, git: Git, *options: str) -> None:
        """Read from *git*; *options* of ``git diff-tree`` say what is told of a difference."""
        self._git = git
        self._words = ("diff-tree", "--stdin", "-r", "--no-commit-id", *options)
        self._end = b"= " + secrets.token_hex().encode() + b"\n"
        """What is no commit comes back as it is: it tells where an answer ends, and no file's name
        can be made to look like it."""
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start nothing: git is started for the first pair."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End git."""
        if self._child is not None:
            self._git.end(self._child)
            self._child = None

    def lines(self, before: str, after: str) -> Iterator[bytes]:
        """Give what git says of two commits, in pieces that end where its lines do; read all.

        Raises GitError where git cannot tell.
        """
        if self._child is None:
            self._child = self._git.start(*self._words)
        with suppress(BrokenPipeError):
            stdin = cast("IO[bytes]", self._child.stdin)
            # A commit with others behind it is held against those, as if they were its parents.
            stdin.write(f"{after} {before}\n".encode() + self._end)
            stdin.flush()
        stdout = cast("IO[bytes]", self._child.stdout)
        while not (line := stdout.readline()).endswith(self._end):
            if not line:
                self.__exit__(None, None, None)  # the next pair gets a git of its own
                raise GitError(f"git stopped while it read {self._git.repository}", "try again")
            yield line
        if line != self._end:
            yield line.removesuffix(self._end)
