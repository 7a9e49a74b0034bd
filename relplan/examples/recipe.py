"""history.toml in: what happens in each repository, in order, as typed steps."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from relplan.examples.library import HISTORY
from relplan.examples.tables import Table
from relplan.model.errors import RelplanError

MAIN = "main"
"""The branch that every repository of an example is built around."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did something, and when."""

    who: str
    """``Name <address>``."""
    when: datetime


@dataclass(frozen=True, slots=True)
class Edit:
    """A text that stands once in a file, and what comes in its place."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Files:
    """What a commit does to files, in this order."""

    copied: dict[str, str] = field(default_factory=dict)
    """Path to contents, from the folder below ``files`` that ``tree`` names."""
    removed: tuple[str, ...] = ()
    written: dict[str, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Commit:
    """Something is committed on a branch."""

    place: str
    repository: str
    message: str
    on: str
    stamp: Stamp
    files: Files


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch starts where another branch or a tag is now."""

    place: str
    repository: str
    name: str
    start: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A branch is merged into another one, as a merge commit or squashed."""

    place: str
    repository: str
    branch: str
    into: str
    message: str
    squash: bool
    stamp: Stamp
    files: Files


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag is put on the tip of a branch; annotated where there is a message."""

    place: str
    repository: str
    name: str
    on: str
    message: str
    stamp: Stamp | None


@dataclass(frozen=True, slots=True)
class Push:
    """The remote ``origin`` has branches as they are now."""

    place: str
    repository: str
    branches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delete:
    """A local branch is deleted."""

    place: str
    repository: str
    branch: str


Step = Commit | Branch | Merge | Tag | Push | Delete


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that an example is made of."""

    title: str
    summary: str
    reviewed: tuple[str, ...]
    """Ids of open changes that are reviewed."""
    steps: tuple[Step, ...]
    workspace: str
    """The text of relplan.toml."""


def read(folder: Path) -> Recipe:
    """Read the recipe in *folder*.

    Raises RelplanError, with the file and the place in it, where it cannot be understood.
    """
    history = folder / HISTORY
    try:
        document = tomllib.loads(_text(history))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RelplanError(f"{history}: {error}") from error
    top = Table(document, str(history))
    title, summary = top.text("title"), top.text("summary")
    reviewed = top.texts("reviewed", default=())
    authors = top.table("authors").all_texts()
    steps = tuple(_step(table, authors, folder / "files") for table in top.tables("step"))
    top.done()
    if not steps:
        raise top.error("there is no [[step]]")
    return Recipe(title, summary, reviewed, steps, _text(folder / "relplan.toml"))


def _text(path: Path) -> str:
    """Read *path*, with the same line ends however it was checked out."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RelplanError(f"{path} is not UTF-8") from error
    except OSError as error:
        raise RelplanError(f"cannot read {path}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class _Given:
    """What a step is read with."""

    repository: str
    authors: dict[str, str]
    files: Path


def _step(table: Table, authors: dict[str, str], files: Path) -> Step:
    given = _Given(table.name("repo"), authors, files)
    kinds = [kind for kind in _READERS if table.has(kind)]
    if len(kinds) != 1:
        what = f"has {' and '.join(kinds)}" if kinds else "does nothing"
        raise table.error(f"{what}: give it one of {', '.join(_READERS)}")
    step = _READERS[kinds[0]](table, given)
    table.done()
    return step


def _commit(table: Table, given: _Given) -> Commit:
    message, on = table.text("commit"), table.ref("on", MAIN)
    stamp, files = _stamp(table, given), _files(table, given)
    return Commit(table.place, given.repository, message, on, stamp, files)


def _branch(table: Table, given: _Given) -> Branch:
    return Branch(table.place, given.repository, table.ref("branch"), table.ref("from", MAIN))


def _merge(table: Table, given: _Given) -> Merge:
    branch, into, squash = table.ref("merge"), table.ref("into", MAIN), table.flag("squash")
    message = table.text("message", None if squash else f"Merge branch '{branch}'")
    stamp, files = _stamp(table, given), _files(table, given)
    return Merge(table.place, given.repository, branch, into, message, squash, stamp, files)


def _tag(table: Table, given: _Given) -> Tag:
    name, on = table.ref("tag"), table.ref("on", MAIN)
    message = table.text("message", "")
    stamp = _stamp(table, given) if message else None
    return Tag(table.place, given.repository, name, on, message, stamp)


def _push(table: Table, given: _Given) -> Push:
    return Push(table.place, given.repository, table.refs("push"))


def _delete(table: Table, given: _Given) -> Delete:
    return Delete(table.place, given.repository, table.ref("delete"))


_READERS: dict[str, Callable[[Table, _Given], Step]] = {
    "commit": _commit,
    "branch": _branch,
    "merge": _merge,
    "tag": _tag,
    "push": _push,
    "delete": _delete,
}


def _stamp(table: Table, given: _Given) -> Stamp:
    who = table.text("by")
    if who not in given.authors:
        raise table.error(f"by: '{who}' is not in [authors]")
    if not _is_person(given.authors[who]):
        raise table.error(f"[authors] {who}: write it as 'Name <address>'")
    when = table.moment("at")
    return Stamp(given.authors[who], when if when.tzinfo else when.replace(tzinfo=UTC))


def _is_person(text: str) -> bool:
    name, _, rest = text.partition(" <")
    plain = text.isprintable() and not set("<>") & set(name + rest[:-1])
    return bool(name) and rest.endswith(">") and plain


def _files(table: Table, given: _Given) -> Files:
    tree = table.path("tree", "")
    copied = _tree(table, given.files / tree) if tree else {}
    edits = tuple(_edit(edit) for edit in table.tables("edit"))
    return Files(copied, table.paths("remove"), table.files("write"), edits)


def _edit(table: Table) -> Edit:
    edit = Edit(table.path("file"), table.text("old"), table.text("new", ""))
    table.done()
    return edit


def _tree(table: Table, folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise table.error(f"tree: there is no folder {folder}")
    # pip compiles what it installs, the examples' own Python files too.
    written = (path for path in folder.rglob("*") if path.parent.name != "__pycache__")
    found = sorted(path for path in written if path.is_file())
    return {path.relative_to(folder).as_posix(): _text(path) for path in found}
