"""What commits do to files, in a form in which one can be held against another's reverse."""

from collections import Counter
from collections.abc import Iterable, Iterator

from relplan.sources.git.safe import DIFF_OPTIONS, LOG_OPTIONS, Git, GitError, oids

_PATCH = ("-p", "-U0", "--full-index", "--diff-merges=first-parent", "--root", *DIFF_OPTIONS)
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
    words = ("log", "--no-walk=unsorted", "--stdin", "--format=commit %H", *LOG_OPTIONS, *_PATCH)
    try:
        with git.stream(*words, stdin=oids(wanted)) as chunks:
            for commit, net in _nets(lines_of(chunks)):
                found[commit] = net
    except GitError:
        return found
    return found


def _nets(lines: Iterable[bytes]) -> Iterator[tuple[str, Net]]:
    commit, net, file, size = "", Net(), b"", 0
    blobs = (b"", b"")
    inside = False
    for line in lines:
        # No line of a patch begins like this: those of files have a sign in front.
        if line.startswith(_COMMIT):
            if commit and size <= _LARGEST:
                yield commit, _rid_of_nothing(net)
            commit, net, size, inside = line[len(_COMMIT) :].decode(), Net(), 0, False
            continue
        size += 1
        if size > _LARGEST:
            continue
        if line.startswith(b"diff --git "):
            file, inside = line, False
        elif line.startswith(b"@@ "):
            inside = True
        elif inside:
            if line[:1] in b"+-":
                net[file, line[1:]] += 1 if line[:1] == b"+" else -1
        elif line.startswith(b"index "):
            before, _, after = line[len(b"index ") :].partition(b" ")[0].partition(b"..")
            blobs = (before, after)
        elif line.startswith(b"Binary files "):
            net[file, b"blob " + blobs[0]] -= 1
            net[file, b"blob " + blobs[1]] += 1
        else:
            for begin, sign in _MODES:
                if line.startswith(begin):
                    net[file, b"mode " + line[len(begin) :]] += sign
    if commit and size <= _LARGEST:
        yield commit, _rid_of_nothing(net)


def _rid_of_nothing(net: Net) -> Net:
    return Net({key: count for key, count in net.items() if count})


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
