from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.model.finding import Severity

from .helpers import Files, crate, findings, module, node, pom, project, rules

B, R, A, U = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE, Severity.UNKNOWN
LOWERED = {"version-lowered": R}
CLI = '[project.optional-dependencies]\ncli = ["typer"]'
COMMAND = '[project.scripts]\nshop = "shop:main"'
PLUGIN = '[project.entry-points."x.y"]\nshop = "shop:main"'
VERSION_FILE = '[tool.hatch.version]\npath = "shop/__init__.py"'
CASES: list[tuple[Files, Files, dict[str, Severity], dict[str, Severity]]] = [
    # (base, revision, there, back): what a step there finds, and the step back
    (project("1.9.0"), project("2.0.0"), {"major-version-raised": B}, LOWERED),
    (project("1.9.0"), project("2.0.0rc1"), {"major-version-raised": B}, LOWERED),
    (project("1.9.0"), project("1.10.0"), {"minor-version-raised": A}, LOWERED),
    (project("1.9.0"), project("1.9.1"), {"patch-version-raised": A}, LOWERED),
    (project("1.9.0"), project("1.9.0.post1"), {"patch-version-raised": A}, LOWERED),
    (project("1.9.0"), project("1.9"), {}, {}),
    (project("1.9.0rc1"), project("1.9.0rc2"), {"pre-release-raised": R}, LOWERED),
    (project("1.9.0rc1"), project("1.9.0"), {"pre-release-published": A}, LOWERED),
    (project("0.9.0"), project("1.0.0"), {"major-version-raised": B}, LOWERED),
    (project("0.4.0"), project("0.5.0"), {"zero-version-raised": R}, LOWERED),
    (project("0.4.0"), project("0.4.1"), {"patch-version-raised": A}, LOWERED),
    (node("0.4.0"), node("0.5.0"), {"zero-version-raised": B}, LOWERED),
    (node("0.0.3"), node("0.0.4"), {"zero-version-raised": B}, LOWERED),
    (crate("0.4.0"), crate("0.5.0"), {"zero-version-raised": B}, LOWERED),
    (crate("0.4.0"), crate("0.4.1"), {"patch-version-raised": A}, LOWERED),
    (pom("1.2-SNAPSHOT"), pom("1.2"), {"pre-release-published": A}, LOWERED),
    (pom("1.2"), pom("2.0-SNAPSHOT"), {"major-version-raised": B}, LOWERED),
    (pom("2023.0.1"), pom("2024.0.0"), {"calendar-version-raised": R}, LOWERED),
    (module(), module("example.com/shop/v2"), {"major-version-raised": B}, LOWERED),
    (module("gopkg.in/shop.v1"), module("gopkg.in/shop.v2"), {"major-version-raised": B}, LOWERED),
    (project("1.0"), project("wat"), {"version-not-known": U}, {"version-not-known": U}),
    (
        project("1.0"),
        {"pyproject.toml": '[project]\nname = "shop-client"'},
        {"version-not-known": U},
        {"version-not-known": U},
    ),
    (project(), project(name="Shop_Client"), {}, {}),
    (project(), project(name="other"), {"package-renamed": B}, {"package-renamed": B}),
    (module(), module("example.com/other"), {"package-renamed": B}, {"package-renamed": B}),
    ({}, project(), {"package-added": A}, {"package-removed": B}),
    (node(), node(more=', "private": true'), {"package-removed": B}, {"package-added": A}),
    (project(), {"client/pyproject.toml": project()["pyproject.toml"]}, {}, {}),
    (project(), project(more=CLI), {"offer-added": A}, {"offer-removed": B}),
    (project(), project(more=COMMAND), {"offer-added": A}, {"offer-removed": B}),
    (project(), project(more=PLUGIN), {"offer-added": A}, {"offer-removed": B}),
    (
        crate(),
        crate(more="[features]\ndefault = []\ntls = []"),
        {"offer-added": A},
        {"offer-removed": B},
    ),
    (
        crate(more='[dependencies]\nx = "1"'),
        crate(more='[dependencies]\nx = { version = "1", optional = true }'),
        {"offer-added": A},
        {"offer-removed": B},
    ),
    (crate(), crate(more='[[bin]]\nname = "shop"'), {"offer-added": A}, {"offer-removed": B}),
    (node(), node(more=', "bin": "cli.js"'), {"offer-added": A}, {"offer-removed": B}),
    (
        node(more=', "exports": {".": "a.js"}'),
        node(more=', "exports": {".": "a.js", "./b": "b.js"}'),
        {"offer-added": A},
        {"offer-removed": B},
    ),
    (
        node(more=', "exports": {".": "a", "./b": "b"}'),
        node(more=', "exports": {".": "a", "./b": null}'),
        {"offer-removed": B},
        {"offer-added": A},
    ),
    (
        node(more=', "exports": {"import": "a", "require": "b"}'),
        node(more=', "exports": "./a.js"'),
        {},
        {},
    ),
    (node(), node(more=', "exports": "./a.js"'), {"exports-closed": R}, {"exports-opened": A}),
    (
        project(more='requires-python = ">=3.9"'),
        project(more='requires-python = ">=3.11"'),
        {"runtime-narrowed": R},
        {"runtime-widened": A},
    ),
    (
        project(more='requires-python = ">=3.9"'),
        project(more='requires-python = ">= 3.9"'),
        {},
        {},
    ),
    (
        project(),
        project(more='requires-python = ">=3.9"'),
        {"runtime-narrowed": R},
        {"runtime-widened": A},
    ),
    (
        node(more=', "engines": {"node": ">=18"}'),
        node(more=', "engines": {"node": "^20 || >=22"}'),
        {"runtime-narrowed": R},
        {"runtime-widened": A},
    ),
    (
        crate(more='rust-version = "1.70"'),
        crate(more='rust-version = "1.80.1"'),
        {"runtime-narrowed": R},
        {"runtime-widened": A},
    ),
    (module(go="1.21"), module(go="1.22.3"), {"runtime-narrowed": R}, {"runtime-widened": A}),
    (pom(release="1.8"), pom(release="8"), {}, {}),
    (pom(release="1.8"), pom(release="17"), {"runtime-narrowed": B}, {"runtime-widened": A}),
    (pom(release="11"), pom(release="17"), {"runtime-narrowed": B}, {"runtime-widened": A}),
    (
        node(more=', "peerDependencies": {"react": "^17 || ^18"}'),
        node(more=', "peerDependencies": {"react": "^18"}'),
        {"peer-narrowed": R},
        {"peer-widened": A},
    ),
    (
        node(),
        node(more=', "peerDependencies": {"react": "^18"}'),
        {"peer-added": R},
        {"peer-removed": A},
    ),
    (
        node(),
        node(
            more=', "peerDependencies": {"react": "^18"},'
            ' "peerDependenciesMeta": {"react": {"optional": true}}'
        ),
        {},
        {},
    ),
    (node(), node(more=', "dependencies": {"lodash": "^4"}'), {}, {}),
    # who begins to count by years breaks as any other major version
    (project("3.1.0"), project("2024.1.0"), {"major-version-raised": B}, LOWERED),
]


@pytest.mark.parametrize(("base", "revision", "there", "back"), CASES)
def test_rules_there_and_back(
    base: Files, revision: Files, there: dict[str, Severity], back: dict[str, Severity]
) -> None:
    assert rules(base, revision) == there
    assert rules(revision, base) == back


@pytest.mark.parametrize(
    ("base", "revision", "part"),
    [
        (project("1.2.0"), project("2.0.0"), "1.x"),
        (project("0.4.2"), project("0.5.0"), "0.4.x"),
        (node("0.0.3"), node("0.0.4"), "0.0.3"),
        (pom("3"), pom("4"), "3.x"),
        (module(), module("example.com/shop/v2"), "1.x"),
        (module("example.com/shop/v2"), module("example.com/shop/v3"), "2.x"),
        (project("1.2.0"), project("1.3.0"), "1.x"),
        (project("1.2.0", CLI), project("1.3.0"), "1.x"),
    ],
)
def test_part_is_the_line_that_goes(base: Files, revision: Files, part: str) -> None:
    assert {finding.part for finding in findings(base, revision)} == {part}


def test_lines_are_those_of_the_version() -> None:
    (found,) = findings(node("1.0.0"), node("2.0.0"))
    assert (found.path, found.line) == ("package.json", 2)
    (found,) = findings(crate("1.0.0"), crate("2.0.0"))
    assert (found.path, found.line) == ("Cargo.toml", 3)


def test_versions_are_read_where_the_manifest_says() -> None:
    manifest = f'[project]\nname = "shop"\ndynamic = ["version"]\n{VERSION_FILE}'
    base, revision = (
        {"pyproject.toml": manifest, "shop/__init__.py": f'"""Shop."""\n\n__version__ = "{text}"\n'}
        for text in ("1.4.0", "2.0.0")
    )
    assert rules(base, revision) == {"major-version-raised": B}


def test_versions_are_inherited_from_a_workspace() -> None:
    member = '[package]\nname = "shop"\nversion.workspace = true'
    base, revision = (
        {"a/Cargo.toml": member, "Cargo.toml": f'[workspace.package]\nversion = "{text}"'}
        for text in ("1.4.0", "2.0.0")
    )
    assert rules(base, revision) == {"major-version-raised": B}


def test_versions_are_inherited_from_properties_and_parents() -> None:
    build = "plugins { id 'java-library' }\ngroup = 'com.shop'\nversion = \"$shopVersion\""
    base, revision = (
        {"client/build.gradle": build, "gradle.properties": f"# it\nshopVersion={text}"}
        for text in ("1.4.0", "2.0.0")
    )
    assert rules(base, revision) == {"major-version-raised": B}
    child = (
        "<project><parent><groupId>g</groupId><artifactId>p</artifactId><version>${revision}"
        "</version></parent><artifactId>c</artifactId></project>"
    )
    base, revision = (
        {
            "pom.xml": f"<project><groupId>g</groupId><artifactId>p</artifactId><version>{text}"
            f"</version><properties><revision>{text}</revision></properties></project>",
            "c/pom.xml": child,
        }
        for text in ("1.4.0", "2.0.0")
    )
    found = findings(base, revision)
    assert [(f.path, f.rule) for f in found] == [
        ("c/pom.xml", "major-version-raised"),
        ("pom.xml", "major-version-raised"),
    ]


VERSIONS = st.tuples(*[st.integers(0, 3)] * 3).map(lambda numbers: ".".join(map(str, numbers)))
MAKERS = st.sampled_from([project, node, crate, pom])


@given(MAKERS, VERSIONS, VERSIONS)
def test_a_version_is_raised_one_way_and_lowered_the_other(
    make: Callable[[str], Files], one: str, other: str
) -> None:
    there, back = rules(make(one), make(other)), rules(make(other), make(one))
    if one == other:
        assert there == back == {}
    else:
        assert len(there) == len(back) == 1
        assert ("version-lowered" in there) != ("version-lowered" in back)


@given(st.permutations(['"a": "1"', '"name": "x"', '"version": "1.0.0"', '"bin": {"p": "q"}']))
def test_order_changes_nothing(fields: list[str]) -> None:
    base = {"package.json": '{"name": "x", "version": "1.0.0", "bin": {"p": "q"}}'}
    assert findings(base, {"package.json": f"{{{', '.join(fields)}}}"}) == ()
