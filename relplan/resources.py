"""Where the files are that ship with relplan and are not Python: themes and example recipes."""

from pathlib import Path

from relplan.model.errors import RelplanError

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Return the folder of shipped files called *name*: ``themes`` or ``example_repos``.

    A wheel carries them inside the package, a checked-out tree at its top.

    Raises RelplanError where neither has it: the installation is incomplete.
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise RelplanError(f"relplan's own files '{name}' are not installed", "install relplan again")
