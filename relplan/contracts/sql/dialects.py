"""Tells in which dialect SQL is written."""

import re
from collections.abc import Iterable

DIALECTS = ("postgres", "mysql", "sqlite", "tsql", "oracle")
_NAMES = {
    "postgresql": "postgres", "pg": "postgres", "redshift": "postgres", "cockroach": "postgres",
    "mariadb": "mysql", "sqlite3": "sqlite", "mssql": "tsql", "sqlserver": "tsql",
    "plsql": "oracle",
}  # fmt: skip

_APART = frozenset({"cockroach", "mariadb", "redshift"})
"""The databases that have a set of migrations of their own, though their dialect is another's."""

_SIGNS = re.compile(
    r"(?P<mysql>`\w|\bAUTO_INCREMENT\b|\bENGINE\s?=|\bTINYINT\b|\bMODIFY\s+COLUMN\b|\bUNSIGNED\b)"
    r"|(?P<tsql>\bIDENTITY\s?\(|\bNVARCHAR\b|\[dbo\]|\[\w+\]\s?[.(]|\bDATETIME2\b|^GO\s*$"
    r"|\bUNIQUEIDENTIFIER\b|\bsp_rename\b|\bOBJECT_ID\s?\(|\bCOL_LENGTH\s?\(|\bsys\.\w)"
    r"|(?P<oracle>\bN?VARCHAR2\b|\bNUMBER\s?\(|\bSYSDATE\b|^/\s*$|\bEXECUTE\s+IMMEDIATE\b"
    r"|\bMODIFY\s*\(|\bCASCADE\s+CONSTRAINTS\b)"
    r"|(?P<sqlite>\bAUTOINCREMENT\b|\bPRAGMA\b|\bWITHOUT\s+ROWID\b)"
    r"|(?P<postgres>\b(?:BIG|SMALL)?SERIAL\b|\bJSONB\b|\bTIMESTAMPTZ\b|\$\w*\$"
    r"|::(?:text|int|uuid|json|reg|varchar|time|date|num)|\bBYTEA\b"
    r"|\bCONCURRENTLY\b|\bplpgsql\b|\bpg_\w|\bEXTENSION\b|\bCREATE\s+TYPE\b|\bALTER\s+TYPE\b"
    r"|\bSET\s+NOT\s+NULL\b|\bDROP\s+NOT\s+NULL\b|\bNOT\s+VALID\b|\bCHARACTER\s+VARYING\b)",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST = 200_000
"""Characters looked at in one file."""


def known(dialect: str) -> str:
    """Return sqlglot's name of *dialect*, which may be another tool's; empty stays empty."""
    return _NAMES.get(dialect.lower(), dialect.lower())


def guess(texts: Iterable[str]) -> str:
    """Return the dialect of which most signs are seen; empty: none is seen at all."""
    seen = dict.fromkeys(DIALECTS, 0)
    for text in texts:
        for match in _SIGNS.finditer(text[:_FIRST]):
            seen[match.lastgroup or "postgres"] += 1
    best = max(DIALECTS, key=lambda name: seen[name])
    return best if seen[best] else ""


_SEGMENT = re.compile(
    r"(?:^|[/._-])(postgres(?:ql)?|pg|mysql|mariadb|sqlite3?|mssql|sqlserver|tsql|cockroach"
    r"|oracle|plsql|h2|hsqldb|derby|db2|clickhouse|snowflake)(?:db)?"
    r"(?=[/._-]|$)",
    re.IGNORECASE,
)


def named_in(path: str) -> str:
    """Return the database that a path names, as folders for one of several do; or nothing."""
    match = _SEGMENT.search(path)
    name = match[1].lower() if match else ""
    return name if name in _APART else known(name)
