"""Which recipes there are."""

from difflib import get_close_matches
from pathlib import Path

from relplan.model.errors import UnknownNameError
from relplan.resources import data_folder

HISTORY = "history.toml"


def names() -> tuple[str, ...]:
    """Return the names of the examples that ship with relplan, sorted."""
    return tuple(
        sorted(path.parent.name for path in data_folder("example_repos").glob(f"*/{HISTORY}"))
    )


def find(name: str) -> Path:
    """Return the folder of the recipe called *name*, or at the path *name*.

    Raises UnknownNameError, with the names there are, where there is neither.
    """
    known = names()
    if name in known:
        return data_folder("example_repos") / name
    own = Path(name)
    if name and _has_history(own):
        return own.resolve()
    near = get_close_matches(name, known, n=1)
    guess = f"did you mean '{near[0]}'? " if near else ""
    raise UnknownNameError(
        f"there is no example '{name}'",
        f"{guess}there are: {', '.join(known)}; or name a folder with a {HISTORY}",
    )


def _has_history(folder: Path) -> bool:
    try:
        return (folder / HISTORY).is_file()
    except OSError:  # such as a name too long for any file
        return False
