"""Which services a chart of Helm deploys, by its values, loops and conditions."""

import pytest

from relplan.discovery.called import Called
from tests.discovery.deploying import (
    NOTHING,
    PERHAPS,
    SHOP,
    WEB_AND_API,
    Expected,
    found,
    job,
    services,
    workflow,
)

CHART = {"chart/Chart.yaml": "name: shop"}
APPLIED = workflow(job("helm upgrade shop chart"))
OBJECTS = """
{{- define "shop.deployment" }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .name }}
{{- end }}
{{- define "shop.service" }}
kind: Service
{{- end }}
{{- define "shop.all" }}{{ include "shop.deployment" . }}{{ template "shop.service" . }}{{ end }}
"""
EACH = """
{{- range $name, $config := .Values.components }}
  {{- $config := set . "name" $name }}
  {{- if $config.enabled }}
    {{- include "shop.%s" $config }}
  {{- end }}
{{- end }}
"""
ON = "components:\n  web: {enabled: true}\n  api: {enabled: %s}\n"


def chart(values: str, template: str, objects: str = OBJECTS) -> dict[str, str]:
    texts = {"values.yaml": values, "templates/all.yaml": template, "templates/_o.tpl": objects}
    return CHART | {f"chart/{path}": text for path, text in texts.items()} | APPLIED


@pytest.mark.parametrize(
    ("values", "template", "expected"),
    [
        (ON % "true", EACH % "deployment", WEB_AND_API),
        (ON % "true", EACH % "all", WEB_AND_API),
        (ON % "true", EACH % "service", NOTHING),
        (ON % "false", EACH % "deployment", NOTHING),
        (ON.replace("enabled: %s", "x: 1"), EACH % "deployment", NOTHING),  # it is not switched on
        ("components: {web: {enabled: true}}", EACH % "deployment", NOTHING),
        ("other: {web: {enabled: true}, api: {enabled: true}}", EACH % "deployment", NOTHING),
        (
            "all: {web: {}, api: {}}",
            '{{ range $k, $v := .Values.all }}{{ include "shop.all" . }}{{ end }}',
            WEB_AND_API,
        ),
        (
            "all: [{name: web}, {name: api}]",
            '{{- range $.Values.all }}{{ include "shop.all" . }}{{ end }}',
            WEB_AND_API,
        ),
        (
            "{}",
            '{{- range list "web" "api" }}{{ include "shop.all" . }}{{ end }}',
            WEB_AND_API,
        ),
        (
            "all: {web: {}, api: {}}",
            '{{ range .Values.all }}a: b{{ end }}{{ include "shop.all" . }}',
            NOTHING,
        ),
        # Each has a version of its own: one can be changed alone.
        (
            "all: {web: {image: {tag: 1.4}}, api: {image: {tag: 2.0}}}",
            '{{ range $k, $v := .Values.all }}{{ include "shop.all" . }}{{ end }}',
            PERHAPS,
        ),
    ],
)
def test_a_loop_makes_a_workload_for_each_of_its_values(
    values: str, template: str, expected: Expected
) -> None:
    assert services(chart(values, template)) == expected


def test_a_loop_is_shown_with_its_line() -> None:
    (unit,) = found(chart(ON % "true", EACH % "deployment"))
    shown = [(sign.evidence.path, sign.evidence.line, sign.evidence.text) for sign in unit.signs]
    assert shown[2] == ("chart/templates/all.yaml", 2, "api: range .Values.components: api")


IF = """
{{- if %s }}
kind: Deployment
metadata:
  name: %s
{{- end }}
---
"""


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (".Values.on", WEB_AND_API),
        (".Values.off", NOTHING),
        ("not .Values.off", WEB_AND_API),
        ("and .Values.on .Values.off", NOTHING),
        ("or (not .Values.on) $.Values.off", NOTHING),
        ("or .Values.on .Values.off", WEB_AND_API),
        (".Values.unknown", WEB_AND_API),
        ("eq .Values.off false", WEB_AND_API),  # not understood: as it stands
        ("((((", WEB_AND_API),
    ],
)
def test_what_its_values_switch_off_is_not_deployed(condition: str, expected: Expected) -> None:
    template = IF % (".Values.on", "web") + IF % (condition, "api")
    assert services(chart("{on: true, off: false}", template, "")) == expected


def test_the_other_branch_of_what_is_switched_off_is_deployed() -> None:
    both = "{{ if .Values.off }}a{{ else }}" + IF % ("1", "web") + "{{ end }}\n---\n"
    template = both + IF % (".Values.off", "x") + IF % ("1", "api")
    assert services(chart("off: false", template, "")) == WEB_AND_API


SIDECAR = "components: {web: {enabled: true, %s: [{name: api}]}}"


@pytest.mark.parametrize(
    ("key", "expected"),
    [("sidecarContainers", WEB_AND_API), ("initContainers", NOTHING), ("otherContainers", NOTHING)],
)
def test_a_container_beside_the_workload_is_deployed_with_it(key: str, expected: Expected) -> None:
    template = EACH % "deployment" + "{{ .sidecarContainers }} {{ .initContainers }}"
    assert services(chart(SIDECAR % key, template)) == expected


def test_a_product_that_is_called_a_demo_is_no_example() -> None:
    called = Called([], {SHOP: "shop-demo"})
    assert called.without_repositories("charts/shop-demo") == "charts"
    assert called.without_repositories("examples/chart") == "examples/chart"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", NOTHING),
        ("-f chart/production.yaml", WEB_AND_API),
        ("--set components.api.enabled=true,x=1", WEB_AND_API),
        ("-f chart/production.yaml --set components.web.enabled=false", NOTHING),
        ("-f chart/nowhere.yaml", PERHAPS),  # it may switch it on
    ],
)
def test_a_command_chooses_by_values(options: str, expected: Expected) -> None:
    files = chart(ON % "false", EACH % "deployment")
    files["chart/production.yaml"] = "components: {api: {enabled: true}}"
    files |= workflow(job(f"helm upgrade {options} shop ./chart"))
    assert services(files) == expected


def test_a_chart_that_is_unpacked_in_another_one_is_deployed_with_it() -> None:
    files = {
        "chart/Chart.yaml": "name: shop\ndependencies: [{name: one, version: 1}]",
        "chart/charts/one/Chart.yaml": "name: one",
        "chart/charts/one/templates/a.yaml": IF % ("1", "web") + IF % ("1", "api"),
    }
    assert services(files | APPLIED) == WEB_AND_API


SKAFFOLD = """
build: {artifacts: [{image: web}]}
profiles:
  - name: all
    build:
      artifacts: [{image: web}, {image: api}]
"""


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("skaffold run", NOTHING),
        ("skaffold run -p all", WEB_AND_API),
        ("skaffold deploy --profile=x,all -a build.json", WEB_AND_API),
        ("skaffold run -p x", NOTHING),
        ("skaffold build -p all", NOTHING),
    ],
)
def test_a_command_chooses_by_profile(command: str, expected: Expected) -> None:
    assert services({"skaffold.yaml": SKAFFOLD} | workflow(job(command))) == expected


@pytest.mark.parametrize(
    "template",
    ["{{ if " * 9_000, "{{ range .Values.all }}" * 5_000 + "kind: Deployment", "{{" + " " * 99_999],
)
def test_no_template_is_too_much(template: str) -> None:
    assert services(chart("all: {web: {}}", template)) == NOTHING
