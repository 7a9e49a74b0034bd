"""What is kept from buf changes nothing of what it says."""

import pytest

from relplan.contracts import compare
from relplan.contracts.kind import Options
from relplan.contracts.protobuf import compiling
from relplan.contracts.protobuf.buf import Buf
from relplan.contracts.protobuf.contract import ANALYZER
from relplan.contracts.protobuf.descriptors import File
from tests.contracts.protobuf.modules import compared, version

P2 = 'syntax = "proto2"; package shop;'
BASE = {
    "a.proto": f"{P2} enum Size {{ S = 1; L = 2; }}",
    "b.proto": f'{P2} import "a.proto"; message B {{ optional Size size = 1; }}',
    "c.proto": f"{P2} message C {{ optional string c = 1; message D {{ }} enum E {{ E1 = 1; }} }}",
    "d.proto": f"{P2} message F {{ extensions 5 to 9; }} service G {{ rpc H(F) returns (F); }}",
    "e.proto": f'{P2} import "d.proto"; extend F {{ optional string x = 5; }}',
    "f.proto": 'syntax = "proto3"; package other; message O { string o = 1; } service P { }',
}


def whole(base: dict[str, File], revision: dict[str, File]) -> tuple[bytes, bytes]:
    """Leave everything in, as if nothing were known to be the same."""
    images = []
    for files in (base, revision):
        pieces = []
        for file in files.values():
            size, content = len(file.content), file.content
            pieces.append(b"\x0a" + bytes([size & 0x7F | 0x80, size >> 7]) + content)
        images.append(b"".join(pieces))
    return images[0], images[1]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.proto", f"{P2} enum Size {{ L = 2; S = 1; }}"),  # the default of B.size
        ("a.proto", f"{P2} enum Size {{ S = 1; }}"),
        ("b.proto", f"{P2} message B {{ }}"),
        ("c.proto", f"{P2} message C {{ optional string c = 1; message D {{ }} }}"),
        ("c.proto", f"{P2} message C {{ optional int32 c = 1; }}"),
        ("c.proto", ""),
        ("e.proto", ""),
        ("f.proto", ""),
        ("f.proto", 'syntax = "proto3"; package shop; message O { string o = 1; }'),
        ("f.proto", 'syntax = "proto3"; package other; message O { string o = 1; }'),
    ],
)
def test_buf_says_the_same_of_all_and_of_what_differs(
    monkeypatch: pytest.MonkeyPatch, path: str, text: str
) -> None:
    revision = {**BASE, path: text}
    there, back = compared(BASE, revision), compared(revision, BASE)
    assert there
    monkeypatch.setattr(compiling, "narrowed", whole)
    assert (there, back) == (compared(BASE, revision), compared(revision, BASE))


def test_lines_and_comments_need_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Buf, "breaking", None)
    moved = {path: f"// moved\n\n{text}" for path, text in BASE.items()}
    assert compare(ANALYZER, version(BASE), version(moved), Options()) == ()
