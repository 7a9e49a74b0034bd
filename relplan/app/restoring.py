"""The dated copies of what people decided, and getting them back, whatever the store is like."""

from dataclasses import dataclass, replace
from pathlib import Path

from relplan.app.opened import workspace_of
from relplan.model.copy import Copy, Why
from relplan.model.errors import RelplanError, StoreError, UnknownNameError
from relplan.model.store_place import StoreUrl
from relplan.store.sqlite.copies import copies, decisions_in
from relplan.store.sqlite.errors import store_errors
from relplan.store.sqlite.restoring import restore as put_back

FIRST_COPY = (
    "one is taken before the first thing that is written on a day, once anything is decided"
)
"""When there will be a copy."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and where what it replaced is kept; None: there was nothing."""

    copy: Copy
    kept: Path | None


def copies_in(folder: Path) -> tuple[Copy, ...]:
    """Return the copies of the store of *folder*'s workspace, newest first.

    Raises WorkspaceError where there is no workspace, StoreError where they cannot be listed or
    the store is no file.
    """
    store = _file_of(folder)
    with store_errors(store):
        return tuple(replace(one, decisions=decisions_in(one.path)) for one in copies(store))


def _file_of(folder: Path) -> Path:
    store = workspace_of(folder).store
    if isinstance(store, StoreUrl):
        raise StoreError(
            f"of the store {store} copies are kept by whoever runs the server",
            "`relplan store copy` makes one in a file, whole",
        )
    return store


def restore(folder: Path, name: str | None) -> Restored:
    """Put the copy whose name begins with *name* in the place of the store.

    None: the newest that was taken of a store that could be read. Raises UnknownNameError where
    *name* means none or several, RelplanError where there is none, StoreError where the copy
    cannot be restored: the store is then as it was.
    """
    found = copies_in(folder)
    if name is None:
        taken = [one for one in found if one.why is not Why.REPLACED]
        if not taken:
            raise RelplanError("there is no copy yet", FIRST_COPY)
        copy = taken[0]
    else:
        copy = _named(found, name)
    return Restored(copy, put_back(_file_of(folder), copy))


def _named(found: tuple[Copy, ...], name: str) -> Copy:
    meant = [one for one in found if one.name == name] or [
        one for one in found if one.name.startswith(name)
    ]
    if len(meant) != 1:
        known = ", ".join(one.name for one in meant or found)
        raise UnknownNameError(
            f"'{name}' is not one copy", f"there are {known}" if known else "there are none"
        )
    return meant[0]
