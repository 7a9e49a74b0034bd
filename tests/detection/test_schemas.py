"""Files of a contract that are in a repository of schemas: what is served is what is pinned."""

from pathlib import Path

import pytest

from relplan.model.evidence import Confidence
from relplan.model.facts import Takes
from tests.detection.system import System, in_words
from tests.sources.git.git_repo import GitRepo

OLD, NEW = ("name: api", "a", "b"), ("name: api", "b", "c")


class Schemas(System):
    """``payments`` serves what it pins of ``protos``; ``web`` calls it by what it pins itself."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(folder, monkeypatch)
        self.protos = self.service("protos")
        self.with_source(schema="protos")
        self.old = self.protos.commit("API", "api.lines", "\n".join((*OLD, "")))
        self.protos.tag("v1")
        self.new = self.protos.commit("Drop a", "api.lines", "\n".join((*NEW, "")))

    def pin(self, repo: GitRepo, commit: str, name: str = "protos") -> str:
        text = f'[submodule "{name}"]\n\tpath = {name}\n\turl = ../{name}\n'
        repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{name}")
        (repo.path / name).mkdir(exist_ok=True)  # as if it was not populated
        return repo.commit(f"Pin {name}", ".gitmodules", text)

    def released(self, pinned: GitRepo) -> None:
        self.pin(pinned, self.old)
        self.payments.tag("v1")
        self.web.commit("Use it", "app.js", "use a\n")
        self.web.tag("v1")


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Schemas:
    return Schemas(tmp_path, monkeypatch)


def test_who_serves_it_breaks_it_by_moving_the_pin_and_the_schemas_do_not(system: Schemas) -> None:
    system.released(system.payments)
    moved = f"payments@{system.pin(system.payments, system.new)[:10]}"
    found = system.detect()
    assert in_words(found.effects[moved]) == ["breaks a", "extends c"]
    assert not found.effects.get(f"protos@{system.new[:10]}")
    broken, added = (
        next(one.evidence for one in found.effects[moved] if one.parts == (part,)) for part in "ac"
    )
    assert (broken.repository, broken.commit, broken.path) == ("protos", system.old, "api.lines")
    assert (added.repository, added.commit) == ("protos", system.new)


def test_a_change_that_moves_no_pin_does_nothing(system: Schemas) -> None:
    system.released(system.payments)
    system.payments.commit("Tidy up", "main.go", "package main\n")
    assert not any(system.detect().effects.values())


def test_what_a_package_is_generated_of_is_pinned_by_who_pins_the_package(
    system: Schemas,
) -> None:
    stubs = system.service("stubs")
    stubs.commit("Begin", "go.mod", "module example.org/stubs\n")
    system.pin(stubs, system.old)
    stubs.tag("v1.0.0")
    asked = "module example.org/payments\n\nrequire example.org/stubs {}\n"
    system.payments.commit("Use them", "go.mod", asked.format("v1.0.0"))
    system.payments.tag("v1")
    system.pin(stubs, system.new)
    stubs.tag("v1.1.0-rc.1")
    moved = system.payments.commit("Up", "go.mod", asked.format("v1.1.0-rc.1"))
    assert in_words(system.detect().effects[f"payments@{moved[:10]}"]) == ["breaks a", "extends c"]


def test_a_consumer_that_moves_its_own_pin_over_the_break_adapts(system: Schemas) -> None:
    system.pin(system.web, system.old)
    system.released(system.payments)
    system.pin(system.payments, system.new)
    moved = f"web@{system.pin(system.web, system.new)[:10]}"
    (effect,) = [one for one in system.detect().effects[moved] if one.parts]
    assert (effect.kind, effect.parts, effect.confidence) == (
        "adapts", ("a",), Confidence.DETECTED,
    )  # fmt: skip


def test_schemas_that_nobody_knows_to_be_pinned_are_unread(system: Schemas) -> None:
    system.payments.commit("Begin", "main.go", "package main\n")
    system.payments.tag("v1")
    system.payments.commit("More", "main.go", "package more\n")
    found = system.detect()
    (missed,) = found.unread
    assert missed.subject == "contract api"
    assert "payments pins no commit of protos that is here" in missed.reason
    assert "payments" in found.services


def test_a_package_of_stubs_meets_no_server_and_adapts_to_none(system: Schemas) -> None:
    stubs = system.service("stubs")
    stubs.commit("Generate", "gen/stubs.js", "use a\n")
    system.pin(stubs, system.old)
    stubs.tag("v1")
    system.released(system.payments)
    system.pin(system.payments, system.new)
    moved = f"stubs@{system.pin(stubs, system.new)[:10]}"
    found = system.detect()
    assert not found.effects.get(moved)
    (taking,) = [one for one in found.takings if one.consumer == "stubs"]
    assert taking.takes is Takes.PIN
