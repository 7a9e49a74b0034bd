"""Tells for which kind of database the migrations of a service are written, by its settings."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from relplan.contracts.sql.dialects import DIALECTS, known
from relplan.discovery.mentions import Spot
from relplan.sources.git.main_tree import Tree, line_of

_LARGEST = 100_000
"""Bytes of a file of settings."""
_DEFAULT = re.compile(
    rb"['\"]default['\"]\s{0,20}=>\s{0,20}"
    rb"(?:env\(\s{0,20}['\"]DB_CONNECTION['\"]\s{0,20},\s{0,20})?['\"](\w{1,40})['\"]"
)
_SAID = re.compile(rb"^[ \t]*DB_CONNECTION[ \t]*=[ \t]*['\"]?(\w{1,40})", re.MULTILINE)
_FILES = (("config/database.php", _DEFAULT), (".env.example", _SAID), (".env", _SAID))
"""Where Laravel's settings stand, below a service's folder, and what says it there."""


class Known(NamedTuple):
    """The dialect of a service's SQL, and where that is said."""

    dialect: str
    spot: Spot


def dialect_said(tree: Tree, folder: str, migrations: Iterable[str]) -> Known | None:
    """Return the dialect of the SQL that migrations in PHP run; *folder* is their service's.

    None where nothing says it, or where the settings say different ones.
    """
    if not any(path.endswith(".php") for path in migrations):
        return None
    found = [one for name, said in _FILES for one in _said(tree, folder, name, said)]
    return found[0] if len({one.dialect for one in found}) == 1 else None


def _said(tree: Tree, folder: str, name: str, said: re.Pattern[bytes]) -> Iterable[Known]:
    top = "" if folder == "." else f"{folder}/"
    for path in tree.files:
        if path.lower() in (f"{top}{name}".lower(), f"{top}app/{name}".lower()):
            content = tree.read(path)
            match = said.search(content) if len(content) <= _LARGEST else None
            dialect = known(match[1].decode()) if match else ""
            if match and dialect in DIALECTS:
                start = content.rfind(b"\n", 0, match.start()) + 1
                line = content[start : match.end()].decode("utf-8", "replace").strip()
                yield Known(dialect, Spot(path, line_of(content, match.start()), line))
