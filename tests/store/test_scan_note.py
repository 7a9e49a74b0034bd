"""A note beside the store says that a scan is under way, as long as its process runs."""

import os
from pathlib import Path

import pytest

from relplan.store.scan_note import ScanNote
from relplan.store.sqlite.noting import note_path, read, remove, write

GONE = 2**22 + 1
"""No process has this number: Linux gives none above 2**22."""


def note(process: int) -> ScanNote:
    return ScanNote(process, "ann", "web", "reading commits", 1, 3)


def test_a_note_is_there_until_it_is_removed(tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    assert read(store) is None
    write(store, note(os.getpid()))
    assert read(store) == note(os.getpid())
    remove(store, os.getppid())  # another's
    assert read(store) is not None
    remove(store, os.getpid())
    assert read(store) is None


def test_what_a_dead_process_left_behind_is_no_scan(tmp_path: Path) -> None:
    write(tmp_path / "store.db", note(GONE))
    assert read(tmp_path / "store.db") is None


NO_TEXTS = '"who": 1, "repository": "", "doing": "", "met": 0, "of": 0}'
NO_PROCESS = '"who": "", "repository": "", "doing": "", "met": 0, "of": 0}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"process": 1}',
        "[" * 4000,
        f'{{"process": 1, {NO_TEXTS}',
        f'{{"process": -1, {NO_PROCESS}',
    ],
)
def test_what_is_no_note_is_none(tmp_path: Path, text: str) -> None:
    note_path(tmp_path / "store.db").write_text(text)
    assert read(tmp_path / "store.db") is None
