"""Units in Bitbucket's pipelines, each with a twin that is none."""

import pytest

from tests.discovery.deploying import (
    NOTHING,
    PERHAPS,
    WEB_AND_API,
    Expected,
    found,
    indented,
    services,
)

PATH = "bitbucket-pipelines.yml"
TWO_STEPS = """
- step:
    name: web
    script:
      - helm upgrade web x
- step:
    name: api
    {}
    script:
      - set -e
      - {}
"""
PIPES = """
- step:
    script:
      - pipe: atlassian/aws-ecs-deploy:1.0.0
        variables: {SERVICE_NAME: web, CLUSTER_NAME: all}
      - pipe: atlassian/%s:2.0.0
        variables: {%s}
"""
BESIDE = """
- parallel:
    - step: {name: web, script: [helm upgrade web x]}
    - step: {name: api, script: [helm upgrade api x]}
"""
STAGE = """
- stage:
    deployment: production
    %s
    steps:
      - step: {name: web, script: [helm upgrade web x]}
      - step: {name: api, script: [helm upgrade api x]}
"""
AFTER = BESIDE.replace("helm upgrade web x", "make") + "- step: {script: [helm upgrade web x]}\n"
CHANGED = "condition: {changesets: {includePaths: [services/api/**]}}"
UP = "helm upgrade api x"


def pipeline(steps: str, kind: str, name: str = "") -> dict[str, str]:
    if kind == "default":
        return {PATH: f"pipelines:\n  default:\n{indented(steps, 4)}"}
    return {PATH: f"pipelines:\n  {kind}:\n    {name}:\n{indented(steps, 6)}"}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (TWO_STEPS.format("", UP), WEB_AND_API),
        (TWO_STEPS.format("", "helm lint api"), NOTHING),
        (TWO_STEPS.format("trigger: manual", UP), NOTHING),
        (TWO_STEPS.format(CHANGED, UP), NOTHING),
        (TWO_STEPS.format("deployment: staging", UP), NOTHING),
        (BESIDE, PERHAPS),
        (AFTER, WEB_AND_API),
        (STAGE % "", WEB_AND_API),
        (STAGE % CHANGED, WEB_AND_API),  # both or none of them
        (PIPES % ("aws-lambda-deploy", "FUNCTION_NAME: api"), WEB_AND_API),
        (PIPES % ("aws-s3-deploy", "LOCAL_PATH: services/api"), WEB_AND_API),
        (
            PIPES % ("kubectl-run", "KUBECTL_COMMAND: apply, RESOURCE_PATH: k8s/api.yml"),
            WEB_AND_API,
        ),
        (PIPES % ("kubectl-run", "KUBECTL_COMMAND: get, RESOURCE_PATH: k8s/api.yml"), NOTHING),
        (PIPES % ("ssh-run", "COMMAND: 'kubectl rollout restart deploy/api'"), WEB_AND_API),
        (PIPES % ("slack-notify", "SERVICE_NAME: api"), NOTHING),
    ],
)
def test_the_steps_of_a_pipeline(steps: str, expected: Expected) -> None:
    files = {"k8s/api.yml": "kind: Deployment\nmetadata:\n  name: api\n"}
    assert services(pipeline(steps, "default") | files) == expected


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("branches", "main", WEB_AND_API),
        ("tags", "v*", WEB_AND_API),
        ("custom", "all", WEB_AND_API),
        ("pull-requests", "'**'", NOTHING),
    ],
)
def test_what_starts_a_pipeline(kind: str, name: str, expected: Expected) -> None:
    assert services(pipeline(TWO_STEPS.format("", UP), kind, name)) == expected


def test_a_person_that_chooses_the_service_deploys_that_alone() -> None:
    steps = "- variables: [{name: SERVICE, allowed-values: [web, api]}]\n"
    steps += "- step: {script: [helm upgrade $SERVICE x]}\n"
    assert services(pipeline(steps, "custom", "one")) == NOTHING


def test_steps_that_are_written_once_are_put_in() -> None:
    text = """
    definitions:
      steps:
        - step: &deploy
            name: Deploy
            script: [helm upgrade web x, helm upgrade api x]
    pipelines:
      branches:
        main:
          - step:
              <<: *deploy
              deployment: production
    """
    (unit,) = found({PATH: text})
    assert (unit.detected, unit.environments) == (["api", "web"], ("production",))
