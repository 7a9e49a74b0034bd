"""Descriptors of an organisation's own shape, and what hostile ones may cost."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from relplan.contracts import compare
from relplan.contracts.bounds import UnreadableError
from relplan.contracts.descriptors.contract import ANALYZER
from relplan.contracts.descriptors.expressions import ExpressionError, check_expression
from relplan.contracts.descriptors.reading import provided_in, required_in
from relplan.contracts.descriptors.shapes import FOLIO, Shapes
from relplan.contracts.kind import Options, Version
from relplan.model.descriptor import DescriptorShape, Ranges

KEYS = ("name", "versions", "version")
SHAPE = DescriptorShape(
    "unit",
    ("unit.yaml",),
    "offers[].{name: what, version: at}",
    "needs[].{name: what, versions: at}",
    Ranges.SEMVER,
    (".", "services/web"),
)


def verdict(base: str, revision: str) -> list[str]:
    analyzer = ANALYZER.with_shapes((SHAPE,))
    sides = (Version({"unit.yaml": text.encode()}, ("unit.yaml",)) for text in (base, revision))
    return [found.rule for found in compare(analyzer, *sides, Options())]


def test_a_file_is_of_the_first_shape_that_names_it() -> None:
    shapes = Shapes((SHAPE,))
    assert shapes.of("unit.yaml") is shapes.of("services/web/unit.yaml") is SHAPE
    assert shapes.of("descriptors/ModuleDescriptor.json") is FOLIO
    assert shapes.of("services/unit.yaml") is None


def test_lines_are_those_of_the_versions() -> None:
    text = "offers:\n  - what: stock\n    at: 1.0.0\nneeds:\n  - {what: money, at: ^2}\n"
    (offer,) = provided_in("unit.yaml", text.encode(), SHAPE)["stock"]
    need = required_in("unit.yaml", text.encode(), SHAPE)["money"]
    assert ((offer.version, offer.line), (need.version, need.line)) == (("1.0.0", 3), ("^2", 5))


@pytest.mark.parametrize(
    ("entry", "version"),
    [
        ("at: 1", "1"), ("at: 1.10", "(not a text)"), ("at: [^1, ^2]", "^1 || ^2"),
        ("at: ", ""), ("since: 1", ""), ("at: {a: 1}", "(not a text)"),
    ],
)  # fmt: skip
def test_what_a_version_may_be(entry: str, version: str) -> None:
    text = f"needs:\n  - what: stock\n    {entry}\n"
    assert required_in("unit.yaml", text.encode(), SHAPE)["stock"].version == version


def test_what_is_required_twice_is_not_understood() -> None:
    text = b"needs: [{what: stock, at: ^1}, {what: stock, at: ^2}]"
    assert required_in("unit.yaml", text, SHAPE)["stock"].version == "^1 and ^2"


@pytest.mark.parametrize(
    ("base", "revision", "rules"),
    [
        ("offers: [{what: a, at: 1.0.0}]", "offers: []", ["interface-removed"]),
        ("offers: [{what: a, at: 1.0.0}]", "offers: [{what: a}]", ["unreadable"]),
        ("offers: [{what: a, at: 1.0.0}]", "other: 1", ["unreadable"]),
        ("offers: [{what: a, at: 1.0.0}]", "offers: [{what: a, at: 1.1.0}]", [
            "interface-version-added",
        ]),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_unknown(base: str, revision: str, rules: list[str]) -> None:
    assert verdict(base, revision) == rules


def test_other_files_beside_descriptors_say_nothing() -> None:
    shape = replace(SHAPE, files=("deploy/*.yaml",))
    analyzer = ANALYZER.with_shapes((shape,))
    other, *versions = (
        text.encode() for text in ("x: 1", "offers: [{what: a, at: 1.0.0}]", "offers: []", "y: 1")
    )
    names = ("deploy/a.yaml", "deploy/other.yaml")
    base, gone, silent = (Version({names[0]: own, names[1]: other}, names) for own in versions)
    told = [[one.rule for one in compare(analyzer, base, to, Options())] for to in (gone, silent)]
    assert told == [["interface-removed"], ["unreadable"]]


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("needs[", "is no JMESPath expression at character 7"),
        ("", "is no JMESPath expression; see"),
        ("needs[].{name: what, versoins: at}", "gives 'versoins', which means nothing here; did"),
        ("needs[].{name: what}", "gives no 'versions'; end it in .{name: …, versions: …}"),
        ("nedes(@)", "calls 'nedes', which is no function of JMESPath; known are abs, avg"),
        ("sort_bi(@, &a)", "did you mean 'sort_by'?"),
        ("a" * 3_000, "is longer than 2000 characters"),
        ("(" * 1_900, "is n"),
    ],
)
def test_an_expression_that_cannot_be_used(expression: str, why: str) -> None:
    with pytest.raises(ExpressionError) as told:
        check_expression(expression, KEYS)
    assert why in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "expression",
    ["needs", "needs[?kind=='api'].{name: id, versions: join(' ', at)}", "a.{name: b, version: c}"],
)
def test_an_expression_that_can_be_used(expression: str) -> None:
    keys = ("name", "version") if "version:" in expression else KEYS
    check_expression(expression, keys)


def test_an_object_may_map_names_to_versions() -> None:
    needs = "items(own.needs)[*].{name: [0], versions: [1]}"
    check_expression(needs, KEYS)
    shape = DescriptorShape("s", ("a.json",), "", needs, Ranges.LISTED)
    text = b'{"own": {"needs": {\n"stock": "1.0 2.0",\n"money": "3.1"}}}'
    found = required_in("a.json", text, shape)
    assert [(name, one.version, one.line) for name, one in found.items()] == [
        ("stock", "1.0 2.0", 2), ("money", "3.1", 3),
    ]  # fmt: skip
    assert provided_in("a.json", text, shape) == {}
    assert required_in("a.json", b'{"own": {}}', shape) == {}


def test_items_of_what_is_no_object_are_not_understood() -> None:
    shape = DescriptorShape(
        "s", ("a.json",), "", "items(needs)[*].{name: [0], versions: [1]}", Ranges.LISTED
    )
    with pytest.raises(UnreadableError, match="fails on it"):
        required_in("a.json", b'{"needs": ["stock"]}', shape)


def test_an_expression_that_fails_on_a_file() -> None:
    shape = DescriptorShape("s", ("a.json",), "join(' ', offers)", "needs", Ranges.CARET)
    with pytest.raises(UnreadableError, match="fails on it"):
        provided_in("a.json", b'{"offers": 3}', shape)


BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "offers: " + "[" * 2_000 + "]" * 2_000,
        "x: " + "y" * 2_100_000,
        json.dumps({"offers": [{"what": f"a{n}", "at": "1.0.0"} for n in range(6_000)]}),
    ],
    ids=["bomb", "deep", "large", "many"],
)
def test_hostile_files_cost_little_and_are_unknown(text: str) -> None:
    with pytest.raises(UnreadableError):
        provided_in("unit.yaml", text.encode(), SHAPE)


def test_what_reads_expressions_is_loaded_when_a_descriptor_is_read() -> None:
    code = (
        "import sys, relplan.contracts.descriptors.contract as c;"
        "assert 'jmespath' not in sys.modules;"
        "c.ANALYZER.surface('a-descriptor.json', b'{}'); assert 'jmespath' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
