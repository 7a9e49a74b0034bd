"""The schema of a SQL database that services share: its provider owns the migrations.

What a revision has beyond its base is judged: the migrations that are new, in their order, with
the schema that the earlier ones made in mind. No migration is ever run.
"""

from collections.abc import Iterable, Iterator, Sequence

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.kind import Analyzer, Options, Surface, Use, Version
from relplan.contracts.sql.comparing import compare_files
from relplan.contracts.sql.dialects import known
from relplan.contracts.sql.ownership import parts_made
from relplan.contracts.sql.readers.registry import is_migration_path, references
from relplan.contracts.sql.usage import uses_in
from relplan.model.finding import Finding


class Sql(Analyzer):
    """Contracts of the kind sql."""

    edition = 7
    removing = frozenset(
        "ban-drop-column ban-drop-table drop-view drop-view-column renaming-column renaming-table"
        " renaming-view".split()
    )

    def is_file(self, path: str) -> bool:
        """Tell by its name and folder whether a file may be a migration, or a whole schema."""
        return is_migration_path(path)

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the ends of the paths that a migration names, as change logs do; else nothing."""
        try:
            return references(path, content)
        except UnreadableError:
            return ()

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return the tables and columns that a migration makes or alters; it has no name."""
        parts = parts_made(path, content)
        return Surface("", dict.fromkeys(parts, ())) if parts else None

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterator[Finding]:
        """Return what the migrations do that *revision* has beyond *base*, which may be empty."""
        return compare_files(base.files, revision.files, known(options.dialect), budget)

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return which tables and columns a consumer's SQL, mappings or migrations name."""
        return uses_in(path, content, surface.parts)


ANALYZER: Analyzer = Sql()
