"""What relplan says when it cannot go on."""

import errno

DEBUG = "RELPLAN_DEBUG"
"""The environment's variable that has a fault shown with its traceback."""


class RelplanError(Exception):
    """A fault of the caller's or of the input: one line that says what, where and what to do.

    The command line prints it on stderr and exits with 2; the TUI shows it in a toast.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        """Say *what* is wrong and where; *hint* is what the person can do about it."""
        self.what = what
        self.hint = hint
        super().__init__(f"{what}; {hint}" if hint else what)


class StoreError(RelplanError):
    """The store cannot be read or written."""


class WorkspaceError(RelplanError):
    """relplan.toml is missing, broken or contradicts itself."""


class SourceError(RelplanError):
    """A repository cannot be read."""


class ProtectedError(RelplanError):
    """It would change what holds in main, which asks first here."""


class UnknownNameError(RelplanError):
    """No change, coupling, edge, batch or scenario has this name, or more than one does."""


class NothingPendingError(RelplanError):
    """Nothing of the branch that is checked out is pending."""


def in_one_line(error: Exception) -> str:
    """Say what went wrong and what to do, whatever it is: a traceback is never an answer."""
    if isinstance(error, RelplanError):
        return str(error)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "the disk is full, so not all could be written; free some space and try again"
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}; check that it is there and may be used"
    return f"a fault in relplan itself: {type(error).__name__}: {error}; {DEBUG}=1 shows where"
