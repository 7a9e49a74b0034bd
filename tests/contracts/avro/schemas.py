"""Builds versions of Avro schemas and compares them."""

import json
from typing import Any

from relplan.contracts import compare
from relplan.contracts.avro.contract import ANALYZER
from relplan.contracts.kind import Options, Version
from relplan.model.contract_source import Compatibility
from relplan.model.finding import Finding


def version(*schemas: Any) -> Version:
    files = {
        f"schemas/{number}.avsc": json.dumps(schema, indent=1).encode()
        for number, schema in enumerate(schemas)
    }
    return Version(files, tuple(sorted(files)))


def record(*fields: dict[str, Any], name: str = "shop.Order", **more: Any) -> dict[str, Any]:
    return {"type": "record", "name": name, "fields": list(fields), **more}


def field(name: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": schema, **more}


def compared(
    base: Any, revision: Any, mode: Compatibility = Compatibility.BACKWARD
) -> tuple[Finding, ...]:
    options = Options(compatibility=mode)
    return compare(ANALYZER, version(base), version(revision), options)


def said(findings: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    return {(finding.severity.value, finding.rule, finding.part) for finding in findings}
