"""Finds the tables that query builders name: Knex, clients built like it, and Laravel's."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from string import ascii_letters, digits

from relplan.contracts.sql.operations import plain
from relplan.contracts.sql.queries import Found

_SOURCES = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx")
_LARGEST = 2_000_000
_KNEX = re.compile(r"\b(?:[Kk]nex|getKnex)\b")
_NAME = r"[A-Za-z_$][\w$]{0,60}"
_GAP = r"\s{0,60}"
_MADE = re.compile(
    rf"(?<![\w$])(?P<made>{_NAME})(?:{_GAP}:{_GAP}[\w.<>, ]{{1,60}})?{_GAP}={_GAP}"
    r"(?:await\s{1,60})?(?:new\s{1,60})?"
    rf"(?:[Kk]nex{_GAP}\(|require\({_GAP}['\"]knex['\"]{_GAP}\){_GAP}\(|[\w.]{{0,60}}\bgetKnex\()"
    rf"|\.transaction\({_GAP}(?:async\s{{1,60}})?(?:function{_GAP})?\(?{_GAP}(?P<within>{_NAME})"
)
"""What a file calls a builder, or a transaction of it."""
_CALLED = re.compile(
    rf"(?<![\w$])(?P<name>{_NAME}){_GAP}\({_GAP}['\"`](?P<table>\w{{1,100}}(?:\.\w{{1,100}})?)"
    rf"(?:\s{{1,60}}as\s{{1,60}}\w{{1,100}})?['\"`]{_GAP}(?P<end>[,)])",
    re.IGNORECASE,
)
_IN_NAMES = f"{ascii_letters}{digits}_$"
_JOINS = re.compile(r"(?:(?:inner|left|right|full|cross)(?:Outer)?J|j)oin")
_CLIENTS = frozenset({"db", "Db", "DB", "database", "supabase", "supabaseClient"})
"""What a client of a database is called, of which ``from`` takes a table."""
_OTHERS = frozenset({"path", "posix", "win32", "Array", "Buffer", "Observable", "Readable"})
"""Of which ``join`` and ``from`` take no table."""

_LARAVEL = re.compile(
    r"(?:\bDB::(?:connection\([^()\n]{0,80}\)\s{0,60}->\s{0,60})?table\s{0,60}\(\s{0,60}"
    r"|->(?:left|right|cross)?[jJ]oin\s{0,60}\(\s{0,60}"
    r"(?=['\"]\w{1,100}(?: as \w{1,100})?['\"]\s{0,60},))"
    r"['\"](?P<table>\w{1,100}(?:\.\w{1,100})?)(?: as \w{1,100})?['\"]"
)
"""A table that Laravel's builder is handed; what collections join is no table."""


def built_tables(path: str, content: bytes) -> Iterator[Found]:
    """Yield the tables that a source file hands to a query builder, whatever the file holds."""
    if len(content) <= _LARGEST and path.endswith(".php"):
        text = content.decode("utf-8", "replace")
        ends = [match.start() for match in re.finditer("\n", text)]
        for match in _LARAVEL.finditer(text):
            line = bisect_right(ends, match.start("table")) + 1
            yield Found(plain(match["table"]), (), line, " ".join(match[0].split()))
    if len(content) > _LARGEST or not path.endswith(_SOURCES):
        return
    text = content.decode("utf-8", "replace")
    is_knex = _KNEX.search(text) is not None
    if not is_knex and ".from(" not in text:
        return
    builders = {match["made"] or match["within"] for match in _MADE.finditer(text)} | {"knex"}
    ends = [match.start() for match in re.finditer("\n", text)]
    for match in _CALLED.finditer(text):
        if _takes_table(text, match, builders if is_knex else set()):
            line = bisect_right(ends, match.start("table")) + 1
            yield Found(plain(match["table"]), (), line, " ".join(match[0].rstrip(",)").split()))


def _takes_table(text: str, match: re.Match[str], builders: set[str]) -> bool:
    name = match["name"]
    if name in builders:
        return True
    before = text[max(0, match.start() - 100) : match.start()].rstrip()
    if not before.endswith("."):
        return False
    before = before[:-1].rstrip()
    known = before[len(before.rstrip(_IN_NAMES)) :]
    if not builders:
        return name == "from" and known in _CLIENTS
    if name in ("from", "into"):
        return known not in _OTHERS
    return match["end"] == "," and _JOINS.fullmatch(name) is not None and known not in _OTHERS
