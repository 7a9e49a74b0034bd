"""How likely a deployment fails, and with it a batch."""

from collections.abc import Iterable, Mapping
from math import prod

from relplan.model.plan import Batch
from relplan.model.schedule import Dated, Rate
from relplan.model.workspace import Workspace

ENOUGH = 20
"""Releases from which a rate is taken; with fewer the error is larger than what it tells."""


def deployment_rates(
    workspace: Workspace, outcomes: Mapping[str, tuple[int, int]]
) -> dict[str, Rate]:
    """Return the rate of each service: its own from relplan.toml, else from its history.

    *outcomes* are releases and failed ones by service. Where they are too few the workspace's rate
    stands, and their number is told beside it. Of the history (failed + 1) / (releases + 2) is
    taken, Laplace's rule of succession, so that none is ever certain.
    """
    found = {}
    for service in workspace.services:
        releases, failed = outcomes.get(service.name, (0, 0))
        if service.deploy_failure_rate is not None:
            rate, source = service.deploy_failure_rate, "configured"
        elif releases >= ENOUGH:
            rate, source = (failed + 1) / (releases + 2), "history"
        else:
            rate, source = workspace.deploy_failure_rate, "default"
        found[service.name] = Rate(service.name, rate, source, releases, failed)
    return found


def goes_through(batch: Batch, rates: Mapping[str, Rate]) -> float:
    """Return the chance that no deployment of *batch* fails."""
    return all_succeed(batch.services, rates)


def all_succeed(services: Iterable[str], rates: Mapping[str, Rate]) -> float:
    """Return the chance that the deployment of each of *services* succeeds."""
    return prod(1 - rates[service].rate for service in services)


def deployments(batches: Iterable[Dated]) -> set[tuple[int, int, str]]:
    """Return the deployments that bring the dated ones of *batches* out: moment, wave, service.

    One deployment of main carries all of its service's changes of a wave.
    """
    return {
        (one.at, one.batch.wave, service)
        for one in batches
        if one.at is not None
        for service in one.batch.services
    }


def expected_failures(batches: Iterable[Dated], rates: Mapping[str, Rate]) -> float:
    """Return how many of the deployments of *batches* are expected to fail."""
    return sum(rates[service].rate for _, _, service in sorted(deployments(batches)))
