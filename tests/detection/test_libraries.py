"""A library's consumers follow by the ranges that they pin."""

import json
from pathlib import Path

import pytest

from relplan.contracts.registry import kind_of
from relplan.detection import detect
from relplan.model.evidence import Confidence
from relplan.model.facts import Takes
from tests.detection.system import System, in_words


def package(version: str) -> str:
    return json.dumps({"name": "shared", "version": version})


def pin(text: str) -> str:
    return json.dumps({"name": "web", "version": "1.0.0", "dependencies": {"shared": text}})


LOCK = json.dumps({"packages": {"node_modules/shared": {"version": "1.2.0"}}})


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    system = System(tmp_path, monkeypatch)
    monkeypatch.setattr(detect, "kind_of", kind_of)
    system.with_source(kind="library", files=("package.json",))
    return system


def released(system: System, version: str, pinned: str) -> None:
    system.payments.commit("Library", "package.json", package(version))
    system.payments.tag("v1")
    system.web.commit("Use it", "package.json", pin(pinned))
    system.web.tag("v1")


@pytest.mark.parametrize(
    ("pinned", "effects"),
    [("^2.0.0", ["adapts"]), ("^1.0.0 || ^2.0.0", ["tolerates"]), ("^1.2.0", [])],
)
def test_a_pin_that_moves_to_the_new_version_adapts_and_one_that_takes_both_tolerates(
    system: System, pinned: str, effects: list[str]
) -> None:
    released(system, "1.2.0", "^1.0.0")
    raised = system.payments.commit("Major", "package.json", package("2.0.0"))
    moved = system.web.commit("Move", "package.json", pin(pinned))
    found = system.effects()
    assert found[f"payments@{raised[:10]}"] == ["breaks 1.x"]
    assert found.get(f"web@{moved[:10]}", []) == effects


def test_a_pin_takes_up_what_brings_its_version_and_nothing_that_comes_after(
    system: System,
) -> None:
    released(system, "0.4.0", "^0.4.0")
    ids = {}
    for version in ("0.5.0", "0.6.0", "0.6.1", "0.7.0", "0.8.0"):
        commit = system.payments.commit(version, "package.json", package(version))
        ids[version] = f"payments@{commit[:10]}"
    found = {}
    for pinned in (">=0.6.0", "^0.7.0", "~0.7.0"):
        found[pinned] = system.web.commit(pinned, "package.json", pin(pinned))[:10]
    effects = system.detect().effects
    up_to = {
        pinned: [effect.brings for effect in effects[f"web@{commit}"]]
        for pinned, commit in found.items()
    }
    upper = sorted(ids[version] for version in ("0.5.0", "0.6.0", "0.6.1", "0.7.0"))
    assert up_to == {
        ">=0.6.0": [tuple(sorted(ids[version] for version in ("0.5.0", "0.6.0")))],
        "^0.7.0": [tuple(upper)],
        "~0.7.0": [],  # it asks for nothing that the pin before it did not ask for
    }


def test_which_of_two_branches_brings_the_version_of_a_pin_is_a_guess(system: System) -> None:
    released(system, "1.0.0", "^1.0.0")
    for name in ("one", "other"):
        system.payments.branch(name, "main")
        system.payments.commit(name, "package.json", package("2.0.0") + " " * len(name))
        system.payments.switch("main")
    moved = system.web.commit("Move", "package.json", pin("^2.0.0"))
    (effect,) = system.detect().effects[f"web@{moved[:10]}"]
    assert effect.confidence is Confidence.GUESSED
    assert effect.brings == ("payments:one", "payments:other")


def net(inside: str) -> str:
    return f'<Project Sdk="Microsoft.NET.Sdk">{inside}</Project>\n'


def test_a_net_project_takes_the_version_that_it_asks_for_and_no_other(system: System) -> None:
    system.with_source(files=("Shared.csproj",))

    def library(version: str) -> str:
        about = f"<PackageId>Acme.Shared</PackageId><Version>{version}</Version>"
        return net(f"<PropertyGroup>{about}</PropertyGroup>")

    def asks(version: str) -> str:
        reference = f'<PackageReference Include="Acme.Shared" Version="{version}" />'
        return net(f"<ItemGroup>{reference}</ItemGroup>")

    system.payments.commit("Library", "Shared.csproj", library("1.2.0"))
    system.payments.tag("v1")
    system.web.commit("Use it", "src/Web.csproj", asks("1.2.0"))
    system.web.tag("v1")
    raised = system.payments.commit("Major", "Shared.csproj", library("2.0.0"))
    moved = system.web.commit("Move", "src/Web.csproj", asks("2.0.0"))
    found = system.detect()
    assert [taking.takes for taking in found.takings] == [Takes.PIN]
    assert in_words(found.effects[f"payments@{raised[:10]}"]) == ["breaks 1.x"]
    assert in_words(found.effects[f"web@{moved[:10]}"]) == ["adapts"]


@pytest.mark.parametrize(
    ("pinned", "lock", "taken"),
    [
        ("^1.0.0", "", [Takes.PIN]),
        ("1.2.0", "", [Takes.PIN]),
        (">=1.0.0", LOCK, [Takes.PIN]),
        (">=1.0.0", "not read", [Takes.PIN]),
        (">=1.0.0", "{}", [Takes.PIN, Takes.RUN_TIME]),
        (">=1.0.0", "", [Takes.PIN, Takes.RUN_TIME]),
        ("*", "", [Takes.PIN, Takes.RUN_TIME]),
    ],
)
def test_a_range_that_admits_a_break_and_has_no_lock_may_come_to_it_by_itself(
    system: System, pinned: str, lock: str, taken: list[Takes]
) -> None:
    if lock:
        system.web.commit("Lock", "package-lock.json", lock)
    released(system, "1.2.0", pinned)
    system.payments.commit("Major", "package.json", package("2.0.0"))
    takings = system.detect().takings
    assert [taking.takes for taking in takings] == taken
    floating = [taking for taking in takings if taking.takes is Takes.RUN_TIME]
    assert all(taking.confidence is Confidence.GUESSED for taking in floating)
