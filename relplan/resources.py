"""The files that ship with relplan and are not Python: themes, example recipes, what CI takes."""

from pathlib import Path

from relplan.model.errors import RelplanError, UnknownNameError
from relplan.model.nearest import meant

_PACKAGE = Path(__file__).resolve().parent
CI = {
    "github": ("github.yml", "a workflow for GitHub Actions"),
    "github-comment": ("github-comment.sh", "keeps one comment on a pull request, by gh"),
    "gitlab": ("gitlab.yml", "a job for GitLab CI"),
    "gitlab-comment": ("gitlab-comment.sh", "keeps one comment on a merge request, by glab"),
    "jenkins": ("Jenkinsfile", "a stage for a multibranch pipeline of Jenkins"),
}
"""What CI can take of relplan's: the file and what it is, by the name that people type."""


def data_folder(name: str) -> Path:
    """Return the folder of shipped files called *name*: ``themes`` or ``example_repos``.

    A wheel carries them inside the package, a checked-out tree at its top.

    Raises RelplanError where neither has it: the installation is incomplete.
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise RelplanError(f"relplan's own files '{name}' are not installed", "install relplan again")


def ci_file(name: str) -> str:
    """Return the text of what CI can take, by its name in `CI`. Raises UnknownNameError."""
    if name not in CI:
        hint = meant(name, CI, f"there are {', '.join(CI)}")
        raise UnknownNameError(f"nothing for CI is called '{name}'", hint)
    return (_PACKAGE / "ci" / CI[name][0]).read_text("utf-8")
