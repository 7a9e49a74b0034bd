"""In which order a release's services are deployed, as a GitOps tool can hold it."""

from relplan.model.runbook import Exposure
from relplan.model.value import value


@value()
class ServiceWave:
    """When one service is deployed."""

    service: str
    wave: int
    """0: it waits for none of the others; else one more than the latest that it waits for."""
    after: tuple[str, ...]
    """The services that it waits for, without those that these wait for already; sorted."""
    revision: str
    """What is deployed; empty: there is no such commit before branches are merged."""


@value()
class Waves:
    """The order of a release."""

    title: str
    workspace: str
    scenario: str
    services: tuple[ServiceWave, ...]
    """By wave, then by name."""
    exposures: tuple[Exposure, ...]
    """What is out of step on the way, for what is in lock-step has no order without."""
    obstacles: tuple[str, ...]
    """Why it cannot begin yet: full sentences; empty: it can."""
