"""What of git itself, and of a repository's clone, may keep relplan from reading it."""

import re
import subprocess
from dataclasses import dataclass

from relplan.model.errors import SourceError
from relplan.sources.git.safe import Git, command, environment

OLDEST = (2, 31)
"""The first git that has all that is asked of it: ``log --diff-merges=first-parent``."""


def git_version() -> str:
    """Return the version of the git on the PATH. Raises SourceError where there is none."""
    try:
        done = subprocess.run(["git", "--version"], capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        what = "git is not installed"
        raise SourceError(what, "install it so that `git` is on the PATH") from None
    return done.stdout.strip().removeprefix("git version ")


def is_too_old(version: str) -> bool:
    """Tell whether git *version* lacks what is asked of it; no, where that cannot be told."""
    found = re.match(r"(\d+)\.(\d+)", version)
    return found is not None and (int(found[1]), int(found[2])) < OLDEST


def safe_directories() -> int:
    """Return how many folders the person lets git read whoever owns them."""
    done = subprocess.run(
        command("config", "--get-all", "safe.directory"), env=environment(), capture_output=True,
        check=False,
    )  # fmt: skip
    return len(done.stdout.splitlines())


@dataclass(frozen=True, slots=True)
class Clone:
    """How much of a repository a clone has."""

    bare: bool
    shallow: bool
    partial: bool
    """Its contents would be fetched when they are asked for; relplan fetches nothing."""
    tags: int


def clone_at(repository: str) -> Clone:
    """Look at the clone at *repository*. Raises SourceError where git does not read it."""
    git = Git(repository)
    told = git.text("rev-parse", "--is-bare-repository", "--is-shallow-repository").split()
    promised = git.attempt("config", "--get-regexp", r"^remote\..*\.promisor$")
    return Clone(
        bare=told[0] == "true",
        shallow=told[1] == "true",
        partial=bool(promised),
        tags=len(git.text("tag", "--list").splitlines()),
    )
