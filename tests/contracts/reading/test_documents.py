import pytest

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.reading.documents import read_document, read_documents

YAML = b"""a: 1
b:
  - c: no
    d: 2026-01-01
  - "e"
f: &x {g: 0x10, h: 1e3, i: ~, j: '7'}
k:
  <<: *x
  g: .5
"""


def test_yaml_is_read_as_its_core_schema_has_it():
    document = read_document("a.yaml", YAML)

    assert document.data == {
        "a": 1,
        "b": [{"c": "no", "d": "2026-01-01"}, "e"],
        "f": {"g": 16, "h": 1000.0, "i": None, "j": "7"},
        "k": {"g": 0.5, "h": 1000.0, "i": None, "j": "7"},
    }


@pytest.mark.parametrize(
    ("pointer", "line"),
    [((), 1), (("b",), 2), (("b", "0", "d"), 4), (("b", "1"), 5), (("k", "g"), 9), (("no",), 1)],
)
def test_a_line_of_yaml_is_where_a_value_is_named(pointer, line):
    assert read_document("a.yaml", YAML).line(pointer) == line


@pytest.mark.parametrize(
    ("pointer", "line"),
    [((), 1), (("a",), 2), (("a", "0"), 3), (("a", "1"), 4), (("b", 'q"{'), 6), (("b", "no"), 5)],
)
def test_a_line_of_json_is_where_a_value_is_named(pointer, line):
    text = b'{\n"a": [\n1,\n{"x": "}"}], \n"b": {\n"q\\"{": 2}}'

    assert read_document("a.json", text).line(pointer) == line


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: [", "not valid YAML"),
        (b"a: 1\na: 2", "the key 'a' twice"),
        (b"&a [*a]", "holds itself"),
        (b"{[a]: b}", "a key that is not text"),
        (b"<<: 3", "merges what has no keys"),
        (b"a: 1\n---\nb: 2", "2 documents"),
        (b"\xff", "not UTF-8"),
        (b"[" * 400 + b"]" * 400, "too deeply"),
        (b"a: " + b"9" * 5000, "too long"),
        (b"a: *b", "not valid YAML"),
    ],
)
def test_yaml_that_cannot_be_understood_is_told(content, said):
    with pytest.raises(UnreadableError, match=said) as raised:
        read_document("a.yaml", content)
    assert raised.value.path == "a.yaml"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "not valid JSON"),
        (b"9" * 5000, "too long"),
        (b"[" * 400 + b"]" * 400, "too deeply"),
        pytest.param(b"[" * 100_000, "too deeply|not valid", id="arrays"),
    ],
)
def test_json_that_cannot_be_understood_is_told(content, said):
    with pytest.raises(UnreadableError, match=said):
        read_document("a.json", content)


def test_what_is_aliased_is_shared_so_that_a_bomb_stays_small():
    lines = [
        "x0: &x0 [1]",
        *(f"x{i}: &x{i} [{', '.join([f'*x{i - 1}'] * 9)}]" for i in range(1, 30)),
    ]

    data = read_document("a.yaml", "\n".join(lines).encode()).data

    assert data["x29"][0] is data["x29"][8]


def test_a_file_of_yaml_may_hold_many_documents_and_json_in_yaml_is_read():
    assert [document.data for document in read_documents("a.yaml", b"a: 1\n---\n2")] == [
        {"a": 1},
        2,
    ]
    assert read_document("a.yaml", b'\xef\xbb\xbf{"a": 1}').data == {"a": 1}
    assert read_document("a.yaml", b"{a: 1}").data == {"a": 1}


@pytest.mark.parametrize("level", ["[", "{a: ", "- ", "? "])
def test_a_megabyte_of_nesting_is_refused_and_ends_nothing(level: str) -> None:
    with pytest.raises(UnreadableError, match="nested too deeply"):
        read_documents("api.yaml", b"openapi: 3.0.3\n---\n" + level.encode() * 500_000)
