"""Readers of migrations that other packages bring, by the example that the guide shows."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from relplan import plugins
from relplan.contracts.sql.contract import ANALYZER
from relplan.contracts.sql.readers.registry import GROUP, readers
from relplan.documentation import find_page
from tests.contracts.sql.cases import compared, told
from tests.packages import install

FILES = {"db/1.steps": "drop orders\nsing\n", "db/migration/V1__a.sql": "DROP TABLE customers;"}
SQL_ALONE = [("ban-drop-table", "breaking", "customers")]


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(plugins, "_PROBLEMS", {})
    for cached in (readers, plugins._points):
        cached.cache_clear()
    yield
    for cached in (readers, plugins._points):
        cached.cache_clear()
    sys.modules.pop("oursteps", None)


def _example() -> str:
    page = find_page("extending").text
    (code,) = re.findall(r"```python\n# oursteps\.py\n(.*?)```", page, re.DOTALL)
    return str(code)


def _install(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    page = find_page("extending").text
    (point,) = re.findall(rf'entry-points."{GROUP}"\]\nsteps = "(.*)"', page)
    install(folder, "oursteps", code, GROUP, f"steps = {point}")
    monkeypatch.syspath_prepend(str(folder))


def test_a_plug_in_reads_its_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, monkeypatch, _example())
    assert ANALYZER.is_file("db/1.steps")
    assert told(compared({}, FILES)) == [
        ("ban-drop-table", "breaking", "orders"),
        ("unknown-operation", "unknown", ""),
        *SQL_ALONE,
    ]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import nothing_of_the_kind\n", "No module named 'nothing_of_the_kind'"),
        ("STEPS = None\n", "oursteps:STEPS is no Reader"),
        ("def is_path(self, path):\n    raise ValueError('no\\nway')\n", "ValueError: no way"),
    ],
)
def test_a_broken_plug_in_is_told_in_one_line_and_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, reason: str
) -> None:
    if code.startswith("def"):
        code = f"{_example()}\n{code}Steps.is_path = is_path\n"
    _install(tmp_path, monkeypatch, code)
    assert not ANALYZER.is_file("db/1.steps")
    assert told(compared({}, {"db/migration/V1__a.sql": "DROP TABLE customers;"})) == SQL_ALONE
    (line,) = plugins.problems()
    assert line.startswith("oursteps 1.0: ")
    assert reason in line
    assert "\n" not in line


def test_a_file_that_a_plug_in_fails_to_read_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(tmp_path, monkeypatch, _example().replace("operations = []", "raise KeyError('oops')"))
    first, second = compared({}, FILES)
    assert (first.rule, str(first.severity), first.path) == ("unreadable", "unknown", "db/1.steps")
    assert "oursteps 1.0 failed to read it (KeyError: 'oops')" in first.text
    assert told([second]) == SQL_ALONE
