"""Finds SQL in files: in ``.sql`` and in the strings of sources, and the tables it speaks of."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from relplan.contracts.reading.lines import shortened
from relplan.contracts.sql.operations import plain
from relplan.contracts.sql.patterns import NAME
from relplan.contracts.sql.statements import split

_LARGEST = 2_000_000
"""Characters of a file that is worth looking at."""
_LONGEST = 8_000
"""Characters of a query that is worth a parser's time."""
_MOST = 300
"""Queries of one file that are parsed; the tables of the others are still found."""
SOURCES = (
    ".py", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".java", ".kt", ".go", ".rs", ".rb",
    ".php", ".cs", ".scala", ".ex", ".exs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A table that a file speaks of."""

    table: str
    columns: tuple[str, ...]
    """The columns used, where these are surely all; empty: any of them."""
    line: int
    text: str
    reads: bool = False
    """Whether the query that speaks of it surely only reads it."""
    writes: bool = False
    """Whether the query surely only writes to it."""
    singular: str = ""
    """Of a mapping by convention: the table that it is where a setting forgoes the plural."""
    sure: bool = True
    """Whether it surely is this table: what a mapping is derived from may say another one."""


_LITERAL = re.compile(
    r"(?P<comment>//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?+|^[ \t]*+#[^\n]*+)"
    r"|<<[~<-]?['\"]?(?P<mark>SQL)\b['\"]?[^\n]*\n(?P<heredoc>(?:(?!^[ \t]*+SQL\b)[^\n]*\n)*+)"
    r"|\"\"\"(?P<triple>(?:[^\"\\]|\\.|\"(?!\"\"))*+)(?:\"\"\")?+"
    r"|'''(?P<apostrophes>(?:[^'\\]|\\.|'(?!''))*+)(?:''')?+"
    r"|\"(?P<double>(?:[^\"\\\n]|\\[^\n])*+)\"?+|'(?P<single>(?:[^'\\\n]|\\[^\n])*+)'?+"
    r"|`(?P<tick>[^`]*+)`",
    re.MULTILINE | re.DOTALL,
)
_BETWEEN = re.compile(r"\s*(?:[+.\\]\s*)?[fru]?\s*")
_QUERY = re.compile(
    r"\s*+\(?\s*+(?:SELECT|INSERT\s+INTO|INSERT\s+IGNORE|UPDATE|DELETE\s+FROM|WITH|MERGE\s+INTO"
    r"|REPLACE\s+INTO|TRUNCATE|ALTER\s+TABLE|CREATE\s+TABLE|DROP\s+TABLE"
    r"|select|insert\s+into|update|delete\s+from|with|merge\s+into|replace\s+into|truncate)\s"
)
_PIECE = re.compile(r"\s*+(?:(?:LEFT |RIGHT |INNER |FULL |CROSS )?(?:OUTER )?JOIN|FROM)\s")
_TABLES = re.compile(
    rf"\b(?:FROM|JOIN|INTO|UPDATE(?! SET\b)|(?:TRUNCATE|ALTER|DROP|CREATE)\s+TABLE|TRUNCATE)\s+"
    rf"(?:IF\s+(?:NOT\s+)?EXISTS\s+)?(?:ONLY\s+)?{NAME}",
    re.IGNORECASE,
)
_READS = re.compile(r"\s*+\(?\s*+(?:SELECT|WITH)\s", re.IGNORECASE)
_WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE|REPLACE\s+INTO|TRUNCATE)\b", re.IGNORECASE)
_COPIES = re.compile(r"\s*+(?:INSERT|REPLACE)\s", re.IGNORECASE)
_LOOKS = re.compile(r"\bRETURNING\b|\bON\s+(?:CONFLICT|DUPLICATE)\b", re.IGNORECASE)
_FROM = re.compile(r"(?:FROM|JOIN)\s", re.IGNORECASE)
_NO_TABLES = frozenset({"select", "set", "table", "only", "lateral", "unnest", "values", "where"})
_HOLE = re.compile(r"#\{[^{}\n]*\}|\$\{[^{}\n]*\}|\{[^{}\n]*\}|%\(\w+\)s|%[sdq]|(?<![:\w]):\w+|\?")


def queries_in(path: str, content: bytes) -> Iterator[Found]:
    """Yield the tables that the SQL in a file speaks of, in linear time."""
    if len(content) > _LARGEST or not path.endswith((".sql", *SOURCES)):
        return
    text = content.decode("utf-8", "replace")
    left = _MOST
    for line, query in _queries(path, text):
        left -= 1
        yield from _found(query, line, parse=left > 0)


def _queries(path: str, text: str) -> Iterator[tuple[int, str]]:
    if path.endswith(".sql"):
        for statement in split(text, ""):
            if not statement.fault:
                yield statement.line, statement.text
        return
    ends = [match.start() for match in re.finditer("\n", text)]
    start, joined, last = 0, "", -1
    for match in _LITERAL.finditer(text):
        piece = _inner(match)
        if piece is None:
            continue
        if joined and len(joined) < _LONGEST and _BETWEEN.fullmatch(
            text, last, min(match.start(), last + 200)
        ) and match.start() - last < 200:  # fmt: skip
            joined += piece
        else:
            if _is_query(joined):
                yield bisect_right(ends, start) + 1, joined
            start, joined = max(match.start(), match.start("heredoc")), piece
        last = match.end()
    if _is_query(joined):
        yield bisect_right(ends, start) + 1, joined


def _inner(match: re.Match[str]) -> str | None:
    for name in ("double", "single", "triple", "tick", "heredoc", "apostrophes"):
        if (text := match[name]) is not None:
            return text.replace("\\n", " ").replace('\\"', '"')
    return None


def _is_query(text: str) -> bool:
    return _QUERY.match(text) is not None or _PIECE.match(text) is not None


def _found(query: str, line: int, *, parse: bool) -> Iterator[Found]:
    spoken = list(_TABLES.finditer(query[:100_000]))
    if not spoken:
        return
    columns = _columns(query) if parse and len(query) <= _LONGEST else None
    text = shortened(query)
    seen: set[str] = set()
    only_reads = _READS.match(query) is not None and _WRITES.search(query) is None
    copies = _COPIES.match(query) is not None
    for match in spoken:
        table = plain(match[1])
        if table in seen or table in _NO_TABLES:
            continue
        seen.add(table)
        known = columns.get(table, ()) if columns else ()
        is_source = _FROM.match(match[0]) is not None
        reads = only_reads or (copies and is_source)
        fills = (
            copies
            and not is_source
            and _LOOKS.search(query) is None
            and ([plain(one[1]) for one in spoken].count(table) == 1)
        )
        yield Found(table, known, line + query.count("\n", 0, match.start()), text, reads, fills)


def _columns(query: str) -> dict[str, tuple[str, ...]] | None:
    """Return the columns of each table that a query surely uses alone; None: not understood."""
    if query.count("(") > 60:
        return None
    text = _HOLE.sub("1", query).replace("`", '"')
    try:
        tree = sqlglot.parse_one(text)
    except (SqlglotError, RecursionError, ValueError, AttributeError, TypeError, IndexError):
        return None
    tables = [_table_name(table) for table in tree.find_all(exp.Table)]
    if not isinstance(tree, exp.Query | exp.DML) or any(_hides(star) for star in _stars(tree)):
        return None
    aliases = {}
    for table in tree.find_all(exp.Table):
        aliases[table.alias_or_name.lower()] = _table_name(table)
    used: dict[str, set[str]] = {name: set() for name in tables}
    for owner, name in _named(tree):
        if not owner and len(set(tables)) > 1:
            return None  # whose column it is, only the schema tells
        meant = aliases.get(owner, tables[0] if not owner and tables else "")
        if meant in used:
            used[meant].add(plain(name))
    return {table: tuple(sorted(names)) for table, names in used.items()}


def _table_name(table: Any) -> str:
    return plain(".".join(part.name for part in table.parts))


def _stars(tree: Any) -> Iterator[Any]:
    yield from tree.find_all(exp.Star)


def _hides(star: Any) -> bool:
    """Tell whether a star stands for columns, not for rows as in ``count(*)``."""
    return not isinstance(star.parent, exp.Count)


def _named(tree: Any) -> Iterator[tuple[str, str]]:
    for column in tree.find_all(exp.Column):
        yield column.table.lower(), column.name
    if isinstance(tree, exp.Insert) and isinstance(tree.this, exp.Schema):
        table = tree.this.this.alias_or_name.lower()
        for column in tree.this.expressions:
            yield table, column.name
