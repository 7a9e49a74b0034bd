"""Comparing contracts against parsing their files, and against buf."""

import json
from collections.abc import Iterator
from time import process_time

import yaml

from relplan.contracts import compare
from relplan.contracts.kind import Options, Version
from relplan.contracts.registry import kind_called
from tests.benchmarks.bench_contracts import openapi
from tests.benchmarks.bench_protobuf import in_times_of_buf
from tests.benchmarks.table import Row, against


def descriptions() -> Iterator[Row]:
    for resources, size in ((250, "1 MB"), (2_500, "10 MB")):
        pair = (openapi(resources), openapi(resources, dropped=resources // 2))
        began = process_time()
        documents = [yaml.load(content, yaml.CSafeLoader) for content in pair]
        parsing = process_time() - began
        as_json = [json.dumps(document).encode() for document in documents]
        for form, contents, goal in (("yaml", pair, "<= 1.3 x"), ("json", as_json, "<= 0.3 x")):
            versions = [Version({f"api.{form}": one}, (f"api.{form}",)) for one in contents]
            analyzer = kind_called("openapi").analyzer
            assert analyzer is not None
            began = process_time()
            assert compare(analyzer, versions[0], versions[1], Options())
            taken = process_time() - began
            yield against(f"OpenAPI of {size}, {form}", taken, "parsing its YAML", parsing, goal)


def protobuf() -> Iterator[Row]:
    ratio, reference = in_times_of_buf(3)
    yield against(
        "protobuf, a pair of versions", ratio * reference, "buf breaking", reference, "<= 1.2 x"
    )


JOBS = (("openapi", descriptions), ("protobuf", protobuf))
