"""Of what cannot be read nothing is known: in every kind, on either side, beside what can be."""

import pytest

from relplan.contracts import compare
from relplan.contracts.kind import EMPTY, Options, Version
from relplan.contracts.registry import kind_called, kinds
from relplan.model.finding import Severity, verdict

READABLE = {
    "openapi": ("api.yaml", "openapi: 3.0.0\ninfo: {title: a}\npaths: {}\n"),
    "asyncapi": ("events.yaml", "asyncapi: 2.6.0\ninfo: {title: a}\nchannels: {}\n"),
    "json-schema": ("a.schema.json", '{"type": "object"}'),
    "avro": ("a.avsc", '{"type": "record", "name": "A", "fields": []}'),
    "graphql": ("a.graphql", "type Query { a: Int }"),
    "protobuf": ("a.proto", 'syntax = "proto3";\nmessage A { string a = 1; }'),
    "routes": ("app.py", "app = FastAPI()\n@app.get('/a')\ndef a(): ...\n"),
    "sql": ("V1__a.sql", "CREATE TABLE a (b int);"),
    "library": ("package.json", '{"name": "a", "version": "1.0.0"}'),
    "descriptor": (
        "ModuleDescriptor.json",
        '{"id": "a", "provides": [{"id": "b", "version": "1.0"}]}',
    ),
}
UNREADABLE = {
    "bytes": b"\xff\xfe\x00 {{{",
    "words": b"not found",
    "page": b"<html><body>404</body></html>",
    "conflict": b"<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n",
}


def verdict_of(kind: str, path: str, base: bytes | None, revision: bytes) -> Severity:
    old = EMPTY if base is None else Version({path: base}, (path,))
    known = kind_called(kind).analyzer
    assert known is not None
    return verdict(compare(known, old, Version({path: revision}, (path,)), Options()))


@pytest.mark.parametrize("kind", [kind.name for kind in kinds()])
def test_a_file_that_is_none_of_its_kind_is_unknown(kind: str) -> None:
    path, text = READABLE[kind]
    for name, content in UNREADABLE.items():
        for base in (content + b"\n\n-", None, text.encode()):
            assert verdict_of(kind, path, base, content) is Severity.UNKNOWN, (name, base)
        if kind != "sql":  # of migrations, what the revision adds is judged
            assert verdict_of(kind, path, content, text.encode()) is Severity.UNKNOWN, name


@pytest.mark.parametrize("kind", [kind.name for kind in kinds()])
def test_what_is_readable_is_not_unknown(kind: str) -> None:
    path, text = READABLE[kind]
    assert verdict_of(kind, path, None, text.encode()) is not Severity.UNKNOWN


@pytest.mark.parametrize("kind", ["library", "json-schema"])
def test_a_file_of_any_name_is_unknown_where_nothing_in_it_is_understood(
    kind: str,
) -> None:
    assert verdict_of(kind, "notes.txt", None, b"hello") is Severity.UNKNOWN


@pytest.mark.parametrize(
    "content",
    ['{"provides": {"id": "b"}}', '{"provides": [{"id": "b"}]}', '{"id": "a"}', "[]"],
)
def test_a_descriptor_of_which_an_entry_is_not_understood_is_unknown(content: str) -> None:
    path, text = READABLE["descriptor"]
    found = verdict_of("descriptor", path, text.encode(), content.encode())
    assert found is Severity.UNKNOWN


def test_a_manifest_that_makes_no_package_is_unknown() -> None:
    base, revision = b'{"private": true}', b'{"private": true, "main": "a.js"}'
    found = verdict_of("library", "package.json", base, revision)
    assert found is Severity.UNKNOWN


@pytest.mark.parametrize("kind", ["graphql", "protobuf"])
@pytest.mark.parametrize("empty", [b"", b"\n\n"])
def test_an_empty_file_declares_nothing(kind: str, empty: bytes) -> None:
    path, text = READABLE[kind]
    assert verdict_of(kind, path, text.encode(), empty) is Severity.BREAKING
    assert verdict_of(kind, path, empty, text.encode()) is Severity.ADDITIVE
    for other in (None, empty + b"\n"):
        assert verdict_of(kind, path, other, empty) is Severity.NONE
