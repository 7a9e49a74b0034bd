"""What relplan says when it cannot go on."""


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


class UnknownNameError(RelplanError):
    """No change, coupling, edge, batch or scenario has this name, or more than one does."""
