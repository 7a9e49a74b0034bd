"""A git that is asked again and again: one process for as many questions as there are."""

import subprocess
from contextlib import suppress
from types import TracebackType
from typing import IO, Self, cast

from relplan.sources.git.errors import GitError
from relplan.sources.git.safe import Git


class AskedGit:
    """Answers as long as it is open; git is started for the first question."""

    def __init__(self, git: Git, *words: str) -> None:
        """Ask *git* by the standard input of the command that *words* say."""
        self._git = git
        self._words = words
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _ask(self, question: bytes) -> IO[bytes]:
        """Return where the answer to *question* comes; nothing comes where git has stopped."""
        if self._child is None:
            self._child = self._git.start(*self._words)
        with suppress(BrokenPipeError):
            stdin = cast("IO[bytes]", self._child.stdin)
            stdin.write(question)
            stdin.flush()
        return cast("IO[bytes]", self._child.stdout)

    def _stopped(self) -> GitError:
        """Return what to raise where no answer came; the next question gets a git of its own."""
        self._end()
        return GitError(f"git stopped while it read {self._git.repository}", "try again")

    def _end(self) -> None:
        if self._child is not None:
            self._git.end(self._child)
            self._child = None
