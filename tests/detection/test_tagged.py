"""Versions that stand in tags alone: a range needs what brings the least version it admits."""

import json
from pathlib import Path

import pytest

from relplan.contracts.library.packages import Pin
from relplan.contracts.registry import kind_of
from relplan.detection import detect
from relplan.detection.tagged import TaggedVersions
from tests.detection.system import System
from tests.detection.test_pinned import brings

SCM = '[project]\nname = "shared"\ndynamic = ["version"]\n[tool.setuptools_scm]\n'
POETRY = """[tool.poetry]
name = "shared"
version = "0.0.0"
[tool.poetry-dynamic-versioning]
enable = true
"""
RELEASED_BY_A_TOOL = json.dumps({"name": "shared", "version": "0.0.0-development"})


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    """``payments`` publishes ``shared``; ``web`` asks for it."""
    system = System(tmp_path, monkeypatch)
    monkeypatch.setattr(detect, "kind_of", kind_of)
    system.with_source(kind="library", files=(), consumers=())
    return system


def python(asked: str) -> str:
    return f'[project]\nname = "web"\nversion = "1.0"\ndependencies = ["shared{asked}"]\n'


def node(asked: str) -> str:
    return json.dumps({"name": "web", "dependencies": {"shared": asked}})


def begun(system: System, path: str, manifest: str, asking: str) -> tuple[str, str]:
    """Release 1.0.0, which *asking* asks for; return what brings 1.1.0 and 2.0.0."""
    system.with_source(files=(path,), consumers=("web",))
    system.payments.commit("Begin", path, manifest)
    system.payments.tag("v1.0.0")
    system.web.commit("Use it", path, asking)
    system.web.tag("v1")
    one = system.payments.commit("1", "a.py", "1")
    system.payments.tag("v1.1.0-rc.1")
    two = system.payments.commit("2", "a.py", "2")
    system.payments.tag("v2.0.0-rc.1")
    return one, two


NEVER_RELEASED = json.dumps({"name": "shared", "version": "0.0.0"})
CASES = [
    ("package.json", NEVER_RELEASED, node("^1.0.0"), node("^1.1.0-rc.1")),
    ("pyproject.toml", SCM, python(">=1.0"), python(">=1.1.0rc1")),
    ("pyproject.toml", POETRY, python("~=1.0"), python(">=1.1rc0,<2")),
    ("package.json", RELEASED_BY_A_TOOL, node("^1.0.0"), node("^1.1.0-rc.1")),
]


@pytest.mark.parametrize(("path", "manifest", "before", "after"), CASES)
def test_a_raised_range_takes_up_what_brings_the_least_version_and_no_more(
    system: System, path: str, manifest: str, before: str, after: str
) -> None:
    one, _ = begun(system, path, manifest, before)
    moved = system.web.commit("Up", path, after)
    assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}


def test_a_range_that_production_meets_takes_up_nothing(system: System) -> None:
    begun(system, "pyproject.toml", SCM, python(">=0.9"))
    system.web.commit("Up", "pyproject.toml", python(">=1.0,<3"))
    assert not brings(system)


def test_a_range_of_which_there_is_no_tag_yet_is_a_question(system: System) -> None:
    one, two = begun(system, "pyproject.toml", SCM, python(">=1.0"))
    moved = system.web.commit("Up", "pyproject.toml", python(">=3.0"))
    either = tuple(sorted((f"payments@{one[:10]}", f"payments@{two[:10]}")))
    assert brings(system) == {f"web@{moved[:10]}": [("guessed", either)]}


@pytest.mark.parametrize(
    ("tags", "least"),
    [
        (("v1.0.0", "v2.1.0", "v2.0.0"), "2.0.0"),
        (("2.0.0-rc.1", "2.0.1"), "2.0.1"),
        (("shared@2.3.0", "v2.0.0"), "2.3.0"),
        (("other@2.0.0", "v1.9.0", "latest", "v2"), ""),
        (("release-2.0.0",), "2.0.0"),
    ],
)
def test_the_tags_of_a_package_are_its_own_where_there_are_any(
    tags: tuple[str, ...], least: str
) -> None:
    tagged = TaggedVersions(dict.fromkeys(tags, "0" * 40), "payments", "release-*")
    assert tagged.least(Pin("npm", "shared", "^2.0.0", 1)) == least


@pytest.mark.parametrize(
    ("ecosystem", "tags", "version", "found"),
    [
        ("pypi", {"2026.05.04": "a"}, "2026.5.4", "a"),
        ("pypi", {"v1.0rc1": "a", "v1.0": "b"}, "1.0.rc1", ""),  # not as it is published
        ("pypi", {"v1.0-rc1": "a", "v1.0": "b"}, "1.0rc1", "a"),
        ("pypi", {"1.2": "a"}, "1.2.0", ""),  # a tag that moves on, perhaps
        ("pypi", {"2026.05.04": "a", "2026.5.04": "b"}, "2026.5.4", ""),
        ("npm", {"v1.2.0": "a"}, "1.3.0", ""),
    ],
)
def test_a_version_is_tagged_in_another_spelling(
    ecosystem: str, tags: dict[str, str], version: str, found: str
) -> None:
    assert TaggedVersions(tags, "shared", "v*").same(ecosystem, "shared", version) == found
