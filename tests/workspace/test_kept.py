"""What relplan.toml said is known from the last time, and never of another time."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from relplan import plugins
from relplan.workspace import kept, load
from relplan.workspace.kept import keep
from relplan.workspace.reading import text_of, understood

EXAMPLE = Path(__file__).parents[2] / "example_repos" / "relplan.toml"
"""With all keys that there are."""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A relplan.toml whose meaning is kept."""
    monkeypatch.setattr(plugins, "looked_for", lambda: False)
    (tmp_path / ".relplan").mkdir()
    file = tmp_path / "relplan.toml"
    file.write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    remember(file)
    return file


def remember(file: Path) -> None:
    text = text_of(file)
    keep(understood(file, text), text)


def note(file: Path) -> Path:
    return file.parent / ".relplan" / "relplan.db-settings"


def test_all_that_a_file_can_say_is_kept(file: Path) -> None:
    assert kept.kept(file) == load(file)
    assert note(file).stat().st_mode & 0o777 == 0o600
    assert [one.name for one in note(file).parent.iterdir()] == [note(file).name]


def touch_a_checked_module(_: Path, patch: pytest.MonkeyPatch) -> None:
    real = os.stat

    def newer(path: object, **more: object) -> object:
        if str(path).endswith("schema.py"):
            raise FileNotFoundError
        return real(path, **more)  # type: ignore[call-overload]

    patch.setattr(kept.os, "stat", newer)


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    head, _, last = text.rpartition(old)
    file.write_text(head + new + last)


FLIPS: dict[str, Callable[[Path, pytest.MonkeyPatch], object]] = {
    "the text": lambda file, _: file.write_text(file.read_text("utf-8") + "\n", "utf-8"),
    "the file is gone": lambda file, _: file.unlink(),
    "relplan": lambda _, patch: patch.setattr(kept, "__version__", "0.0.1"),
    "Python": lambda _, patch: patch.setattr(sys, "version", "3.99"),
    "the environment": lambda _, patch: patch.setattr(sys, "prefix", "/elsewhere"),
    "the home folder": lambda _, patch: patch.setenv("HOME", "/home/other"),
    "the time zones' place": lambda _, patch: patch.setenv("PYTHONTZPATH", "/elsewhere"),
    "the code that checks": touch_a_checked_module,
    "the store": lambda _, patch: patch.setenv("RELPLAN_STORE", "/elsewhere/relplan.db"),
    "half of it is written": lambda file, _: note(file).write_text(note(file).read_text()[:-9]),
    "a sign of it is another": lambda file, _: rewrite(note(file), '"shop', '"chop'),
    "it is no note": lambda file, _: note(file).write_text("[]"),
    "it is two lines": lambda file, _: note(file).write_text("[]\n[]"),
    "it is a pipe": lambda file, _: (note(file).unlink(), os.mkfifo(note(file))),
    "it is empty": lambda file, _: note(file).write_text(""),
}


@pytest.mark.parametrize("what", FLIPS)
def test_it_is_read_anew_where_anything_is_not_as_it_was(
    file: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(file.read_text("utf-8") + '# "~"\n', "utf-8")
    remember(file)
    assert kept.kept(file) is not None
    FLIPS[what](file, monkeypatch)
    assert kept.kept(file) is None


def test_the_same_text_elsewhere_is_another(file: Path) -> None:
    other = file.parent / "other"
    other.mkdir()
    file.rename(other / file.name)
    note(file).parent.rename(other / ".relplan")
    assert kept.kept(other / file.name) is None


def test_nothing_is_kept_where_packages_were_asked(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(file).unlink()
    monkeypatch.setattr(plugins, "looked_for", lambda: True)
    remember(file)
    assert not note(file).exists()
