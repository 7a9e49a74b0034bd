"""What commits do to files, in a form in which one can be held against another's reverse."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from relplan.sources.git.errors import GitError
from relplan.sources.git.pairs import Pairs
from relplan.sources.git.safe import DIFF_OPTIONS, LOG_OPTIONS, Git, oids

PATCH = (
    "-p", "-U0", "--full-index", "--src-prefix=a/", "--dst-prefix=b/", "--diff-algorithm=myers",
    "--indent-heuristic", "--submodule=short", "--ignore-submodules=none", *DIFF_OPTIONS,
)  # fmt: skip
"""All that a person's configuration could change: nets are compared."""
_LARGEST = 200_000
"""Lines of a patch that is held against others."""
_COMMIT = b"commit "
_MODES = (
    (b"old mode ", -1),
    (b"new mode ", 1),
    (b"new file mode ", 1),
    (b"deleted file mode ", -1),
)

Net = Counter[tuple[bytes, bytes]]
"""By file and line, how many more of that line there are afterwards. Adding up the nets of a commit
and of its revert leaves nothing, wherever in the file the lines stand by then."""


def nets_of(git: Git, commits: Iterable[str]) -> dict[str, Net]:
    """Return what each commit does, a merge against its first parent; one process for all.

    Those that are too large, or whose contents are not here (a partial clone), are left out.
    """
    wanted = list(dict.fromkeys(commits))
    found: dict[str, Net] = {}
    if not wanted:
        return found
    words = (
        "log", "--no-walk=unsorted", "--stdin", "--format=commit %H", "--diff-merges=first-parent",
        *LOG_OPTIONS, *PATCH,
    )  # fmt: skip
    try:
        with git.beside_checkout().stream(*words, stdin=oids(wanted)) as chunks:
            found.update(_nets(lines_of(chunks)))
    except GitError:
        return found
    return found


def net_between(pairs: Pairs, before: str, after: str) -> Net:
    """Return what is done between two commits; nothing where it is too large.

    *pairs* is one that tells PATCH.
    """
    lines = (line.removesuffix(b"\n") for line in pairs.lines(before, after))
    found = list(_nets(chain([_COMMIT + after.encode()], lines)))
    return found[0][1] if found else Net()


def _nets(lines: Iterable[bytes]) -> Iterator[tuple[str, Net]]:
    reading = _Patch("")
    for line in lines:
        # No line of a patch begins like this: those of files have a sign in front.
        if line.startswith(_COMMIT):
            yield from reading.read()
            reading = _Patch(line[len(_COMMIT) :].decode())
        elif reading.size <= _LARGEST:
            reading.take(line)
    yield from reading.read()


class _Patch:
    """One commit's patch, as far as it was read."""

    def __init__(self, commit: str) -> None:
        self.size = 0
        self._commit = commit
        self._net = Net()
        self._file = b""
        self._blobs = (b"", b"")
        self._inside = False

    def read(self) -> Iterator[tuple[str, Net]]:
        """Yield the commit with its net, unless it is too large."""
        if self._commit and self.size <= _LARGEST:
            yield self._commit, Net({key: count for key, count in self._net.items() if count})

    def take(self, line: bytes) -> None:
        self.size += 1
        if line.startswith(b"diff --git "):
            self._file, self._inside = line, False
        elif line.startswith(b"@@ "):
            self._inside = True
        elif not self._inside:
            self._take_header(line)
        elif line[:1] in {b"+", b"-"}:
            self._net[self._file, line[1:]] += 1 if line[:1] == b"+" else -1

    def _take_header(self, line: bytes) -> None:
        if line.startswith(b"index "):
            before, _, after = line[len(b"index ") :].partition(b" ")[0].partition(b"..")
            self._blobs = (before, after)
        elif line.startswith(b"Binary files "):
            for blob, sign in zip(self._blobs, (-1, 1), strict=True):
                self._net[self._file, b"blob " + blob] += sign
        for begin, sign in _MODES:
            if line.startswith(begin):
                self._net[self._file, b"mode " + line[len(begin) :]] += sign


def undone(net: Net, others: Iterable[Net]) -> bool:
    """Tell whether *net* takes back exactly what *others* do together, and that is something."""
    total = Net(net)
    for other in others:
        total.update(other)
    return bool(net) and not any(total.values())


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Return the lines of what git prints, without their ends."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest
