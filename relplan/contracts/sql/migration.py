"""One migration, whatever framework it is written for."""

from dataclasses import dataclass

from relplan.contracts.sql.operations import Operation


@dataclass(frozen=True, slots=True)
class Migration:
    """The operations of one file, and where it stands among the others."""

    path: str
    operations: tuple[Operation, ...]
    version: str = ""
    """How other migrations name this one; empty: the file's name says its place."""
    after: tuple[str, ...] = ()
    """The versions that it follows."""
    replaces: tuple[str, ...] = ()
    """The versions that it stands for: where these are there, too, it does nothing."""
    repeatable: bool = False
    """Whether it is meant to be edited, and then runs again."""
    whole: bool = False
    """Whether it is no step but a schema as it is to be."""
