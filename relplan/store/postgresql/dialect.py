"""How the tables of the code, and of Alembic's steps, are made on PostgreSQL.

They are to give back what they give on SQLite, so that a plan is the same from either: numbers of
64 bits, text in the order of its bytes, and rows that are numbered by whoever writes them.
"""

import re
from typing import Any

from sqlalchemy import Column, Integer, String
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDDLCompiler
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

NAME = "postgresql+relplan"
"""What stands before ``://`` for an engine of this dialect."""


class _AsLongAsItIs(Integer):
    """A number that is handed to the server with the type that its size asks for."""


class _Columns(PGDDLCompiler):
    def get_column_specification(self, column: Column[Any], **more: Any) -> str:
        found = str(super().get_column_specification(column, **more))  # type: ignore[no-untyped-call]
        if isinstance(column.type, String) and column.type.length is None:
            return found.replace(" VARCHAR", ' VARCHAR COLLATE "C"', 1)
        return re.sub(" (INTEGER|SERIAL)", " BIGINT", found, count=1)


class Dialect(PGDialect_psycopg):
    """PostgreSQL by psycopg, with tables as SQLite has them."""

    ddl_compiler = _Columns
    colspecs = {  # noqa: RUF012 - as its bases have it
        **PGDialect_psycopg.colspecs,
        Integer: _AsLongAsItIs,
    }
    supports_statement_cache = True


registry.register("postgresql.relplan", __name__, Dialect.__name__)
