"""Runs git on repositories that are not trusted.

Every call of git goes through here. Git does what a repository's own configuration says, and that
may name programs: hooks, a file system monitor, diff drivers, a pager, transports for a lazy fetch,
a program that checks signatures. All of them are switched off, on the command line or in the
environment, where a repository cannot switch them on again. Variables that the caller's own git has
set (a hook's GIT_DIR, for one) are dropped: relplan names each repository by its path.

Processes are GitPython's, which is imported when the first one starts: asking whether anything has
moved needs none. Its objects are not used: they cost thirty times what parsing the output does.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread
from typing import IO, BinaryIO, cast

from relplan.sources.git.errors import (
    NothingFoundError,
    ScanCancelledError,
    explain,
    explain_start,
)
from relplan.sources.git.signature import git_folder
from relplan.sources.git.text import decode

_CONFIG = (
    # Else git complains of GIT_GRAFT_FILE, and its no (see NothingFoundError) looks like a failure.
    "advice.graftFileDeprecated=false",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.bigFileThreshold=512m",
    "core.quotePath=false",
    "protocol.allow=never",
    "log.showSignature=false",
    "trailer.separators=:",
)
_PREFIX = ("git", "--no-pager", *(word for pair in _CONFIG for word in ("-c", pair)))
_ENVIRONMENT = {
    # What a graft or a replacement hides is pending all the same.
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # beats protocol.<name>.allow, which beats protocol.allow
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# Where the user's own configuration is, safe.directory among it.
_KEPT = frozenset(
    {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"}
)
DIFF_OPTIONS = ("--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "-O/dev/null")
LOG_OPTIONS = ("--no-show-signature", "--no-mailmap", "--no-color", "--encoding=UTF-8")
CHUNK = 1 << 20
"""Bytes read at a time, and asked for as the pipe's size, so that git works while we parse."""


class Children:
    """The git processes that are running, so that all of them can be stopped at once."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self.stopped = False

    def start(self, process: Callable[[], subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
        """Start a process, unless all are to stop."""
        with self._lock:
            if self.stopped:
                raise ScanCancelledError("the scan was cancelled")
            child = process()
            self._running.add(child)
            return child

    def forget(self, child: subprocess.Popen[bytes]) -> None:
        """Take note that *child* has ended."""
        with self._lock:
            self._running.discard(child)

    def stop(self) -> None:
        """End the running processes; no other starts from now on."""
        with self._lock:
            self.stopped = True
            for child in self._running:
                child.kill()


class Git:
    """Runs git in one repository."""

    def __init__(
        self,
        repository: str,
        children: Children | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Read *repository*, whose top folder it must be, or a bare repository."""
        self.repository = repository
        self._children = children or Children()
        self._cancelled = cancelled or (lambda: False)
        self.bases: dict[tuple[str, str], str | None] = {}
        """What was asked about pairs of commits before (see `refs.merge_base`)."""
        self.contained: dict[tuple[str, str], bool] = {}
        """Of pairs of commits, whether the second contains the first, where that is known."""
        self._options: tuple[str, ...] = ()
        self._more: dict[str, str] = {}

    def beside_checkout(self) -> "Git":
        """Return what reads the same commits, and nothing of what is checked out or staged.

        Files there may say by attributes which contents count as text, and so decide what a
        difference is.
        """
        folder = git_folder(self.repository)
        if folder is None:
            return self
        made = Git(folder, self._children, self._cancelled)
        made._options = ("--git-dir=.", "--work-tree=.")
        made._more = {"GIT_INDEX_FILE": str(Path(folder) / "no-index")}
        return made

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Return what git prints; raises GitError where it fails."""
        with self.stream(*arguments, stdin=stdin) as chunks:
            return b"".join(chunks)

    def text(self, *arguments: str, stdin: bytes = b"") -> str:
        """Return what git prints, as text without the last line end."""
        return decode(self.run(*arguments, stdin=stdin)).removesuffix("\n")

    def attempt(self, *arguments: str) -> str | None:
        """Return what git prints, or None where its answer is no (it exits with 1)."""
        try:
            return self.text(*arguments)
        except NothingFoundError:
            return None

    @contextmanager
    def stream(self, *arguments: str, stdin: bytes = b"") -> Iterator[Iterator[bytes]]:
        """Give what git prints, piece by piece; raises GitError at the end where git failed.

        The input comes from a file, and a thread takes the complaints: a pipe that nobody empties
        stops git for ever.
        """
        with tempfile.TemporaryFile() as given:
            given.write(stdin)
            given.seek(0)
            child = self._children.start(lambda: self._open(arguments, given))
            complaints = _Complaints(child)
            try:
                yield self._chunks(child)
                code = child.wait()
            finally:
                child.kill()
                child.wait()
                said = complaints.taken()
                if child.stdout is not None:
                    child.stdout.close()
                self._children.forget(child)
            self._check_cancelled()
            if code:
                raise explain(self.repository, code, decode(said))

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a git that is asked by its standard input; whoever starts it ends it."""
        child = self._children.start(lambda: self._open(arguments, subprocess.PIPE))
        _Complaints(child)
        return child

    def end(self, child: subprocess.Popen[bytes]) -> None:
        """End a git that was started to be asked."""
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._children.forget(child)

    def _open(self, arguments: tuple[str, ...], stdin: IO[bytes] | int) -> subprocess.Popen[bytes]:
        forget_callers_git()
        try:
            # GitPython runs git where it stands itself if the folder cannot be entered.
            os.stat(os.path.join(self.repository, "."))  # noqa: PTH116, PTH118 - Path drops the dot
            return self._start([*_PREFIX, *self._options, *arguments], stdin)
        except OSError as error:
            raise explain_start(self.repository, error) from error

    def _start(self, words: list[str], stdin: IO[bytes] | int) -> subprocess.Popen[bytes]:
        try:
            from git import Git as GitPython  # noqa: PLC0415 - see the module's docstring
            from git.exc import GitCommandNotFound  # noqa: PLC0415
        except ImportError as error:  # it looks for git when it is imported
            raise FileNotFoundError("git") from error
        overrides = _overrides(ceiling=self.repository) | self._more
        try:
            process = GitPython(self.repository).execute(
                words,
                istream=cast("BinaryIO", stdin),
                as_process=True,
                env=overrides,
                pipesize=CHUNK,
            )
        except GitCommandNotFound as error:
            raise FileNotFoundError("git") from error
        child, process.proc = process.proc, None  # ours to end, not its destructor's
        return cast("subprocess.Popen[bytes]", child)

    def _chunks(self, child: subprocess.Popen[bytes]) -> Iterator[bytes]:
        if child.stdout is None:  # pragma: no cover - it is a pipe, see _open
            return
        while chunk := child.stdout.read(CHUNK):
            self._check_cancelled()
            yield chunk

    def _check_cancelled(self) -> None:
        if self._children.stopped or self._cancelled():
            raise ScanCancelledError(f"the scan of {self.repository} was cancelled")


class _Complaints:
    """Takes all that a child writes to its standard error, and keeps the beginning."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._stream = child.stderr
        self._kept = b""
        self._thread = Thread(target=self._take, daemon=True)
        self._thread.start()

    def taken(self) -> bytes:
        """Wait for the end, which comes when the child's does, and return the beginning."""
        self._thread.join()
        return self._kept

    def _take(self) -> None:
        if self._stream is None:  # pragma: no cover - GitPython makes it a pipe
            return
        with self._stream as stream:
            self._kept = stream.read(1 << 16)
            while stream.read(CHUNK):
                pass


def environment(ceiling: str = "") -> dict[str, str]:
    """Return the environment for git; it looks for no repository above *ceiling*."""
    kept = {name: value for name, value in os.environ.items() if not _is_callers(name)}
    return kept | _overrides(ceiling)


def forget_callers_git() -> None:
    """Drop from this process what the git that may have called it has set, a hook's GIT_DIR say.

    GitPython hands on all variables, and can set but not drop one.
    """
    for name in list(os.environ):
        if _is_callers(name):
            os.environ.pop(name, None)


def _is_callers(name: str) -> bool:
    return name.startswith("GIT_") and name not in _KEPT


def _overrides(ceiling: str = "") -> dict[str, str]:
    if not ceiling:
        return _ENVIRONMENT
    return _ENVIRONMENT | {"GIT_CEILING_DIRECTORIES": str(Path(ceiling).resolve().parent)}


def command(*arguments: str) -> list[str]:
    """Return the words of a hardened git command."""
    return [*_PREFIX, *arguments]


def oids(names: Iterable[str]) -> bytes:
    """Return revisions as git reads them from its input, one a line."""
    return "".join(f"{name}\n" for name in names).encode()
