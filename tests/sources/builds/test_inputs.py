"""What holds for all build files, and what hostile ones cost."""

import time

import pytest

from relplan.sources.builds.edge import Inputs
from relplan.sources.builds.inputs import inputs_of
from relplan.sources.builds.tree import Tree
from tests.sources.builds.built import folders, tree_of


def test_a_cycle_ends() -> None:
    files = {
        "a/Cargo.toml": '[dependencies]\nb = { path = "../b" }\n',
        "b/Cargo.toml": '[dependencies]\na = { path = "../a" }\n',
    }
    assert folders(files, "a") == ["b"]
    assert folders(files, "b") == ["a"]


def test_one_service_may_be_built_from_another() -> None:
    files = {
        "services/web/Cargo.toml": '[dependencies]\norders = { path = "../orders" }\n',
        "services/orders/Cargo.toml": "",
    }
    assert folders(files, "services/web", "services/orders") == ["services/orders"]


def test_a_service_below_its_build_file_is_built_like_that() -> None:
    files = {
        "web/Cargo.toml": '[dependencies]\nmoney = { path = "../money" }\n',
        "web/src/main.rs": "",
        "money/Cargo.toml": "",
    }
    assert folders(files, "web/src") == ["money"]


def test_a_service_inside_of_an_ecosystem_that_is_not_known() -> None:
    assert inputs_of(tree_of({"web/main.ml": ""}), ["web"]) == {"web": Inputs()}


BAD = {
    "bytes": b"{[<\xff\xfe &a; \0",
    "empty": b"",
    "deep": b"[" * 100_000,
    "list": b"[]",
    "null": b"null",
}
NAMES = (
    "package.json pnpm-workspace.yaml nx.json project.json tsconfig.json Cargo.toml go.mod go.work"
    " pyproject.toml requirements.txt pom.xml settings.gradle build.gradle Web.csproj MODULE.bazel"
    " BUILD Dockerfile compose.yaml"
).split()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_stops_no_other(name: str, kind: str) -> None:
    content = BAD[kind]
    good = {"web/Cargo.toml": b'[dependencies]\nm = { path = "../m" }\n', "m/Cargo.toml": b""}
    files = {f"bad/{name}": content, name: content, **good}
    tree = Tree(files.keys(), lambda path: files[path])
    assert "m" in inputs_of(tree, ["web"])["web"].folders
    assert all(error.path for error in tree.unread)


SLOW = {
    "build.gradle": b"/*" * 500_000,
    "settings.gradle": b"include" + b" " * 900_000 + b"'",
    "tsconfig.json": b'"\\' * 500_000,
    "BUILD": b'visibility=["' * 80_000,
    "Dockerfile": b"COPY " + b"--" * 400_000,
    "main.go": b'import "example.org/' + b"a" * 900_000,
    "package.json": b'{"workspaces": ["' + b"**/*a" * 20_000 + b'"]}',
}


@pytest.mark.parametrize("name", SLOW)
def test_no_file_takes_for_ever(name: str) -> None:
    files = {
        f"web/{name}": SLOW[name],
        name: SLOW[name],
        "MODULE.bazel": b"",
        "go.mod": b"module example.org/shop",
        f"{'a/' * 200}package.json": b"{}",
    }
    tree = Tree(files.keys(), lambda path: files[path])
    start = time.process_time()
    inputs_of(tree, ["web"])
    assert time.process_time() - start < 5
