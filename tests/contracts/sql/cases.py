"""Short ways to compare two versions of a database's migrations."""

from collections.abc import Mapping, Sequence

from relplan.contracts import compare
from relplan.contracts.bounds import Budget
from relplan.contracts.kind import Options, Version
from relplan.contracts.sql.contract import ANALYZER
from relplan.model.finding import Finding

FIRST = "db/migration/V1__first.sql"
SECOND = "db/migration/V2__second.sql"
BASE = """\
CREATE TABLE orders (
  id int PRIMARY KEY, total int NOT NULL, tax int, note varchar(10), state varchar(5) DEFAULT 'n',
  code varchar(5) NOT NULL DEFAULT 'x', customer_id int, big bigint
);
CREATE TABLE customers (id int PRIMARY KEY);
CREATE VIEW totals AS SELECT id, total FROM orders;
"""


def version(files: Mapping[str, str | bytes]) -> Version:
    """Return a version that holds *files*."""
    content = {
        path: text.encode() if isinstance(text, str) else text for path, text in files.items()
    }
    return Version(content, tuple(sorted(content)))


def compared(
    base: Mapping[str, str | bytes], revision: Mapping[str, str | bytes], dialect: str = ""
) -> list[Finding]:
    """Return what *revision* has beyond *base*."""
    options = Options(dialect=dialect)
    return list(compare(ANALYZER, version(base), version(revision), options, Budget()))


def added(sql: str, dialect: str = "", base: str = BASE) -> list[Finding]:
    """Return what a second migration with *sql* does to the tables of the first."""
    return compared({FIRST: base}, {FIRST: base, SECOND: sql}, dialect)


def told(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """Return rule, severity and part of each finding."""
    return [(found.rule, str(found.severity), found.part) for found in findings]


def apart(text: str) -> list[str]:
    """Return the examples of a text, between lines that are ``---``."""
    return [part.strip("\n") for part in text.split("\n---\n")]
