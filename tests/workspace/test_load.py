"""relplan.toml, in and out; what can be wrong with it is in tests/bad_input."""

import re
from pathlib import Path

import pytest

from relplan.contracts.openapi import OPENAPI
from relplan.model.errors import WorkspaceError
from relplan.model.scan import ScanSettings, ServiceRoot
from relplan.model.workspace import (
    Contract,
    Feature,
    FeatureMode,
    Gate,
    GateKind,
    Service,
    Workspace,
)
from relplan.workspace import find, load, write_new

_EVERYTHING = r"""
[workspace]
name = "webshop"
main = "trunk"
release_tag = "rel-*"
issue_key = 'K-\d+'
issue_projects = ["ORD"]
issue_url = "https://tracker.example/{key}"
stale_after_days = 7
features = "declared"
deploy_failure_rate = 0.1

[services.orders]
repo = "../orders/"
path = "./services/orders/"
team = "fulfilment"
deployed = "v2.3.0"
calls = ["payments"]
inputs = ["libs/money", "!libs/log"]
main = "release"
release_tag = "orders-*"

[services.payments]
repo = "/srv/payments"

[contracts.payments-api]
kind = "openapi"
provider = "payments"
files = ["api/openapi.yaml"]
consumers = ["orders"]
uses = { orders = ["GET /payments/{id}"] }
versioned_effort_days = 5
flagged_effort_days = 2.5

[features.K-12]
flagged_effort_days = 1

[gates.e2e]
kind = "joint"
services = ["orders", "payments"]
team = "qa"
passed = true
waived_effort_days = 8
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "relplan.toml"
    file.write_text(text, "utf-8")
    return file


def test_every_key_is_read(tmp_path: Path) -> None:
    (tmp_path / "at").mkdir()
    loaded = load(written(tmp_path / "at", _EVERYTHING))
    assert loaded.workspace == Workspace(
        name="webshop",
        services=(Service("orders", "fulfilment", ("payments",)), Service("payments")),
        contracts=(
            Contract(
                "payments-api", "payments", ("orders",), "openapi",
                (("orders", ("GET /payments/{id}",)),), 5, 2.5, advice=OPENAPI.advice,
            ),
        ),
        features=(Feature("K-12", 1),),
        gates=(Gate("e2e", GateKind.JOINT, ("orders", "payments"), "qa", True, 8),),
        feature_mode=FeatureMode.DECLARED,
        issue_projects=("ORD",),
        issue_url="https://tracker.example/{key}",
        issue_key_names_projects=True,
        deploy_failure_rate=0.1,
    )  # fmt: skip
    assert loaded.roots == (
        ServiceRoot(
            "orders",
            str(tmp_path / "orders"),
            "services/orders",
            "release",
            "orders-*",
            "v2.3.0",
            inputs=("libs/money", "!libs/log"),
        ),
        ServiceRoot("payments", "/srv/payments", ".", "trunk", "rel-*"),
    )
    assert loaded.scan == ScanSettings(r"K-\d+", 7, past=False)


def test_what_is_left_out_has_a_default(tmp_path: Path) -> None:
    loaded = load(written(tmp_path, '[workspace]\nname = "x"\n[services.a]\nrepo = "a"\n'))
    assert loaded.workspace == Workspace("x", (Service("a"),))
    assert loaded.roots == (ServiceRoot("a", str(tmp_path / "a")),)
    assert loaded.scan == ScanSettings()
    assert loaded.store == tmp_path / ".relplan" / "relplan.db"


def test_services_of_one_folder_that_release_apart(tmp_path: Path) -> None:
    text = '[workspace]\nname = "x"\n'
    for name in ("api", "worker"):
        text += f'[services.{name}]\nrepo = "a"\nrelease_tag = "{name}-*"\n'
    assert [root.service for root in load(written(tmp_path, text)).roots] == ["api", "worker"]


def test_files_of_a_contract_outside_of_its_providers_folder_are_inputs(tmp_path: Path) -> None:
    text = '[workspace]\nname = "x"\n'
    text += '[services.a]\nrepo = "r"\npath = "a"\ninputs = ["libs"]\n[services.b]\nrepo = "r"\n'
    for name in ("a", "b"):
        text += f'[contracts.{name}-api]\nprovider = "{name}"\nfiles = ["x/", "/protos/{name}/*"]\n'
    inputs = [root.inputs for root in load(written(tmp_path, text)).roots]
    assert inputs == [("libs", "/protos/a/*"), ()]


def test_a_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    text = '[workspace]\nname = "x"\n[services.a]\nrepo = "~/a"\n'
    text += '[services.b]\nrepo = "~nobody-here/b"\n'
    loaded = load(written(tmp_path, text))
    assert [root.repository for root in loaded.roots] == [
        str(tmp_path / "home" / "a"), str(tmp_path / "~nobody-here" / "b"),
    ]  # fmt: skip
    monkeypatch.setenv("RELPLAN_STORE", "~/store.db")
    assert loaded.store == tmp_path / "home" / "store.db"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "relplan.toml"
    document = {
        "workspace": {"name": 'a "quoted" näme'},
        "services": {"a": {"repo": "a b\\c"}},
        "contracts": {"k.1": {"kind": "custom", "provider": "a", "consumers": []}},
    }
    write_new(file, document, "One\n\n[two]")
    assert file.read_text("utf-8").startswith("# One\n#\n# [two]\n\n[workspace]\n")
    loaded = load(file)
    assert loaded.workspace.name == 'a "quoted" näme'
    assert loaded.roots[0].repository == str(tmp_path / "a b\\c")
    assert [contract.name for contract in loaded.workspace.contracts] == ["k.1"]
    with pytest.raises(WorkspaceError, match="exists already and is not overwritten"):
        write_new(file, document, "")


def test_the_nearest_file_is_found(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    outer = written(tmp_path, "")
    assert find(below) == outer
    inner = written(tmp_path / "a", "")
    assert find(below) == inner
    assert find(tmp_path) == outer


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('schemas = "protos"', "did you mean 'schema'?"),
        ('schema = "proto"', "no service is called 'proto'; did you mean 'protos'?"),
    ],
)
def test_the_repository_of_a_contracts_files(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "relplan.toml"
    begin = (
        '[workspace]\nname = "shop"\n[services.orders]\nrepo = "orders"\n[services.protos]\n'
        'repo = "protos"\n[contracts.rpc]\nkind = "protobuf"\nprovider = "orders"\n'
    )
    file.write_text(f'{begin}schema = "protos"\n', "utf-8")
    (source,) = load(file).contracts
    assert (source.provider, source.schema) == ("orders", "protos")
    file.write_text(f"{begin}{line}\n", "utf-8")
    with pytest.raises(WorkspaceError, match=re.escape(said)):
        load(file)
