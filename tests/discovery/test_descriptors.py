"""Which files `init` takes for descriptors of an organisation's own."""

import json
from pathlib import Path

import pytest

from relplan.discovery.found import FoundDescriptors
from tests.discovery.finding import found_in


def module(key: str, listed: object) -> str:
    return json.dumps({key: listed})


def shapes(folder: Path, path: str, **texts: str) -> list[FoundDescriptors]:
    return found_in(folder, {name: {path: text} for name, text in texts.items()}).descriptors


PROVIDED = module("provides", [{"id": "stock", "version": "1.3"}])


@pytest.mark.parametrize(
    ("wanted", "ranges", "doubt"),
    [
        ("1.2 2.0", "listed", ""),
        ("^1.2", "semver", ""),
        ("1.2", "caret", "whether 1.2 means that version alone, or later ones, too"),
        ("^one", "semver", "what '^one' means"),
        ("2.0 3.0", "listed", "no repository requires, in a version that another provides"),
    ],
)
def test_ranges_are_told_by_how_they_are_written(
    tmp_path: Path, wanted: str, ranges: str, doubt: str
) -> None:
    required = module("requires", [{"id": "stock", "versions": wanted}])
    (found,) = shapes(tmp_path, "meta/module.json", stock=PROVIDED, web=required)
    assert (found.name, found.files, found.ranges) == ("module", ("meta/module.json",), ranges)
    assert found.provides == "provides[].{name: id, version: version}"
    assert found.requires == "requires[].{name: id, versions: versions}"
    assert found.doubt.startswith(doubt)
    assert bool(found.doubt) == bool(doubt)


@pytest.mark.parametrize(
    ("path", "listed"),
    [
        ("meta/module.json", [{"id": "stock"}]),
        ("meta/module.json", ["stock"]),
        ("meta/module.json", {"stock": "^1"}),
        ("test/module.json", [{"id": "stock", "versions": "^1"}]),
        ("package.json", [{"id": "stock", "versions": "^1"}]),
        ("meta/ModuleDescriptor.json", [{"id": "stock", "versions": "^1"}]),
    ],
    ids=["no version", "words", "pairs", "of a test", "a manifest", "FOLIO's"],
)
def test_other_files_are_none(tmp_path: Path, path: str, listed: object) -> None:
    assert shapes(tmp_path, path, stock=PROVIDED, web=module("requires", listed)) == []


def test_one_repository_is_not_several(tmp_path: Path) -> None:
    both = json.loads(PROVIDED) | {"requires": [{"id": "stock", "versions": "^1"}]}
    assert shapes(tmp_path, "module.json", stock=json.dumps(both)) == []


def test_files_with_other_keys_make_it_uncertain(tmp_path: Path) -> None:
    texts = {
        "web": module("requires", [{"id": "stock", "versions": "^1"}]),
        "mobile": module("requires", [{"id": "stock", "range": "^1"}]),
    }
    (found,) = shapes(tmp_path, "module.json", stock=PROVIDED, **texts)
    assert found.doubt == "not all of these files have the same keys"


def bundle(name: str, *headers: str) -> str:
    return "\n".join([f"Bundle-SymbolicName: {name}", "Bundle-Version: 1.4.0", *headers, ""])


OSGI_STOCK = bundle("acme.stock", "Export-Package: acme.stock;version=1.2.0")


@pytest.mark.parametrize(
    ("path", "glob"),
    [
        ("META-INF/MANIFEST.MF", "META-INF/MANIFEST.MF"),
        ("bundles/acme/META-INF/MANIFEST.MF", "bundles/*/META-INF/MANIFEST.MF"),
    ],
)
def test_bundles_of_osgi_that_need_each_other(tmp_path: Path, path: str, glob: str) -> None:
    web = bundle("acme.web", 'Import-Package: acme.stock;version="[1.2,2)"')
    (found,) = shapes(tmp_path, path, stock=OSGI_STOCK, web=web)
    assert (found.name, found.files, found.ranges, found.doubt) == ("osgi", (glob,), "osgi", "")
    assert [sign.evidence.text for sign in found.signs] == [
        "provides package acme.stock 1.2.0",
        "requires package acme.stock [1.2,2)",
    ]


@pytest.mark.parametrize(
    ("path", "web"),
    [
        ("META-INF/MANIFEST.MF", bundle("acme.web", 'Import-Package: acme.stock;version="2"')),
        ("META-INF/MANIFEST.MF", "Main-Class: acme.Web\nImport-Package: acme.stock\n"),
        ("test/META-INF/MANIFEST.MF", bundle("acme.web", "Import-Package: acme.stock")),
    ],
    ids=["another version", "no bundle", "of a test"],
)
def test_bundles_that_do_not(tmp_path: Path, path: str, web: str) -> None:
    assert shapes(tmp_path, path, stock=OSGI_STOCK, web=web) == []


def folio(**versions: str) -> str:
    provides = [{"id": name, "version": version} for name, version in versions.items()]
    return json.dumps({"id": "mod", "provides": provides})


def mapped(folder: Path, listed: object, path: str = "package.json") -> list[FoundDescriptors]:
    """Return the shapes beside a module that provides ``users`` and ``notes``."""
    files = {
        "users": {"descriptors/ModuleDescriptor.json": folio(users="16.5", notes="4.1")},
        "ui": {path: json.dumps(listed)},
    }
    return found_in(folder, files).descriptors


NEEDS = {"users": "15.0 16.0", "notes": "4.0", "of.nobody": "1.0"}


@pytest.mark.parametrize(
    ("path", "listed", "requires"),
    [
        ("package.json", {"name": "ui", "needed": NEEDS}, "items(needed)"),
        ("package.json", {"own": {"route": "x", "apis": NEEDS}}, "items(own.apis)"),
        ("deploy/needs.json", NEEDS, "items(@)"),
    ],
    ids=["in a manifest", "deeper", "a file of its own"],
)  # fmt: skip
def test_a_map_of_names_that_others_provide(
    tmp_path: Path, path: str, listed: object, requires: str
) -> None:
    (found,) = mapped(tmp_path, listed, path)
    assert (found.files, found.provides, found.ranges) == ((path,), "", "listed")
    assert found.requires == f"{requires}[*].{{name: [0], versions: [1]}}"
    assert found.doubt == ""
    assert {sign.evidence.text for sign in found.signs} == {
        "provides users 16.5",
        "requires users 15.0 16.0",
        "provides notes 4.1",
        "requires notes 4.0",
    }


@pytest.mark.parametrize(
    "listed",
    [
        {"dependencies": {"users": "16.5", "notes": "4.0"}},
        {"peerDependencies": {"users": "16.5", "notes": "4.0"}},
        {"engines": {"node": "16.5", "npm": "4.0"}},
        {"optionalApis": NEEDS},
        {"needed": {"users": "14.0", "notes": "3.0"}},
        {"needed": {"users": "16.6", "notes": "4.2"}},
        {"scripts": {"users": "echo users", "notes": "4.0"}},
        {"needed": {**NEEDS, "users": 16}},
        {"needed": list(NEEDS)},
        {"needed": {}},
    ],
    ids=[
        "packages", "packages of its host", "engines", "may be missing", "other lines",
        "later ones", "scripts", "numbers", "words", "nothing",
    ],
)  # fmt: skip
def test_other_maps_are_none(tmp_path: Path, listed: object) -> None:
    assert mapped(tmp_path, listed) == []


@pytest.mark.parametrize(
    ("listed", "doubt"),
    [
        ({"needed": {"users": "16.0"}}, "only users is an interface that another"),
        ({"needed": NEEDS, "seen": {"users": "16.0"}}, "whether seen of these files says"),
    ],
)
def test_a_map_that_may_be_chance_is_a_doubt(tmp_path: Path, listed: object, doubt: str) -> None:
    (found,) = mapped(tmp_path, listed)
    assert found.requires.startswith("items(needed)")
    assert found.doubt.startswith(doubt)


def test_a_map_of_services_may_say_what_runs(tmp_path: Path) -> None:
    files = {
        "users": {"descriptors/ModuleDescriptor.json": folio(users="16.5")},
        "notes": {"descriptors/ModuleDescriptor.json": folio(notes="4.1")},
        "rollout": {"versions.json": json.dumps({"users": "16.5", "notes": "4.1"})},
    }
    (found,) = found_in(tmp_path, files).descriptors
    assert found.doubt.startswith("its names are those of services")


def test_what_a_repository_maps_of_its_own_is_nobody_elses(tmp_path: Path) -> None:
    files = {
        "users": {
            "descriptors/ModuleDescriptor.json": folio(users="16.5", notes="4.1"),
            "package.json": json.dumps({"needed": NEEDS}),
        },
        "other": {"descriptors/ModuleDescriptor.json": folio(stock="1.0")},
    }
    assert found_in(tmp_path, files).descriptors == []
