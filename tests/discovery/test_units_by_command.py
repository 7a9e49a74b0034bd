"""Units by tools that one command starts, each with a twin that is none."""

import pytest

from tests.discovery.deploying import (
    NOTHING,
    PERHAPS,
    WEB_AND_API,
    Expected,
    job,
    services,
    workflow,
)

SAM = """
Resources:
  Web:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: services/web/, Handler: !Sub "a.${B}"}
  Queue:
    Type: AWS::SQS::Queue
    Properties: {QueueName: jobs}
  Other:
    Type: AWS::ECS::Service
    Properties: {ServiceName: api}
"""
COMPOSITION = "services: {one: {path: services/web}, two: {path: services/api}}"
PLAYBOOK = """
- hosts: all
  roles: [nginx, {role: %s}]
  tasks:
    - name: up
      community.docker.docker_container: {name: web, image: acme/web}
    - block:
        - docker_container: {name: %s, %s}
"""
ARMORY = """
version: v1
kind: kubernetes
targets: {prod: {account: x}}
manifests: [{path: web.yaml}, {path: more/}]
"""
WORKLOAD = "kind: Deployment\nmetadata:\n  name: "
IN_HELM = WORKLOAD + "web\n---\n" + WORKLOAD + "api\n"
EACH = "for s in web api; do "
TWICE = "{0}\n{1}".format


@pytest.mark.parametrize(
    ("files", "command", "expected"),
    [
        ({"template.yaml": SAM}, "sam deploy --guided", WEB_AND_API),
        ({"t.yml": SAM}, "aws cloudformation deploy --template-file t.yml", WEB_AND_API),
        ({"template.yaml": SAM}, "sam build", NOTHING),
        ({"template.yaml": SAM.replace("ECS::Service", "ECS::Cluster")}, "sam deploy", NOTHING),
        ({"serverless-compose.yml": COMPOSITION}, "serverless deploy", WEB_AND_API),
        ({"serverless-compose.yml": COMPOSITION}, "serverless web:deploy", NOTHING),
        ({"serverless-compose.yml": COMPOSITION}, "sls deploy --service=web", NOTHING),
        # One service of several functions is one service.
        (
            {"services/web/serverless.yml": "functions: {api: {}, jobs: {}}"},
            "cd services/web && sls deploy",
            NOTHING,
        ),
        ({".helm/templates/a.yaml": IN_HELM}, "werf converge --repo x", WEB_AND_API),
        ({".helm/templates/a.yaml": IN_HELM}, "werf build --repo x", NOTHING),
        (
            {"deploy.yml": ARMORY, "web.yaml": WORKLOAD + "web", "more/api.yaml": WORKLOAD + "api"},
            "armory deploy start -f deploy.yml",
            WEB_AND_API,
        ),
        ({"deploy.yml": ARMORY, "web.yaml": WORKLOAD + "web"}, "armory deploy start -f x", NOTHING),
        (
            {"site.yml": PLAYBOOK % ("x", "api", "a: 1")},
            "ansible-playbook -i h site.yml",
            WEB_AND_API,
        ),
        (
            {"site.yml": PLAYBOOK % ("x", "api", "state: absent")},
            "ansible-playbook site.yml",
            NOTHING,
        ),
        ({"site.yml": PLAYBOOK % ("api", "x", "a: 1")}, "ansible-playbook site.yml", PERHAPS),
        (
            {"site.yml": PLAYBOOK % ("x", "api", "a: 1")},
            "ansible-playbook -t web site.yml",
            PERHAPS,
        ),
        ({"site.yml": PLAYBOOK % ("x", "api", "a: 1")}, "ansible-lint site.yml", NOTHING),
        (
            {},
            TWICE("az pipelines run --name deploy-web", "az pipelines run --name deploy-api"),
            PERHAPS,
        ),
        (
            {},
            TWICE("az pipelines run --name test-web", "az pipelines run --name test-api"),
            NOTHING,
        ),
        ({}, TWICE("gh workflow run deploy-web.yml", "gh workflow run api-cd.yml"), PERHAPS),
        ({}, TWICE("gh workflow list web.yml", "gh workflow view api.yml"), NOTHING),
        ({}, EACH + "aws codepipeline start-pipeline-execution --name $s-release; done", PERHAPS),
        (
            {},
            "for s in web api; do aws codebuild start-build --project-name $s-tests; done",
            NOTHING,
        ),
    ],
)
def test_what_one_command_deploys(files: dict[str, str], command: str, expected: Expected) -> None:
    assert services(files | workflow(job(command))) == expected


@pytest.mark.parametrize(
    "text", ["[" * 9_000, "- hosts: {}\n  roles: 3\n- [1]", "Resources: [1]\n# AWS::"]
)
def test_files_that_are_nothing_of_the_kind(text: str) -> None:
    command = "ansible-playbook site.yml; sam deploy -t site.yml; armory deploy start -f site.yml"
    assert services({"site.yml": text, "template.yml": text} | workflow(job(command))) == NOTHING
