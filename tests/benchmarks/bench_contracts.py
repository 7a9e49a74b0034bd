"""Comparing contracts against parsing their files alone, in one run.

    python -m tests.benchmarks.bench_contracts [--rounds N]

First two versions of a 1 MB OpenAPI file; then a workspace of 50 contracts with 5 pending changes
each, looked at for the first time and, with all readings kept, for the second.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from relplan.app.scanning import ReadingMemory
from relplan.contracts import compare
from relplan.contracts.kind import Options, Version
from relplan.contracts.reading.documents import read_document
from relplan.contracts.registry import kind_called
from relplan.detection.detect import Detector
from relplan.model.contract_source import ContractSource
from relplan.model.scan import RepositoryRecord, ScanSettings, ServiceRoot
from relplan.sources.git import scan_repository
from tests.sources.git.git_repo import NOW, GitRepo

_SERVICES = 10
_CONTRACTS = 50
_CHANGES = 5


def openapi(resources: int, *, dropped: int = -1) -> bytes:
    """Return a document of *resources* with two paths each; one property of *dropped* is gone."""
    paths, schemas = {}, {}
    for number in range(resources):
        name = f"Resource{number}"
        ref = {"$ref": f"#/components/schemas/{name}"}
        body = {"content": {"application/json": {"schema": ref}}}
        answers = {"200": {"description": "It", **body}, "404": {"description": "None"}}
        key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[f"/resources{number}"] = {
            "post": {"operationId": f"make{name}", "requestBody": body, "responses": answers}
        }
        paths[f"/resources{number}/{{id}}"] = {
            "get": {"operationId": f"get{name}", "parameters": [key], "responses": answers}
        }
        schemas[name] = _schema(number, 11 if number == dropped else 12)
    components = {"schemas": schemas}
    info = {"title": "Benchmark", "version": "1"}
    whole = {"openapi": "3.0.3", "info": info, "paths": paths, "components": components}
    return yaml.dump(whole, Dumper=yaml.CSafeDumper, sort_keys=False).encode()


def _schema(number: int, properties: int) -> dict[str, object]:
    """Return an object that holds another, as a tree does: none is far from its root."""
    described = {
        f"property{place}": {
            "type": ("string", "integer", "number", "boolean")[place % 4],
            "description": f"The property number {place} of the resource number {number}",
        }
        for place in range(properties)
    }
    other = {"$ref": f"#/components/schemas/Resource{number // 2}"}
    return {
        "type": "object",
        "required": ["property0", "property1"],
        "properties": {**described, "next": other},
    }


def best(rounds: int, action: Callable[[], object]) -> float:
    """Return the seconds of the fastest of *rounds*."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return min(times)


def one_large_file(rounds: int) -> None:
    """Compare two versions of a large file."""
    base, revision = openapi(500), openapi(500, dropped=250)
    kind = kind_called("openapi").analyzer
    assert kind is not None
    versions = [Version({"api.yaml": content}, ("api.yaml",)) for content in (base, revision)]
    found = compare(kind, versions[0], versions[1], Options())
    assert found
    parsing = best(
        rounds, lambda: [read_document("api.yaml", content) for content in (base, revision)]
    )
    comparing = best(rounds, lambda: compare(kind, versions[0], versions[1], Options()))
    print(f"two versions of {len(base) / 1e6:.2f} MB, {len(found)} findings")
    print(f"  parsing both     {parsing:6.2f} s")
    print(f"  comparing them   {comparing:6.2f} s = {comparing / parsing:.2f} x parsing")


def _build(folder: Path) -> tuple[list[ServiceRoot], list[ContractSource], list[bytes]]:
    roots, sources, contents = [], [], []
    each = _CONTRACTS // _SERVICES
    for number in range(_SERVICES):
        name = f"service{number}"
        repo = GitRepo(folder / name)
        for contract in range(each):
            contents.append(openapi(20))
            repo.write(f"api{contract}.yaml", contents[-1].decode())
        repo.commit("Begin")
        repo.tag("v1")
        for change in range(_CHANGES):
            for contract in range(each):
                contents.append(openapi(20, dropped=change))
                file = f"api{contract}.yaml"
                repo.commit(f"Change {file}", file, contents[-1].decode())
        roots.append(ServiceRoot(name, str(repo.path)))
        consumer = f"service{(number + 1) % _SERVICES}"
        sources += [
            ContractSource(
                f"{name}-api{contract}", "openapi", name, (consumer,),
                (f"api{contract}.yaml",),
            )
            for contract in range(each)
        ]  # fmt: skip
    return roots, sources, contents


def a_workspace(rounds: int) -> None:
    """Look at many contracts with some pending changes each."""
    with tempfile.TemporaryDirectory() as folder:
        roots, sources, contents = _build(Path(folder))
        records, changes = {}, []
        for root in roots:
            scan = scan_repository([root], ScanSettings(), None, NOW)
            services = tuple(service.record for service in scan.services)
            records[root.repository] = RepositoryRecord(root.repository, "", services)
            changes += [change for service in scan.services for change in service.merged]

        def detect(memory: ReadingMemory) -> int:
            detector = Detector(roots, records, changes, memory, lambda *_: None, lambda: False)
            return len(detector.detect(sources).effects)

        parsing = best(rounds, lambda: [read_document("a.yaml", content) for content in contents])
        first = best(rounds, lambda: detect(ReadingMemory({})))
        memory = ReadingMemory({})
        touched = detect(memory)
        again = best(rounds, lambda: detect(ReadingMemory(memory.made)))
    size = sum(map(len, contents)) / 1e6
    print(f"{len(sources)} contracts, {touched} changes, {len(contents)} files of {size:.1f} MB")
    print(f"  parsing each once {parsing:6.2f} s")
    print(f"  the first look    {first:6.2f} s = {first / parsing:.2f} x parsing")
    print(f"  the second look   {again:6.2f} s = {again / parsing:.2f} x parsing")


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    one_large_file(rounds)
    a_workspace(rounds)


if __name__ == "__main__":
    main()
