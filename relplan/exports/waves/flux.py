"""``dependsOn`` of Flux: what each Kustomization or HelmRelease waits for."""

from relplan.exports.waves.patches import component, quoted
from relplan.model.waves import Waves

_SAID = (
    "All are in one namespace. Flux goes on once what is waited for is ready.",
    "CAUTION: dependsOn takes the place of a list that an object has already: add that one's here.",
)


def waves_flux(waves: Waves) -> str:
    """Return patches of Kustomizations. Raises RelplanError for a bad name."""
    return _patches(waves, "kustomize.toolkit.fluxcd.io/v1", "Kustomization")


def waves_flux_helm(waves: Waves) -> str:
    """Return patches of HelmReleases. Raises RelplanError for a bad name."""
    return _patches(waves, "helm.toolkit.fluxcd.io/v2", "HelmRelease")


def _patches(waves: Waves, version: str, kind: str) -> str:
    patches = (
        (
            one.service,
            ("spec:", "  dependsOn:", *(f"    - name: {quoted(name)}" for name in one.after)),
        )
        for one in waves.services
        if one.after
    )
    return component(waves, version, kind, patches, _SAID)
