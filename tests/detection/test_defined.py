"""gRPC that one repository only defines, as a package: who pins it keeps what it has."""

from pathlib import Path

import pytest

from relplan.contracts.registry import kind_of
from relplan.detection import detect
from relplan.model.contract_source import Detection
from relplan.model.facts import Takes
from tests.detection.system import System
from tests.discovery.protos import go_client, go_server, proto
from tests.sources.git.git_repo import GitRepo

PROTO = proto("shop.v1", "Orders")
BROKEN = PROTO.replace("int64 id", "string id")
GROWN = PROTO.replace("int64 id = 1;", "int64 id = 1;\n  int64 more = 2;")
HELPER = {"thing.go": "package shop\n\nfunc Name() string { return name }\n"}
IMAGE = {"Dockerfile": "FROM scratch\n"}
PROGRAM = {"main.go": go_server("Orders")}


class Defined(System):
    """``payments`` defines what ``web`` pins as a package of Go."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(folder, monkeypatch)
        monkeypatch.setattr(detect, "kind_of", kind_of)
        self.with_source(kind="protobuf", files=("*.proto",), consumers=())

    def released(self, files: dict[str, str], code: str, file: str = "main.go") -> None:
        self.payments.commit("Module", "go.mod", "module example.org/payments\n")
        for path, text in files.items():
            self.payments.commit("Code", path, text)
        self.payments.commit("Define", "shop.proto", PROTO)
        self.payments.tag("v1.0.0")
        self.web.commit("Code", file, code)
        self.asks(self.web, "v1.0.0")
        self.web.tag("v1")

    def asks(self, repo: GitRepo, version: str) -> str:
        text = f"module example.org/web\n\nrequire example.org/payments {version}\n"
        return f"web@{repo.commit('Pin', 'go.mod', text)[:10]}"

    def moved(self, text: str) -> tuple[str, Detection]:
        self.payments.commit("Change", "shop.proto", text)
        self.payments.tag("v1.1.0-rc.1")
        return self.asks(self.web, "v1.1.0-rc.1"), self.detect()


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Defined:
    return Defined(tmp_path, monkeypatch)


def takes(found: Detection) -> list[Takes]:
    return [one.takes for one in found.takings if one.consumer == "web"]


@pytest.mark.parametrize("files", [{}, HELPER, {"tools/main.go": go_server("Orders")}])
def test_who_pins_what_serves_nobody_is_broken_by_no_change_of_it(
    system: Defined, files: dict[str, str]
) -> None:
    system.released(files, go_client("Orders"))
    assert takes(system.moved(BROKEN)[1]) == [Takes.PIN]


@pytest.mark.parametrize("files", [PROGRAM, HELPER | IMAGE, {"cmd/main.go": "package main\n"}])
def test_who_pins_a_client_of_what_runs_meets_what_runs(
    system: Defined, files: dict[str, str]
) -> None:
    system.released(files, go_client("Orders"))
    assert takes(system.moved(BROKEN)[1]) == [Takes.RUN_TIME]


def test_whether_a_server_breaks_its_callers_by_moving_its_pin_is_asked(system: Defined) -> None:
    system.released(HELPER, go_server("Orders"))
    change, found = system.moved(BROKEN)
    (asked,) = found.unread
    assert (asked.service, asked.changes, asked.contract) == ("web", (change,), "api")
    assert "serves Orders by its pin of payments" in asked.reason
    assert "shop.proto:8" in asked.reason
    assert asked.evidence is not None
    assert (asked.evidence.path, asked.evidence.line) == ("main.go", 4)


@pytest.mark.parametrize(
    ("text", "code", "file"),
    [
        (GROWN, go_server("Orders"), "main.go"),
        (BROKEN, go_client("Orders"), "main.go"),
        (BROKEN, go_server("Orders"), "main_test.go"),
    ],
    ids=["nothing is broken", "it only calls", "only its tests serve"],
)
def test_a_pin_that_breaks_nobody_is_not_asked_about(
    system: Defined, text: str, code: str, file: str
) -> None:
    system.released(HELPER, code, file)
    assert system.moved(text)[1].unread == ()
