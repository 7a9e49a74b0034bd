"""Finds the tables that sources map to objects."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import PurePosixPath

from relplan.contracts.sql.operations import plain
from relplan.contracts.sql.queries import SOURCES, Found

_LARGEST = 2_000_000
_NAMED = re.compile(
    r"(?:__tablename__\s*=\s*|['\"]?db_table['\"]?\s*[=:]\s*|\bself\.table_name\s*=\s*"
    r"|@(?:jakarta\.persistence\.|javax\.persistence\.)?Table\s*\([^()\n]{0,80}?name\s*=\s*"
    r"|@Table\s*\(\s*(?:value\s*=\s*)?|\[Table\s*\(\s*|\.ToTable\s*\(\s*"
    r"|@Entity\s*\(\s*(?:\{\s*name\s*:\s*)?|\btableName\s*:\s*"
    r"|\bprotected\s+(?:\??string\s+)?\$table\s*=\s*|\btable_name\s*=\s*"
    r"|\b(?:pg|mysql|sqlite)Table\s*\(\s*|\bTableName\s*\(\s*\)\s*string\s*\{\s*return\s+"
    r"|\bsa\.Table\s*\(\s*|(?<![\w.])Table\s*\(\s*|:\s*(?:\w*Id)?Table\s*\(\s*)"
    r"['\"`](?P<table>\w+(?:\.\w+)?)['\"`]"
)
_MODEL = re.compile(
    r"^class\s++(?P<django>\w+)\s*+\([^)\n]*\bmodels\.Model\b"
    r"|^[ \t]*+class\s++(?P<rails>\w+)\s*<\s*(?:ApplicationRecord|ActiveRecord::Base)\b"
    r"|^[ \t]*+(?:final\s++)?class\s++(?P<laravel>\w+)\s++extends\s++[\\\w]*"
    r"(?:Model|Eloquent|Authenticatable)\b"
    r"|@Entity\b(?!\s*\()(?:\s*@(?!Table\b)\w+(?:\([^()\n]{0,200}\))?)*"
    r"\s*+(?:public\s++|data\s++|open\s++|final\s++){0,3}class\s++(?P<jpa>\w+)",
    re.MULTILINE,
)
_SAYS_TABLE = re.compile(r"\$table\s*=|function\s+getTable\b")
"""In a class of Laravel's: it is mapped to another table than its name says."""
_SHARES = re.compile(r"@DiscriminatorValue\b")
"""Of an entity: it is kept in the table that its base class is mapped to."""
_DECLARATION = re.compile(r"[;{}]|\n\s*\n")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def mapped_tables(path: str, content: bytes) -> Iterator[Found]:
    """Yield the tables that a source file's object mapping names, by itself or by convention."""
    if len(content) > _LARGEST or not path.endswith(SOURCES):
        return
    text = content.decode("utf-8", "replace")
    ends = [match.start() for match in re.finditer("\n", text)]
    for match in _NAMED.finditer(text):
        line = bisect_right(ends, match.start("table")) + 1
        yield Found(plain(match["table"]), (), line, " ".join(match[0].split()))
    for match in _MODEL.finditer(text):
        table = _by_convention(path, match)
        if table:
            line = bisect_right(ends, match.end() - 1) + 1
            singular = _snake(match["rails"]) if match["rails"] else ""
            text_of_it = " ".join(match[0].split())[-100:]
            sure = match["laravel"] is None  # what it is derived from may name another table
            yield Found(table, (), line, text_of_it, singular=singular, sure=sure)


def _by_convention(path: str, match: re.Match[str]) -> str:
    if match["django"]:
        folders = [name for name in PurePosixPath(path).parts[:-1] if name != "models"]
        return f"{folders[-1]}_{match['django']}".lower() if folders else ""
    before = _DECLARATION.split(match.string[: match.start()][-400:])[-1]
    if match["jpa"] and _SHARES.search(before + match[0]):
        return ""
    if match["laravel"] and _SAYS_TABLE.search(match.string):
        return ""
    name = _snake(match["rails"] or match["laravel"] or match["jpa"])
    return name if match["jpa"] else _plural(name)


def _snake(name: str) -> str:
    return _HUMPS.sub("_", name).lower()


def _plural(name: str) -> str:
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "ch", "sh")) else f"{name}s"
