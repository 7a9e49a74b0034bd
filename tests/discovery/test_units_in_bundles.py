"""Units by charts, stacks and applications, each with a twin that is none."""

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


def deployment(name: str, image: str = "") -> str:
    return (
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\nspec:\n"
        f"  containers:\n    - image: {image or f'acme/{name}'}\n---\n"
    )


STACK = """
services:
  web: {image: 'acme/web:$TAG'}
  api: {build: ./services/api}
  db: {image: postgres}
"""
UMBRELLA = """
name: shop
dependencies:
  - {name: web, repository: 'file://../web'}
  - {name: api, version: 1}
"""
TERRAFORM = """
provider "aws" {}
module "web" {
  source = "../modules/service"
}
resource "aws_ecs_service" "api" {
  name = "api"
  lifecycle {
    %s
  }
}
"""
NOMAD = """
job "shop" {
  group "a" {
    task "web" {
      config { image = "x" }
    }
  }
  group "b" {
    task "api" {
    }
  }
}
"""
APPLICATION = """
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: storefront}
spec: {source: {repoURL: 'https://x/shop.git', path: all}}
"""
FLUX = """
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: storefront}
spec: {path: ./all}
"""
TWO = deployment("web") + deployment("api")


@pytest.mark.parametrize(
    ("files", "command"),
    [
        ({"all/a.yaml": TWO}, "kubectl apply -f all/"),
        ({"all/a.yaml": TWO}, "envsubst < all/a.yaml | kubectl apply -f -"),
        ({"chart/Chart.yaml": UMBRELLA}, "helm upgrade --install shop ./chart"),
        ({"chart/Chart.yaml": "name: shop", "chart/templates/a.yaml": TWO}, "helm upgrade x chart"),
        (
            {
                "chart/Chart.yaml": "name: x",
                "chart/values.yaml": "web: {name: web}\nall: {api: {port: 1}}",
                "chart/templates/a.yaml": deployment("{{ .Values.web.name }}", "{{ .Values.i }}"),
                "chart/templates/b.yaml": "{{- range $n, $s := .Values.all }}\n"
                + deployment("{{ $n }}", "{{ $s.image }}"),
            },
            "helm upgrade x chart",
        ),
        ({"helmfile.yaml": "releases: [{name: web}, {name: api}]"}, "helmfile sync"),
        ({"stack.yml": STACK}, "docker stack deploy -c stack.yml shop"),
        ({"docker-compose.prod.yml": STACK}, "docker compose -f docker-compose.prod.yml up -d"),
        (
            {
                "k/prod/kustomization.yaml": "resources: [../base]",
                "k/base/kustomization.yaml": "resources: [a.yaml]",
                "k/base/a.yaml": TWO,
            },
            "kustomize build k/prod | kubectl apply -f -",
        ),
        ({"main.tf": TERRAFORM % ""}, "terraform apply -auto-approve"),
        ({"shop.nomad": NOMAD}, "nomad job run shop.nomad"),
    ],
)
def test_bundles(files: dict[str, str], command: str) -> None:
    """A command that applies a file deploys what it holds; that nobody applies, asks or is none."""
    assert services(files | workflow(job(command))) == WEB_AND_API
    assert services(files) in (PERHAPS, NOTHING)
    assert not any(unit.detected for unit in found(files))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"apps/a.yaml": APPLICATION, "all/a.yaml": TWO}, WEB_AND_API),
        ({"apps/a.yaml": APPLICATION, "all/a.yaml": deployment("web")}, NOTHING),
        (
            # Each has a version of its own there: one can be changed alone.
            {
                "apps/a.yaml": APPLICATION,
                "all/a.yaml": deployment("web", "acme/web:1.4") + deployment("api", "acme/api:2.0"),
            },
            PERHAPS,
        ),
        ({"apps/a.yaml": FLUX, "all/a.yaml": TWO}, WEB_AND_API),
        ({"apps/a.yaml": APPLICATION.replace("shop.git", "other"), "all/a.yaml": TWO}, NOTHING),
        ({"docker-compose.yml": STACK}, NOTHING),
        (
            {"docker-compose.yml": STACK, **workflow(job("docker compose up -d", name="tests"))},
            NOTHING,
        ),
        (
            {
                "main.tf": TERRAFORM % "ignore_changes = [task_definition]",
                **workflow(job("terraform apply")),
            },
            NOTHING,
        ),
        (
            {
                "skaffold.yaml": "build: {artifacts: [{image: web}, {image: api}]}",
                **workflow(job("skaffold dev")),
            },
            NOTHING,
        ),
        ({"examples/chart/Chart.yaml": UMBRELLA}, NOTHING),
        ({"chart/Chart.yaml": UMBRELLA}, PERHAPS),
    ],
)
def test_files_that_nobody_applies(files: dict[str, str], expected: Expected) -> None:
    assert services(files) == expected
