"""Writes down what was found: as tables of relplan.toml, and as JSON."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from relplan.discovery.deployments import running
from relplan.discovery.found import (
    Discovered,
    FoundContract,
    FoundDescriptors,
    FoundService,
    FoundUnit,
    Sign,
)
from relplan.model.evidence import Confidence
from relplan.model.production import PRODUCTION
from relplan.model.scan import DEFAULT_RELEASE_TAG

_MOST_COMMENTS = 8
"""Lines above one contract."""

_MOST_INPUTS = 6
"""Folders that are named as what a service is built from."""

Comments = dict[tuple[str, str], list[str]]


def tables(found: Discovered, place: Path) -> dict[str, Any]:
    """Return the services and contracts as relplan.toml has them; *place* is its folder."""
    made: dict[str, Any] = {
        "services": {service.name: _service(service, place) for service in found.services}
    }
    if found.deployments:
        made["deployments"] = [
            {
                "repo": _relative(table.repository, place),
                "files": list(table.files),
                "environment": table.environment,
            }
            for table in found.deployments
        ]
    if found.contracts:
        made["contracts"] = {contract.name: _contract(contract) for contract in found.contracts}
    if found.units:
        made["units"] = {unit.name: _unit(unit, place) for unit in found.units}
    named = {name for unit in found.units for name in unit.environments}
    named -= {PRODUCTION, *(table.environment for table in found.deployments)}
    if named:  # a name that nothing else knows would be a mistake
        made["environments"] = {name: {} for name in sorted(named)}
    sure = {shape.name: _shape(shape) for shape in found.descriptors if not shape.doubt}
    if sure:
        made["descriptors"] = sure
    return made


def proposals(found: Discovered) -> dict[str, Any]:
    """Return the tables that are not certain, so that they are only worth a comment."""
    doubted = {shape.name: _shape(shape) for shape in found.descriptors if shape.doubt}
    return {"descriptors": doubted} if doubted else {}


def comments(found: Discovered) -> Comments:
    """Return the lines that say, above each table, how it is known."""
    made: Comments = {}
    for service in found.services:
        lines = [_line("", sign) for sign in service.signs[:1]]
        if service.releases is not None:
            lines.append(_line("", service.releases))
        lines += _built_from(service)
        lines += [_line(f"calls {other}", sign) for other, sign in sorted(service.calls.items())]
        made["services", service.name] = lines[:_MOST_COMMENTS]
    for number, table in enumerate(found.deployments):
        lines = [
            _line(f"{environment} {service}", sign)
            for environment, service, _, sign in running([table])
        ]
        left_out = len(lines) - _MOST_COMMENTS
        if left_out > 0:
            lines[_MOST_COMMENTS:] = [f"and {left_out} more; `relplan init --json` has them all"]
        made["deployments", str(number)] = lines
    for contract in found.contracts:
        lines = [_line(f"provider {contract.provider}", sign) for sign in contract.signs[:2]]
        guessed = frozenset(contract.known(Confidence.GUESSED))
        for consumer, signs in sorted(
            contract.consumers.items(), key=lambda one: one[0] in guessed
        ):
            word = "perhaps" if consumer in guessed else "consumer"
            lines += [_line(f"{word} {consumer}", sign) for sign in signs[:1]]
        left_out = len(lines) - _MOST_COMMENTS
        if left_out > 0:
            lines[_MOST_COMMENTS:] = [f"and {left_out} more; `relplan init --json` has them all"]
        made["contracts", contract.name] = lines
    for shape in found.descriptors:
        lines = [_line(sign.evidence.repository, sign) for sign in shape.signs]
        if shape.doubt:
            lines += [f"not certain: {shape.doubt}; take the # away where it is right"]
        made["descriptors", shape.name] = lines
    return made


def json_document(found: Discovered, place: Path) -> dict[str, Any]:
    """Return all that was found with all of its evidence."""
    return {
        "services": [
            {
                "name": service.name,
                "repo": _relative(service.repository, place),
                "path": service.path,
                "team": service.team,
                "inputs": list(service.inputs),
                "calls": [
                    {"service": other, **_sign(sign)}
                    for other, sign in sorted(service.calls.items())
                ],
                "release_tag": service.release_tag or DEFAULT_RELEASE_TAG,
                "evidence": [
                    _sign(sign) for sign in (*service.signs, service.releases) if sign is not None
                ],
            }
            for service in found.services
        ],
        "contracts": [
            {
                "name": contract.name,
                "kind": contract.kind,
                "provider": contract.provider,
                "files": list(contract.files),
                "evidence": [_sign(sign) for sign in contract.signs],
                "consumers": [
                    {
                        "service": consumer,
                        "uses": sorted(contract.uses.get(consumer, ())),
                        "evidence": [_sign(sign) for sign in signs],
                    }
                    for consumer, signs in contract.consumers.items()
                ],
            }
            for contract in found.contracts
        ],
        "deployments": [
            {
                "repo": _relative(table.repository, place),
                "files": list(table.files),
                "environment": table.environment,
                "runs": [
                    {"service": service, "version": version, **_sign(sign)}
                    for _, service, version, sign in running([table])
                ],
            }
            for table in found.deployments
        ],
        "descriptors": [
            {
                "name": shape.name,
                **_shape(shape),
                "doubt": shape.doubt,
                "evidence": [_sign(sign) for sign in shape.signs],
            }
            for shape in found.descriptors
        ],
        "units": [
            {
                "name": unit.name,
                "detected_services": list(unit.detected),
                "suspected_services": list(unit.suspected),
                "environments": list(unit.environments),
                "evidence": [_sign(sign) for sign in unit.signs],
            }
            for unit in found.units
        ],
        "notes": [_sign(sign) for sign in found.notes],
    }


def _service(service: FoundService, place: Path) -> dict[str, Any]:
    table: dict[str, Any] = {"repo": _relative(service.repository, place)}
    if service.path != ".":
        table["path"] = service.path
    if service.team:
        table["team"] = service.team
    if service.release_tag not in ("", DEFAULT_RELEASE_TAG):
        table["release_tag"] = service.release_tag
    if service.calls:
        table["calls"] = sorted(service.calls)
    return table


def _built_from(service: FoundService) -> list[str]:
    """Say what a change of belongs to the service, too; `inputs` need not repeat it."""
    if not service.inputs:
        return []
    named = ", ".join(service.inputs[:_MOST_INPUTS])
    more = len(service.inputs) - _MOST_INPUTS
    return [f"built from {named}{f' and {more} more' if more > 0 else ''}, too"]


def _contract(contract: FoundContract) -> dict[str, Any]:
    table: dict[str, Any] = {"kind": contract.kind, "provider": contract.provider}
    if contract.schema:
        table["schema"] = contract.schema
    if contract.files:
        table["files"] = list(contract.files)
    if contract.dialect:
        table["dialect"] = contract.dialect
    table["consumers"] = contract.known(Confidence.DECLARED)
    detected = contract.known(Confidence.DETECTED)
    if detected:
        table["detected_consumers"] = detected
    uses: Mapping[str, Iterable[str]] = contract.uses
    if uses:
        table["uses"] = {consumer: sorted(parts) for consumer, parts in sorted(uses.items())}
    return table


def _unit(unit: FoundUnit, place: Path) -> dict[str, Any]:
    """Return the table of a unit; each line that shows it stands there, for `why` to quote."""
    table: dict[str, Any] = {}
    if unit.detected:
        table["detected_services"] = list(unit.detected)
    if unit.suspected:
        table["suspected_services"] = list(unit.suspected)
    if unit.environments:
        table["environments"] = list(unit.environments)
    table["seen"] = [
        {
            "repo": _relative(unit.repository, place),
            "path": sign.evidence.path,
            "line": sign.evidence.line,
            "text": sign.evidence.text,
        }
        for sign in unit.signs
    ]
    return table


def _shape(shape: FoundDescriptors) -> dict[str, Any]:
    table = {
        "files": shape.files[0] if len(shape.files) == 1 else list(shape.files),
        "provides": shape.provides,
        "requires": shape.requires,
        "ranges": shape.ranges.value,
    }
    return {key: value for key, value in table.items() if value}


def _relative(repository: Path, place: Path) -> str:
    return repository.relative_to(place).as_posix()


def _line(who: str, sign: Sign) -> str:
    evidence = sign.evidence
    where = evidence.path or evidence.commit[:10]
    if evidence.path and evidence.line:
        where = f"{evidence.path}:{evidence.line}"
    head = ": ".join(part for part in (who, where) if part)
    return f"{head} {evidence.text}".strip()


def _sign(sign: Sign) -> dict[str, Any]:
    evidence = sign.evidence
    return {
        "confidence": sign.confidence.value,
        "repository": evidence.repository,
        "commit": evidence.commit,
        "path": evidence.path,
        "line": evidence.line,
        "rule": evidence.rule,
        "text": evidence.text,
    }
