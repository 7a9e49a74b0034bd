"""What relplan.toml said the last time, kept beside the store: checking it takes longest of all.

It is taken only where all that it hangs on is as it was: the text itself, where the file is, the
home folder, relplan and Python, the files of the code that checked it and of the time zones that
it names. Whatever is written there otherwise is as if nothing were kept. What packages add to
relplan may say anything, so nothing is kept that any of them was asked for.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from enum import Enum
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any

from relplan import __version__
from relplan.model.store_place import StoreUrl, expanded, place_of
from relplan.workspace.loaded import STORE_VARIABLE, LoadedWorkspace, file_beside

_LARGEST = 1_000_000
"""Characters of a relplan.toml of which is kept what it says."""
_MOST = 40
"""Times as much as a relplan.toml has what is kept may take."""
_CHECKING = (
    "relplan.workspace", "relplan.model", "relplan.contracts", "relplan.app.rules", "pydantic",
    "pydantic_core", "annotated_types", "tomllib",
)  # fmt: skip
"""What has a say in how a relplan.toml is understood."""
_CLASSES = {
    "advice": ("Advice",),
    "calendar": ("Counted", "Freeze", "Window"),
    "contract_source": ("Compatibility", "ContractSource", "Dialect"),
    "deployment": ("DeclaredEnvironment", "DeploymentFiles"),
    "descriptor": ("DescriptorShape", "Ranges"),
    "drift_settings": ("DriftSettings", "PeriodKind"),
    "evidence": ("Evidence",),
    "finding": ("Severity",),
    "question": ("Answer",),
    "scan": ("ScanSettings", "ServiceRoot"),
    "workspace": (
        "Contract",
        "Feature",
        "FeatureMode",
        "Gate",
        "GateKind",
        "Service",
        "Unit",
        "Workspace",
    ),
}
_DAYS = {"date": date, "datetime": datetime}
_MODULES = {name: module for module, names in _CLASSES.items() for name in names}


class _UnkeptError(Exception):
    """It cannot be told again what this is."""


def kept(file: Path) -> LoadedWorkspace | None:
    """Return what the relplan.toml *file* says if that is known from the last time."""
    file = file.absolute()
    try:
        place = _place(file)
        if not place.is_file():  # opening a pipe would wait for ever
            return None
        with place.open("rb") as stream:
            first, says = stream.read(_LARGEST * _MOST).split(b"\n")
        digest, inputs, files = json.loads(first)
        same = inputs == _inputs(file, _text(file)) and digest == _digest(says)
        if same and all(map(_is_as_it_was, files)):
            return LoadedWorkspace(file, *map(_decoded, json.loads(says)))
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        pass
    return None


def keep(loaded: LoadedWorkspace, text: str) -> None:
    """Keep what *loaded* says, which was read from *text*; where that cannot be done, leave it."""
    from relplan.plugins import looked_for  # noqa: PLC0415 - what is kept is read without it

    place = _place(loaded.file)
    if looked_for() or len(text) > _LARGEST or not place.parent.is_dir():
        return
    with suppress(OSError, _UnkeptError):
        says = [_encoded(getattr(loaded, name)) for name in LoadedWorkspace.__match_args__[1:]]
        if LoadedWorkspace(loaded.file, *map(_decoded, says)) != loaded:
            return
        files = [*_state((*_code(), *_zones(loaded)))]
        second = json.dumps(says)
        first = [_digest(second.encode()), _inputs(loaded.file, text), files]
        _write(place, f"{json.dumps(first)}\n{second}")


def _place(file: Path) -> Path:
    elsewhere = os.environ.get(STORE_VARIABLE)
    store = place_of(elsewhere, Path()) if elsewhere else file_beside(file)
    if isinstance(store, StoreUrl):
        store = file_beside(file)
    return store.with_name(f"{store.name}-settings")


def _text(file: Path) -> str:
    if not file.is_file():  # opening a pipe would wait for ever
        raise OSError
    with file.open(encoding="utf-8") as stream:
        return stream.read(_LARGEST + 1)


def _digest(says: bytes) -> str:
    """Name what is kept, so that what a disk made of it passes for nothing else."""
    return blake2b(says, digest_size=16).hexdigest()


def _inputs(file: Path, text: str) -> list[str]:
    home = str(expanded("~")) if "~" in text else ""
    zones = os.environ.get("PYTHONTZPATH", "")
    return [__version__, sys.version, sys.prefix, str(file), home, zones, text]


def _code() -> Iterator[str]:
    """Yield the files of the code that checked it."""
    for name, module in sorted(sys.modules.items()):
        path = getattr(module, "__file__", None)
        if path and any(name == one or name.startswith(f"{one}.") for one in _CHECKING):
            yield path


def _zones(loaded: LoadedWorkspace) -> Iterator[str]:
    """Yield where the time zones are that it names: they were looked up."""
    from zoneinfo import TZPATH  # noqa: PLC0415 - most name none

    workspace = loaded.workspace
    names = {workspace.timezone, *(one.timezone for one in workspace.windows)}
    names |= {one.timezone for one in workspace.freezes}
    for name in sorted(names - {"", "UTC"}):
        places = [Path(folder, name) for folder in TZPATH]
        # Every place before the one where it is counts: it could be found there another time.
        yield from map(str, places)
        if not any(place.is_file() for place in places):
            yield str(import_module("tzdata").__file__)


def _state(paths: Iterable[str]) -> Iterator[list[Any]]:
    for path in paths:
        try:
            found = os.stat(path)  # noqa: PTH116 - a few hundred, each time
        except OSError:
            yield [path, 0, 0]
        else:
            yield [path, found.st_mtime_ns, found.st_size]


def _is_as_it_was(state: list[Any]) -> bool:
    return next(_state(state[:1])) == state


def _encoded(value: Any) -> Any:
    """Return *value* as JSON has it: what is not plain is a list that begins with its kind."""
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if kind is tuple:
        return ["tuple", *map(_encoded, value)]
    if kind is dict:
        return ["dict", *([_encoded(key), _encoded(one)] for key, one in value.items())]
    if kind in (date, datetime):
        return [kind.__name__, value.isoformat()]
    if _MODULES.get(kind.__name__) != kind.__module__.removeprefix("relplan.model."):
        raise _UnkeptError
    if isinstance(value, Enum):
        return [kind.__name__, value.value]
    return [kind.__name__, *(_encoded(getattr(value, name)) for name in kind.__match_args__)]


def _decoded(value: Any) -> Any:
    if type(value) is not list:
        return value
    kind, *parts = value
    if kind == "tuple":
        return tuple(map(_decoded, parts))
    if kind == "dict":
        return {_decoded(key): _decoded(one) for key, one in parts}
    if kind in _DAYS:
        return _DAYS[kind].fromisoformat(*parts)
    made = getattr(import_module(f"relplan.model.{_MODULES[kind]}"), kind)
    return made(*map(_decoded, parts))


def _write(place: Path, text: str) -> None:
    """Write *text* in the place of what was kept before; nobody sees half of it, or others' own."""
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        with open(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as stream:  # noqa: PTH123
            stream.write(text)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
