import json

import pytest

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.kind import Surface
from relplan.contracts.library.contract import ANALYZER
from relplan.contracts.library.manifests import package_in, package_of, pins, pins_in, references
from relplan.model.finding import Severity

from .helpers import findings, node


def pinned(path: str, text: str) -> dict[str, str]:
    return {pin.package: pin.range for pin in pins(path, text.encode())}


def lines(path: str, text: str) -> dict[str, int]:
    return {pin.package: pin.line for pin in pins(path, text.encode())}


def test_files() -> None:
    yes = [
        "pyproject.toml", "a/setup.cfg", "setup.py", "requirements.txt", "requirements-dev.txt",
        "requirements/base.in", "web/package.json", "go.mod", "pom.xml", "build.gradle",
        "build.gradle.kts", "gradle.properties", "gradle/libs.versions.toml", "Cargo.toml",
        "src/Shop.csproj", "Directory.Packages.props", "Directory.Build.props", "packages.config",
    ]  # fmt: skip
    no = [
        "package-lock.json",
        "packages.lock.json",
        "Shop.sln",
        "Cargo.lock",
        "go.sum",
        "settings.gradle",
        "a.toml",
        "x.txt",
    ]
    assert all(map(ANALYZER.is_file, yes))
    assert not any(map(ANALYZER.is_file, no))


PYPROJECT = """[build-system]
requires = ["hatchling"]
[project]
name = "Shop_Client"
version = "1.2.0"
dependencies = [
  "foo >=1, <2",
  "Bar_x[a]~=2.1 ; python_version < '3.9'",
  "far @ https://x/far.whl",
  "not a requirement",
]
[project.optional-dependencies]
cli = ["typer"]
[dependency-groups]
dev = ["pytest>=8", {include-group = "cli"}]
[tool.poetry.dependencies]
python = "^3.9"
baz = "^0.4"
qux = {git = "https://x"}
multi = [{version = "^1"}, {version = "^2"}]
"""


def test_pyproject() -> None:
    package = package_of("pyproject.toml", PYPROJECT.encode())
    assert package is not None
    assert (package.name, package.version, package.line) == ("shop-client", "1.2.0", 5)
    assert pinned("pyproject.toml", PYPROJECT) == {
        "foo": ">=1, <2", "bar-x": "~=2.1", "far": "@ https://x/far.whl", "typer": "",
        "pytest": ">=8", "baz": "^0.4", "qux": "@ elsewhere", "multi": "^2",
    }  # fmt: skip
    found = lines("pyproject.toml", PYPROJECT)
    assert (found["foo"], found["bar-x"], found["typer"], found["baz"]) == (7, 8, 13, 18)


def test_poetry() -> None:
    text = (
        '[tool.poetry]\nname = "x"\nversion = "1.0"\n[tool.poetry.group.dev.dependencies]\na = "*"'
    )
    package = package_of("pyproject.toml", text.encode())
    assert package is not None
    assert (package.name, package.version, package.line) == ("x", "1.0", 3)
    assert pinned("pyproject.toml", text) == {"a": "*"}


def test_setup_cfg() -> None:
    text = (
        "[metadata]\nname = x\nversion = 1.0\n[options]\npython_requires = >=3.9\n"
        "install_requires =\n  foo>=1\n  bar\n[options.extras_require]\ncli =\n  typer<1\n"
    )
    package = package_of("setup.cfg", text.encode())
    assert package is not None
    assert (package.version, package.runtimes) == ("1.0", {"python": ">=3.9"})
    assert package.offers == {"extra cli"}
    assert pinned("setup.cfg", text) == {"foo": ">=1", "bar": "", "typer": "<1"}
    assert lines("setup.cfg", text)["bar"] == 8


def test_setup_py_is_read_and_never_run() -> None:
    text = (
        "import os\nraise SystemExit(os.abort())\nV = '1.4'\nREQUIRED = ['foo>=1',\n 'bar']\n"
        "setuptools.setup(name='x', version=V, install_requires=REQUIRED, zip=open('y').read(),\n"
        " extras_require={'a': ['baz<2']}, python_requires='>=3.8',\n"
        " entry_points={'console_scripts': ['t = a:b']})\n"
    )
    package = package_of("setup.py", text.encode())
    assert package is not None
    assert (package.name, package.version) == ("x", "1.4")
    assert package.offers == {"extra a", "command t"}
    assert lines("setup.py", text) == {"foo": 4, "bar": 5, "baz": 7}
    computed = package_of("setup.py", b"setup(name='x', version=read('VERSION'))")
    assert computed is not None
    assert computed.version == ""
    assert package_of("setup.py", b"setup(name=name())") is None
    assert package_of("setup.py", b"A = B\nB = A\nsetup(name=A)") is None


def test_requirements() -> None:
    text = (
        "# all\nfoo==1.2 \\\n  --hash=sha256:x\n-r other.txt\n-e .\nBar>=2 # why\n"
        "baz @ git+https://x\nhttps://x/y.whl\n"
    )
    assert pinned("requirements.txt", text) == {
        "foo": "==1.2", "bar": ">=2", "baz": "@ git+https://x",
    }  # fmt: skip
    assert lines("requirements.txt", text) == {"foo": 2, "bar": 6, "baz": 7}
    assert package_of("requirements.txt", text.encode()) is None


def test_package_json() -> None:
    text = (
        '{"name": "@a/b", "version": "0.4.1",\n"scripts": {"lodash": "x"},\n"dependencies": {\n'
        '"lodash": "^4.1",\n"y": "npm:@x/y@~1.2", "z": "npm:z"}, "devDependencies": {"d": "1"}}'
    )
    package = package_of("package.json", text.encode())
    assert package is not None
    assert (package.name, package.version, package.line) == ("@a/b", "0.4.1", 1)
    assert pinned("package.json", text) == {"lodash": "^4.1", "@x/y": "~1.2", "z": "", "d": "1"}
    assert lines("package.json", text)["lodash"] == 4
    assert package_of("package.json", b'{"private": true, "name": "x"}') is None
    assert package_of("package.json", b'{"name": 3}') is None


def test_go_mod() -> None:
    text = (
        "// the shop\nmodule example.com/shop/v2 // here\n\ngo 1.22\n\nrequire (\n"
        "\texample.com/a v1.4.0\n\texample.com/b v1.0.0 // indirect\n\tgopkg.in/yaml.v3 v3.0.1\n)\n"
        "require example.com/c/v4 v4.0.0\nreplace example.com/a => ../a\n"
    )
    package = package_of("go.mod", text.encode())
    assert package is not None
    assert (package.name, package.version, package.line) == ("example.com/shop", "v2", 2)
    assert pinned("go.mod", text) == {
        "example.com/a": "=> ../a", "gopkg.in/yaml": "v3.0.1", "example.com/c": "v4.0.0",
    }  # fmt: skip
    assert lines("go.mod", text)["gopkg.in/yaml"] == 9


POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
<parent><groupId>g</groupId><artifactId>p</artifactId><version>3</version></parent>
<artifactId>a</artifactId>
<properties><d.version>${base}.2</d.version><base>1</base><loop>${loop}</loop></properties>
<dependencyManagement><dependencies>
<dependency><groupId>g</groupId><artifactId>m</artifactId><version>[1,2)</version></dependency>
</dependencies></dependencyManagement>
<dependencies>
<dependency><groupId>${project.groupId}</groupId><artifactId>d</artifactId>
<version>${d.version}</version></dependency>
<dependency><groupId>g</groupId><artifactId>l</artifactId><version>${loop}</version></dependency>
<dependency><groupId>g</groupId><artifactId>m</artifactId></dependency>
</dependencies></project>"""


def test_pom() -> None:
    package = package_of("a/pom.xml", POM.encode())
    assert package is not None
    assert (package.name, package.version, package.line) == ("g:a", "3", 2)
    assert pinned("a/pom.xml", POM) == {
        "g:p": "3",
        "g:m": "[1,2)",
        "g:d": "1.2",
        "g:l": "${loop} of g:p:3",
    }
    assert lines("a/pom.xml", POM)["g:d"] == 10
    assert references("a/pom.xml", POM.encode()) == ["pom.xml"]
    assert references("pom.xml", POM.encode()) == []


def test_gradle() -> None:
    text = (
        "plugins { id 'java-library'\n id 'x' version '7.0' }\ngroup = 'com.shop'\n"
        "version = '1.2.0'\next.foo = \"3.1\"\nsourceCompatibility = JavaVersion.VERSION_1_8\n"
        'dependencies {\n api "a.b:c:$foo"\n implementation("d.e:f:[1.0, 2.0[")\n'
        " // api 'no:no:1'\n url 'jdbc:mariadb://localhost'\n"
        " compile group: 'g', name: 'h', version: '1.+'\n}\n"
        "task x { group = 'other' }\n"
    )
    package = package_of("client/build.gradle", text.encode())
    assert package is not None
    assert (package.name, package.version, package.line) == ("com.shop:client", "1.2.0", 4)
    assert package.runtimes == {"java": "8"}
    assert pinned("build.gradle", text) == {"a.b:c": "3.1", "d.e:f": "[1.0, 2.0[", "g:h": "1.+"}
    assert lines("build.gradle", text)["d.e:f"] == 9


ASKS = "dependencies {\n implementation 'a:b:1.0'\n implementation 'c:d:1.0'\n}\n"
FORCES = "configurations.all {{\n resolutionStrategy {{\n  force '{}'\n }}\n}}\n"


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        (ASKS + FORCES.format("a:b:1.2"), ["1.2"]),
        (ASKS + "configurations.all { resolutionStrategy.force('a:b:1.2') }\n", ["1.2"]),
        (ASKS + "x { resolutionStrategy {\n force(\n 'e:f:2',\n 'a:b:1.2')\n } }\n", ["1.2"]),
        (ASKS + FORCES.format("a:b:1.2").replace("'", '"').replace("1.2", "$v"), ["$v"]),
        ("implementation('a:b') {\n version {\n  strictly '1.2'\n }\n}\n", ["1.2"]),
        ('implementation("a:b") { version { strictly("[1.0, 2[") } }\n', ["[1.0, 2["]),
        ("implementation('a:b') { version { strictly libs.b } }\n", ["libs.b"]),
        (ASKS + "implementation 'a:b:1.2!!'\n", ["1.2"]),
        (ASKS + FORCES.format("e:f:1.2"), ["1.0"]),
        (ASKS + FORCES.format("e:f:2") + "runtimeOnly 'a:b:1.2'\n", ["1.0", "1.2"]),
        (ASKS + "implementation('e:f') { version { strictly '1.2' } }\n", ["1.0"]),
    ],
)
def test_what_a_build_forces_is_the_only_version(text: str, versions: list[str]) -> None:
    asked = pins_in("build.gradle", {"build.gradle": text.encode()})
    assert [pin.range for pin in asked if pin.package == "a:b"] == versions
    assert all(pin.range == "1.0" for pin in asked if pin.package == "c:d")


EACH = "configurations.all {{ resolutionStrategy.eachDependency {{ d ->\n {}\n}} }}\n"
IS_B = "d.requested.group == 'a' && d.requested.name == 'b'"
UNSURE = "1.0 or what a rule of the build chooses"


@pytest.mark.parametrize(
    ("rule", "a", "c"),
    [
        (f"if ({IS_B}) {{ d.useVersion '1.2' }}", "1.2", "1.0"),
        (f"if ({IS_B}) {{\n d.useVersion('1.2')\n d.because('a fix')\n }}", "1.2", "1.0"),
        ("if (d.requested.group == 'a') d.useVersion '1.2' // all", "1.2", "1.0"),
        ("if (d.requested.name == 'd') { d.useVersion '1.2' }", "1.0", "1.2"),
        (f"if ({IS_B}) {{ d.useVersion v.b }}", UNSURE, "1.0"),
        (f"if ({IS_B}) {{ d.useVersion pick('b') }}", UNSURE, "1.0"),
        (f"if ({IS_B}) {{ d.useVersion \"$bVersion\" }}", "1.3", "1.0"),
        (f"if ({IS_B}) {{ d.useTarget 'a:x:2' }}", UNSURE, "1.0"),
        (f"if ({IS_B} && old) {{ d.useVersion '1.2' }}", UNSURE, "1.0"),
        (f"if ({IS_B}) {{ if (old) {{ d.useVersion '1.2' }} }}", UNSURE, "1.0"),
        ("if (d.requested.group == 'a') { if (d.requested.name == 'b') d.useVersion '1.2' }",
         "1.2", "1.0"),
        ("if (d.requested.group == 'a' && d.requested.name.startsWith('b')) d.useVersion '2'",
         UNSURE, "1.0"),
        ("if (d.requested.group in mine) { d.useVersion '2' }", UNSURE, UNSURE),
        ("if (d.requested.group == 'a' || d.requested.group == 'c') d.useVersion '2'", "2", "2"),
        ("if (d.requested.group == 'a' || old()) d.useVersion '2'", UNSURE, UNSURE),
        ("if (d.requested.group == 'a') { d.useVersion '2' } else { d.useVersion '3' }", "2", "3"),
        (("if (d.requested.group == 'a') { d.useVersion '2' }\n"
          " else if (d.requested.group == 'c') { d.useVersion '3' }"), "2", "3"),
        ("if (d.requested.group == 'a') { log(1) } else { d.useVersion '3' }", UNSURE, "3"),
        ("if (d.requested.group == 'a') { } else { d.useVersion '3' }", UNSURE, UNSURE),
        ("if (d.requested.group == 'a') { d.useVersion '2' }\n d.useVersion '3'", "3", "3"),
        ("if (old) return\n if (d.requested.group == 'a') { d.useVersion '2' }", UNSURE, UNSURE),
        ("def g = d.requested\n if (d.requested.group == 'a') { d.useVersion '2' }", "2", "1.0"),
        ("if (d.requested.group == 'e') { d.useVersion '2' }", "1.0", "1.0"),
        ("choose(d)", UNSURE, UNSURE),
        ("/* if (x) { d.useVersion '2' } */ // }", "1.0", "1.0"),
    ],
)  # fmt: skip
def test_a_rule_for_each_dependency_of_gradle(rule: str, a: str, c: str) -> None:
    text = "ext.bVersion = '1.3'\n" + ASKS + EACH.format(rule)
    assert pinned("build.gradle", text) == {"a:b": a, "c:d": c}


SUBSTITUTES = (
    "configurations.all {{ resolutionStrategy.dependencySubstitution {{\n substitute {}\n}} }}\n"
)


@pytest.mark.parametrize(
    ("rule", "pins_of_all"),
    [
        ("module('a:b') using module('a:b:1.2')", {"a:b": "1.2", "c:d": "1.0"}),
        ("(module(\"a:b\")).using(module(\"a:b:1.2\")).because(\"it\")",
         {"a:b": "1.2", "c:d": "1.0"}),
        ("module('a:b') with module('e:f:1.2')", {"e:f": "1.2", "c:d": "1.0"}),
        ("module('e:f') using module('a:b:1.2')", {"a:b": "1.0", "c:d": "1.0"}),
        ("module('a:b:1.0') using module('a:b:1.2')", {"a:b": "1.2", "c:d": "1.0"}),
        ("module('a:b:1.1') using module('a:b:1.2')", {"a:b": "1.0", "c:d": "1.0"}),
        ("module('a:b') using module(\"a:b:${nobody}\")", {"a:b": UNSURE, "c:d": "1.0"}),
        ("module('a:b') using pick()", {"a:b": UNSURE, "c:d": UNSURE}),
        ("module('a:b') using project(':b')", {"c:d": "1.0"}),
    ],
)  # fmt: skip
def test_a_substitution_of_gradle(rule: str, pins_of_all: dict[str, str]) -> None:
    asked = pins_in("build.gradle", {"build.gradle": (ASKS + SUBSTITUTES.format(rule)).encode()})
    assert {pin.package: pin.range for pin in asked if not pin.inside} == pins_of_all


RULE = EACH.format("if (d.requested.group == 'a') { d.useVersion '1.2' }")


@pytest.mark.parametrize(
    ("above", "own", "version"),
    [
        ("allprojects {{\n{}}}", "", "1.2"),
        ("subprojects {{\n{}}}", "", "1.2"),
        ("{}", "", "1.0"),
        ("", RULE, "1.2"),
        ("", f"subprojects {{\n{RULE}}}", "1.0"),
        ("", f"buildscript {{\n{RULE}}}", "1.0"),
        ("", f"if (ci) {{\n{RULE}}}", UNSURE),
        ("", RULE.replace("configurations.all", "configurations.testRuntime"), UNSURE),
        ("", RULE.replace("configurations.all", "configurations.configureEach"), "1.2"),
        ("", RULE.replace(".all {", " { all {").replace("\n} }", "\n} } }"), "1.2"),
        ("", FORCES.format("a:b:1.4") + RULE, f"1.4{UNSURE[3:]}"),
        ("", "configurations.all { resolutionStrategy.eachDependency(this::choose) }", UNSURE),
    ],
)
def test_where_a_rule_of_gradle_reaches(above: str, own: str, version: str) -> None:
    files = {"app/build.gradle": (ASKS + own).encode(), "build.gradle": above.format(RULE).encode()}
    asked = pins_in("app/build.gradle", files)
    assert [pin.range for pin in asked if pin.package == "a:b"] == [version]


@pytest.mark.parametrize("path", ["app/build.gradle", "gradle/libs.versions.toml"])
@pytest.mark.parametrize(("around", "version"), [("subprojects {{{}}}", "1.2"), ("{}", "1.0")])
def test_a_build_above_forces_where_it_says_so(path: str, around: str, version: str) -> None:
    catalog = '[libraries]\nb = "a:b:1.0"\n'
    root = around.format(FORCES.format("a:b:1.2"))
    text = catalog if path.endswith("toml") else ASKS
    assert "build.gradle" in references(path, text.encode())
    asked = pins_in(path, {path: text.encode(), "build.gradle": root.encode()})
    assert [pin.range for pin in asked if pin.package == "a:b"] == [version]


def test_gradle_names_its_root_in_the_settings() -> None:
    files = {
        "build.gradle.kts": b'group = "g"\nversion = "1"',
        "settings.gradle.kts": b'rootProject.name = "r"',
    }
    package = package_in("build.gradle.kts", files)
    assert package is not None
    assert package.name == "g:r"
    assert package_of("build.gradle.kts", files["build.gradle.kts"]) is None
    assert package_of("app/build.gradle", b"apply plugin: 'java'") is None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("gradle.properties", "GROUP=com.acme\nVERSION_NAME=2.1.0\n"),
        ("build.gradle", "allprojects {\n  group = 'com.acme'\n  version = '2.1.0'\n}\n"),
        ("build.gradle.kts", 'subprojects {\n  group = "com.acme"\n  version = "2.1.0"\n}\n'),
    ],
)
def test_a_module_of_gradle_inherits_its_group_and_its_version(path: str, text: str) -> None:
    own = {"shop-client/build.gradle.kts": b"plugins { `java-library` }\n"}
    files = {**own, path: text.encode()}
    package = package_in("shop-client/build.gradle.kts", files)
    assert package is not None
    assert (package.name, package.version) == ("com.acme:shop-client", "2.1.0")
    found = ANALYZER.surfaces(files)["shop-client/build.gradle.kts"]
    assert found.parts == {"2.x": ("pkg:maven/com.acme:shop-client@2.1.0",)}
    alone = {**own, "build.gradle": b"group = 'com.acme'\nversion = '1'\n"}  # of the root alone
    assert package_in("shop-client/build.gradle.kts", alone) is None


@pytest.mark.parametrize(
    "versions",
    [
        "def versions = [\n  log : '2.0',\n  kit : '1.2',\n]\n",
        "ext.versions = [log: '2.0', kit: '1.2']\n",
        "ext {\n  versions = [\n    kit: '1.2'\n  ]\n}\n",
    ],
)
@pytest.mark.parametrize(
    "asked",
    [
        "implementation group: 'a', name: 'kit', version: versions.kit",
        'implementation "a:kit:${versions.kit}"',
        "implementation group: 'a', name: 'kit', version: '1.2'",
    ],
)
def test_versions_in_a_map_of_groovy(versions: str, asked: str) -> None:
    text = f"{versions}dependencies {{\n  {asked}\n}}\n"
    assert pinned("build.gradle", text) == {"a:kit": "1.2"}


def test_modules_of_buf() -> None:
    text = (
        "version: v2\nmodules:\n  - path: a\n  - path: proto\n    name: buf.build/acme/shop\n"
        "deps:\n  - buf.build/acme/shared:v1.2.0\n  - buf.build/acme/other\n  - 3\n"
    )
    package = package_of("proto/buf.yaml", text.encode())
    assert package is not None
    assert (package.ecosystem, package.name, package.line) == ("buf", "buf.build/acme/shop", 5)
    assert pinned("buf.yaml", text) == {
        "buf.build/acme/shared": "v1.2.0",
        "buf.build/acme/other": "",
    }
    assert lines("buf.yaml", text)["buf.build/acme/shared"] == 7
    assert package_of("buf.yaml", b"version: v1\nname: buf.build/acme/shop\n") is not None
    assert package_of("buf.yaml", b"version: v2\nmodules:\n  - path: a\n") is None
    inputs = (
        "inputs:\n  - git_repo: https://x/acme/shared.git\n    tag: v1\n  - directory: proto\n"
        "  - module: buf.build/acme/other:main\n"
    )
    found = pins("buf.gen.web.yaml", inputs.encode())
    assert [(pin.package, pin.range, pin.repository, pin.revision) for pin in found] == [
        ("shared", "", "https://x/acme/shared.git", "v1"),
        ("buf.build/acme/other", "main", "", ""),
    ]


def test_version_catalogs() -> None:
    text = (
        '[versions]\na = "1.2"\nb = { strictly = "[1,2)" }\n[libraries]\n'
        'x = { module = "a:b", version.ref = "a" }\ny = "c:d:2.0"\n'
        'z = { group = "g", name = "n", version.ref = "b" }\nw = { module = "no:version" }\n'
    )
    assert pinned("gradle/libs.versions.toml", text) == {"a:b": "1.2", "c:d": "2.0", "g:n": "[1,2)"}
    assert lines("gradle/libs.versions.toml", text)["c:d"] == 6


def test_cargo() -> None:
    text = (
        '[package]\nname = "a"\nversion = "1.0.0"\n[dependencies]\nserde = "1"\n'
        'r = { version = "=1.2", package = "real" }\ng = { git = "https://x" }\n'
        "[target.'cfg(unix)'.dev-dependencies]\nt = \"0.3\"\n"
    )
    assert pinned("Cargo.toml", text) == {
        "serde": "1", "real": "=1.2", "g": "@ elsewhere", "t": "0.3",
    }  # fmt: skip
    assert lines("Cargo.toml", text)["real"] == 6
    assert package_of("Cargo.toml", b'[package]\nname = "a"\npublish = false') is None
    assert package_of("Cargo.toml", b'[workspace]\nmembers = ["a"]') is None


CSPROJ = """<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <PackageId>Acme.Shop.Client</PackageId>
    <VersionPrefix>2.1.0</VersionPrefix>
    <EventsVersion>1.4.2</EventsVersion>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Acme.Events" Version="$(EventsVersion)" />
    <PackageReference Include="Acme.Money"><Version>[1.0,2.0)</Version></PackageReference>
    <PackageReference Include="Kept.Centrally" />
    <PackageReference Include="Other.Here" VersionOverride="3.*" />
    <ProjectReference Include="../Other/Other.csproj" />
  </ItemGroup>
</Project>
"""


def test_nuget() -> None:
    assert pinned("src/Shop.csproj", CSPROJ) == {
        "acme.events": "1.4.2", "acme.money": "[1.0,2.0)", "other.here": "3.*",
    }  # fmt: skip
    assert lines("src/Shop.csproj", CSPROJ)["acme.money"] == 9
    central = (
        '<Project><ItemGroup><PackageVersion Include="Acme.Events" Version="1.4.2"/>'
        "</ItemGroup></Project>"
    )
    assert pinned("Directory.Packages.props", central) == {"acme.events": "1.4.2"}
    old = '<packages><package id="Acme.Events" version="1.4.2" /></packages>'
    assert pinned("packages.config", old) == {"acme.events": "[1.4.2]"}


def test_which_net_projects_make_a_package() -> None:
    package = package_of("src/Shop.csproj", CSPROJ.encode())
    assert package is not None
    assert (package.name, package.version, package.line) == ("acme.shop.client", "2.1.0", 4)
    app = b'<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup/></Project>'
    assert package_of("Shop.csproj", app) is None
    assert package_of("Shop.csproj", CSPROJ.replace(
        "<PackageId>", "<IsPackable>false</IsPackable><PackageId>").encode()) is None  # fmt: skip
    packed = "<Project><PropertyGroup><IsPackable>true</IsPackable></PropertyGroup></Project>"
    shared = "<Project><PropertyGroup><Version>3.0.1</Version></PropertyGroup></Project>"
    files = {"a/b/Shop.csproj": packed.encode(), "Directory.Build.props": shared.encode()}
    inherits = package_in("a/b/Shop.csproj", files)
    assert inherits is not None
    assert (inherits.name, inherits.version) == ("shop", "3.0.1")
    assert "Directory.Build.props" in references("a/b/Shop.csproj", packed.encode())


def test_surface_is_the_line_and_the_package_url() -> None:
    surface = ANALYZER.surface("package.json", node("0.4.1", name="@a/b")["package.json"].encode())
    assert surface == Surface("@a/b", {"0.4.x": ("pkg:npm/@a/b@0.4.1",)})
    assert ANALYZER.surface("requirements.txt", b"foo") is None
    assert ANALYZER.surface("setup.py", b"setup(name='x')") == Surface("x", {})


@pytest.mark.parametrize(
    ("wanted", "parts"),
    [
        ("^0.4.0", {"0.4.x"}),
        ("^0.3", {"0.3.x"}),
        (">=0.3 <2", {"0.3.x", "0.4.x", "1.x"}),
        ("0.4.x || ^1.2", {"0.4.x", "1.x"}),
        ("*", {"0.4.x"}),
        ("github:a/b", {"0.4.x"}),
    ],
)
def test_uses_are_the_lines_that_a_pin_admits(wanted: str, parts: set[str]) -> None:
    surface = Surface("@a/b", {"0.4.x": ("pkg:npm/@a/b@0.4.1",)})
    text = f'{{"dependencies": {{"other": "1",\n"@a/b": "{wanted}"}}}}'
    uses = list(ANALYZER.uses("web/package.json", text.encode(), surface))
    assert {use.part for use in uses} == parts
    assert {(use.path, use.line) for use in uses} == {("web/package.json", 2)}


def test_uses_are_of_the_same_ecosystem() -> None:
    surface = Surface("shop", {"1.x": ("pkg:pypi/shop@1.2",)})
    assert not list(ANALYZER.uses("package.json", b'{"dependencies": {"shop": "^1"}}', surface))
    assert [u.part for u in ANALYZER.uses("requirements.txt", b"Shop>=1", surface)] == [
        "1.x",
        "2.x",
    ]
    assert not list(ANALYZER.uses("main.py", b"import shop", surface))


BOMB = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><project>&c;</project>'
HOSTILE = [
    ("pom.xml", BOMB),
    ("pom.xml", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><project/>'),
    ("pom.xml", "<a>" * 100_000),
    ("pom.xml", "<project></projec>"),
    ("pom.xml", '<?xml version="1.0" encoding="wat"?><project/>'),
    ("package.json", '{"a":' * 100_000),
    ("package.json", "[]"),
    ("package.json", "{"),
    ("pyproject.toml", "a=" + "[" * 100_000),
    ("pyproject.toml", "a." * 100_000 + "b=1"),
    ("Cargo.toml", "[" + "a ." * 100_000 + "b]"),
    ("pyproject.toml", "a"),
    ("pyproject.toml", "#" * 1_000_001),
    ("go.mod", "module a\nrequire (\n"),
    ("setup.py", "(" * 100_000),
    ("setup.py", "x=" + "-" * 100_000 + "1"),
    ("setup.cfg", "[a\n"),
]


@pytest.mark.parametrize(("path", "text"), HOSTILE, ids=lambda text: text[:20])
def test_what_cannot_be_understood_is_unknown(path: str, text: str) -> None:
    (found,) = findings({path: "{}" if path == "package.json" else ""}, {path: text})
    assert (found.severity, found.path) == (Severity.UNKNOWN, path)
    with pytest.raises(UnreadableError):
        pins(path, text.encode())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("build.gradle", "version=\"" * 50_000),
        ("build.gradle", "$" * 900_000),
        ("build.gradle", "'a:b:" * 100_000),
        ("build.gradle", "eachDependency{if(a){" * 40_000),
        ("build.gradle", "eachDependency{" + "if(a)b else " * 40_000 + "}"),
        ("build.gradle", "eachDependency{useVersion" + " " * 400_000 + "}"),
        ("build.gradle", "dependencySubstitution{substitute module('a')" + " " * 400_000 + "}"),
        ("requirements.txt", "a[" * 100_000),
        ("requirements.txt", "a\\\n" * 100_000),
        ("go.mod", "(" * 500_000),
        ("pyproject.toml", "x = '" + "a" * 500_000 + "'"),
    ],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_what_is_only_long_is_read_in_time(path: str, text: str) -> None:
    package_of(path, text.encode())
    assert len(pins(path, text.encode())) <= 5_000


def test_too_many_pins_are_unknown() -> None:
    with pytest.raises(UnreadableError):
        pins("requirements.txt", "".join(f"a{n}\n" for n in range(5_001)).encode())


def test_many_that_inherit_from_a_large_one_reach_the_bound() -> None:
    child = (
        "<project><parent><groupId>g</groupId><artifactId>p</artifactId><version>1</version>"
        "</parent><artifactId>c</artifactId></project>"
    )
    files = {f"c{n}/pom.xml": child for n in range(50)}
    files["pom.xml"] = f"<project><artifactId>p</artifactId><!--{'x' * 900_000}--></project>"
    (found,) = findings({}, files)
    assert (found.rule, found.severity) == ("bound-reached", Severity.UNKNOWN)


def test_a_gem() -> None:
    files = {
        "acme-shared.gemspec": b"""Gem::Specification.new do |spec|
  spec.name = "acme-shared"
  spec.version = Acme::Shared::VERSION
  spec.add_dependency "money", "~> 1.2", ">= 1.2.4"
  spec.add_development_dependency("rspec")
end
""",
        "lib/acme/shared/version.rb": b'module Acme\n  VERSION = "1.2.3"\nend\n',
    }
    package = package_in("acme-shared.gemspec", files)
    assert package is not None
    assert (package.ecosystem, package.name, package.version) == ("gem", "acme-shared", "1.2.3")
    assert references("acme-shared.gemspec", b"")[1] == "lib/acme/shared/version.rb"
    text = files["acme-shared.gemspec"].decode()
    assert pinned("acme-shared.gemspec", text) == {"money": "~> 1.2, >= 1.2.4", "rspec": ""}
    assert package_of("Gemfile", b"gem 'a'") is None


def test_a_package_of_composer() -> None:
    text = """{"name": "Acme/Shared", "version": "v1.2.3",
"require": {"php": ">=8", "acme/money": "^1.2"}}"""
    package = package_of("composer.json", text.encode())
    assert package is not None
    assert (package.ecosystem, package.name, package.version) == (
        "composer",
        "acme/shared",
        "1.2.3",
    )
    assert pinned("composer.json", text) == {"acme/money": "^1.2"}


@pytest.mark.parametrize(
    ("wanted", "revision"),
    [
        ("dev-main", "refs/heads/main"),
        ("dev-feature/tax@dev", "refs/heads/feature/tax"),
        ("dev-main as 1.2.x-dev", "refs/heads/main"),
        ("dev-main#0123abc", "0123abc"),
        ("dev-main#0123abc as 1.2.0", "0123abc"),
        ("1.2.x-dev", "refs/heads/1.2.x"),
        ("v2-dev", "refs/heads/2"),
        ("1.2.3", ""),
        ("^1.2@dev", ""),
        ("1.2.3-beta1", ""),
        ("dev-main || ^1.2", ""),
        ("dev-main|dev-next", ""),
    ],
)
def test_a_branch_of_composer(wanted: str, revision: str) -> None:
    text = json.dumps({"require": {"acme/money": wanted}})
    (pin,) = pins_in("composer.json", {"composer.json": text.encode()})
    assert (pin.range, pin.revision) == (wanted, revision)


UV = '[project]\nname = "a"\ndependencies = ["shared"]\n[tool.uv.sources]\n'


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Cargo.toml", '[dependencies]\nshared = { path = "../shared" }'),
        ("Cargo.toml", '[dependencies]\nshared = { path = "../shared", version = "1.0" }'),
        ("package.json", '{"dependencies": {"shared": "file:../shared"}}'),
        ("package.json", '{"dependencies": {"shared": "link:../shared"}}'),
        ("package.json", '{"dependencies": {"shared": "portal:../shared"}}'),
        ("package.json", '{"dependencies": {"shared": "workspace:*"}}'),
        ("pyproject.toml", '[tool.poetry.dependencies]\nshared = { path = "../shared" }'),
        ("pyproject.toml", UV + "shared = { workspace = true }"),
        ("pyproject.toml", UV + 'shared = { path = "../shared", editable = true }'),
    ],
)  # fmt: skip
def test_what_lies_in_a_folder_is_no_pin_of_another_repository(path: str, text: str) -> None:
    assert [pin.inside for pin in pins(path, text.encode())] == [True]


def test_a_crate_of_the_workspace_has_the_version_that_is_managed_there() -> None:
    assert pinned("Cargo.toml", "[dependencies]\na = { workspace = true }") == {"a": ""}
