"""Puts a generated workspace on disk, as a scan would have left it, for whole commands to read."""

import subprocess
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import tomli_w

from relplan.model.change import Change
from relplan.model.contract_source import Detection
from relplan.model.production import KnownBy
from relplan.model.scan import RepositoryScan, ServiceRecord, ServiceScan
from relplan.model.snapshot import Snapshot
from relplan.store import open_store
from relplan.workspace import load

_REPOSITORY = "code"
_SCANNED_AT = 1_750_000_000


def write_workspace(snapshot: Snapshot, folder: Path) -> Path:
    """Write *snapshot* into *folder* as relplan.toml, a monorepo and a store; return *folder*."""
    repository = folder / _REPOSITORY
    repository.mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", repository], check=True)
    file = folder / "relplan.toml"
    file.write_text(tomli_w.dumps(_document(snapshot)), encoding="utf-8")
    merged: dict[str, list[Change]] = defaultdict(list)
    unmerged: dict[str, list[Change]] = defaultdict(list)
    for change in snapshot.changes:
        (merged if change.merged else unmerged)[change.service].append(change)
    services = tuple(
        ServiceScan(
            ServiceRecord(
                service.name,
                settings="",
                main="refs/heads/main",
                main_commit="1" * 40,
                baseline="v1.0.0",
                baseline_commit="2" * 40,
                known_by=KnownBy.RELEASE_TAG,
            ),
            merged=tuple(merged[service.name]),
            open=tuple(unmerged[service.name]),
        )
        for service in snapshot.workspace.services
    )
    with open_store(load(file).store) as store:
        store.save_scan(RepositoryScan(str(repository), "none", services), at=_SCANNED_AT)
        store.save_detection(Detection(), "none")
    return folder


def _document(snapshot: Snapshot) -> dict[str, object]:
    workspace = snapshot.workspace
    return {
        "workspace": {"name": workspace.name},
        "services": {
            service.name: {"repo": _REPOSITORY, "path": service.name, "team": service.team}
            for service in workspace.services
        },
        "contracts": {
            contract.name: {
                "kind": contract.kind,
                "provider": contract.provider,
                "consumers": list(contract.consumers),
            }
            for contract in workspace.contracts
        },
        "gates": {
            gate.name: {"kind": gate.kind.value, "services": list(gate.services)}
            for gate in workspace.gates
        },
        "windows": {
            "weekly": {
                "start": datetime(2026, 1, 6, 10, 0),  # noqa: DTZ001 - local, by relplan.toml
                "duration_minutes": 120,
                "rrule": "FREQ=WEEKLY;BYDAY=TU",
            },
        },
    }
