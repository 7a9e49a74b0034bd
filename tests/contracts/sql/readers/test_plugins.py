"""Readers of migrations that other distributions bring, by the example that the docs give."""

import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import relplan
from relplan.contracts.sql.contract import KIND
from relplan.contracts.sql.readers.registry import GROUP, readers
from tests.contracts.sql.cases import compared, told

EXTENDING = Path(relplan.__file__).parent / "docs" / "extending.md"
FILES = {"db/1.steps": "drop orders\nsing\n", "db/migration/V1__a.sql": "DROP TABLE customers;"}
SQL_ALONE = [("ban-drop-table", "breaking", "customers")]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    readers.cache_clear()
    yield
    readers.cache_clear()
    sys.modules.pop("acme_steps", None)


def _block(language: str, holding: str) -> str:
    text = EXTENDING.read_text()
    blocks = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return next(block for block in blocks if holding in block)


def _install(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Lay a distribution into *folder* as pip does, and put it on the path."""
    declared = _block("toml", "migration")
    entry = re.search(r'^\[project.entry-points."(.+)"\]\n(.*)$', declared, re.MULTILINE)
    assert entry is not None
    assert entry[1] == GROUP
    info = folder / "acme_steps-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-steps\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(f"[{entry[1]}]\n{entry[2].replace(chr(34), '')}\n")
    (folder / "acme_steps.py").write_text(code)
    monkeypatch.syspath_prepend(str(folder))


def test_a_plug_in_reads_its_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, monkeypatch, _block("python", "class Steps"))
    assert KIND.is_file("db/1.steps")
    assert told(compared({}, FILES)) == [
        ("ban-drop-table", "breaking", "orders"),
        ("unknown-operation", "unknown", ""),
        *SQL_ALONE,
    ]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import nothing_of_the_kind\n", "No module named 'nothing_of_the_kind'"),
        ("class Steps:\n    def __init__(self):\n        raise ValueError('no\\nway')\n", "no way"),
        ("class Steps:\n    name = 'steps'\n", "has no attribute 'is_path'"),
    ],
)
def test_a_broken_plug_in_is_told_in_one_line_and_breaks_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    code: str,
    reason: str,
) -> None:
    _install(tmp_path, monkeypatch, code)
    with caplog.at_level(logging.WARNING, "relplan"):
        assert not KIND.is_file("db/1.steps")
        assert told(compared({}, {"db/migration/V1__a.sql": "DROP TABLE customers;"})) == SQL_ALONE
    (line,) = caplog.messages
    assert line.startswith("acme-steps 1.2: ")
    assert reason in line
    assert "\n" not in line


def test_a_file_that_a_plug_in_fails_to_read_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = _block("python", "class Steps").replace("operations = []", "raise KeyError('oops')")
    _install(tmp_path, monkeypatch, code)
    first, second = compared({}, FILES)
    assert (first.rule, str(first.severity), first.path) == ("unreadable", "unknown", "db/1.steps")
    assert "acme-steps 1.2 failed to read it (KeyError: 'oops')" in first.text
    assert told([second]) == SQL_ALONE
