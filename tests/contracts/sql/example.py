"""The examples of the rules of SQL as folders of migrations."""

import re

from relplan.contracts.kind import Options, Version
from relplan.model.rule import Rule
from tests.contracts.sql.cases import FIRST, SECOND, version

_FILE = re.compile(r"(?:--|#) (\S+\.(?:sql|rb))\n")
"""A first line that says in which file the rest stands."""


def sql_example(rule: Rule) -> tuple[Version, Version, Options]:
    base = dict([_file(rule.before, FIRST)]) if rule.before else {}
    revision = {**base, **dict([_file(rule.after, SECOND)])} if rule.after else {}
    return version(base), version(revision), Options()


def _file(text: str, path: str) -> tuple[str, str]:
    named = _FILE.match(text)
    return (named[1], text) if named else (path, text)
