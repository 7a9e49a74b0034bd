"""Commits with what helps to recognise them under another id."""

from collections.abc import Iterator
from dataclasses import dataclass

from relplan.sources.git.safe import LOG_OPTIONS, Git
from relplan.sources.git.text import decode, moment

RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "-O/dev/null")
"""What tells `files_of` which files differ."""
_FORMAT = "%x00%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%s"
_FIELDS = 8

Files = dict[str, str]
"""By path, the modes and blobs before and after, of each file that differs."""


@dataclass(frozen=True, slots=True)
class Known:
    """A commit, as far as it helps to recognise it."""

    oid: str
    tree: str
    parents: list[str]
    identity: tuple[str, ...]
    """Author, date and subject: they survive a rebase."""
    files: Files

    @property
    def written(self) -> int:
        """When its author wrote it: a squash of it came after."""
        return moment(self.identity[2])


def read_known(git: Git, *arguments: str, stdin: bytes = b"") -> Iterator[Known]:
    """Read the commits that ``git log`` with these *arguments* names; raises GitError.

    Without RAW among them, what they do to files is left out.
    """
    raw = git.run("log", "-z", f"--format={_FORMAT}", *LOG_OPTIONS, *arguments, stdin=stdin)
    fields = decode(raw).split("\0")
    start = 0
    while start + _FIELDS < len(fields):
        end = fields.index("", start + _FIELDS)
        oid, tree, parents, *identity = fields[start + 1 : start + _FIELDS]
        files = files_of(fields[start + _FIELDS : end])
        yield Known(oid, tree, parents.split(), tuple(identity), files)
        start = end


def files_of(fields: list[str]) -> Files:
    """Read git's raw format: for each file what became of it, then its path."""
    return dict(zip(fields[1::2], (field.removeprefix("\n") for field in fields[::2]), strict=True))


def _may_be_same(one: Files, other: Files) -> bool:
    """Tell whether the patches can be the same: what comes or goes as a whole tells at once."""
    return one.keys() == other.keys() and all(
        one[path] == other[path] or _changes_both(one[path], other[path]) for path in one
    )


def _changes_both(one: str, other: str) -> bool:
    return one.endswith(" M") and other.endswith(" M")
