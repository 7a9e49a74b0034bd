"""What a relplan.toml says, once it is read and found right."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from relplan.model.contract_source import ContractSource
from relplan.model.deployment import DeclaredEnvironment, DeploymentFiles
from relplan.model.descriptor import DescriptorShape
from relplan.model.drift_settings import DriftSettings
from relplan.model.finding import Severity
from relplan.model.question import Answer
from relplan.model.scan import ScanSettings, ServiceRoot
from relplan.model.store_place import StorePlace, place_of
from relplan.model.workspace import Workspace

STORE_VARIABLE = "RELPLAN_STORE"
NODE_KINDS = frozenset({"missing", "feature", "gate", "unknown", "unread", "unit"})
"""What other nodes' names begin with, so no service may be called that."""


@dataclass(frozen=True, slots=True)
class LoadedWorkspace:
    """A relplan.toml, and where the things are that it names."""

    file: Path
    workspace: Workspace
    roots: tuple[ServiceRoot, ...]
    scan: ScanSettings
    contracts: tuple[ContractSource, ...] = ()
    """Those whose files can be read: all but custom ones."""
    environments: tuple[DeclaredEnvironment, ...] = ()
    """Those that have a table, or that deployment files are of."""
    deployments: tuple[DeploymentFiles, ...] = ()
    answers: tuple[Answer, ...] = ()
    """Those that the file holds, by question."""
    shapes: tuple[DescriptorShape, ...] = ()
    """Of the descriptors that the file has tables of."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """How bad the findings of a rule are, where relplan.toml says otherwise than the rule."""
    drift: DriftSettings = DriftSettings()  # noqa: RUF009 - it is frozen
    named_store: str = ""
    """Where the store is, as the file says; empty: it says nothing."""
    protect_main: bool = False
    """Whether what changes main is asked about first."""

    @property
    def store(self) -> StorePlace:
        """Where the store is: as RELPLAN_STORE says, or relplan.toml, or else beside that.

        Raises StoreError where that is no place for a store.
        """
        elsewhere = os.environ.get(STORE_VARIABLE)
        if elsewhere:
            return place_of(elsewhere, Path())
        if self.named_store:
            return place_of(self.named_store, self.file.parent)
        return file_beside(self.file)


def file_beside(file: Path) -> Path:
    """Return where the store of the relplan.toml *file* is unless another place is named."""
    return file.parent / ".relplan" / "relplan.db"
