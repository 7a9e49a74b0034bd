"""Units in the pipelines of each tool, each with a twin that is none."""

import pytest

from tests.discovery.deploying import (
    NOTHING,
    PERHAPS,
    WEB_AND_API,
    Expected,
    found,
    job,
    services,
    workflow,
)

TO_WEB, TO_API = "helm upgrade web x", "helm upgrade api x"
GITLAB = """
stages: [build, one, two]
.deploy:
  stage: one
  script:
    - helm upgrade $NAME charts/$NAME
web:
  extends: .deploy
  variables: {{NAME: web}}
  {0}
api:
  extends: .deploy
  stage: {2}
  variables: {{NAME: api}}
  {1}
"""
IN_PARALLEL = """
deploy:
  parallel: {matrix: [{S: [web, api]}]}
  script: [helm upgrade $S x]
"""
IN_ONE_SHELL = """
deploy:
  script:
    - cd services/web
    - fly deploy
    - cd ../api
    - fly deploy
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GITLAB.format("", "", "two"), WEB_AND_API),
        (GITLAB.format("", "", "one"), PERHAPS),
        (GITLAB.format("", "needs: [web]", "one"), WEB_AND_API),
        (GITLAB.format("when: manual", "when: manual", "two"), NOTHING),
        (
            GITLAB.format(
                "rules: [{changes: [services/web/**]}]",
                "rules: [{changes: [services/api/**]}]",
                "two",
            ),
            NOTHING,
        ),
        (GITLAB.format("environment: staging", "environment: production", "two"), NOTHING),
        (IN_PARALLEL, WEB_AND_API),
        (IN_ONE_SHELL, WEB_AND_API),
        ("include: {local: /ci/deploy.yml}\n", WEB_AND_API),
        ("all:\n  script: [docker push acme/web, docker push acme/api]\n", NOTHING),
    ],
)
def test_gitlab(text: str, expected: Expected) -> None:
    included = {"ci/deploy.yml": f"deploy:\n  script: [{TO_WEB}, {TO_API}]\n"}
    assert services({".gitlab-ci.yml": text} | included) == expected


JENKINS = """
pipeline {{
  agent any // not {{ here
  stages {{
    stage('Web') {{
      {0}
      steps {{ dir('services/web') {{ sh 'fly deploy' }} }}
    }}
    stage('Api') {{
      {1}
      steps {{ sh \"\"\"
        helm upgrade api charts/api
      \"\"\" }}
    }}
  }}
}}
"""
BESIDE = """
pipeline { stages { stage('All') { parallel {
  stage('a') { steps { sh 'helm upgrade web x' } }
  stage('b') { steps { sh 'helm upgrade api x' } }
} } } }
"""
ASKED = "when {{ expression {{ params.SERVICE == '{}' }} }}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (JENKINS.format("", ""), WEB_AND_API),
        (JENKINS.format("when { branch 'main' }", "when { branch 'main' }"), WEB_AND_API),
        (JENKINS.format(ASKED.format("web"), ASKED.format("api")), NOTHING),
        (JENKINS.format("when { changeset 'web/**' }", "when { changeset 'api/**' }"), NOTHING),
        (JENKINS.format("input { message 'Web?' }", "input { message 'Api?' }"), NOTHING),
        (
            "node { stage('Deploy') { sh 'helm upgrade web x'; sh 'helm upgrade api x' } }",
            WEB_AND_API,
        ),
        (
            "node { stage('Deploy') { for (s in ['web', 'api']) { sh \"helm upgrade ${s} x\" } } }",
            WEB_AND_API,
        ),
        (BESIDE, PERHAPS),
        (
            "node { stage('All') { build job: 'web-deploy'; build(job: 'shop/deploy-api') } }",
            PERHAPS,
        ),
        ("node { stage('All') { build job: 'web-test'; build(job: 'shop/test-api') } }", NOTHING),
        ("node { stage('Build') { sh 'make web'; sh 'docker push acme/api' } }", NOTHING),
    ],
)
def test_jenkins(text: str, expected: Expected) -> None:
    assert services({"Jenkinsfile": text}) == expected


AZURE = """
trigger: [main]
stages:
  - stage: web
    jobs:
      - deployment: web
        environment: prod
        strategy:
          runOnce:
            deploy:
              steps:
                - task: AzureWebApp@1
                  inputs: {{appName: web}}
  - stage: api
    {0}
    jobs:
      - template: ci/one.yml
        parameters: {{service: api}}
"""
TEMPLATE = """
parameters:
  - name: service
jobs:
  - job: go
    {0}
    steps:
      - bash: helm upgrade ${{{{ parameters.service }}}} charts/it -n prod
"""


@pytest.mark.parametrize(
    ("stage", "job", "expected"),
    [
        ("", "", WEB_AND_API),
        ("dependsOn: []", "", PERHAPS),
        ("", "condition: eq(variables['Changed.api'], 'true')", NOTHING),
    ],
)
def test_azure(stage: str, job: str, expected: Expected) -> None:
    files = {"azure-pipelines.yml": AZURE.format(stage), "ci/one.yml": TEMPLATE.format(job)}
    assert services(files) == expected


LOOP = """
def services = [
  'web', // the shop
  'api']
def other = [pick(), 'web', 'api']
node {{ stage('Deploy') {{ {} }} }}
"""
UP = 'sh "helm upgrade ${s} x"'


@pytest.mark.parametrize(
    ("loop", "expected"),
    [
        ("for (def s in services) { dir(s) { script { " + UP + " } } }", WEB_AND_API),
        ("for (s in services) { dir(\"services/${s}\") { sh 'fly deploy' } }", WEB_AND_API),
        ("for (s in services) { dir('services') { dir(s) { sh 'fly deploy' } } }", WEB_AND_API),
        ("services.each { s -> " + UP + " }", WEB_AND_API),
        ("services.each { " + UP.replace("{s}", "{it}") + " }", WEB_AND_API),
        ("for (s in services) { sh 'make' }; " + UP, NOTHING),
        ("for (s in params.SERVICES.split(',')) { " + UP + " }", NOTHING),
        ("for (s in changed(services)) { " + UP + " }", NOTHING),
        ("for (s in other) { " + UP + " }", NOTHING),
        ("for (s in services) { dir(t) { sh 'fly deploy' } }", NOTHING),
    ],
)
def test_loops_of_jenkins(loop: str, expected: Expected) -> None:
    assert services({"Jenkinsfile": LOOP.format(loop)}) == expected


CIRCLE = """
jobs:
  go:
    parameters: {{service: {{type: string}}}}
    steps:
      - run: {{command: 'helm upgrade << parameters.service >> x'}}
workflows:
  main:
    jobs:
      - go: {{name: web, service: web}}
      - go: {{name: api, service: api, {0}}}
"""
BUILDKITE = """
steps:
  - command: helm upgrade web x
  - {}
  - label: api
    command: helm upgrade api x
"""
PLUGIN = "    plugins: [{monorepo-diff#v1: {}}]"
BUILDSPEC = """
version: 0.2
phases:
  pre_build: {{commands: [make]}}
  build:
    commands:
      - helm upgrade web x
  post_build: {{commands: ["helm {} api x"]}}
"""
DRONE = """
kind: pipeline
steps:
  - commands: [helm {} web x]
  - commands: [helm upgrade api x]
"""


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".circleci/config.yml", CIRCLE.format("requires: [web]"), WEB_AND_API),
        (".circleci/config.yml", CIRCLE.format(""), PERHAPS),
        (".buildkite/pipeline.yml", BUILDKITE.format("wait"), WEB_AND_API),
        (".buildkite/pipeline.yml", BUILDKITE.format("command: make"), PERHAPS),
        (".buildkite/pipeline.yml", BUILDKITE.format("wait") + PLUGIN, NOTHING),
        (".drone.yml", DRONE.format("upgrade"), WEB_AND_API),
        (".drone.yml", DRONE.format("lint"), NOTHING),
        ("buildspec.yml", BUILDSPEC.format("upgrade"), WEB_AND_API),
        ("ci/buildspec-deploy.yaml", BUILDSPEC.format("upgrade"), WEB_AND_API),
        ("buildspec.yml", BUILDSPEC.format("lint"), NOTHING),
    ],
)
def test_other_tools(path: str, text: str, expected: Expected) -> None:
    assert services({path: text}) == expected


CLOUD_BUILD = """
substitutions: {{_TO: api}}
steps:
  - name: gcr.io/cloud-builders/docker
    args: [build, -t, acme/web, .]
  - name: gcr.io/cloud-builders/gcloud
    args: [run, {0}, web, --image=acme/web]
  - name: gcr.io/google.com/cloudsdktool/cloud-sdk:slim
    dir: charts
    entrypoint: bash
    args:
      - -c
      - |
        helm {1} $_TO x
"""
SCRIPTS = """
steps:
  - {name: alpine/helm, script: "helm upgrade $${S}web x", env: ["S="]}
  - {name: hashicorp/terraform, args: [terraform, apply], dir: services/api}
"""
ONE_EACH = {
    "services/web/cloudbuild.yaml": "steps: [{name: gcloud, args: [run, deploy, web]}]",
    "services/api/cloudbuild.yaml": "steps: [{name: gcloud, args: [run, deploy, api]}]",
}
BOTH = CLOUD_BUILD.format("deploy", "upgrade")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"cloudbuild.yaml": BOTH}, WEB_AND_API),
        ({"ci/cloudbuild-production.yml": BOTH}, WEB_AND_API),
        ({"cloudbuild.yaml": SCRIPTS}, WEB_AND_API),
        ({"cloudbuild.yaml": CLOUD_BUILD.format("deploy", "lint")}, NOTHING),
        ({"cloudbuild-pr.yaml": BOTH}, NOTHING),
        ({"cloudbuild.yaml": CLOUD_BUILD.format("deploy", "upgrade --dry-run=client")}, NOTHING),
        ({"cloudbuild.yaml": CLOUD_BUILD.format("deploy", "upgrade --dry-run=none")}, WEB_AND_API),
        ({"notes.yaml": BOTH}, NOTHING),
        (ONE_EACH, NOTHING),
        ({"cloudbuild.yaml": "steps: [1, {args: 3}, {name: [x], args: {a: b}}]"}, NOTHING),
    ],
)
def test_cloud_build(files: dict[str, str], expected: Expected) -> None:
    assert services(files) == expected


ONE_BUILD = "steps: [{name: gcloud, dir: app, args: [run, deploy, $_NAME]}]"
SUBMIT = "gcloud builds submit --config {} --substitutions=_NAME={} ."


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (
            SUBMIT.format("ci/run.yaml", "web") + "\n" + SUBMIT.format("ci/run.yaml", "api"),
            WEB_AND_API,
        ),
        (SUBMIT.format("ci/run.yaml", "$NAME"), NOTHING),
        (SUBMIT.format("ci/none.yaml", "web") + "\n" + SUBMIT.format("no.yaml", "api"), NOTHING),
        ("for s in web api; do gcloud builds submit services/$s --tag acme/$s; done", NOTHING),
        ("cd services/web && gcloud builds submit\ncd ../api && gcloud builds submit", WEB_AND_API),
        ("cd services/web && gcloud builds submit\nhelm lint services/api", NOTHING),
    ],
)
def test_a_build_that_is_submitted_is_followed(script: str, expected: Expected) -> None:
    files = {"ci/run.yaml": ONE_BUILD, **ONE_EACH}
    assert services(files | workflow(job(script))) == expected


def test_a_step_of_cloud_build_is_shown_with_its_line() -> None:
    (unit,) = found({"cloudbuild.yaml": BOTH})
    assert {sign.evidence.line for sign in unit.signs} == {6, 14}


SKAFFOLD = """
build: {{artifacts: [{{image: web}}, {{image: acme/api}}]}}
manifests: {{kustomize: {{paths: [k8s]}}}}
deploy: {{{0}}}
"""
WEB = "containers:\n  - image: web\n"


@pytest.mark.parametrize(
    ("deploy", "manifest", "expected"),
    [
        ("", WEB + "  - image: eu.gcr.io/acme/api:1\n", WEB_AND_API),
        ("", WEB, NOTHING),
        ("", WEB + "resources:\n  - ../base\n", WEB_AND_API),
        ("helm: {releases: []}", WEB, WEB_AND_API),
    ],
)
def test_what_skaffold_builds_is_deployed_where_a_manifest_runs_it(
    deploy: str, manifest: str, expected: Expected
) -> None:
    files = {"skaffold.yaml": SKAFFOLD.format(deploy), "k8s/all.yaml": manifest}
    assert services(files | workflow(job("skaffold run"))) == expected
