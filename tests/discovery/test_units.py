"""Which services one button deploys, by workflows of GitHub; each with a twin that is none."""

from pathlib import Path

import pytest

from relplan.discovery.document import tables
from relplan.discovery.found import Discovered, FoundService
from relplan.workspace import load
from relplan.workspace.write import write_new
from tests.discovery.deploying import (
    NOTHING,
    PERHAPS,
    SHOP,
    WEB_AND_API,
    WORKFLOW,
    Expected,
    found,
    job,
    services,
    workflow,
)

BOTH = "helm upgrade web charts/web\nhelm upgrade api charts/api"

LOOP = "for s in web api; do\n  {}\n  helm upgrade $s x\ndone"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (BOTH, WEB_AND_API),
        ("docker build services/web\ndocker push acme/web\ndocker push acme/api", NOTHING),
        ("kubectl apply -f services/web/k8s -f services/api/k8s", NOTHING),  # there is no such file
        ("for s in web api; do\n  kubectl rollout restart deploy/$s\ndone", WEB_AND_API),
        ("for s in $CHANGED; do\n  kubectl rollout restart deploy/$s\ndone", NOTHING),
        ("kubectl set image deploy/web web=acme/web:$TAG api=acme/api:$TAG", WEB_AND_API),
        ("kubectl set image deploy/website w=acme/web-site:$TAG\nhelm upgrade api x/api", NOTHING),
        ("go() { aws ecs update-service --service $1; }\ngo web\ngo api", WEB_AND_API),
        ("if [ $S = web ]; then helm upgrade web c; else helm upgrade api c; fi", NOTHING),
        ("git diff --name-only HEAD~1 > changed\n" + BOTH, NOTHING),
        ("npx nx affected -t deploy\nnpx nx run-many -t deploy -p web,api", NOTHING),
        ("npx nx run-many -t deploy -p web,api", WEB_AND_API),
        ("kind create cluster\n" + BOTH, NOTHING),
        ("helm upgrade web-$ENV charts/web\nhelm upgrade api-$ENV charts/api", WEB_AND_API),
        ("helm upgrade web-$NUMBER x\nhelm upgrade api-$NUMBER y", NOTHING),
        ("helm upgrade web charts/web\nhelm upgrade api-service x/y", PERHAPS),
        ("cd services/web && flyctl deploy\ncd ../api && flyctl deploy", WEB_AND_API),
        ('all=(\n  web\n  api\n)\nfor s in "${all[@]}"; do helm upgrade $s x; done', WEB_AND_API),
        ("pushd services/web && fly deploy\npopd\ncd services/api\nfly deploy", WEB_AND_API),
        ('for s in {"web","api"}; do helm upgrade $s x; done', WEB_AND_API),
        ("kubectl create deployment web --image=x\nhelm install api x", WEB_AND_API),
        (LOOP.format("git diff --quiet main -- $s && continue"), NOTHING),
        (LOOP.format("if cmp $s old/$s; then continue; fi"), NOTHING),
        (LOOP.format('if [ -z "$TOKEN" ]; then exit 1; fi'), WEB_AND_API),
        ("deploy-it web api", NOTHING),
        ("./bin/deploy web api", PERHAPS),
        ("ssh box 'kubectl rollout restart deploy/web deploy/api'", WEB_AND_API),
        ("helm upgrade web c || helm rollback web\nhelm upgrade api c", WEB_AND_API),
        ("helm upgrade web c || helm upgrade api c", NOTHING),
        ("docker compose up -d web api", WEB_AND_API),
    ],
)
def test_the_commands_of_a_job(script: str, expected: Expected) -> None:
    assert services(workflow(job(script))) == expected


MATRIX = """
deploy:
  strategy: {{matrix: {{service: {0}}}}}
  {1}
  steps:
    - run: helm upgrade ${{{{ matrix.service }}}} charts/it
"""
ACTIONS = """
deploy:
  steps:
    - uses: azure/webapps-deploy@v3
      with: {app-name: web}
    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2
      with: {service: api, task-definition: task.json}
"""
APART = "if: needs.changes.outputs.{0} == 'true'"
TO_WEB, TO_API = "helm upgrade web x", "helm upgrade api x"


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        (MATRIX.format("[web, api]", ""), WEB_AND_API),
        (MATRIX.format("'${{ fromJSON(needs.changes.outputs.services) }}'", ""), NOTHING),
        (MATRIX.format("[web, api]", "if: contains(inputs.services, matrix.service)"), NOTHING),
        (MATRIX.format("[web, api]", "") + "      if: steps.new.outputs.is_new", NOTHING),
        (MATRIX.format("[web, api]", "") + "      if: vars.LIVE == 'yes'", WEB_AND_API),
        (job("helm upgrade ${{ inputs.service }} x"), NOTHING),
        (job(TO_WEB, name="web") + job(TO_API, "needs: web"), WEB_AND_API),
        (job(TO_WEB, name="web") + job(TO_API), PERHAPS),
        (
            job(TO_WEB, APART.format("web"), "web") + job(TO_API, APART.format("api")),
            NOTHING,
        ),
        (
            job(TO_WEB, "if: github.ref == 'refs/heads/main'", "web") + job(TO_API, "needs: web"),
            PERHAPS,
        ),
        (
            job(TO_WEB, "if: vars.BLUE == 'yes'", "web")
            + job(TO_API, "needs: web\nif: vars.GREEN == 'yes'"),
            PERHAPS,
        ),
        (job(BOTH, "if: github.event_name == 'pull_request'"), NOTHING),
        (job(BOTH, name="e2e"), NOTHING),
        (job("docker compose up -d web api", name="check"), NOTHING),
        (job(BOTH, "environment: review/$BRANCH"), NOTHING),
        (ACTIONS, WEB_AND_API),
        (ACTIONS + "    - uses: dorny/paths-filter@v3\n", NOTHING),
    ],
)
def test_the_jobs_of_a_workflow(jobs: str, expected: Expected) -> None:
    assert services(workflow(jobs)) == expected


def test_a_workflow_for_proposals_alone_is_none() -> None:
    assert services(workflow(job(BOTH), on="pull_request")) == NOTHING
    assert services(workflow(job(BOTH), on="[pull_request, push]")) == WEB_AND_API


def test_reusable_workflows_and_composite_actions_are_put_in() -> None:
    call = "{0}:\n  uses: ./.github/workflows/one.yml\n  with: {{service: {0}}}\n"
    one = "on: workflow_call\njobs:\n  go:\n    environment: production\n    steps:\n"
    one += "      - uses: ./.github/act\n        with: {name: '${{ inputs.service }}'}\n"
    files = {
        ".github/workflows/one.yml": one,
        ".github/act/action.yml": "runs:\n  using: composite\n  steps:\n"
        "    - {run: 'helm upgrade ${{ inputs.name }} x', shell: bash}\n",
    }
    chained = call.format("web") + call.format("api") + "  needs: web\n"
    (unit,) = found(workflow(chained) | files)
    assert (unit.detected, unit.environments) == (["api", "web"], ("production",))
    assert services(workflow(call.format("web")) | files) == NOTHING


def test_where_it_is_deployed() -> None:
    (unit,) = found(workflow(job(BOTH, "environment: {name: staging}")))
    assert (unit.name, unit.environments) == ("shop", ("staging",))
    (unit,) = found(workflow(job(BOTH, "if: github.ref == 'refs/heads/develop'")))
    assert unit.environments == ("dev",)
    (unit,) = found(workflow(job(BOTH), on="{push: {branches: [staging]}}"))
    assert unit.environments == ("staging",)
    (unit,) = found(workflow(job(BOTH), on="{push: {branches: [main, staging]}}"))
    assert unit.environments == ()
    (unit,) = found({WORKFLOW: workflow(job(BOTH))[WORKFLOW].replace("Deploy", "Storefront")})
    assert (unit.name, unit.environments) == ("storefront", ())
    shown = [(sign.evidence.path, sign.evidence.line, sign.evidence.text) for sign in unit.signs]
    assert shown == [
        (WORKFLOW, 8, "api: helm upgrade api charts/api"),
        (WORKFLOW, 7, "web: helm upgrade web charts/web"),
    ]


def test_of_what_an_action_is_given_that_is_shown_which_says_something() -> None:
    given = ACTIONS.replace("{app-name: web}", "{app-name: web, token: '${{ secrets.T }}', x: ''}")
    (unit,) = found(workflow(given))
    api, web = (sign.evidence.text for sign in unit.signs)
    assert api.endswith("amazon-ecs-deploy-task-definition service=api task-definition=task.json")
    assert web == "web: uses: azure/webapps-deploy app-name=web"


def test_a_pipeline_tells_what_the_images_of_a_service_are_called() -> None:
    pipeline = "node { stage('go') { sh 'helm upgrade storefront x'; sh 'helm upgrade api x' } }"
    files = {"Jenkinsfile": pipeline}
    assert services(files) == NOTHING
    build = "docker build -t acme/storefront:$SHA -f services/web/Dockerfile ."
    assert services(files | workflow(job(build, name="build"))) == WEB_AND_API


def test_a_script_that_nobody_is_seen_to_run_is_asked_about() -> None:
    (unit,) = found({"bin/deploy.sh": BOTH})
    assert (unit.detected, unit.suspected) == PERHAPS
    assert "it is not seen who runs this script" in unit.signs[0].evidence.text


def test_scripts_are_followed_as_text() -> None:
    script = {"bin/all.sh": '#!/bin/sh\nfor s in "$@"; do\n  helm upgrade $s charts/$s\ndone\n'}
    make = {
        "Makefile": "ALL = web api\n\n"
        "release: build\n\t@for s in $(ALL); do helm upgrade $$s x; done\n"
    }
    package = {"package.json": '{"scripts": {"ship": "bin/all.sh web api"}}'}
    (unit,) = found(workflow(job("bin/all.sh web api")) | script)
    assert [sign.evidence.path for sign in unit.signs] == [WORKFLOW, "bin/all.sh", "bin/all.sh"]
    assert services(workflow(job("make release")) | make) == WEB_AND_API
    assert services(workflow(job("npm run ship")) | package | script) == WEB_AND_API
    assert services(workflow(job("npm run test")) | package | script) == NOTHING
    assert services(script) == NOTHING


def test_what_is_said_twice_is_one_unit() -> None:
    files = workflow(job(BOTH, "environment: staging"))
    files[".github/workflows/prod.yml"] = files[WORKFLOW].replace("staging", "production")
    files["chart/Chart.yaml"] = "dependencies: [{name: web}, {name: api}]"
    (unit,) = found(files)
    assert unit.environments == ("production", "staging")


def test_what_is_written_is_a_workspace_with_its_environments(tmp_path: Path) -> None:
    units = found(workflow(job(BOTH, "environment: staging")))
    pair = [FoundService(name, SHOP, f"services/{name}") for name in ("web", "api")]
    file = tmp_path / "relplan.toml"
    made = tables(Discovered(pair, [], units=units), SHOP.parent)
    write_new(file, {"workspace": {"name": "shop"}, **made}, "")
    (unit,) = load(file).workspace.units
    assert (unit.detected_services, unit.environments) == (("api", "web"), ("staging",))
    assert {seen.path for seen in unit.seen} == {WORKFLOW}


@pytest.mark.parametrize(
    "text",
    [
        "jobs: {a: &a {steps: [*a]}}",
        "on: push\njobs: [" + "[" * 500,
        "jobs: {a: {steps: 3}, b: [], c: {uses: ./.github/workflows/deploy.yml, needs: {}}}",
        "on: push\njobs: {a: {strategy: {matrix: {x: [{y: 1}], include: [1]}}, steps: 1}}",
        "on: push\njobs: {a: {steps: [{run: 'for a in'}]}}",
        "on: push\njobs: {a: {steps: [{run: 'if if if ( { case x in <<A <<B `$(${'}]}}",
        "on: push\njobs: {a: {steps: [{run: 'f() { f; f; }; f'}]}}",
        "on: [push, workflow_call]\njobs:\n"
        + "".join(f"  j{n}: {{uses: ./{WORKFLOW}}}\n" for n in range(9)),
    ],
)
def test_hostile_files(text: str) -> None:
    files = {
        WORKFLOW: text,
        ".gitlab-ci.yml": text,
        ".drone.yml": text,
        "azure-pipelines.yml": text,
    }
    assert (
        found(files | {"Jenkinsfile": text + "/* ''' {{{" * 99, "main.tf": text + "{" * 99}) == []
    )
