"""Example workspaces: recipes that a person can read, and what builds real repositories of them.

A recipe is a folder with ``relplan.toml``, ``history.toml`` and ``README.md``; those that ship with
relplan are in ``example_repos``, and anyone can write more. Where a function takes the *name* of
an example, the path of a recipe's folder does as well.
"""

from dataclasses import dataclass
from pathlib import Path

from relplan.examples.dating import dated
from relplan.examples.library import find, names
from relplan.examples.recipe import Recipe, read
from relplan.examples.replay import replay
from relplan.examples.writing import git_executable, write
from relplan.model.errors import RelplanError

__all__ = ["Example", "build", "describe", "names", "reviewed"]


@dataclass(frozen=True, slots=True)
class Example:
    """What an example is about."""

    name: str
    title: str
    summary: str
    """One line."""


def describe(name: str) -> Example:
    """Say what the example *name* is about.

    Raises UnknownNameError where there is none, RelplanError where its recipe is broken.
    """
    folder = find(name)
    recipe = read(folder)
    return Example(folder.name, recipe.title, recipe.summary)


def reviewed(name: str) -> tuple[str, ...]:
    """Return the ids of the open changes that the story says are reviewed, sorted.

    Git does not know about reviews, so whoever opens the example sets them to ready.

    Raises UnknownNameError where there is none, RelplanError where its recipe is broken.
    """
    return tuple(sorted(read(find(name)).reviewed))


def build(name: str, target: Path, now: int | None = None) -> Path:
    """Build the repositories and relplan.toml of the example *name* in the folder *target*.

    The newest commit is made less than a day before *now*, in seconds since 1970; None: when the
    recipe says. With the same *now* every run on every machine makes the same commits. The whole
    recipe is checked before anything is written. Returns *target*, which is created where it does
    not exist.

    Raises UnknownNameError where there is no such example; RelplanError where its recipe is
    broken, *target* is not an empty folder, or git is missing or fails.
    """
    recipe = read(find(name))
    if now is not None:
        recipe = dated(recipe, now)
    histories = replay(recipe)
    git = git_executable()
    _prepare(target)
    for history in histories:
        write(git, history, target / history.repository)
    _copy_workspace(recipe, target)
    return target


def _prepare(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
        occupied = any(target.iterdir())
    except OSError as error:
        raise RelplanError(f"cannot build in {target}: {error.strerror}") from error
    if occupied:
        raise RelplanError(f"{target} is not empty", "name an empty folder, or a new one")


def _copy_workspace(recipe: Recipe, target: Path) -> None:
    try:
        (target / "relplan.toml").write_bytes(recipe.workspace.encode())
    except OSError as error:
        raise RelplanError(f"cannot write {error.filename}: {error.strerror}") from error
