"""Reads Alembic's migrations: what is done by their ``upgrade``."""

import ast
from dataclasses import replace
from itertools import takewhile

from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.readers.alembic.calls import AlembicCalls
from relplan.contracts.sql.readers.python.calls import defining
from relplan.contracts.sql.readers.python.source import parsed
from relplan.contracts.sql.readers.python.things import Function, Module
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.telling import not_understood


def read_alembic(path: str, content: bytes, history: History) -> Migration:
    """Read a migration. Raises UnreadableError."""
    tree = parsed(path, content)
    history.budget.spend(len(content) // 100)
    calls = AlembicCalls(path, history)
    calls.statements(defining(tree))
    calls.found.clear()
    names = calls.names
    upgrade, downgrade = names.get("upgrade"), names.get("downgrade")
    if isinstance(upgrade, Function):
        calls.run(upgrade, None)
    else:
        source = upgrade.name if isinstance(upgrade, Module) else "upgrade"
        calls.found.append(Operation(Action.UNKNOWN, text=not_understood(source), line=1))
    reversible = _does_something(downgrade.node if isinstance(downgrade, Function) else None)
    after = names.get("down_revision")
    revision = names.get("revision")
    return Migration(
        path,
        tuple(replace(found, reversible=reversible) for found in _told_once(calls.found)),
        version=revision if isinstance(revision, str) and revision else path,
        after=tuple(
            item for item in (after if isinstance(after, tuple) else (after,))
            if isinstance(item, str) and item
        ),
    )  # fmt: skip


def _told_once(found: list[Operation]) -> list[Operation]:
    """Leave out what a statement was told of already, as a loop does again and again."""
    quiet = (Action.RUN_CODE, Action.CHANGE_DATA, Action.UNKNOWN)
    told = dict.fromkeys(one for one in found if one.action in quiet)
    return [one for one in found if one.action not in quiet or told.pop(one, 0) is None]


def _does_something(function: ast.AST | None) -> bool:
    """Tell whether a downgrade is more than ``pass``, a docstring, or an error from the start."""
    body = function.body if isinstance(function, ast.FunctionDef) else []
    run = takewhile(lambda node: not _ends(node), body)
    return any(
        not isinstance(node, ast.Pass)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in run
    )


def _ends(node: ast.stmt) -> bool:
    return isinstance(node, ast.Raise) or (isinstance(node, ast.Return) and node.value is None)
