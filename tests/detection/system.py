"""A small system of real repositories with one contract between them."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from relplan.app.scanning import ReadingMemory
from relplan.detection import detect
from relplan.model.change import Effect
from relplan.model.contract_source import ContractSource, Detection
from relplan.model.scan import ScanSettings, ServiceRoot
from relplan.sources.git import scan_repository
from tests.detection import lines_kind
from tests.sources.git.git_repo import NOW, GitRepo

API = ContractSource("api", "avro", "payments", consumers=("web",), files=("api.lines",))


class System:
    """``payments`` provides a contract, ``web`` consumes it; both have released a v1."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.analyzer = lines_kind.Lines()
        monkeypatch.setattr(lines_kind, "ANALYZER", self.analyzer)
        monkeypatch.setattr(detect, "kind_of", lambda _: lines_kind.LINES)
        self.folder = folder
        self.source = API
        self.memory = ReadingMemory({})
        self.roots: dict[str, ServiceRoot] = {}
        self.payments = self.service("payments")
        self.web = self.service("web")

    def service(
        self, name: str, repo: GitRepo | None = None, path: str = ".", *inputs: str
    ) -> GitRepo:
        made = repo or GitRepo(self.folder / name)
        self.roots[name] = ServiceRoot(name, str(made.path), path, inputs=inputs)
        return made

    def release(self, *lines: str) -> None:
        """Release the contract with *lines*, and the consumer as it is."""
        self.payments.commit("API", "api.lines", _text(lines))
        self.payments.tag("v1")
        self.web.commit("Begin")
        self.web.tag("v1")

    def change(self, repo: GitRepo, *lines: str, file: str = "api.lines", message: str = "") -> str:
        """Commit *lines*; return the id of the change, as of the service with the repo's name."""
        commit = repo.commit(message or f"Change {file}", file, _text(lines))
        return f"{repo.path.name}@{commit[:10]}"

    def detect(self) -> Detection:
        """Scan all and look at the contract."""
        records, changes = {}, []
        repositories: dict[str, list[ServiceRoot]] = {}
        for root in self.roots.values():
            repositories.setdefault(root.repository, []).append(root)
        for repository, roots in repositories.items():
            scan = scan_repository(roots, ScanSettings(), None, NOW)
            services = tuple(service.record for service in scan.services)
            records[repository] = detect.RepositoryRecord(repository, scan.signature, services)
            for service in scan.services:
                changes += [*service.merged, *service.open]
        detector = detect.Detector(
            list(self.roots.values()),
            records,
            changes,
            self.memory,
            lambda repository, doing: None,
            lambda: False,
        )
        return detector.detect([self.source])

    def with_source(self, **changed: object) -> None:
        self.source = replace(self.source, **changed)  # type: ignore[arg-type]

    def effects(self) -> dict[str, list[str]]:
        """Return what each change does, as ``breaks a``; the contract is always the same."""
        found = self.detect().effects
        return {change: in_words(effects) for change, effects in found.items() if effects}


def in_words(effects: Iterable[Effect]) -> list[str]:
    return sorted(" ".join((effect.kind, *effect.parts)) for effect in effects)


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines) or "name: empty\n"
