"""The plan for CI servers and spreadsheets, read back."""

import csv
import json
from dataclasses import replace
from io import StringIO
from xml.etree import ElementTree as ET

from relplan.exports.plan.csv import plan_csv
from relplan.exports.plan.json import plan_json
from relplan.exports.plan.junit import plan_junit
from relplan.exports.plan.sarif import plan_sarif
from relplan.model.plan import Status
from tests.exports.hostile import the_plan
from tests.planning.world import contract, merged, planned, world

PLAN = the_plan()
BLOCKED = [change for change in PLAN.changes if PLAN.status(change) is Status.BLOCKED]


def test_csv_has_one_row_a_change() -> None:
    head, *found = csv.reader(StringIO(plan_csv(PLAN), newline=""))
    assert len(found) == len(PLAN.changes)
    assert {len(row) for row in found} == {len(head)}
    assert not [cell for row in found for cell in row if cell.startswith(("=", "@"))]


def test_json_is_what_the_command_prints() -> None:
    assert json.loads(plan_json(PLAN))["schema"] == "relplan.plan/2"


def test_junit_fails_what_is_blocked_and_skips_what_is_in_progress() -> None:
    (suite,) = ET.fromstring(plan_junit(PLAN))  # noqa: S314 - our own
    cases = {case.get("name"): case for case in suite}
    assert set(cases) == set(PLAN.changes)
    failed = [name for name, case in cases.items() if case.find("failure") is not None]
    assert failed == BLOCKED
    skipped = [name for name, case in cases.items() if case.find("skipped") is not None]
    assert skipped == ["web:wish"]
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == (
        str(len(cases)), str(len(failed)), "1",
    )  # fmt: skip


def test_sarif_has_what_the_standard_asks_for() -> None:
    document = json.loads(plan_sarif(PLAN))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert run["results"]
    for result in run["results"]:
        assert result["ruleId"] in rules
        assert result["level"] in ("error", "warning", "note", "none")
        assert result["message"]["text"]
        assert result["locations"]
        for location in result["locations"]:
            place = location.get("physicalLocation")
            assert place is None or not place["artifactLocation"]["uri"].startswith("/")
            assert place is None or place.get("region", {"startLine": 1})["startLine"] >= 1
    prints = [result["partialFingerprints"]["relplanEdge/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


def test_sarif_explains_the_rules_of_contracts() -> None:
    api = contract("api", provider="pay", consumers=["web"])
    api = replace(api, kind="graphql")
    change = merged("pay", 1, breaks="api")
    (effect,) = change.effects
    said = replace(effect.evidence, rule="field-removed", path="api.graphql", line=3)
    change = replace(change, effects=(replace(effect, evidence=said),))
    (run,) = json.loads(plan_sarif(planned(world(api, change))))["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    (result,) = run["results"]
    assert result["ruleId"] == "breaks/field-removed"
    told = rules["breaks/field-removed"]
    assert told["shortDescription"]["text"].startswith("A field is gone")
    assert "type T { a: Int b: Int }" in told["help"]["markdown"]
    assert all(rule["help"]["text"] for rule in rules.values())
