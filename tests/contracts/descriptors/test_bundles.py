"""OSGi's manifests as descriptors."""

import pytest

from relplan.contracts import compare
from relplan.contracts.descriptors.contract import ANALYZER
from relplan.contracts.descriptors.ranges import accepts
from relplan.contracts.descriptors.reading import provided_in, required_in
from relplan.contracts.descriptors.shapes import OSGI
from relplan.contracts.kind import Options, Version
from relplan.model.descriptor import Ranges

PATH = "META-INF/MANIFEST.MF"
BUNDLE = """Manifest-Version: 1.0
Bundle-SymbolicName: org.acme.stock;singleton:=true
Bundle-Version: 2.4.100.qualifier
Export-Package: org.acme.stock;org.acme.stock.spi;
  version="1.3.0";uses:="org.acme.base,org.acme.o
 ther",
 org.acme.stock.internal;x-internal:=true
Import-Package: org.acme.base;version="[1.2,2)",
 org.acme.log;resolution:=optional;version="1.0"
Require-Bundle: org.acme.core;bundle-version="3.1.0";visibility:=reexport

Name: org/acme/stock/
Export-Package: org.acme.never
"""


def manifest(**headers: str) -> bytes:
    lines = [f"{name.replace('_', '-')}: {text}\n" for name, text in headers.items()]
    return "".join(["Bundle-SymbolicName: org.acme.stock\n", *lines]).encode()


def provided(content: bytes) -> dict[str, list[tuple[str, int]]]:
    found = provided_in(PATH, content, OSGI)
    return {name: [(one.version, one.line) for one in of] for name, of in found.items()}


def required(content: bytes) -> dict[str, tuple[str, int]]:
    found = required_in(PATH, content, OSGI)
    return {name: (one.version, one.line) for name, one in found.items()}


def test_what_a_bundle_provides_and_requires() -> None:
    assert provided(BUNDLE.encode()) == {
        "bundle org.acme.stock": [("2.4.100.qualifier", 3)],
        "package org.acme.stock": [("1.3.0", 4)],
        "package org.acme.stock.spi": [("1.3.0", 4)],
        "package org.acme.stock.internal": [("0.0.0", 7)],
    }
    assert required(BUNDLE.encode()) == {
        "package org.acme.base": ("[1.2,2)", 8),
        "bundle org.acme.core": ("3.1.0", 10),
    }, "what is optional is not required"


def test_a_manifest_of_no_bundle_says_nothing() -> None:
    content = b"Manifest-Version: 1.0\nExport-Package: org.acme.stock\n"
    assert (provided(content), required(content)) == ({}, {})


@pytest.mark.parametrize(
    ("filtered", "name", "versions"),
    [
        ("(osgi.contract=Shop)", "osgi.contract Shop", ""),
        ("(&(osgi.contract=Shop)(version>=1.2))", "osgi.contract Shop", "1.2"),
        (
            "(&(osgi.contract=Shop)(version>=1.2)(!(version>=2.0)))",
            "osgi.contract Shop",
            "[1.2,2.0)",
        ),
        ("(&(osgi.contract=Shop)(version=1.2))", "osgi.contract Shop", "[1.2,1.2]"),
        # What is no range is kept as it is written, and nobody understands it.
        (
            "(&(osgi.contract=Shop)(|(version=1.0)(version=2.0)))",
            "osgi.contract Shop",
            "(&(osgi.contract=Shop)(|(version=1.0)(version=2.0)))",
        ),
        (
            "(&(osgi.contract=Shop)(color=red))",
            "osgi.contract Shop",
            "(&(osgi.contract=Shop)(color=red))",
        ),
    ],
)
def test_a_capability_is_required_by_a_filter(filtered: str, name: str, versions: str) -> None:
    content = manifest(Require_Capability=f'osgi.contract;filter:="{filtered}"')
    ((found, (wanted, _)),) = required(content).items()
    assert (found, wanted) == (name, versions)


def test_a_capability_may_have_several_versions_and_a_service_has_its_class() -> None:
    content = manifest(
        Provide_Capability='osgi.contract;osgi.contract=Shop;version:List<Version>="1.0,2.0"'
        ',osgi.service;objectClass:List<String>="org.acme.A,org.acme.B";effective:=active'
    )
    assert provided(content) == {
        "osgi.contract Shop": [("1.0", 2), ("2.0", 2)],
        "osgi.service org.acme.A": [("0.0.0", 2)],
        "osgi.service org.acme.B": [("0.0.0", 2)],
    }


@pytest.mark.parametrize(
    ("wanted", "offered", "suits"),
    [
        ("[1.2,2)", "1.2.0", True),
        ("[1.2,2)", "1.9.3.v2026", True),
        ("[1.2,2)", "2.0.0", False),
        ("(1.2,2]", "1.2.0", False),
        ("(1.2,2]", "2.0", True),
        ("[1.2,1.2]", "1.2.0", True),
        ("1.2", "7.0", True),
        ("1.2", "1.1.9", False),
        ("", "0.0.0", True),
        ("[1.2,2", "1.3", None),
        ("${stock}", "1.3", None),
        ("1.2", "${stock}", None),
    ],
)
def test_ranges(wanted: str, offered: str, suits: bool | None) -> None:
    assert accepts(Ranges.OSGI, wanted, offered) is suits


@pytest.mark.parametrize(
    ("now", "new", "rules"),
    [
        ("a;version=1.2", "a;version=1.3", ["interface-version-added"]),
        ("a;version=1.2", "a;version=2.0", ["interface-major-changed", "interface-version-added"]),
        ("a;version=1.2", "b;version=1.2", ["interface-removed", "interface-version-added"]),
        ("a;version=1.2,b", "b,a;version=1.2;uses:=b", []),
    ],
)
def test_two_manifests_compared(now: str, new: str, rules: list[str]) -> None:
    sides = [Version({PATH: manifest(Export_Package=one)}, (PATH,)) for one in (now, new)]
    found = compare(ANALYZER.with_shapes((OSGI,)), *sides, Options())
    assert [one.rule for one in found] == rules


def test_a_manifest_may_be_broken_in_any_way() -> None:
    for text in ('a;version="1', ";;;", ",,", '"', "a;=;b:=", "\x00", "a" * 100_000, ";" * 50_000):
        provided(manifest(Export_Package=text))
        required(manifest(Require_Capability=text))
