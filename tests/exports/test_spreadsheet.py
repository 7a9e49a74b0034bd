"""Cells that a spreadsheet shows and does not run."""

import csv
from io import StringIO

import pytest

from relplan.exports.spreadsheet import defused, table


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", "'=1"),
        ('"=1', "'\"=1"),
        ("\uff1d1", "'\uff1d1"),
        ("-2.5", "-2.5"),
        ("-cmd", "'-cmd"),
        ("orders - payments", "orders - payments"),
        ("", ""),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_defused(cell: str, safe: str) -> None:
    assert defused(cell) == safe


def test_a_table_comes_back_as_it_was() -> None:
    said = [["a", 'b "quoted", with\nlines'], ["1", "ü"]]
    assert list(csv.reader(StringIO(table(said), newline=""))) == said
