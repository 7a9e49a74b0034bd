"""The tables of descriptors in relplan.toml, and the contracts that they stand for."""

import os
from collections.abc import Iterator, Mapping

from relplan.contracts.descriptors import DESCRIPTOR
from relplan.model.descriptor import DescriptorShape
from relplan.model.globs import pattern_of
from relplan.workspace.couplings import other_couplings
from relplan.workspace.schema import ContractTable, DescriptorsTable, Document


def shapes_of(document: Document) -> tuple[DescriptorShape, ...]:
    """Return the shapes that *document* declares, for the folders that its services have."""
    folders = tuple(sorted({os.path.normpath(one.path) for one in document.services.values()}))
    return tuple(
        DescriptorShape(
            name=name,
            files=tuple(table.files),
            provides=table.provides or "",
            requires=table.requires or "",
            ranges=table.ranges,
            folders=folders,
        )
        for name, table in document.descriptors.items()
    )


def implied_contracts(document: Document) -> Mapping[str, ContractTable]:
    """Return a contract for each service and table, whose files the service may have.

    One that is written out goes before: of the same name, or of the same files.
    """
    return {
        f"{service}-{name}": ContractTable(
            kind=DESCRIPTOR.name, provider=service, files=table.files
        )
        for name, table in document.descriptors.items()
        for service in document.services
        if table.provides
        and f"{service}-{name}" not in document.contracts
        and not _is_written_out(document, service, table)
    }


def _is_written_out(document: Document, service: str, table: DescriptorsTable) -> bool:
    pattern = pattern_of(tuple(table.files), ".")
    return any(
        contract.provider == service
        and contract.kind == DESCRIPTOR.name
        and any(glob in table.files or pattern.fullmatch(glob) for glob in contract.files)
        for contract in document.contracts.values()
    )


def descriptor_problems(document: Document) -> Iterator[str]:
    """Yield what is wrong with the tables though each value by itself is right."""
    for name, table in document.descriptors.items():
        if not table.provides and not table.requires:
            what = "what such files provide, nor what they require; give one of the two"
            yield f"[descriptors.{name}] says neither {what}"
    for name in implied_contracts(document):
        for kind, names in other_couplings(document):
            if name in names:
                yield f"[{kind}.{name}] a contract of [descriptors] has this name; rename one"
