"""Says what is checked out where: one process, and no more imports than that takes."""

import subprocess
from pathlib import Path

from relplan.sources.git.errors import explain, explain_start
from relplan.sources.git.safe import command, environment
from relplan.sources.git.text import decode


def current_branch(folder: Path) -> tuple[str, str, str]:
    """Return (top folder of the repository, path of *folder* in it, branch checked out there).

    The path is ``.`` for the top; the branch is empty where HEAD is detached. Raises SourceError
    where *folder* is in no work tree.
    """
    words = command("rev-parse", "--show-toplevel", "--show-prefix", "--symbolic-full-name", "HEAD")
    try:
        answer = subprocess.run(
            words, cwd=folder, env=environment(), capture_output=True, check=False
        )
    except OSError as error:
        raise explain_start(str(folder), error) from error
    lines = decode(answer.stdout).split("\n")
    if len(lines) < 3:
        raise explain(str(folder), answer.returncode, decode(answer.stderr))
    if answer.returncode:  # no commit yet: HEAD names nothing
        return lines[0], lines[1].rstrip("/") or ".", _unborn(folder)
    return lines[0], lines[1].rstrip("/") or ".", branch_name(lines[2])


def branch_name(ref: str) -> str:
    """Return the name of the local branch that *ref* is; empty where it is none."""
    return ref.removeprefix("refs/heads/") if ref.startswith("refs/heads/") else ""


def _unborn(folder: Path) -> str:
    words = command("symbolic-ref", "-q", "HEAD")
    answer = subprocess.run(words, cwd=folder, env=environment(), capture_output=True, check=False)
    return branch_name(decode(answer.stdout).removesuffix("\n"))
