"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from relplan.exports.writing import write_whole
from relplan.model.errors import RelplanError


def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    new, old = tmp_path / "new.md", tmp_path / "old.md"
    old.write_text("before")
    old.chmod(0o640)
    plain = tmp_path / "plain"
    plain.touch()
    write_whole(new, "ü\n")
    write_whole(old, "after")
    assert new.read_text("utf-8") == "ü\n"
    assert new.stat().st_mode == plain.stat().st_mode
    assert (old.read_text(), old.stat().st_mode & 0o777) == ("after", 0o640)


def test_where_writing_fails_what_was_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "plan.md"
    file.write_text("before")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RelplanError, match="No space left"):
        write_whole(file, "after")
    assert file.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.md"]


def test_a_link_is_followed_and_a_folder_refused(tmp_path: Path) -> None:
    file, link = tmp_path / "real.md", tmp_path / "link.md"
    file.write_text("before")
    link.symlink_to(file)
    write_whole(link, "after")
    assert link.is_symlink()
    assert file.read_text() == "after"
    with pytest.raises(RelplanError, match="is a folder"):
        write_whole(tmp_path, "x")
    with pytest.raises(RelplanError, match="cannot be written"):
        write_whole(tmp_path / "nowhere" / "x.md", "x")


def test_what_utf8_cannot_hold_is_replaced(tmp_path: Path) -> None:
    write_whole(tmp_path / "x", "a\udc80b")
    assert (tmp_path / "x").read_bytes() == b"a?b"


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    """Or ``-o /dev/null`` would leave a machine without it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, "text")
        assert os.read(reader, 9) == b"text"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
