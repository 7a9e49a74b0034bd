"""``relplan compare``: findings on stdout, the verdict in the exit code."""

import json
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import Ask

PROTO = """\
syntax = "proto3";
package shop.v1;
message Order { string id = 1; int64 total = 2; }
service Orders { rpc Get(Order) returns (Order); }
"""
GRAPHQL = "type Query { order(id: ID!): Order }\ntype Order { id: ID! total: ID }\n"


@pytest.fixture(autouse=True)
def _in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(path: str, text: str) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, "utf-8")
    return path


def test_a_break_is_told_with_its_place_and_exits_with_1(ask: Ask) -> None:
    old = written("old/schema.graphql", GRAPHQL)
    new = written("new/schema.graphql", GRAPHQL.replace(" total: ID", ""))
    answer = ask(Path(), "compare", old, new)
    assert answer.code == 1
    assert "breaking" in answer.out
    assert "Order.total" in answer.out
    assert "new/schema.graphql:2" in answer.out
    assert answer.out.splitlines()[-1] == "graphql: breaking, 1 finding"


def test_what_only_adds_is_compatible(ask: Ask) -> None:
    old = written("old.graphql", GRAPHQL.replace(" total: ID", ""))
    new = written("new.graphql", GRAPHQL)
    answer = ask(Path(), "compare", old, new)
    assert (answer.code, answer.out.splitlines()[-1]) == (0, "graphql: additive, 1 finding")


def test_the_same_is_the_same(ask: Ask) -> None:
    one = written("one.graphql", GRAPHQL)
    answer = ask(Path(), "compare", one, one)
    assert (answer.code, answer.out) == (0, "graphql: none, 0 findings\n")


def test_json_has_the_fields_that_others_rely_on(ask: Ask) -> None:
    old = written("old/x.proto", PROTO)
    new = written("new/x.proto", PROTO.replace("int64 total", "string total"))
    answer = ask(Path(), "compare", old, new, "--json")
    assert answer.code == 1
    document = json.loads(answer.out)
    assert list(document) == ["schema", "kind", "verdict", "findings"]
    assert (document["schema"], document["kind"]) == ("relplan.comparison/1", "protobuf")
    assert document["verdict"] == "breaking"
    (finding,) = document["findings"]
    assert list(finding) == [
        "rule", "severity", "part", "path", "line", "text", "fingerprint", "touches",
    ]  # fmt: skip
    assert finding["rule"] == "FIELD_WIRE_JSON_COMPATIBLE_TYPE"
    assert (finding["severity"], finding["part"]) == ("breaking", "shop.v1.Order.total")
    assert (finding["path"], finding["line"]) == ("new/x.proto", 3)
    assert finding["touches"] == ["shop.v1.Orders.Get"]


def test_folders_are_whole_modules(ask: Ask) -> None:
    for folder, kind in (("old", "int64"), ("new", "string")):
        written(
            f"{folder}/shop/v1/money.proto",
            f"""\
syntax = "proto3";
package shop.v1;
message Money {{ {kind} cents = 1; }}
""",
        )
        written(
            f"{folder}/shop/v1/order.proto",
            """\
syntax = "proto3";
package shop.v1;
import "shop/v1/money.proto";
message Order { Money total = 1; }
""",
        )
    answer = ask(Path(), "compare", "old", "new")
    assert answer.code == 1
    assert "shop.v1.Money.cents" in answer.out
    assert "new/shop/v1/money.proto:3" in answer.out


def test_a_file_by_itself_finds_what_it_refers_to(ask: Ask) -> None:
    for folder, kind in (("old", "string"), ("new", "integer")):
        written(f"{folder}/parts/order.yaml", f"type: {kind}\n")
        written(
            f"{folder}/api/api.yaml",
            """\
openapi: 3.0.3
info: {title: Orders, version: '1'}
paths:
  /orders:
    get:
      responses:
        '200':
          description: All
          content: {application/json: {schema: {$ref: ../parts/order.yaml}}}
""",
        )
    answer = ask(Path(), "compare", "old/api/api.yaml", "new/api/api.yaml", "--json")
    assert answer.code == 1
    (finding,) = json.loads(answer.out)["findings"]
    assert finding["part"] == "GET /orders"
    assert finding["path"].endswith("new/parts/order.yaml")


def test_nothing_as_the_base_judges_all_of_it(ask: Ask) -> None:
    written("0001_orders.sql", "CREATE TABLE orders (id int);\nDROP TABLE invoices;\n")
    answer = ask(Path(), "compare", "-", "0001_orders.sql", "--dialect", "postgres", "--json")
    assert answer.code == 1
    found = {finding["part"]: finding for finding in json.loads(answer.out)["findings"]}
    assert found["orders"]["severity"] == "additive"
    assert found["orders"]["phase"] == "expand"
    assert (found["invoices"]["severity"], found["invoices"]["phase"]) == ("breaking", "contract")
    assert found["invoices"]["reversible"] is False


def test_the_modify_of_oracle_breaks_who_writes(ask: Ask) -> None:
    for folder in ("old", "new"):
        written(f"{folder}/1_orders.sql", "CREATE TABLE orders (id int, total int);\n")
    written("new/2_total.sql", "ALTER TABLE orders MODIFY (total NOT NULL);\n")
    answer = ask(Path(), "compare", "old", "new", "--dialect", "oracle")
    assert answer.code == 1
    assert "adding-not-nullable-field (contract, for who writes)" in answer.out


def test_of_migrations_what_is_new_is_judged(ask: Ask) -> None:
    for folder in ("old", "new"):
        written(f"{folder}/1_orders.sql", "CREATE TABLE orders (id int, total int);\n")
    written("new/2_total.sql", "ALTER TABLE orders DROP COLUMN total;\n")
    answer = ask(Path(), "compare", "old", "new", "--json")
    assert answer.code == 1
    (finding,) = json.loads(answer.out)["findings"]
    assert (finding["part"], finding["path"]) == ("orders.total", "new/2_total.sql")


def test_what_cannot_be_understood_is_no_yes(ask: Ask) -> None:
    old = written("old.graphql", GRAPHQL)
    new = written("new.graphql", "type Query {\n  order(\n")
    answer = ask(Path(), "compare", old, new, "--json")
    assert answer.code == 2
    assert json.loads(answer.out)["verdict"] == "unknown"
    assert answer.complaints == [
        "not certain: what could not be understood is never taken for compatible"
    ]


def test_a_schema_is_held_the_way_that_is_asked_for(ask: Ask) -> None:
    head = '{"type": "record", "name": "Order", "fields": ['
    old = written("old.avsc", head + '{"name": "id", "type": "string"}]}')
    new = written("new.avsc", head + "]}")
    assert ask(Path(), "compare", old, new).code == 0
    assert ask(Path(), "compare", old, new, "--compatibility", "forward").code == 1
    assert ask(Path(), "compare", old, new, "--compatibility", "full").code == 1


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("gone.proto", "x.proto"), "gone.proto does not exist; name the two versions"),
        (("x.proto", "-"), "the revision cannot be nothing; name a file or a folder"),
        (("x.txt", "x.txt"), "x.txt is of no kind that can be compared; say which with --kind"),
        (
            ("x.proto", "x.proto", "--kind", "custom"),
            "no kind of contract is called 'custom'; one of",
        ),
    ],
)
def test_misuse_is_one_line_that_says_what_to_do(
    ask: Ask, words: tuple[str, ...], complaint: str
) -> None:
    written("x.proto", PROTO)
    written("x.txt", "words")
    answer = ask(Path(), "compare", *words)
    assert answer.code == 2
    (line,) = answer.complaints
    assert complaint in line


def test_what_cannot_be_read_is_unknown_whatever_its_kind(ask: Ask) -> None:
    old, new = written("a.txt", "hello"), written("b.txt", "world")
    for kind in ("library", "descriptor", "json-schema"):
        answer = ask(Path(), "compare", old, new, "--kind", kind)
        assert answer.code == 2
        assert answer.out.splitlines()[-1].startswith(f"{kind}: unknown, 1 finding")


def test_both_ways_count_where_nobody_says_who_writes_a_schema_and_it_is_said(ask: Ask) -> None:
    old = written("old.schema.json", '{"type": "string"}')
    new = written("new.schema.json", '{"type": "string", "maxLength": 5}')
    for base, revision in ((old, new), (new, old)):
        answer = ask(Path(), "compare", base, revision)
        assert answer.code == 1
        said = "json-schema: breaking, 1 finding (full compatibility)"
        assert answer.out.splitlines()[-1] == said
    answer = ask(Path(), "compare", old, new, "--compatibility", "forward", "--json")
    assert answer.code == 0
    assert json.loads(answer.out)["compatibility"] == "forward"


ORDERS = """\
openapi: 3.0.3
info: {title: Orders, version: '1'}
paths:
  /orders:
    get: {responses: {'200': {description: All}}}
"""


def test_one_contract_may_be_yaml_and_then_json(ask: Ask) -> None:
    old = written("old/api.yaml", ORDERS)
    new = written("new/api.json", json.dumps(yaml.safe_load(ORDERS)))
    for base, revision in ((old, new), (new, old)):
        answer = ask(Path(), "compare", base, revision)
        assert (answer.code, answer.out) == (0, "openapi: none, 0 findings\n")


def test_what_is_gone_is_shown_where_it_stood_and_what_breaks_comes_first(ask: Ask) -> None:
    old = written("old/api.yaml", ORDERS + "  /users:\n    get: {responses: {}}\n")
    new = written("new/api.yaml", ORDERS.replace("get:", "get: &all", 1) + "    post: *all\n")
    answer = ask(Path(), "compare", old, new, "--json")
    found = [(one["severity"], one["path"]) for one in json.loads(answer.out)["findings"]]
    assert found == [("breaking", "old/api.yaml"), ("additive", "new/api.yaml")]
    assert json.loads(answer.out)["findings"][0]["line"] == 7


@pytest.mark.parametrize("name", ["api.yaml", "api.json"])
def test_a_byte_order_mark_is_no_fault(ask: Ask, name: str) -> None:
    text = ORDERS if name == "api.yaml" else json.dumps(yaml.safe_load(ORDERS))
    old, new = written(f"old/{name}", text), written(f"new/{name}", "\ufeff" + text)
    for base, revision in ((old, new), (new, old), (new, new)):
        answer = ask(Path(), "compare", base, revision)
        assert (answer.code, answer.out) == (0, "openapi: none, 0 findings\n")


class TestDescriptors:
    """A descriptor is known by relplan.toml, or by what it lists."""

    SHAPE = (
        '[workspace]\nname = "w"\n[services.web]\nrepo = "."\n[descriptors.unit]\n'
        'files = "deploy/*.yaml"\nprovides = "spec.gives[].{name: what, version: at}"\n'
        'requires = "spec.takes[].{name: what, versions: at}"\nranges = "semver"\n'
    )

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("deploy/unit.yaml", "spec:\n  gives: [{what: stock, at: 1.2.0}]\n"),
            ("elsewhere.yaml", "spec:\n  gives: [{what: stock, at: 1.2.0}]\n"),
            ("module.json", '{"provides": [{"id": "stock", "version": "1.2.0"}]}'),
            ("META-INF/MANIFEST.MF", "Bundle-SymbolicName: a\nExport-Package: a;version=1.2.0\n"),
        ],
        ids=["by its glob", "by what the table reads", "by its own keys", "OSGi's"],
    )
    def test_a_version_of_another_line_breaks(self, ask: Ask, path: str, text: str) -> None:
        written("relplan.toml", self.SHAPE)
        old = written(f"old/{path}", text)
        same = written(f"same/{path}", f"{text}\n")
        new = written(f"new/{path}", text.replace("1.2.0", "2.0.0"))
        assert ask(Path(), "compare", old, same).out == "descriptor: none, 0 findings\n"
        assert ask(Path(), "compare", "-", new).code == 0
        for base, revision in ((old, new), ("old", "new")):
            if revision == new or not path.startswith(("elsewhere", "module")):
                answer = ask(Path(), "compare", base, revision)
                assert answer.code == 1
                assert answer.out.splitlines()[-1] == "descriptor: breaking, 2 findings"

    @pytest.mark.parametrize(("name", "code"), [("ModuleDescriptor.json", 0), ("module.json", 1)])
    def test_a_minor_version_before_the_first_suits_by_the_name_of_the_file(
        self, ask: Ask, name: str, code: int
    ) -> None:
        """A file means the same by itself as it does in its folder."""
        text = '{"provides": [{"id": "stock", "version": "0.%d"}]}'
        old, new = (written(f"{minor}/{name}", text % minor) for minor in (1, 2))
        assert ask(Path(), "compare", old, new).code == code

    def test_what_lists_no_versions_is_none(self, ask: Ask) -> None:
        old = written("old.json", '{"provides": ["stock"]}')
        new = written("new.json", '{"provides": ["stock", "money"]}')
        answer = ask(Path(), "compare", old, new)
        assert (answer.code, "of no kind" in answer.err) == (2, True)
