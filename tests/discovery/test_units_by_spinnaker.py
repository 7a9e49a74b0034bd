"""Units in pipelines of Spinnaker and Armory, each with a twin that is none."""

import json
from typing import Any

import pytest

from tests.discovery.deploying import NOTHING, PERHAPS, WEB_AND_API, Expected, found, services

PATH = "spinnaker/shop.json"


def stage(name: str, *after: str, kind: str = "Deployment", **more: Any) -> dict[str, Any]:
    manifest = {"kind": kind, "metadata": {"name": name}}
    given = {"type": "deployManifest", "manifests": [manifest], "refId": name}
    return {**given, "requisiteStageRefIds": [*after], "name": f"Deploy {name}", **more}


def pipeline(*stages: dict[str, Any], **more: Any) -> dict[str, str]:
    return {PATH: json.dumps({"name": "shop", "stages": stages, **more}, indent=1)}


ON = {"stageEnabled": {"type": "expression", "expression": "parameters.service == 'api'"}}
LATE = {"stageEnabled": {"type": "expression", "expression": "execution.isFriday"}}
JUDGED = {"type": "manualJudgment", "refId": "j", "requisiteStageRefIds": ["web"]}
OF_GROUPS = {"type": "deploy", "clusters": [{"application": "web"}, {"application": "api"}]}
FILE = {"manifests": None, "source": "artifact", "manifestArtifactId": "x"}
ARTIFACT = {"id": "x", "defaultArtifact": {"name": "k8s/api.yaml", "type": "git/repo"}}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (pipeline(stage("web"), stage("api", "web")), WEB_AND_API),
        (pipeline(stage("web"), stage("api")), PERHAPS),  # side by side
        (pipeline(stage("web"), stage("api", "web"), disabled=True), NOTHING),
        (pipeline(stage("web"), stage("api", "web", kind="Service")), NOTHING),
        (pipeline(stage("web"), stage("api", "web", type="bakeManifest")), NOTHING),
        (pipeline(stage("web"), stage("api", "web", type="deleteManifest")), NOTHING),
        (pipeline(stage("web"), stage("api", "web", **ON)), NOTHING),
        (pipeline(stage("web"), stage("api", "web", **LATE)), PERHAPS),
        (pipeline(stage("web"), JUDGED, stage("api", "j")), NOTHING),
        (pipeline(JUDGED, stage("web", "j"), stage("api", "web", "j")), WEB_AND_API),
        (pipeline(stage("web"), stage("${parameters.service}", "web")), NOTHING),
        (pipeline(OF_GROUPS), WEB_AND_API),
        (pipeline(stage("web"), {**OF_GROUPS, "clusters": []}), NOTHING),
        (
            pipeline(stage("web"), {**JUDGED, "type": "pipeline", "application": "api"}),
            PERHAPS,
        ),
        (
            pipeline(stage("web"), stage("x", "web", **FILE), expectedArtifacts=[ARTIFACT])
            | {"k8s/api.yaml": "kind: Deployment\nmetadata:\n  name: api\n"},
            WEB_AND_API,
        ),
        (
            pipeline(stage("web"), stage("x", "web", **FILE), expectedArtifacts=[ARTIFACT]),
            PERHAPS,  # the file is not here
        ),
        ({"notes/shop.json": pipeline(stage("web"), stage("api", "web"))[PATH]}, NOTHING),
        ({PATH: '{"stages": [1, {"type": 2}, {"type": "deploy", "clusters": 3}], "x": '}, NOTHING),
    ],
)
def test_a_pipeline(files: dict[str, str], expected: Expected) -> None:
    assert services(files) == expected


def test_a_stage_is_shown_with_its_line() -> None:
    (unit,) = found(pipeline(stage("web"), stage("api", "web")))
    assert unit.name == "shop"
    assert [sign.evidence.line for sign in unit.signs] == [18, 4]


DINGHY = """
# who deploys what
{
  "application": "{{ var "app" ?: "shop" }}",
  "pipelines": [{
    "name": "deploy",
    "stages": [
      {{ module "wait.stage.module" "waitTime" 5 }},
      {"type": "deployManifest", "refId": "1", "name": "{{ var "x" }}",
       "manifests": [{"kind": "Deployment", "metadata": {"name": "web"}}]},
      %s
    ]
  }]
}
"""


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ('{{ module "deploy.stage.module" "app" "api" "waitTime" 1 }}', PERHAPS),
        ('{{ module "delete.stage.module" "app" "api" }}', NOTHING),
        ('{{ module "deploy.stage.module" "image" "api" }}', NOTHING),
        (
            json.dumps(stage("api", "1")),
            WEB_AND_API,
        ),
    ],
)
def test_a_file_of_dinghy(module: str, expected: Expected) -> None:
    assert services({"dinghyfile": DINGHY % module}) == expected


@pytest.mark.parametrize("text", ["{{" * 50_000, '{{ module "' * 9_000, '"stages": [' * 9_000])
def test_no_pipeline_is_too_much(text: str) -> None:
    assert services({"dinghyfile": '{"stages": [' + text}) == NOTHING
