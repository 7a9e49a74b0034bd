"""One migration, whatever framework it is written for."""

from dataclasses import dataclass

from relplan.contracts.sql.operations import Operation

PROGRAMS = (".php", ".py", ".rb", ".js", ".cjs", ".mjs", ".ts", ".cs")
"""How migrations end that are programs: which of them have run is known by their names alone."""


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
    baseline: bool = False
    """Whether it stands for all before it in a new database; where these ran it does nothing."""
    whole: bool = False
    """Whether it is no step but a schema as it is to be."""
    steps: tuple[tuple[str, str], ...] = ()
    """Of a file that holds several migrations: the name of each, and a digest of what it does."""

    def edits(self, before: "Migration") -> bool:
        """Tell whether it changes what may have run already, and does more than come after that."""
        if self.repeatable or (self.path.endswith(PROGRAMS) and self._does_as(before)):
            return False
        steps = dict(self.steps)
        held = bool(self.steps) and bool(before.steps)
        return not held or any(steps.get(name) != digest for name, digest in before.steps)

    def _does_as(self, before: "Migration") -> bool:
        """Tell whether it only says in other words what it said, which nobody checks."""
        done, did = ([one.same for one in found.operations] for found in (self, before))
        return done == did
