"""Builds small OpenAPI documents and compares them."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from relplan.contracts import compare as compare_contracts
from relplan.contracts.kind import Options, Version
from relplan.contracts.openapi import OpenApi
from relplan.model.finding import Finding, Severity

TODAY = date(2026, 6, 1)
BREAKING, RISKY, ADDITIVE, NONE, UNKNOWN = (
    Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE, Severity.NONE, Severity.UNKNOWN,
)  # fmt: skip
KIND = OpenApi(today=lambda: TODAY)
Data = dict[str, Any]


def api(paths: Mapping[str, Any], version: str = "3.0.3", **root: object) -> Data:
    """Return a document with *paths*, and *root* besides."""
    return {"openapi": version, "info": {"title": "Shop", "version": "1"}, "paths": paths, **root}


def get(**operation: object) -> Data:
    """Return a document with the one operation ``GET /orders/{id}``."""
    whole = {"responses": {"200": {"description": "fine"}}, **operation}
    return api({"/orders/{id}": {"get": whole}})


def post(**operation: object) -> Data:
    """Return a document with the one operation ``POST /orders``."""
    whole = {"responses": {"201": {"description": "made"}}, **operation}
    return api({"/orders": {"post": whole}})


def query(schema: Data | None = None, **more: object) -> Data:
    """Return a document whose operation has one parameter ``limit``."""
    parameter = {"name": "limit", "in": "query", "schema": schema or {"type": "string"}, **more}
    return get(parameters=[parameter])


def sent(schema: Data, media_type: str = "application/json", **more: object) -> Data:
    """Return a document whose operation takes a body."""
    return post(requestBody={"content": {media_type: {"schema": schema}}, **more})


def answered(schema: Data, media_type: str = "application/json") -> Data:
    """Return a document whose operation answers with a body."""
    content = {media_type: {"schema": schema}}
    return get(responses={"200": {"description": "fine", "content": content}})


def thing(required: Iterable[str] = (), **properties: object) -> Data:
    """Return the schema of an object."""
    schema: Data = {"type": "object", "properties": properties}
    return {**schema, "required": list(required)} if required else schema


def version_of(*documents: Data | bytes, **files: Data | bytes) -> Version:
    """Return a version: *documents* are its roots, *files* are there to be referred to."""
    roots = {f"api{index or ''}.json": document for index, document in enumerate(documents)}
    others = {f"{name}.json": document for name, document in files.items()}
    contents = {
        name: one if isinstance(one, bytes) else json.dumps(one, indent=1).encode()
        for name, one in {**roots, **others}.items()
    }
    return Version(contents, tuple(sorted(roots)))


def compare(base: Data | bytes | Version, revision: Data | bytes | Version) -> tuple[Finding, ...]:
    """Compare two documents, or versions."""
    before, after = (
        one if isinstance(one, Version) else version_of(one) for one in (base, revision)
    )
    return compare_contracts(KIND, before, after, Options())


def rules(findings: Iterable[Finding]) -> set[tuple[str, Severity]]:
    """Return what was found, and how bad it is."""
    return {(finding.rule, finding.severity) for finding in findings}


def line_of(document: Data, number: int) -> str:
    """Return what stands on a line of a document, as ``version_of`` writes it."""
    return json.dumps(document, indent=1).splitlines()[number - 1].strip()


def changed(document: Data, *steps: str | int, to: object) -> Data:
    """Return a copy of *document* with another value at *steps*."""
    copy = deepcopy(document)
    place: Any = copy
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = to
    return copy
