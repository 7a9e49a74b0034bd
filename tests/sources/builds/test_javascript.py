"""npm, Yarn, pnpm, TypeScript and Nx: what a package is built from."""

import json
from typing import Any

import pytest

from tests.sources.builds.built import folders, shared


def package(name: str, version: str = "1.0.0", **more: Any) -> str:
    return json.dumps({"name": name, "version": version, **more})


def shop(wanted: dict[str, Any], top: dict[str, Any] | None = None, **files: str) -> dict[str, str]:
    """Return a workspace with an application, and two libraries of which one needs the other."""
    return {
        "package.json": json.dumps({"workspaces": ["apps/*", "libs/*"]} if top is None else top),
        "apps/web/package.json": package("web", **wanted),
        "libs/money/package.json": package("@shop/money", "1.2.0"),
        "libs/cart/package.json": package("@shop/cart", dependencies={"@shop/money": "*"}),
        **files,
    }


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"dependencies": {"@shop/money": "workspace:*"}}, ["libs/money"]),
        ({"dependencies": {"@shop/money": "workspace:^1.0.0"}}, ["libs/money"]),
        ({"dependencies": {"money": "workspace:@shop/money@*"}}, ["libs/money"]),
        ({"dependencies": {"@shop/money": "^1.0.0"}}, ["libs/money"]),
        ({"dependencies": {"@shop/money": "^0.9.0"}}, []),  # a release of it
        ({"dependencies": {"@shop/money": "npm:other@1.0.0"}}, []),
        ({"dependencies": {"@shop/cart": "*"}}, ["libs/cart", "libs/money"]),
        ({"dependencies": {"anything": "file:../../libs/money"}}, ["libs/money"]),
        ({"dependencies": {"anything": "link:../../libs/money"}}, ["libs/money"]),
        ({"dependencies": {"anything": "file:../../../elsewhere"}}, []),
        ({"devDependencies": {"@shop/money": "*"}}, ["libs/money"]),
        ({"dependencies": {"lodash": "^4.0.0"}}, []),
        ({"dependencies": ["@shop/money"]}, []),
        ({}, []),
    ],
)
def test_what_a_package_depends_on(wanted: dict[str, Any], found: list[str]) -> None:
    assert folders(shop(wanted), "apps/web") == found


def test_a_dependency_of_developers_that_is_a_tool_is_in_no_program() -> None:
    files = shop({"devDependencies": {"@shop/eslint-config": "*", "commons-test": "*"}})
    files["libs/eslint/package.json"] = package("@shop/eslint-config")
    files["libs/test/package.json"] = package("commons-test")
    assert folders(files, "apps/web") == []


def test_pnpm_takes_a_member_only_where_it_is_told_to() -> None:
    pnpm = {"pnpm-workspace.yaml": "packages:\n  - apps/*\n  - 'libs/**'\n  - '!libs/old'\n"}
    told = {"dependencies": {"@shop/money": "workspace:*"}}
    assert folders({**shop(told, {}), **pnpm}, "apps/web") == ["libs/money"]
    untold = {"dependencies": {"@shop/money": "^1.0.0"}}
    assert folders({**shop(untold, {}), **pnpm}, "apps/web") == []


def test_yarns_table_of_workspaces() -> None:
    top = {"workspaces": {"packages": ["apps/web", "libs/money"], "nohoist": ["x"]}}
    wanted = {"dependencies": {"@shop/money": "*", "@shop/cart": "*"}}
    assert folders(shop(wanted, top), "apps/web") == ["libs/money"]


def test_the_members_share_the_lock_file_and_the_tops_settings() -> None:
    more = {"yarn.lock": "", ".yarnrc.yml": "", "Makefile": "", "README.md": ""}
    files = {**shop({}), **more}
    assert shared(files, "apps/web") == [".yarnrc.yml", "package.json", "yarn.lock"]


def test_a_package_that_is_no_member_shares_nothing() -> None:
    files = {**shop({}), "tools/gen/package.json": package("gen"), "yarn.lock": ""}
    assert shared(files, "tools/gen") == []


def test_references_of_typescript_and_what_it_extends() -> None:
    files = {
        "tsconfig.base.json": "{}",
        "apps/web/tsconfig.json": """{
            // comments and commas at the end are usual
            "extends": "../../tsconfig.base.json", /* so are these */
            "references": [{ "path": "../../libs/money" }, { "path": "./tsconfig.app.json" },],
        }""",
        "libs/money/tsconfig.json": '{"references": [{"path": "../base/tsconfig.lib.json"}]}',
        "libs/base/tsconfig.lib.json": '{"compilerOptions": {"baseUrl": "http://no//comment"}}',
    }
    assert folders(files, "apps/web") == ["libs/base", "libs/money"]
    assert shared(files, "apps/web") == ["tsconfig.base.json"]


def test_imports_by_the_paths_that_typescript_gives_a_name() -> None:
    paths = {
        "@shop/money": ["libs/money/src/index.ts"],
        "@shop/cart/*": ["libs/cart/src/*"],
        "@shop/unused": ["libs/unused/src/index.ts"],
        "~/*": ["./*"],
    }
    files = {
        "tsconfig.base.json": json.dumps({"compilerOptions": {"baseUrl": ".", "paths": paths}}),
        "apps/web/src/main.ts": "import { add } from '@shop/money';\n",
        "apps/web/src/main.spec.ts": "import { fake } from '@shop/unused';\n",
        "libs/money/src/index.ts": 'export * from "@shop/cart/model";\n',
        "libs/cart/src/model.ts": "",
        "libs/unused/src/index.ts": "",
    }
    assert folders(files, "apps/web") == ["libs/cart", "libs/money"]


def test_what_nx_is_told() -> None:
    files = {
        "nx.json": "{}",
        "apps/web/project.json": '{"name": "web", "implicitDependencies": ["assets", "!money"]}',
        "libs/assets/project.json": '{"name": "assets"}',
        "libs/money/project.json": '{"name": "money"}',
    }
    assert folders(files, "apps/web") == ["libs/assets"]
