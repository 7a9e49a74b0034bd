"""What an application of NestJS puts before the paths of its controllers: a prefix, a version."""

from dataclasses import dataclass
from typing import Any

from relplan.contracts.routes.frameworks.following import Foreign
from relplan.contracts.routes.frameworks.paths import below, joined


@dataclass(frozen=True, slots=True)
class Setting:
    """What an application puts before the paths of all controllers; None: nobody knows."""

    folder: str
    value: str | None
    excluded: tuple[str, ...] = ()
    default: Any = None


def setting_of(found: list[Setting], file: str) -> Setting | None:
    """Return what the application says that a controller belongs to; the nearest of several."""
    values = {(one.value, one.excluded) for one in found}
    if len(values) < 2:
        return found[0] if found else None
    near = [one for one in found if file.startswith(f"{one.folder}/")]
    if not near:
        return Setting("", None)
    return max(near, key=lambda one: len(one.folder))


def whole_paths(
    version: Setting | None, versions: Any, pieces: tuple[str | None, ...]
) -> list[str | None]:
    """Return the paths that a handler has, below what stands before all."""
    path = below(*pieces)
    if version is None or path is None:
        return [path]
    chosen = version.default if versions is None else versions
    if chosen is None:
        return [path]
    found: list[str | None] = []
    for one in chosen if isinstance(chosen, tuple) else (chosen,):
        if isinstance(one, Foreign) and one.name.endswith("VERSION_NEUTRAL"):
            found.append(path)
        elif isinstance(one, str) and version.value is not None:
            found.append(joined(f"{version.value}{one}", path))
        else:
            found.append(None)
    return found
