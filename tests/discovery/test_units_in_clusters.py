"""Units in pipelines of Tekton and Argo Workflows, each with a twin that is none."""

import pytest

from tests.discovery.deploying import NOTHING, PERHAPS, WEB_AND_API, Expected, found, services

TASK = """
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: deploy}
spec:
  params: [{name: NAME, default: web}]
  steps:
    - name: go
      image: helm
      script: |
        #!/bin/sh
        helm upgrade $(params.NAME) x
---
"""
PIPELINE = """
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {{name: shop}}
spec:
  params: [{{name: SERVICE}}]
  tasks:
    - name: one
      taskRef: {{name: deploy}}
    - name: two
      {0}
      taskRef: {{name: {1}}}
      params: [{{name: NAME, value: {2}}}]
"""
AFTER = "runAfter: [one]"
OWN = """
apiVersion: tekton.dev/v1beta1
kind: PipelineRun
metadata: {generateName: shop-}
spec:
  pipelineSpec:
    tasks:
      - name: all
        taskSpec:
          steps:
            - {command: [helm, upgrade, web], args: [x]}
            - {command: [/bin/sh, -c], args: ["helm upgrade api x"]}
"""
WHEN = "runAfter: [one]\n      when: [{input: $(params.changed-api), operator: in, values: [yes]}]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TASK + PIPELINE.format(AFTER, "deploy", "api"), WEB_AND_API),
        (TASK + PIPELINE.format("", "deploy", "api"), PERHAPS),
        (TASK + PIPELINE.format(WHEN, "deploy", "api"), NOTHING),
        (TASK + PIPELINE.format(AFTER, "deploy", "$(params.SERVICE)"), NOTHING),
        (TASK + PIPELINE.format(AFTER, "elsewhere", "api"), NOTHING),
        (TASK, NOTHING),
        (OWN, WEB_AND_API),
        (OWN.replace("tekton.dev", "other.dev"), NOTHING),
        ("apiVersion: tekton.dev/v1\nkind: Pipeline\nspec: {tasks: [1, {params: 3}]}", NOTHING),
    ],
)
def test_tekton(text: str, expected: Expected) -> None:
    assert services({"ci/pipeline.yaml": text}) == expected


def test_a_step_of_a_task_is_shown_with_its_line() -> None:
    (unit,) = found({"ci/pipeline.yaml": TASK + PIPELINE.format(AFTER, "deploy", "api")})
    assert unit.name == "shop"
    assert {sign.evidence.line for sign in unit.signs} == {12}


WORKFLOW = """
apiVersion: argoproj.io/v1alpha1
kind: {0}
metadata: {{name: shop}}
spec:
  entrypoint: main
  templates:
    - name: deploy
      inputs: {{parameters: [{{name: name}}]}}
      script:
        image: helm
        source: helm upgrade {{{{inputs.parameters.name}}}} x
    - name: main
      {1}
"""
STEPS = """steps:
        - - name: one
            template: deploy
            arguments: {{parameters: [{{name: name, value: web}}]}}
        {0} name: two
            template: deploy
            arguments: {{parameters: [{{name: name, value: api}}]}}
            {1}
"""
DAG = """dag:
        tasks:
          - {{name: one, template: deploy, arguments: {{parameters: [{{name: name, value: web}}]}}}}
          - name: two
            template: deploy
            arguments: {{parameters: [{{name: name, value: api}}]}}
            {}
"""
EACH = """steps:
        - - name: all
            template: deploy
            withItems: [web, api]
            arguments: {parameters: [{name: name, value: "{{item}}"}]}
"""


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        (STEPS.format("- -", ""), WEB_AND_API),
        (STEPS.format("  -", ""), PERHAPS),
        (STEPS.format("- -", "when: '{{workflow.parameters.service}} == api'"), NOTHING),
        (DAG.format("dependencies: [one]"), WEB_AND_API),
        (DAG.format("depends: one.Succeeded"), WEB_AND_API),
        (DAG.format(""), PERHAPS),
        (EACH, WEB_AND_API),
        ("steps: [[{name: a, template: main}], 3, [4]]", NOTHING),
    ],
)
def test_argo_workflows(main: str, expected: Expected) -> None:
    assert services({"ci/shop.yaml": WORKFLOW.format("WorkflowTemplate", main)}) == expected
    assert services({"ci/shop.yaml": WORKFLOW.format("Rollout", main)}) == NOTHING
