"""The net under every comparison: what the tests compare is kept finding by finding.

A test says what matters to it; these snapshots hold the rest: rule, severity, part, place and text
of every finding, so that moving the code cannot change one unseen. After a wanted change look at
what ``pytest tests/contracts --snapshot-update`` writes, line by line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from relplan.contracts.kind import ContractKind
from relplan.contracts.registry import kinds
from relplan.model.finding import Finding, verdict
from relplan.model.rule import Rule

MOST_CHARACTERS = 30_000
"""Of one test and of its name; what holds more is there to be hostile, not to be read."""


def _line(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}"
    return f"{finding.severity} {finding.rule} [{finding.part}] {place} {finding.text}"


@pytest.fixture(autouse=True)
def _findings(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> Iterator[None]:
    """Hold the findings of every comparison that the test makes against those of the last time."""
    if _differs_each_time(request):
        yield
        return
    lines: list[str] = []
    amiss: list[Finding] = []
    for kind in kinds():
        _record(monkeypatch, kind, lines, amiss)
    yield
    assert amiss == []
    if lines and sum(map(len, [request.node.name, *lines])) <= MOST_CHARACTERS:
        assert lines == snapshot


def _differs_each_time(request: pytest.FixtureRequest) -> bool:
    random = getattr(request.function, "is_hypothesis_test", False)
    return random or "tmp_path" in request.fixturenames


def _amiss(table: Mapping[str, Rule], finding: Finding) -> bool:
    """Tell whether a rule is not in its kind's table, or is told worse than it says there."""
    rule = table.get(finding.rule)
    return rule is None or (
        verdict([finding, replace(finding, severity=rule.severity)]) is not rule.severity
    )


def _record(
    monkeypatch: pytest.MonkeyPatch, kind: ContractKind, lines: list[str], amiss: list[Finding]
) -> None:
    analyzer = type(kind.analyzer)
    compare = analyzer.compare

    def recorded(self: Any, *args: Any, **named: Any) -> Any:
        findings = sorted(set(compare(self, *args, **named)), key=_line)
        amiss.extend(finding for finding in findings if _amiss(kind.rules, finding))
        lines.extend(map(_line, findings))
        lines.append("--")
        return findings

    monkeypatch.setattr(analyzer, "compare", recorded)
