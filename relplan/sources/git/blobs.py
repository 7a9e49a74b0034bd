"""Reads the contents of files: one git process for as many as are asked for."""

from typing import IO

from relplan.sources.git.asked import AskedGit
from relplan.sources.git.partial import missing, objects_here
from relplan.sources.git.safe import CHUNK, Git


class Blobs(AskedGit):
    """Gives blobs by their ids, as long as it is open."""

    def __init__(self, git: Git, largest: int) -> None:
        """Read from *git*; what has more than *largest* bytes is not kept."""
        super().__init__(git, "cat-file", "--batch")
        self._largest = largest
        self._here: frozenset[str] | None = None
        self._objects_asked = False

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
        if not self._objects_asked:
            self._objects_asked, self._here = True, objects_here(self._git)
        if self._here is not None and oid not in self._here:
            raise missing(self._git.repository, partial=True)
        stdout = self._ask(oid.encode() + b"\n")
        answer = stdout.readline().split()
        if not answer:
            raise self._stopped()
        return stdout, answer
