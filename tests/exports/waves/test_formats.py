"""Patches that kustomize takes, of objects as Argo CD and Flux document them."""

import json
from typing import Any

import pytest
import yaml

from relplan.exports.waves.argocd import waves_argocd
from relplan.exports.waves.flux import waves_flux, waves_flux_helm
from relplan.exports.waves.json import waves_json
from relplan.model.errors import RelplanError
from relplan.model.runbook import Exposure
from relplan.model.waves import ServiceWave, Waves
from tests.exports.hostile import EVIL

WAVES = Waves(
    EVIL, EVIL, EVIL,
    (
        ServiceWave("pay", 0, (), "0123456789"),
        ServiceWave("null", 0, (), ""),
        ServiceWave("web.v2", 1, ("null", "pay"), "0123456789"),
        ServiceWave("1e3", 2, ("web.v2",), ""),
    ),
    (Exposure(EVIL, EVIL, EVIL, 1, 2),),
    (EVIL,),
)  # fmt: skip


def patches(text: str) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Return the target and the patch of each object."""
    document = yaml.safe_load(text)
    assert document.keys() == {"apiVersion", "kind", "patches"}
    assert (document["apiVersion"], document["kind"]) == (
        "kustomize.config.k8s.io/v1alpha1", "Component",
    )  # fmt: skip
    found = {}
    for one in document["patches"]:
        assert one.keys() == {"target", "patch"}
        patch = yaml.safe_load(one["patch"])
        name = patch["metadata"]["name"]
        assert one["target"] == {
            "group": patch["apiVersion"].partition("/")[0],
            "kind": patch["kind"],
            "name": name.replace(".", "[.]"),  # kustomize takes it for a regular expression
        }
        found[name] = one["target"], patch
    return found


def test_each_application_has_its_wave_as_text() -> None:
    found = {name: patch for name, (_, patch) in patches(waves_argocd(WAVES)).items()}
    assert found["pay"] == {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": "pay", "annotations": {"argocd.argoproj.io/sync-wave": "0"}},
    }
    waves = [
        each["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"] for each in found.values()
    ]
    assert (list(found), waves) == (["pay", "null", "web.v2", "1e3"], ["0", "0", "1", "2"])


@pytest.mark.parametrize(
    ("write", "version", "kind"),
    [
        (waves_flux, "kustomize.toolkit.fluxcd.io/v1", "Kustomization"),
        (waves_flux_helm, "helm.toolkit.fluxcd.io/v2", "HelmRelease"),
    ],
)
def test_who_waits_depends_on_what_it_waits_for(write: Any, version: str, kind: str) -> None:
    found = {name: patch for name, (_, patch) in patches(write(WAVES)).items()}
    assert found == {
        name: {
            "apiVersion": version,
            "kind": kind,
            "metadata": {"name": name},
            "spec": {"dependsOn": [{"name": other} for other in others]},
        }
        for name, others in (("web.v2", ["null", "pay"]), ("1e3", ["web.v2"]))
    }


@pytest.mark.parametrize("write", [waves_argocd, waves_flux])
def test_what_is_said_stays_in_comments(write: Any) -> None:
    head = write(WAVES).partition("apiVersion:")[0]
    assert all(line.startswith("#") for line in head.splitlines())
    assert "\x1b" not in head
    assert head.count("# Not yet: ") == head.count("# In lock-step: ") == 1


@pytest.mark.parametrize("name", ["Web", "web_1", "shop/web", "-web", "web\n- op", EVIL, "w" * 254])
def test_a_name_that_no_object_has_is_refused(name: str) -> None:
    waves = Waves("x", "x", "x", (ServiceWave(name, 0, (), ""),), (), ())
    with pytest.raises(RelplanError, match="no Application in Kubernetes can be called"):
        waves_argocd(waves)


def test_where_nobody_waits_there_is_no_patch() -> None:
    assert patches(waves_flux(Waves("x", "x", "x", WAVES.services[:2], (), ()))) == {}


def test_json_says_the_same() -> None:
    found = json.loads(waves_json(WAVES))
    assert found["schema"] == "relplan.waves/1"
    assert found["services"][2] == {
        "service": "web.v2", "wave": 1, "after": ["null", "pay"], "revision": "0123456789",
    }  # fmt: skip
    assert found["obstacles"] == [EVIL]
