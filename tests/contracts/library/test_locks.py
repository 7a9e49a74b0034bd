"""Which versions lock files keep, and which repositories manifests name."""

import json

import pytest

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.git_references import archive_reference
from relplan.contracts.library.manifests import is_lock, locked, pins

SHA = "0123456789" * 4
GIT = "https://github.com/acme/shared"
LOCKED = '[[package]]\nname = "shared"\nversion = "1"\n'

NPM = {
    "packages": {
        "": {"dependencies": {"shared": "^1.0.0"}},
        "node_modules/shared": {"version": "1.2.3", "resolved": "https://registry.npmjs.org/s.tgz"},
        "node_modules/other": {
            "version": "2.0.0",
            "resolved": f"git+ssh://git@github.com/acme/shared.git#{SHA}",
        },
        "node_modules/alias": {"name": "@acme/real", "version": "4.0.0"},
        "node_modules/other/node_modules/shared": {"version": "0.9.0"},
        "services/web/node_modules/shared": {"version": "1.3.0"},
        "node_modules/web": {"resolved": "services/web", "link": True},
    }
}
PNPM = f"""lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      shared:
        specifier: 'catalog:'
        version: 1.2.3(react@18.0.0)
  services/web:
    devDependencies:
      '@acme/real':
        specifier: npm:^4
        version: 4.0.0
      other:
        specifier: github:acme/shared
        version: https://codeload.github.com/acme/shared/tar.gz/{SHA}
      own:
        specifier: workspace:*
        version: link:../own

packages:

  shared@0.9.0:
    resolution: {{integrity: sha512-x}}
"""
YARN = f"""# yarn lockfile v1


"@acme/real@^4.0.0", "@acme/real@^4.1.0":
  version "4.1.0"
  resolved "https://registry.yarnpkg.com/@acme/real/-/real-4.1.0.tgz#ab"
  dependencies:
    version "^9"

other@acme/shared:
  version "2.0.0"
  resolved "https://codeload.github.com/acme/shared/tar.gz/{SHA}"

shared@^1.0.0:
  version "1.2.3"
"""
BERRY = f"""__metadata:
  version: 8

"@acme/real@npm:^4.0.0":
  version: 4.1.0
  resolution: "@acme/real@npm:4.1.0"

"other@https://github.com/acme/shared.git#main":
  version: 2.0.0
  resolution: "other@https://github.com/acme/shared.git#commit={SHA}"

"shared@npm:^1.0.0, shared@npm:^1.1.0":
  version: 1.2.3
  resolution: "shared@npm:1.2.3"

"web@workspace:.":
  version: 0.0.0-use.local
  resolution: "web@workspace:."
"""
BUN = f"""{{
  "lockfileVersion": 1,
  "packages": {{
    "shared": ["shared@1.2.3", "", {{}}, "sha512-x"],
    "other": ["other@github:acme/shared#{SHA}", {{}}, "x"],
    "web": ["web@workspace:services/web"],
  }}
}}
"""
UV = f"""version = 1

[[package]]
name = "other"
version = "2.0.0"
source = {{ git = "{GIT}.git?rev=main#{SHA}" }}
dependencies = [
    {{ name = "shared", version = "9.9" }},
]

[[package]]
name = "shared"
version = "1.2.3"
source = {{ registry = "https://pypi.org/simple" }}

[[package]]
name = "web"
version = "0.1.0"
source = {{ editable = "." }}
"""
POETRY = f"""[[package]]
name = "Other"
version = "2.0.0"

[package.dependencies]
version = "9"

[package.source]
type = "git"
url = "{GIT}.git"
reference = "main"
resolved_reference = "{SHA}"

[[package]]
name = "shared"
version = "1.2.3"

[metadata]
version = "9"
"""
PDM = f"""[[package]]
name = "other"
version = "2.0.0"
git = "{GIT}.git"
ref = "main"
revision = "{SHA}"

[[package]]
name = "shared"
version = "1.2.3"
"""
PIPENV = {
    "default": {"shared": {"version": "==1.2.3"}, "other": {"git": f"{GIT}.git", "ref": SHA}},
    "develop": {},
}
CARGO = f"""[[package]]
name = "other"
version = "2.0.0"
source = "git+{GIT}.git?branch=main#{SHA}"

[[package]]
name = "shared"
version = "1.2.3"
source = "registry+https://github.com/rust-lang/crates.io-index"
dependencies = [
 "other",
]

[[package]]
name = "web"
version = "0.1.0"
"""
NUGET = {
    "version": 1,
    "dependencies": {
        "net8.0": {
            "Shared": {"type": "Direct", "requested": "[1.0.0, )", "resolved": "1.2.3"},
            "web": {"type": "Project"},
        }
    },
}
BUNDLER = f"""GIT
  remote: {GIT}.git
  revision: {SHA}
  branch: main
  specs:
    other (2.0.0)
      shared (>= 1)

PATH
  remote: .
  specs:
    web (0.1.0)

GEM
  remote: https://rubygems.org/
  specs:
    shared (1.2.3-x86_64-linux)
      nothing (~> 1)

DEPENDENCIES
  shared (~> 1.2)
"""
COMPOSER = {
    "packages": [
        {"name": "acme/Shared", "version": "v1.2.3"},
        {
            "name": "acme/other",
            "version": "dev-main",
            "source": {"type": "git", "url": f"{GIT}.git", "reference": SHA},
        },
        {"name": "acme/line", "version": "2.x-dev", "dist": {"type": "zip", "reference": SHA}},
        {"name": "acme/folder", "version": "2.x-dev", "dist": {"type": "path", "reference": SHA}},
    ],
    "packages-dev": None,
}
UV_SOURCE = f"""[project]
name = "web"
dependencies = ["shared"]

[tool.uv.sources]
Shared = {{ git = "{GIT}", rev = "v1" }}
"""


@pytest.mark.parametrize(
    ("path", "content", "kept"),
    [
        (
            "package-lock.json", json.dumps(NPM, indent=1),
            [("shared", "1.2.3", "", ""),
             ("other", SHA, "ssh://git@github.com/acme/shared.git", ""),
             ("@acme/real", "4.0.0", "", ""), ("shared", "1.3.0", "", "services/web")],
        ),
        (
            "package-lock.json", json.dumps({"dependencies": {"shared": {"version": "1.2.3"}}}),
            [("shared", "1.2.3", "", "")],
        ),
        (
            "pnpm-lock.yaml", PNPM,
            [("shared", "1.2.3", "", ""), ("@acme/real", "4.0.0", "", "services/web"),
             ("other", SHA, GIT, "services/web")],
        ),
        (
            "pnpm-lock.yaml", "specifiers:\n  shared: ^1\n\ndependencies:\n  shared: 1.2.3_a@1\n",
            [("shared", "1.2.3", "", "")],
        ),
        (
            "yarn.lock", YARN,
            [("@acme/real", "4.1.0", "", ""), ("other", SHA, GIT, ""),
             ("shared", "1.2.3", "", "")],
        ),
        (
            "yarn.lock", BERRY,
            [("@acme/real", "4.1.0", "", ""), ("other", SHA, f"{GIT}.git", ""),
             ("shared", "1.2.3", "", "")],
        ),
        ("bun.lock", BUN, [("shared", "1.2.3", "", ""), ("other", SHA, GIT, "")]),
        ("uv.lock", UV, [("other", SHA, f"{GIT}.git", ""), ("shared", "1.2.3", "", "")]),
        ("poetry.lock", POETRY, [("other", SHA, f"{GIT}.git", ""), ("shared", "1.2.3", "", "")]),
        ("pdm.lock", PDM, [("other", SHA, f"{GIT}.git", ""), ("shared", "1.2.3", "", "")]),
        (
            "Pipfile.lock", json.dumps(PIPENV, indent=4),
            [("shared", "1.2.3", "", ""), ("other", SHA, f"{GIT}.git", "")],
        ),
        (
            "constraints.txt", "Shared_Lib==1.2.3\nother>=2  # any\n",
            [("shared-lib", "1.2.3", "", "")],
        ),
        ("Cargo.lock", CARGO, [("other", SHA, f"{GIT}.git", ""), ("shared", "1.2.3", "", "")]),
        ("src/packages.lock.json", json.dumps(NUGET, indent=2), [("shared", "1.2.3", "", "")]),
        ("Gemfile.lock", BUNDLER, [("other", SHA, f"{GIT}.git", ""), ("shared", "1.2.3", "", "")]),
        (
            "composer.lock", json.dumps(COMPOSER, indent=2),
            [("acme/shared", "v1.2.3", "", ""), ("acme/other", SHA, f"{GIT}.git", ""),
             ("acme/line", SHA, "", "")],
        ),
        (
            "buf.lock",
            "version: v2\ndeps:\n  - name: buf.build/acme/shared\n    commit: 0123abcd\n",
            [("buf.build/acme/shared", "0123abcd", "", "")],
        ),
        (
            "buf.lock",
            ("version: v1\ndeps:\n  - remote: buf.build\n    owner: acme\n    repository: shared\n"
            "    commit: 0123abcd\n"),
            [("buf.build/acme/shared", "0123abcd", "", "")],
        ),
        (
            "gradle.lockfile", "# by Gradle\norg.acme:shared:1.2.3=compileClasspath\nempty=\n",
            [("org.acme:shared", "1.2.3", "", "")],
        ),
    ],
)  # fmt: skip
def test_what_a_lock_file_keeps(
    path: str, content: str, kept: list[tuple[str, str, str, str]]
) -> None:
    assert is_lock(path)
    found = locked(path, content.encode())
    assert [(pin.package, pin.range, pin.repository, pin.folder) for pin in found] == kept
    lines = content.splitlines()
    for pin in found if len(lines) > 1 else ():
        near = "\n".join(lines[max(pin.line - 3, 0) : pin.line + 1]).lower().replace("_", "-")
        assert pin.line
        assert pin.package.rpartition("/")[2].rpartition(":")[2] in near or "alias" in near


@pytest.mark.parametrize(
    ("path", "content"),
    [("package-lock.json", "{"), ("package-lock.json", "[]"), ("bun.lockb", "\0"),
     ("package-lock.json", "[" * 100_000), ("uv.lock", "\udcff")],
)  # fmt: skip
def test_a_lock_file_that_is_none(path: str, content: str) -> None:
    with pytest.raises(UnreadableError):
        locked(path, content.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize(
    ("path", "content", "repository", "revision"),
    [
        ("package.json", '{"dependencies": {"shared": "github:acme/shared#v1"}}', GIT, "v1"),
        ("package.json", '{"dependencies": {"shared": "acme/shared#semver:^1"}}', GIT, ""),
        ("package.json", '{"dependencies": {"shared": "git+https://x.org/a/shared.git#v1"}}',
         "https://x.org/a/shared.git", "v1"),
        ("package.json", '{"dependencies": {"shared": "git@x.org:a/shared.git#v1"}}',
         "git@x.org:a/shared.git", "v1"),
        ("package.json", '{"dependencies": {"shared": "^1.0.0"}}', "", ""),
        ("package.json", '{"dependencies": {"shared": "file:../shared"}}', "", ""),
        ("requirements.txt", f"shared @ git+{GIT}.git@v1#egg=shared", f"{GIT}.git", "v1"),
        ("requirements.txt", "shared @ git+ssh://git@x.org/a/shared.git",
         "ssh://git@x.org/a/shared.git", ""),
        ("requirements.txt", "shared @ https://x.org/shared-1.0.tar.gz", "", ""),
        ("requirements.txt", f"shared @ {GIT}/archive/v1.tar.gz", GIT, "v1"),
        ("requirements.txt", f"{GIT}/archive/v1.tar.gz#egg=shared", GIT, "v1"),
        ("requirements.in", f"git+{GIT}.git@v1#egg=shared&subdirectory=x", f"{GIT}.git", "v1"),
        ("requirements.txt", f"-e git+{GIT}.git@v1  # why", f"{GIT}.git", "v1"),
        ("setup.cfg", f"[options]\ninstall_requires = shared @ {GIT}/archive/v1.zip", GIT, "v1"),
        ("pyproject.toml", f'[tool.poetry.dependencies]\nshared = {{url = "{GIT}/tarball/v1"}}',
         GIT, "v1"),
        ("pyproject.toml", '[tool.poetry.dependencies]\nshared = {url = "https://x.org/v1.zip"}',
         "", ""),
        ("package.json", f'{{"dependencies": {{"shared": "{GIT}/archive/v1.tar.gz"}}}}', GIT, "v1"),
        ("pyproject.toml", f'[tool.poetry.dependencies]\nshared = {{git = "{GIT}", tag = "v1"}}',
         GIT, "v1"),
        ("pyproject.toml", UV_SOURCE, GIT, "v1"),
        ("Gemfile", f"gem 'shared', git: '{GIT}', tag: 'v1'", GIT, "v1"),
        ("Gemfile", "gem 'shared', '~> 1', :github => 'acme/shared', ref: 'v1'", GIT, "v1"),
        ("Gemfile", "gem 'shared', '~> 1', require: false", "", ""),
        ("Cargo.toml", f'[dependencies]\nshared = {{ git = "{GIT}", rev = "v1" }}', GIT, "v1"),
    ],
)  # fmt: skip
def test_a_manifest_that_asks_for_a_revision(
    path: str, content: str, repository: str, revision: str
) -> None:
    (pin,) = pins(path, content.encode())
    assert (pin.repository, pin.revision) == (repository, revision)


@pytest.mark.parametrize(
    ("address", "repository", "revision"),
    [
        (f"{GIT}/archive/1a2b3c4d.tar.gz", GIT, "1a2b3c4d"),
        (f"{GIT}/archive/refs/tags/client/v1.zip", GIT, "client/v1"),
        (f"{GIT}/archive/refs/heads/next.zip", GIT, "refs/heads/next"),
        (f"{GIT}/zipball/v1/", GIT, "v1"),
        (f"{GIT}/releases/download/v1/shared-1.0.tgz", GIT, "v1"),
        ("https://codeload.github.com/acme/shared/tar.gz/refs/tags/v1", GIT, "v1"),
        ("https://api.github.com/repos/acme/shared/tarball/v1?x=y", GIT, "v1"),
        ("https://git.x.org/a/b/shared/-/archive/v1/shared-v1.tar.gz",
         "https://git.x.org/a/b/shared", "v1"),
        ("https://bitbucket.org/a/shared/get/v1.tar.gz", "https://bitbucket.org/a/shared", "v1"),
        (f"{GIT}/blob/main/shared.zip", "", ""),
        (f"{GIT}/archive/v1", "", ""),
        ("https://x.org/acme/shared/archive/v1.tar.gz", "", ""),
    ],
)  # fmt: skip
def test_an_archive_that_a_forge_makes_of_a_revision(
    address: str, repository: str, revision: str
) -> None:
    assert (archive_reference(address) or ("", "")) == (repository, revision)


def test_a_requirement_that_is_an_address_is_called_as_it_says_or_as_its_repository() -> None:
    text = f"{GIT}/archive/v1.zip#egg=Acme_Client\ngit+{GIT}.git@v2\nhttps://x/y.whl\n-e .\n"
    assert [pin.package for pin in pins("requirements.txt", text.encode())] == [
        "acme-client", "shared",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("uv.lock", f'{LOCKED}source = {{ url = "{GIT}/archive/v1.tar.gz" }}\n'),
        ("poetry.lock",
         f'{LOCKED}[package.source]\ntype = "url"\nurl = "{GIT}/archive/v1.tar.gz"\n'),
        ("pdm.lock", f'{LOCKED}url = "{GIT}/tarball/v1"\n'),
        ("Pipfile.lock", f'{{"default": {{"shared": {{"file": "{GIT}/archive/v1.zip"}}}}}}'),
    ],
)  # fmt: skip
def test_a_lock_file_that_keeps_an_archive(path: str, content: str) -> None:
    (pin,) = locked(path, content.encode())
    assert (pin.package, pin.range, pin.repository) == ("shared", "v1", GIT)


def test_a_module_that_is_replaced() -> None:
    required = "module m\nrequire (\n\texample.org/a v1.0.0\n\texample.org/b v1.0.0\n)\n"
    replaced = (
        "replace example.org/a => ../a\nreplace example.org/b v1.0.0 => example.org/c v1.2.0\n"
    )
    found = [(pin.package, pin.range) for pin in pins("go.mod", f"{required}{replaced}".encode())]
    assert found == [("example.org/a", "=> ../a"), ("example.org/c", "v1.2.0")]
