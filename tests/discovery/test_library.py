"""Libraries: who publishes one, and who pins it."""

import json
from pathlib import Path

from tests.discovery.finding import contract, found_in, rules, ties

KIT = json.dumps({"name": "@shop/kit", "version": "2.1.0"})


def test_who_pins_a_library_uses_it(tmp_path: Path) -> None:
    web = json.dumps({"name": "web", "private": True, "dependencies": {"@shop/kit": "^2.0.0"}})
    found = found_in(
        tmp_path,
        {
            "kit": {"package.json": KIT},
            "web": {"package.json": web},
            "app": {"node_modules/x/package.json": web, "package.json": '{"name": "app"}'},
            "py": {"requirements.txt": "kit>=2\n"},
        },
    )
    assert ties(found) == {"shop-kit": ("kit", ["web"])}
    assert contract(found, "shop-kit").files == ("package.json",)
    assert rules(found, "shop-kit", "web") == ["library-pin"]


def test_modules_of_one_repository_are_libraries_of_their_own(tmp_path: Path) -> None:
    needs = "module example.org/web\n\nrequire example.org/kit/log v1.2.0\n"
    found = found_in(
        tmp_path,
        {
            "kit": {
                "go.mod": "module example.org/kit\n",
                "log/go.mod": "module example.org/kit/log\n",
            },
            "web": {"go.mod": needs},
        },
    )
    assert ties(found) == {"kit-log-lib": ("kit", ["web"])}
    assert contract(found, "kit-log-lib").files == ("log/go.mod",)


def test_two_manifests_of_one_package_are_one_library(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "kit": {
                "pyproject.toml": '[project]\nname = "shop-kit"\nversion = "1.0"\n',
                "setup.cfg": "[metadata]\nname = shop-kit\nversion = 1.0\n",
            },
            "jobs": {"requirements.txt": "shop-kit>=1\n"},
        },
    )
    assert ties(found) == {"shop-kit": ("kit", ["jobs"])}
    assert contract(found, "shop-kit").files == ("pyproject.toml", "setup.cfg")


def test_a_module_of_gradle_whose_group_stands_above_is_a_library(tmp_path: Path) -> None:
    catalog = '[libraries]\nkit = { module = "com.acme:shop-kit", version = "2.1.0" }\n'
    found = found_in(
        tmp_path,
        {
            "kit": {
                "gradle.properties": "GROUP=com.acme\nVERSION_NAME=2.1.0\n",
                "shop-kit/build.gradle.kts": "plugins { `java-library` }\n",
            },
            "web": {"gradle/libs.versions.toml": catalog},
        },
    )
    assert ties(found) == {"shop-kit": ("kit", ["web"])}
