"""The table of rules: each example makes its rule be told; one run of buf compares them all."""

import json
import subprocess

from relplan.contracts.protobuf.rules import RULES
from relplan.model.finding import Severity
from tests.contracts.protobuf.buf import BUF, OF_BUF
from tests.contracts.protobuf.modules import compared


def test_the_example_of_a_rule_makes_it_be_told() -> None:
    base = {f"{rule.id}.proto": _file(rule.id, rule.before) for rule in RULES if rule.before}
    revision = {f"{rule.id}.proto": _file(rule.id, rule.after) for rule in RULES if rule.after}
    found: dict[str, set[tuple[str, Severity]]] = {}
    for finding in compared(base, revision):
        found.setdefault(finding.path, set()).add((finding.rule, finding.severity))
    untold = [
        rule.id
        for rule in RULES
        if (rule.id, rule.severity) not in found.get(f"{rule.id}.proto", ())
    ]
    assert untold == []


def _file(name: str, text: str) -> str:
    """Return an example as a whole file, in a package of its own where it does not name one."""
    if not text.startswith(("syntax", "edition")):
        text = f'syntax = "proto3";\n{text}'
    first, rest = text.split("\n", 1)
    package = "" if rest.startswith("package") else f" package {name.lower()};"
    return f"{first}{package}\n{rest}"


def test_the_table_has_all_that_buf_holds_breaking_for_wire_json_and_code() -> None:
    command = [str(BUF), "config", "ls-breaking-rules", "--version=v2", "--format=json"]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    known = map(json.loads, printed.splitlines())
    told = {rule["id"] for rule in known if {"WIRE_JSON", "PACKAGE"} & {*rule["categories"]}}
    assert set(OF_BUF) == told
