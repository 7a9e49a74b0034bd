"""Units in processes of Octopus Deploy, each with a twin that is none."""

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

PROCESS = ".octopus/deployment_process.ocl"
STEP = """
step "{name}" {{
    {step}
    properties = {{
        Octopus.Action.TargetRoles = "{name}"
    }}
    action {{
        action_type = "{kind}"
        {action}
        properties = {{
            Octopus.Action.Containers = "[{{\\"Name\\":\\"{name}\\"}}, \\"}}\\"]"
            {properties}
        }}
        packages "{name}" {{
            package_id = "{package}"
        }}
    }}
}}
"""
SCRIPT = """
step "run" {
    action {
        action_type = "Octopus.Script"
        properties = {
            Octopus.Action.Script.ScriptBody = <<-EOT
                }}} # no bracket of a block
                helm upgrade api x
            EOT
        }
    }
}
"""


def step(name: str, **given: str) -> str:
    known = {"step": "", "action": "", "properties": "", "package": f"acme/{name}"}
    return STEP.format(name=name, **{**known, "kind": "Octopus.AzureWebApp", **given})


ONLY_IF = 'condition = "Variable"\n    properties = {\n        Octopus.Step.{0}\n    }'
WHERE = 'environments = ["{}"]'


@pytest.mark.parametrize(
    ("process", "expected"),
    [
        (step("web") + step("api"), WEB_AND_API),
        (step("web") + step("api", step='start_trigger = "StartWithPrevious"'), WEB_AND_API),
        (step("web") + SCRIPT, WEB_AND_API),
        (step("web") + step("api", package="#{Image}"), WEB_AND_API),
        (step("web") + step("api", package="#{Other.Image}"), NOTHING),
        (step("web") + step("api", action="is_disabled = true"), NOTHING),
        (step("web") + step("api", step='condition = "Failure"'), NOTHING),
        (step("web") + step("api", kind="Octopus.Manual"), NOTHING),
        (step("web") + step("api", kind="Octopus.TransferPackage"), NOTHING),
        (step("web") + step("api", kind="Octopus.Script"), NOTHING),
        (step("web") + step("api", kind=""), PERHAPS),
        (step("web") + step("api", action='channels = ["hotfix"]'), PERHAPS),
        (step("web") + step("api", step='condition = "Variable"'), PERHAPS),
        (
            step("web", action=WHERE.format("Staging"))
            + step("api", action=WHERE.format("Production")),
            NOTHING,
        ),
        (step("web") + step("Deploy api", kind="Octopus.DeployRelease"), PERHAPS),
        (
            step("web")
            + step(
                "Deploy api",
                kind="Octopus.DeployRelease",
                properties='Octopus.Action.DeployRelease.DeploymentCondition = "IfNewer"',
            ),
            NOTHING,
        ),
        ('step {{{ action " = <<-', NOTHING),
    ],
)
def test_a_process(process: str, expected: Expected) -> None:
    variables = 'variable "Image" {\n    value "acme/api" {}\n}\n'
    files = {PROCESS: process, ".octopus/variables.ocl": variables}
    assert services(files) == expected


def test_where_a_step_is_kept_to_an_environment_the_unit_is_of_that() -> None:
    only = step("api", action=WHERE.format("Production"))
    (unit,) = found({PROCESS: step("web") + only})
    assert (unit.detected, unit.environments) == (["api", "web"], ("production",))
    (unit,) = found(
        {
            PROCESS: step("web")
            + step("api")
            + step("jobs", action="excluded_" + WHERE.format("Dev"))
        }
    )
    assert (unit.detected, unit.environments) == (["api", "jobs", "web"], ())


def test_each_project_of_a_repository_is_by_itself() -> None:
    files = {f".octopus/{name}/deployment_process.ocl": step(name) for name in ("web", "api")}
    assert services(files) == NOTHING


def test_a_step_is_shown_with_its_line() -> None:
    (unit,) = found({PROCESS: step("web") + SCRIPT})
    assert [sign.evidence.line for sign in unit.signs] == [26, 7]


YAML = """
step "all" {
    action {
        action_type = "Octopus.KubernetesDeployRawYaml"
        properties = {
            Octopus.Action.KubernetesContainers.CustomResourceYaml = <<-EOT
                kind: Deployment
                metadata:
                  name: web
                ---
                kind: %s
                metadata:
                  name: api
            EOT
        }
    }
}
"""


@pytest.mark.parametrize(("kind", "expected"), [("Deployment", WEB_AND_API), ("Service", NOTHING)])
def test_manifests_in_a_step(kind: str, expected: Expected) -> None:
    assert services({PROCESS: YAML % kind}) == expected


TERRAFORM = """
resource "octopusdeploy_process_step" "{0}" {{
  name = "Deploy {0}"
  type = "Octopus.{2}"
  process_id = octopusdeploy_process.{1}.id
  primary_package = {{ package_id = "{0}", id = null }}
  packages = {{
    "{0}" = {{
      package_id = "acme/{0}"
    }}
  }}
}}
"""
OLDER = """
resource "octopusdeploy_deployment_process" "shop" {
  step {
    name = "web"
    deploy_package_action {
      primary_package {
        package_id = "web"
      }
    }
  }
  step {
    name = "api"
    %s {
      primary_package {
        package_id = "api"
      }
    }
  }
}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TERRAFORM.format("web", "a", "Helm") + TERRAFORM.format("api", "a", "Helm"), WEB_AND_API),
        (TERRAFORM.format("web", "a", "Helm") + TERRAFORM.format("api", "b", "Helm"), NOTHING),
        (TERRAFORM.format("web", "a", "Helm") + TERRAFORM.format("api", "a", "Manual"), NOTHING),
        (OLDER % "deploy_package_action", WEB_AND_API),
        (OLDER % "run_script_action", NOTHING),
    ],
)
def test_processes_in_terraform(text: str, expected: Expected) -> None:
    assert services({"octopus/main.tf": text}) == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("octo deploy-release --project={} --deployTo=Production", WEB_AND_API),
        ("octo create-release --project {} --deployTo Production", WEB_AND_API),
        ("octopus release deploy --project {} -e Production", WEB_AND_API),
        ("octopus release create --project {}", PERHAPS),
        ("octo list-releases --project {}", NOTHING),
        ("octo push --package {}.zip", NOTHING),
    ],
)
def test_commands(command: str, expected: Expected) -> None:
    script = "\n".join(map(command.format, ("web", "api")))
    assert services(workflow(job(script))) == expected


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ("OctopusDeployRelease@6", WEB_AND_API),
        ("OctopusCreateRelease@6", NOTHING),
        ("OctopusPush@6", NOTHING),
    ],
)
def test_tasks_of_azure(task: str, expected: Expected) -> None:
    steps = "".join(
        f"  - {{task: {task}, inputs: {{Project: {name}, Environments: prod}}}}\n"
        for name in ("web", "api")
    )
    assert services({"azure-pipelines.yml": f"steps:\n{steps}"}) == expected
