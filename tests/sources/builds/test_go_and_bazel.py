"""Packages that are folders without the packages below them."""

import pytest

from tests.sources.builds.built import folders, shared


def module(**more: str) -> dict[str, str]:
    return {
        "go.mod": "module example.org/shop\n\ngo 1.22\n",
        "go.sum": "",
        "cmd/orders/main.go": 'package main\n\nimport (\n\t"example.org/shop/pkg/money"\n)\n',
        "cmd/web/main.go": 'package main\n\nimport m "example.org/shop/pkg/money/format" // it\n',
        "pkg/money/money.go": 'package money\n\nimport _ "example.org/shop/internal/log"\n',
        "pkg/money/templates/page.html": "",
        "pkg/money/money_test.go": 'package money\n\nimport "example.org/shop/internal/fake"\n',
        "pkg/money/format/format.go": "package format\n",
        "internal/log/log.go": "package log\n",
        "internal/fake/fake.go": "package fake\n",
        **more,
    }


def test_a_program_is_built_from_the_packages_that_it_imports_and_no_others() -> None:
    money = ["internal/log/*", "pkg/money/*", "pkg/money/templates"]
    assert folders(module(), "cmd/orders") == money
    assert folders(module(), "cmd/web") == ["pkg/money/format/*"]


def test_all_programs_of_a_module_share_its_go_mod() -> None:
    assert shared(module(), "cmd/web") == ["go.mod", "go.sum"]


def test_the_package_at_the_top_is_its_files() -> None:
    files = module(**{"shop.go": "package shop\n", "README.md": ""})
    files["cmd/web/main.go"] = 'package main\n\nimport "example.org/shop"\n'
    assert folders(files, "cmd/web") == ["shop.go"]


def test_an_import_in_a_comment_or_a_text_is_none() -> None:
    files = module()
    files["cmd/web/main.go"] = (
        'package main\n\n// "example.org/shop/pkg/money"\nvar a = "example.org/shop/internal/log"\n'
    )
    assert folders(files, "cmd/web") == []


@pytest.mark.parametrize(
    ("go_mod", "more", "found"),
    [
        ("module example.org/web\n", {}, []),  # a release of it: a pin
        (
            "module example.org/web\nreplace example.org/money => ../money\n",
            {},
            ["money/*"],
        ),
        ("module example.org/web\n", {"go.work": "use (\n\t./web\n\t./money\n)\n"}, ["money/*"]),
        ("module example.org/web\n", {"go.work": "use ./web\nuse ./money // both\n"}, ["money/*"]),
        ("module example.org/web\n", {"go.work": "use ./web\n"}, []),
    ],
)  # fmt: skip
def test_another_module_of_the_repository(
    go_mod: str, more: dict[str, str], found: list[str]
) -> None:
    files = {
        "web/go.mod": go_mod,
        "web/main.go": 'package main\n\nimport "example.org/money"\n',
        "money/go.mod": "module example.org/money\n",
        "money/money.go": "package money\n",
        **more,
    }
    assert [one for one in folders(files, "web") if one.endswith("*")] == found


def test_labels_of_bazel() -> None:
    files = {
        "MODULE.bazel": "",
        "services/web/BUILD.bazel": """
            load("//tools:defs.bzl", "service")
            # was "//libs/old"
            service(name = "web", deps = ["//libs/money", "//libs/log:fmt", ":own", "@other//x"],
                    visibility = ["//services/orders:__pkg__"])""",
        "services/orders/BUILD": "",
        "tools/BUILD": "",
        "tools/defs.bzl": "",
        "libs/money/BUILD": 'lib(deps = [\n  "//libs/base/src:base",\n])\n',
        "libs/money/inner/BUILD": "",
        "libs/money/data/rates.csv": "",
        "libs/log/BUILD": "",
        "libs/old/BUILD": "",
        "libs/base/src/BUILD": "",
    }
    assert folders(files, "services/web") == [
        "libs/base/src/*", "libs/log/*", "libs/money/*", "libs/money/data", "tools/*",
    ]  # fmt: skip
