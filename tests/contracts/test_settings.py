"""Settings, read by their lines."""

import pytest

from relplan.contracts.settings import is_settings, settings_of


def read(path: str, text: str) -> list[tuple[str, str, int]]:
    return [(one.name, one.value, one.line) for one in settings_of(path, text)]


def test_yaml_with_lists_anchors_and_comments() -> None:
    text = """\
# no: setting
shop:
  orders: &here
    url: http://orders/#/all # the list
  "quoted": 'yes'
  hosts:
  - one
  - name: two
    port: 2
text: |
  inner: word
"""
    assert read("a.yaml", text) == [
        ("shop.orders.url", "http://orders/#/all", 4),
        ("shop.quoted", "yes", 5),
        ("shop.hosts", "one", 7),
        ("shop.hosts.name", "two", 8),
        ("shop.hosts.port", "2", 9),
        ("text.inner", "word", 11),
    ]


def test_documents_of_yaml_are_counted() -> None:
    found = settings_of("a.yml", "---\na: 1\n---\nb: 2\n")
    assert [(one.name, one.document) for one in found] == [("a", 0), ("b", 1)]


def test_json_as_people_write_it() -> None:
    text = '{\n  "Orders": {\n    "Url": "http://a/b",\n    "Tags": [\n      "x"\n    ]\n  }\n}\n'
    assert read("a.json", text) == [("Orders.Url", "http://a/b", 3), ("Orders.Tags", "x", 5)]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("a.properties", "a.b = c # d\n! x\n", [("a.b", "c # d", 1)]),
        ("a.properties", "a=http\\://b\n", [("a", "http://b", 1)]),
        ("a.toml", '[a.b]\nc = "d" # e\n[[f]]\ng = 1\n', [("a.b.c", "d", 2), ("f.g", "1", 4)]),
        (".env", "export A=b\n#C=d\n", [("A", "b", 1)]),
        ("a.ini", "[a]\nb: c\n", [("a.b", "c", 2)]),
    ],
)
def test_flat_files(path: str, text: str, found: list[tuple[str, str, int]]) -> None:
    assert read(path, text) == found


def test_a_line_that_nobody_wrote_is_left_out() -> None:
    assert read("a.yaml", "a: " + "b" * 2_000 + "\nc: d\n") == [("c", "d", 2)]


@pytest.mark.parametrize(
    "path",
    ["a.yml", ".env.local", "web/.env", "appsettings.Production.json", "config/default.json",
     "src/environments/prod.json", "service.config.json"],
)  # fmt: skip
def test_settings_by_their_names(path: str) -> None:
    assert is_settings(path)


@pytest.mark.parametrize("path", ["package.json", "tsconfig.json", "data/orders.json", "a.py"])
def test_other_files(path: str) -> None:
    assert not is_settings(path)
