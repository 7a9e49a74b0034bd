"""Which scenario a person looks at: theirs to choose, and nothing that the store knows.

``--scenario`` goes first, then ``RELPLAN_SCENARIO``, then what the person switched to in this
workspace, which is kept in their own state folder; else it is main.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from relplan.app.folders import state_folder
from relplan.model.errors import RelplanError, UnknownNameError
from relplan.model.scenario import MAIN_SCENARIO
from relplan.workspace import LoadedWorkspace

VARIABLE = "RELPLAN_SCENARIO"
_LONGEST = 10_000
"""Bytes of a name."""


def of_environment(names: Sequence[str]) -> str:
    """Return which of *names* ``RELPLAN_SCENARIO`` is; empty: it is not set.

    Raises UnknownNameError where it is none of them.
    """
    asked = os.environ.get(VARIABLE, "")
    if asked and asked not in names:
        what = f"there is no scenario {asked!r}, which {VARIABLE} names"
        raise UnknownNameError(what, f"there are {', '.join(names)}")
    return asked


def chosen(loaded: LoadedWorkspace) -> str:
    """Return the scenario that the person switched to in the workspace *loaded*, else main."""
    with suppress(OSError, ValueError), _file(loaded).open("rb") as stream:
        return stream.read(_LONGEST).decode() or MAIN_SCENARIO
    return MAIN_SCENARIO


def choices() -> tuple[str, ...]:
    """Return what the person switched to in all workspaces, in a fixed order.

    It tells, before any workspace is read, whether they have switched since.
    """
    found = []
    with suppress(OSError, ValueError):
        for file in sorted((state_folder() / "scenarios").iterdir()):
            with file.open("rb") as stream:
                found += [file.name, stream.read(_LONGEST).decode()]
    return tuple(found)


def choose(loaded: LoadedWorkspace, name: str) -> None:
    """Look at scenario *name* from now on. Raises RelplanError where that cannot be kept."""
    file = _file(loaded)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        if name == MAIN_SCENARIO:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.write_bytes(name.encode())
        fresh.replace(file)
    except OSError as error:
        what = f"it cannot be kept in {file.parent} which scenario you look at: {error.strerror}"
        raise RelplanError(what, f"set {VARIABLE}={name}, or make that folder writable") from None


def _file(loaded: LoadedWorkspace) -> Path:
    """Return where the choice is kept: two stores of one workspace have scenarios of their own."""
    place = "\0".join((os.path.realpath(loaded.file), str(loaded.store)))
    name = blake2b(place.encode(errors="surrogateescape"), digest_size=16).hexdigest()
    return state_folder() / "scenarios" / name
