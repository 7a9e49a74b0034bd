"""Descriptors: which interfaces a module provides and requires."""

import json

import pytest

from relplan.contracts import compare
from relplan.contracts.descriptors.contract import ANALYZER
from relplan.contracts.descriptors.ranges import accepts
from relplan.contracts.kind import Options, Surface, Version
from relplan.model.descriptor import Ranges

PATH = "descriptors/ModuleDescriptor-template.json"


def descriptor(key: str = "provides", **versions: str) -> bytes:
    listed = [{"id": name, "version": version} for name, version in versions.items()]
    return json.dumps({"id": "${artifactId}", key: listed}).encode()


def compared(base: bytes, revision: bytes) -> list[tuple[str, str, tuple[str, ...]]]:
    sides = (Version({PATH: content}, (PATH,)) for content in (base, revision))
    return sorted(
        (found.rule, found.severity.value, found.parts)
        for found in compare(ANALYZER, *sides, Options())
    )


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ({"a": "1.0"}, {"a": "1.1"}, [("interface-version-added", "additive", ("a 1.1",))]),
        ({"a": "1.1"}, {"a": "2.0"}, [
            ("interface-major-changed", "breaking", ("a", "a 2.0")),
            ("interface-version-added", "additive", ("a 2.0",)),
        ]),
        ({"a": "1.1"}, {"a": "1.0"}, [
            ("interface-minor-lowered", "breaking", ("a", "a 1.0")),
            ("interface-version-added", "additive", ("a 1.0",)),
        ]),
        ({"a": "1.1"}, {}, [("interface-removed", "breaking", ("a",))]),
        ({"a": "x"}, {"a": "y"}, [
            ("interface-version-added", "additive", ("a y",)),
            ("interface-version-unreadable", "unknown", ("a", "a y")),
        ]),
        ({"a": "1.1"}, {"a": "1.1"}, []),
    ],
)  # fmt: skip
def test_a_new_major_version_breaks(
    old: dict[str, str], new: dict[str, str], found: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert compared(descriptor(**old), descriptor(**new)) == found


@pytest.mark.parametrize(
    ("required", "offered", "met"),
    [
        ("10.3", "10.3", True), ("10.3", "10.4", True), ("10.3", "10.2", False),
        ("10.3", "11.0", False), ("9.0 10.0 11.0", "11.2", True), ("x", "1.0", None),
    ],
)  # fmt: skip
def test_a_requirement_is_met_by_its_major_version(
    required: str, offered: str, met: bool | None
) -> None:
    assert accepts(Ranges.LISTED, required, offered) is met


def test_what_is_required_is_used() -> None:
    offered = Surface("Module", {"a": ("1.0",), "b": ("1.0",)})
    (use,) = ANALYZER.uses(PATH, descriptor("requires", a="1.0 2.0", c="1.0"), offered)
    assert (use.part, use.text) == ("a", "requires a 1.0 2.0")


def test_other_json_is_none() -> None:
    assert ANALYZER.surface(PATH, b'{"provides": "much"}') is None
    assert not ANALYZER.is_file("package.json")
