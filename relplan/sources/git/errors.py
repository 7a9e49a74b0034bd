"""What goes wrong with git, in one line that says what, where and what to do."""

from pathlib import Path

from relplan.model.errors import SourceError


class GitError(SourceError):
    """Git said no; *stderr* holds its words."""

    def __init__(self, what: str, hint: str = "", stderr: str = "") -> None:
        """Keep git's own words beside the line for the person."""
        super().__init__(what, hint)
        self.stderr = stderr


class ScanCancelledError(SourceError):
    """The person does not want to wait any longer."""


class NothingFoundError(GitError):
    """Git exited with 1 and said nothing: that is an answer, not a failure."""


def explain_start(repository: str, error: OSError) -> SourceError:
    """Say why git could not even start."""
    folder = Path(repository)
    try:
        if folder.is_dir():
            if isinstance(error, PermissionError):
                return _unreadable(repository)
            if isinstance(error, FileNotFoundError):
                return SourceError(
                    "git is not installed", "install it so that `git` is on the PATH"
                )
            return SourceError(f"git could not start in {repository}: {error.strerror}")
        if folder.exists():
            return SourceError(
                f"{repository} is a file, not a repository", "correct `repo` in relplan.toml"
            )
    except PermissionError:
        return _unreadable(repository)
    return SourceError(
        f"{repository} does not exist", "clone the repository or correct `repo` in relplan.toml"
    )


def _unreadable(repository: str) -> SourceError:
    return SourceError(
        f"{repository} may not be read", "give yourself permission to read all of the folder"
    )


_DAMAGED = (
    "bad object", "bad tree", "broken", "corrupt", "could not parse", "could not read",
    "does not match index", "inflate", "malformed", "missing", "unable to find", "unable to read",
)  # fmt: skip


def explain(repository: str, code: int, stderr: str) -> GitError:
    """Turn git's words into one line that says what, where and what to do."""
    words = _first_complaint(stderr)
    if code == 1 and not words:
        return NothingFoundError(f"git found nothing in {repository}")
    if "dubious ownership" in stderr:
        return GitError(
            f"git does not read {repository}: it belongs to another user",
            f"if you trust it: git config --global --add safe.directory {repository}",
            stderr,
        )
    if "not a git repository" in stderr.lower():
        return GitError(
            f"{repository} is no git repository",
            "correct `repo` in relplan.toml: the top folder of a work tree, or a bare repository",
            stderr,
        )
    if "Permission denied" in stderr:
        return GitError(
            f"{repository} may not be read: {words}", "give yourself permission", stderr
        )
    if any(sign in stderr.lower() for sign in _DAMAGED):
        hint = f"look with `git -C {repository} fsck`, then fetch or clone it anew"
        return GitError(f"{repository} is damaged: {words}", hint, stderr)
    return GitError(
        f"git could not read {repository}: {words or f'it exited with {code}'}", "", stderr
    )


def _first_complaint(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if line.strip()]
    said = next((line for line in lines if line.startswith(("fatal:", "error:"))), "")
    words = said or (lines[0] if lines else "")
    return "".join(sign for sign in words if sign.isprintable())[:200]
