"""Reads Rails' migrations: the calls of the migration DSL that are written plainly."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from relplan.contracts.bounds import Budget, decoded
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Column, Operation
from relplan.contracts.sql.readers.rails.calls import CALLS, QUIET, TABLE_CALLS, column_calls
from relplan.contracts.sql.readers.rails.source import Call, Line, call_of, logical_lines
from relplan.contracts.sql.reading import read_sql, shortened

_LARGEST = 1_000_000
_OPENS = re.compile(
    r"(?:class|module|if|unless|case|while|until|begin|for)\b|\w+\s*=\s*(?:if|case|begin)\b"
)
_BLOCK = re.compile(r"(?:\bdo|\{)\s*(?:\|[^|]*\|)?\s*$")
_DEF = re.compile(r"def\s+(?:self\.)?(\w+[?!]?)")
_TABLE_BLOCK = re.compile(r"\b(create_table|change_table|create_join_table)\b.*\|\s*(\w+)")
_STAYS = re.compile(r"(?:else|elsif|when|rescue|ensure|then|private|protected|return|raise|next)\b")
_CODE = re.compile(
    r"\b(?:update_all|delete_all|destroy_all|insert_all|upsert_all|find_each|find_in_batches"
    r"|in_batches|update!?|save!?|create!?|destroy!?|update_columns?|delete|perform_\w+|each)\b"
)
_ROWS = re.compile(
    r"[A-Z][\w:]*(?:\.\w+(?:\([^()]*\))?)*?"
    r"\.(?:update_all|delete_all|destroy_all|insert_all!?|upsert_all|create!?|update!?|find_each"
    r"|find_in_batches|in_batches)\b(?!.*\b(?:execute|connection|exec_\w+)\b)"
)
"""What a model does to its rows, and nothing else."""
_ON_CLASS = re.compile(r"[A-Z][\w:]*\.\w")
_RUNS_SQL = re.compile(r"(?:[\w.:]*\.)?(?:execute|exec_query|exec_update|select_\w+)\b")
_WRITTEN_FOR_UP = frozenset({"change", "up"})
_WRAPPERS = re.compile(r"(?:safety_assured|with_lock_retries|transaction)\s*\{(.*)\}\s*$")


def read_rails(path: str, content: bytes, dialect: str, budget: Budget) -> Migration:
    """Read a migration. Raises UnreadableError."""
    text = decoded(path, content, _LARGEST)
    budget.spend(len(text) // 40)
    lines = list(logical_lines(text))
    reader = _Reader(dialect, budget)
    operations = [found for line in lines for found in reader.line(line)]
    one_way = "up" in reader.functions and "down" not in reader.functions
    if one_way or any("IrreversibleMigration" in line.text for line in lines):
        operations = [replace(found, reversible=False) for found in operations]
    return Migration(path, tuple(operations))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is open around a line."""

    kind: str
    """def, dir.down, table or other."""
    name: str = ""
    table: str = ""
    creates: bool = False


class _Reader:
    def __init__(self, dialect: str, budget: Budget) -> None:
        self.functions: set[str] = set()
        self._open: list[_Frame] = []
        self._columns: list[Column] = []
        self._further: list[Operation] = []
        self._dialect = dialect
        self._budget = budget
        self._table_line = 0
        self._classes = 0

    def line(self, line: Line) -> Iterator[Operation]:
        """Yield what a logical line does."""
        self._budget.spend()
        text = line.text
        if text == "end" or text.startswith(("end.", "end ", "}")):
            yield from self._close()
        elif (match := _DEF.match(text)) is not None:
            self.functions.add(match[1])
            if not re.search(r"\bend$|\)\s*=\s|\w+\s=\s", text):
                self._open.append(_Frame("def", match[1]))
        elif (match := _TABLE_BLOCK.search(text)) is not None and _BLOCK.search(text):
            yield from self._open_table(line, match)
        elif _OPENS.match(text) or _BLOCK.search(text):
            if self._runs() and _CODE.search(text):
                yield self._code(line)
            self._open.append(_Frame("dir.down" if ".down" in text else "other"))
        elif self._runs() and not _STAYS.match(text):
            yield from self._statement(line)

    def _runs(self) -> bool:
        """Tell whether the line runs when the migration is applied."""
        functions = [frame.name for frame in self._open if frame.kind == "def"]
        down = any(frame.kind == "dir.down" for frame in self._open)
        return bool(functions) and functions[0] in _WRITTEN_FOR_UP and not down

    def _open_table(self, line: Line, match: re.Match[str]) -> Iterator[Operation]:
        call = call_of(line.text[match.start(1) :])
        table = _table_of(call) if call else ""
        frame = _Frame("table", match[2], table, match[1] != "change_table")
        self._open.append(frame)
        self._columns, self._further, self._table_line = [], [], line.number
        if not self._runs():
            return
        if not table:
            yield self._unknown(line)
        if call and frame.creates and call.words.get("id") is not False:
            self._columns.append(Column("id", "bigint", nullable=False, default=True))

    def _close(self) -> Iterator[Operation]:
        if not self._open:
            return
        runs, frame = self._runs(), self._open.pop()
        if frame.kind == "table" and frame.table and runs:
            if frame.creates:
                yield Operation(
                    Action.CREATE_TABLE, frame.table, columns=tuple(self._columns),
                    line=self._table_line,
                )  # fmt: skip
            yield from self._further

    def _statement(self, line: Line) -> Iterator[Operation]:
        text = line.text
        if (match := _WRAPPERS.match(text)) is not None:
            text = match[1].strip()
        frame = self._open[-1] if self._open else _Frame("other")
        tables = [found for found in self._open if found.kind == "table"]
        if tables and text.startswith(f"{tables[-1].name}."):
            yield from self._in_table(tables[-1], line, text)
            return
        call = call_of(re.sub(r"\s(?:if|unless)\s.*$", "", text), line.heredoc)
        if call is None:
            if _CODE.search(text) or _ON_CLASS.match(text):
                if not text.endswith(".reset_column_information"):
                    yield self._code(line)
            elif frame.kind != "table" and not re.match(r"[\w@:.]+\s*(?:\|\|)?=|[\])}]", text):
                yield self._unknown(line)
            return
        yield from self._called(call, line)

    def _called(self, call: Call, line: Line) -> Iterator[Operation]:
        build = CALLS.get(call.name)
        if call.name in QUIET:
            return
        if build is not None:
            found = build(call)
            if found is None:
                yield self._unknown(line)
            for operation in found or ():
                yield replace(operation, line=line.number)
        elif _RUNS_SQL.match(call.name):
            sql = line.heredoc or call.text(0)
            if not sql:
                yield self._code(line)
            for operation in read_sql(sql, self._dialect, self._budget):
                yield replace(operation, line=line.number)
        elif _CODE.search(line.text) or "." in call.name:
            yield self._code(line)
        elif call.name not in self.functions:
            yield self._unknown(line)

    def _in_table(self, frame: _Frame, line: Line, text: str) -> Iterator[Operation]:
        call = call_of(text[len(frame.name) + 1 :])
        if call is None:
            yield self._unknown(line)
            return
        if call.name == "comment":
            return
        columns = column_calls(call)
        if columns is not None and frame.creates:
            self._columns += columns
            return
        if columns is not None:
            found: list[Operation] | None = [
                Operation(Action.ADD_COLUMN, frame.table, column) for column in columns
            ]
        else:
            call.given.insert(0, frame.table)
            name = TABLE_CALLS.get(call.name, "")
            build: Callable[[Call], list[Operation] | None] | None = CALLS.get(name)
            found = build(call) if build else None
        if found is None:
            yield self._unknown(line)
            return
        self._further += [replace(operation, line=line.number) for operation in found]

    def _unknown(self, line: Line) -> Operation:
        text = f"'{shortened(line.text)}' is not understood"
        return Operation(Action.UNKNOWN, text=text, line=line.number)

    def _code(self, line: Line) -> Operation:
        action = Action.CHANGE_DATA if _ROWS.match(line.text) else Action.RUN_CODE
        return Operation(action, text=shortened(line.text), line=line.number)


def _table_of(call: Call) -> str:
    if call.name.endswith("create_join_table"):
        names = sorted((call.text(0), call.text(1)))
        return str(call.words.get("table_name") or "_".join(names)) if all(names) else ""
    return call.text(0).lower()
