"""Sync waves of Argo CD: the ``argocd.argoproj.io/sync-wave`` of each Application."""

from relplan.exports.waves.patches import component
from relplan.model.waves import Waves

_SAID = (
    "The app of apps that syncs them goes on once those of a wave are healthy, and so needs in",
    "argocd-cm a health check of Applications:",
    "resource.customizations.health.argoproj.io_Application.",
)


def waves_argocd(waves: Waves) -> str:
    """Return patches that give each Application its wave. Raises RelplanError for a bad name."""
    patches = (
        (one.service, ("  annotations:", f'    argocd.argoproj.io/sync-wave: "{one.wave}"'))
        for one in waves.services
    )
    return component(waves, "argoproj.io/v1alpha1", "Application", patches, _SAID)
