"""Reads the contents of files: one git process for as many as are asked for."""

import subprocess
from contextlib import suppress
from types import TracebackType
from typing import IO, Self, cast

from relplan.sources.git.partial import missing, objects_here
from relplan.sources.git.safe import CHUNK, Git, GitError


class Blobs:
    """Gives blobs by their ids, as long as it is open."""

    def __init__(self, git: Git, largest: int) -> None:
        """Read from *git*; what has more than *largest* bytes is not kept."""
        self._git = git
        self._largest = largest
        self._child: subprocess.Popen[bytes] | None = None
        self._here: frozenset[str] | None = None
        self._asked = False

    def __enter__(self) -> Self:
        """Start nothing: git is started for the first blob."""
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

    def read(self, oid: str) -> bytes | None:
        """Return a blob's content; None where it is too large.

        Raises MissingObjectError where this clone does not have it, and GitError.
        """
        stdout, answer = self._answer(oid)
        if answer[-1] == b"missing":
            raise missing(self._git.repository, partial=False)
        if len(answer) != 3:
            return None
        size = int(answer[2])
        if size <= self._largest:
            content = stdout.read(size)
            stdout.read(1)
            return content if answer[1] == b"blob" else None
        ahead = size + 1
        while ahead > 0:
            ahead -= len(stdout.read(min(CHUNK, ahead)))
        return None

    def _answer(self, oid: str) -> tuple[IO[bytes], list[bytes]]:
        """Ask git for a blob; return where its content comes, and what git says of it."""
        if not self._asked:
            self._asked, self._here = True, objects_here(self._git)
        if self._here is not None and oid not in self._here:
            raise missing(self._git.repository, partial=True)
        if self._child is None:
            self._child = self._git.start("cat-file", "--batch")
        stdin = cast("IO[bytes]", self._child.stdin)
        stdout = cast("IO[bytes]", self._child.stdout)
        answer: list[bytes] = []
        with suppress(BrokenPipeError):
            stdin.write(oid.encode() + b"\n")
            stdin.flush()
            answer = stdout.readline().split()
        if not answer:
            self.__exit__(None, None, None)  # the next blob gets a git of its own
            raise GitError(f"git stopped while it read {self._git.repository}", "try again")
        return stdout, answer
