"""What each format says, and what is said of what it does not."""

import pytest

from relplan.sources.deployments import environments_in, read_statements
from tests.sources.deployments.files import APPLICATION, APPLICATION_SET, FLUX, FLUX_SOURCES

KUSTOMIZATION = """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: shop-prod
resources: [../../base, "github.com/acme/mail//deploy?ref=v1.1.0&timeout=9"]
images:
- name: orders
  newName: ghcr.io/acme/orders
  newTag: v1.4.0
- name: ghcr.io/acme/web
  digest: sha256:1234
"""
MANIFEST = """\
apiVersion: v1
kind: ConfigMap
data: {image: "acme/nothing:1"}
---
apiVersion: batch/v1
kind: CronJob
metadata: {namespace: staging}
spec:
  jobTemplate:
    spec: {template: {spec: {containers: [{image: "r:5000/acme/orders:sha-abcdef1@sha256:12"}]}}}
"""
VALUES = """\
global: {tag: v9}
orders:
  image: {registry: ghcr.io, repository: acme/orders}
  sidecar: {image: {repository: envoy, tag: 1.30}}
web: {image: {tag: "2.0"}}
mail: {image: "acme/mail:7"}
pay: {image: acme/pay, imageTag: v3}
search: {tag: 12}
"""
COMPOSE = """\
services:
  orders: {image: "ghcr.io/acme/orders:v1.4.0", build: .}
  web: {image: "acme/web:${TAG:-v1}"}
  db: {build: ./db}
"""
LOCK = """\
dependencies:
- {name: orders, repository: "oci://ghcr.io/acme", version: 1.4.0}
digest: sha256:12
"""

BOMB = "image: 1\na0: &a0 [x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
)
SET_BOMB = APPLICATION_SET.replace(
    "      - {env: prod, tag: v1.4.0}\n", "      - {env: prod, tag: v1.4.0}\n" * 900
).replace("    spec:\n", "    spec:\n      more: [" + "1, " * 400 + "1]\n", 1)

SAID = {
    "apps/orders/prod/kustomization.yaml": (
        KUSTOMIZATION,
        [
            (8, "ghcr.io/acme/orders", "v1.4.0"),
            (10, "ghcr.io/acme/web", ""),
            (4, "github.com/acme/mail", "v1.1.0"),
        ],
    ),
    "k8s/jobs.yaml": (MANIFEST, [(10, "r:5000/acme/orders", "sha-abcdef1")]),
    "apps/values-prod.yaml": (
        VALUES,
        [
            (3, "acme/orders", "v9"),
            (4, "envoy", "1.3"),  # a number, as it is to Helm
            (5, "web", "2.0"),
            (6, "acme/mail", "7"),
            (7, "acme/pay", "v3"),
            (8, "search", "12"),
        ],
    ),
    "compose.prod.yaml": (
        COMPOSE,
        [(2, "ghcr.io/acme/orders", "v1.4.0"), (3, "acme/web", "${TAG:-v1}")],
    ),
    "envs/prod/Chart.lock": (LOCK, [(2, "orders", "1.4.0")]),
    "apps/orders/prod/values.yaml": ("image: {tag: v1.4.0}\n", [(1, "prod", "v1.4.0")]),
    "apps/application.yaml": (
        APPLICATION,
        [
            (14, "orders", "v1.4.0"),
            (20, "web", "v2"),
            (17, "acme/mail", "v3"),
            (23, "ghcr.io/acme/pay", "v4"),
            (9, "https://github.com/acme/orders.git", "v1.4.0"),
        ],
    ),
    "apps/set.yaml": (APPLICATION_SET, [(19, "orders", "v1.5.0"), (19, "orders", "v1.4.0")]),
    "clusters/prod/orders.yaml": (
        FLUX,
        [(11, "ghcr.io/acme/orders", "v1.4.0"), (6, "shop", "2.1.0")],
    ),
    "clusters/prod/sources.yaml": (
        FLUX_SOURCES,
        [(4, "https://github.com/acme/orders", "v1.4.0"), (10, "acme/web", "v2")],
    ),
}


@pytest.mark.parametrize("path", SAID)
def test_every_format_says_what_runs_and_on_which_line(path: str) -> None:
    text, said = SAID[path]
    found = read_statements(path, text.encode()).statements
    assert [(one.line, one.names[0], one.version) for one in found] == said


def test_the_environment_that_a_statement_names_itself() -> None:
    one, other = read_statements("set.yaml", APPLICATION_SET.encode()).statements
    assert (one.environments, other.environments) == (("staging",), ("production",))
    (job,) = read_statements("jobs.yaml", MANIFEST.encode()).statements
    assert job.environments == ("staging",)


def test_an_overlay_overrides_its_base_and_an_application_what_is_below_its_path() -> None:
    overlay = read_statements("apps/orders/prod/kustomization.yaml", KUSTOMIZATION.encode())
    manifest = MANIFEST.encode()
    (in_base,) = read_statements("apps/base/jobs.yaml", manifest).statements
    (beside,) = read_statements("apps/orders/prod/jobs.yaml", manifest).statements
    (elsewhere,) = read_statements("other/prod/jobs.yaml", manifest).statements
    first = overlay.statements[0]
    assert [first.overrides(one) for one in (in_base, beside, elsewhere)] == [True, True, False]
    application = read_statements("a.yaml", APPLICATION.encode()).statements[0]
    (below,) = read_statements("charts/orders/prod/x.yaml", manifest).statements
    assert application.overrides(below)
    assert not application.overrides(elsewhere)


@pytest.mark.parametrize(
    ("path", "text", "doubt"),
    [
        ("x/templates/d.yaml", "image: {{ .Values.image }}\n", "a template"),
        ("k.yaml", "images: [*nothing]\n", "an alias of nothing"),
        ("k.yaml", "a: &a [*a]\nimage: x\n", "holds itself"),
        ("k.yaml", "image: " + "[" * 100_000, "nested too deeply"),
        ("k.yaml", "image: 1\nimage: 2\n", "the key 'image' twice"),
        ("apps/set.yaml", APPLICATION_SET.replace("list:", "git:"), "generator 'git'"),
    ],
)
def test_what_cannot_be_read_is_a_doubt_and_no_error(path: str, text: str, doubt: str) -> None:
    reading = read_statements(path, text.encode())
    assert reading.statements == []
    ((_, what),) = reading.doubts
    assert doubt in what


def test_what_would_cost_too_much_is_a_doubt() -> None:
    many = "".join(f"s{number}: {{image: a/s:{number}}}\n" for number in range(1_500))
    for path, text, doubt in (
        ("bomb.yaml", BOMB, "too large to be understood"),
        ("values.yaml", many, "names more than anybody deploys"),
        ("set.yaml", SET_BOMB, "too large to be filled in"),
    ):
        reading = read_statements(path, text.encode())
        assert (reading.statements, [what for _, what in reading.doubts]) == ([], [doubt])


@pytest.mark.parametrize(
    "text",
    [
        "image: 3\n",
        "services: [1]\n",
        "kind: Application\napiVersion: argoproj.io/v1alpha1\nspec: {source: [], sources: 3}\n",
        "kind: HelmRelease\napiVersion: helm.toolkit.fluxcd.io/v2\nspec: {values: [image]}\n",
        "kind: ApplicationSet\napiVersion: argoproj.io/v1\nspec: {generators: {list: 1}}\n#image",
        "images: {name: 1}\n",
        "\x00image",
        "",
    ],
)
def test_values_of_any_shape_say_nothing(text: str) -> None:
    for path in ("a.yaml", "kustomization.yaml", "compose.yaml", "Chart.lock"):
        assert read_statements(path, text.encode()).statements == []


@pytest.mark.parametrize(
    ("path", "environments"),
    [
        ("overlays/production/orders.yaml", "production"),
        ("envs/prod/a.yaml", "production"),
        ("clusters/prd01/a.yaml", "production"),
        ("apps/orders/live/a.yaml", "production"),
        ("apps/prod-eu/a.yaml", "production"),
        ("values-prod.yaml", "production"),
        ("docker-compose.production.yml", "production"),
        ("overlays/stg/a.yaml", "staging"),
        ("envs/stage/a.yaml", "staging"),
        ("k8s/qa/a.yaml", "qa"),
        ("dev/a.yaml", "dev"),
        ("values.pre-prod.yaml", "preprod"),
        ("envs/non-prod/a.yaml", "nonprod"),
        ("apps/test-runner/prod/a.yaml", "production"),
        ("apps/live-chat/a.yaml", ""),
        ("complete-test.yaml", ""),
        ("values-test.yaml", "test"),
        ("products/a.yaml", ""),
        ("base/a.yaml", ""),
        ("prod/staging/a.yaml", "production staging"),
    ],
)
def test_environments_of_paths(path: str, environments: str) -> None:
    assert " ".join(environments_in([path])) == environments
