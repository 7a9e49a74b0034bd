"""Reads the contents of files: one git process for as many as are asked for."""

import subprocess
from types import TracebackType
from typing import Self

from relplan.sources.git.safe import CHUNK, Git, GitError


class Blobs:
    """Gives blobs by their ids, as long as it is open."""

    def __init__(self, git: Git, largest: int) -> None:
        """Read from *git*; what has more than *largest* bytes is not kept."""
        self._git = git
        self._largest = largest
        self._child: subprocess.Popen[bytes] | None = None

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
        """Return a blob's content; None where it is too large, or not there (a partial clone)."""
        if self._child is None:
            self._child = self._git.start("cat-file", "--batch")
        stdin, stdout = self._child.stdin, self._child.stdout
        if stdin is None or stdout is None:  # pragma: no cover - both are pipes
            return None
        try:
            stdin.write(oid.encode() + b"\n")
            stdin.flush()
            answer = stdout.readline().split()
        except BrokenPipeError:
            answer = []
        if not answer:
            raise GitError(f"git stopped while it read {self._git.repository}", "try again")
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
