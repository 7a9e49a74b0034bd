"""What is compiled is kept, as far as it fits."""

from pathlib import Path

import pytest

from relplan.contracts.protobuf.buf import Buf, Built, BuiltModules

MODULE = {"a.proto": 'syntax = "proto3"; package p; message M { string s = 1; }'}


def work(folder: Path) -> Buf:
    folder.mkdir()
    return Buf(folder)


def test_a_module_is_compiled_once(
    tmp_path: Path, built: BuiltModules, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = work(tmp_path / "one").build("base", MODULE)
    assert first.image
    monkeypatch.setattr(Buf, "_build", None)
    again = work(tmp_path / "two")
    assert again.build("base", dict(MODULE)) == again.build("revision", MODULE) == first
    assert again.breaking(first.image, first.image) == []


def test_errors_are_kept_too(tmp_path: Path, built: BuiltModules) -> None:
    broken = {"a.proto": "message M { string s = 1 }"}
    first = work(tmp_path / "one").build("base", broken)
    assert (first.image, bool(first.errors)) == (b"", True)
    assert work(tmp_path / "two").build("base", broken) is first


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept = BuiltModules(largest=25)
    for key in (b"a", b"b"):
        kept.keep(key, Built(b"0123456789", ()))
    assert kept.get(b"a")
    kept.keep(b"c", Built(b"0123456789", ()))
    assert [bool(kept.get(key)) for key in (b"a", b"b", b"c")] == [True, False, True]
