"""Tells in which dialect SQL is written."""

import re
from collections.abc import Iterable

from relplan.contracts.sql.migration import PROGRAMS

DIALECTS = ("postgres", "mysql", "sqlite", "tsql", "oracle")
_NAMES = {
    "postgresql": "postgres", "pg": "postgres", "pgsql": "postgres", "redshift": "postgres",
    "cockroach": "postgres", "mariadb": "mysql", "sqlite3": "sqlite", "mssql": "tsql",
    "sqlserver": "tsql", "sqlsrv": "tsql", "plsql": "oracle",
}  # fmt: skip

_APART = frozenset({"cockroach", "mariadb", "redshift"})
"""The databases that have a set of migrations of their own, though their dialect is another's."""

_SIGNS = (
    ("mysql", "`", r"`\w"), ("mysql", "AUTO_INCREMENT", r"\bAUTO_INCREMENT\b"),
    ("mysql", "ENGINE", r"\bENGINE\s?="), ("mysql", "TINYINT", r"\bTINYINT\b"),
    ("mysql", "MODIFY", r"\bMODIFY\s+COLUMN\b"), ("mysql", "UNSIGNED", r"\bUNSIGNED\b"),
    ("tsql", "IDENTITY", r"\bIDENTITY\s?\("), ("tsql", "NVARCHAR", r"\bNVARCHAR\b"),
    ("tsql", "[", r"\[DBO\]|\[\w+\]\s?[.(]"), ("tsql", "DATETIME2", r"\bDATETIME2\b"),
    ("tsql", "GO", r"^GO\s*$"), ("tsql", "UNIQUEIDENTIFIER", r"\bUNIQUEIDENTIFIER\b"),
    ("tsql", "SP_RENAME", r"\bSP_RENAME\b"), ("tsql", "OBJECT_ID", r"\bOBJECT_ID\s?\("),
    ("tsql", "COL_LENGTH", r"\bCOL_LENGTH\s?\("), ("tsql", "SYS.", r"\bSYS\.\w"),
    ("oracle", "VARCHAR2", r"\bN?VARCHAR2\b"), ("oracle", "NUMBER", r"\bNUMBER\s?\("),
    ("oracle", "SYSDATE", r"\bSYSDATE\b"), ("oracle", "\n/", r"^/\s*$"),
    ("oracle", "IMMEDIATE", r"\bEXECUTE\s+IMMEDIATE\b"), ("oracle", "MODIFY", r"\bMODIFY\s*\("),
    ("oracle", "CONSTRAINTS", r"\bCASCADE\s+CONSTRAINTS\b"),
    ("sqlite", "AUTOINCREMENT", r"\bAUTOINCREMENT\b"), ("sqlite", "PRAGMA", r"\bPRAGMA\b"),
    ("sqlite", "ROWID", r"\bWITHOUT\s+ROWID\b"),
    ("postgres", "SERIAL", r"\b(?:BIG|SMALL)?SERIAL\b"), ("postgres", "JSONB", r"\bJSONB\b"),
    ("postgres", "TIMESTAMPTZ", r"\bTIMESTAMPTZ\b"), ("postgres", "$", r"\$\w*\$"),
    ("postgres", "::", r"::(?:TEXT|INT|UUID|JSON|REG|VARCHAR|TIME|DATE|NUM)"),
    ("postgres", "BYTEA", r"\bBYTEA\b"), ("postgres", "CONCURRENTLY", r"\bCONCURRENTLY\b"),
    ("postgres", "PLPGSQL", r"\bPLPGSQL\b"), ("postgres", "PG_", r"\bPG_\w"),
    ("postgres", "EXTENSION", r"\bEXTENSION\b"),
    ("postgres", "TYPE", r"CREATE\s+TYPE\b"), ("postgres", "TYPE", r"ALTER\s+TYPE\b"),
    ("postgres", "SET", r"SET\s+NOT\s+NULL\b"), ("postgres", "DROP", r"DROP\s+NOT\s+NULL\b"),
    ("postgres", "VALID", r"\bNOT\s+VALID\b"), ("postgres", "VARYING", r"\bCHARACTER\s+VARYING\b"),
)  # fmt: skip
"""What a dialect is known by, in capital letters; before it a part that is found much faster."""
_FIRST = 200_000
"""Characters looked at in one file."""


def known(dialect: str) -> str:
    """Return sqlglot's name of *dialect*, which may be another tool's; empty stays empty."""
    return _NAMES.get(dialect.lower(), dialect.lower())


def guess(texts: Iterable[str]) -> str:
    """Return the dialect of which most signs are seen; empty: none is seen at all."""
    seen = dict.fromkeys(DIALECTS, 0)
    for text in texts:
        capital = text[:_FIRST].upper()
        for dialect, part, sign in _SIGNS:
            if part in capital:
                seen[dialect] += len(re.findall(sign, capital, re.MULTILINE))
    best = max(DIALECTS, key=lambda name: seen[name])
    return best if seen[best] else ""


_SEGMENT = re.compile(
    r"(?:^|[/._-])(postgres(?:ql)?|pg|mysql|mariadb|sqlite3?|mssql|sqlserver|tsql|cockroach"
    r"|oracle|plsql|h2|hsqldb|derby|db2|clickhouse|snowflake)(?:db)?"
    r"(?=[/._-]|$)",
    re.IGNORECASE,
)


_DUMP = re.compile(r"(?:.*/)?database/schema/[\w-]+-schema\.(?:sql|dump)")
"""What Laravel dumps the schema of a connection to, which goes by the name of its database."""


def named_in(path: str) -> str:
    """Return the database that a path names, as folders for one of several do; or nothing.

    A program is called by what it does, which may be about a database of another kind.
    """
    named = path.rpartition("/")[0] if path.endswith(PROGRAMS) else path
    match = None if _DUMP.fullmatch(path) else _SEGMENT.search(named)
    name = match[1].lower() if match else ""
    return name if name in _APART else known(name)
