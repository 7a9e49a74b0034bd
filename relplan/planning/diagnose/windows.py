"""Services that share nothing but the only window in which they may ship: undone work, too."""

from collections import defaultdict
from collections.abc import Iterator

from relplan.model.calendar import Window
from relplan.model.counting import joined
from relplan.model.diagnosis import Ground
from relplan.planning.diagnose.scope import Scope


def only_sharing_a_window(scope: Scope) -> Iterator[Ground]:
    """Yield the windows that are the only ones of several services which nothing couples."""
    workspace = scope.plan.snapshot.workspace
    waiting: dict[str, list[str]] = defaultdict(list)
    for service in scope.services:
        team = scope.plan.team_of(service)
        own = [window.name for window in workspace.windows if _is_for(window, service, team)]
        if len(own) == 1:
            waiting[own[0]].append(service)
    for window, services in sorted(waiting.items()):
        apart = [service for service in services if not _is_coupled(scope, service, services)]
        if len(apart) > 1:
            text = f"{joined(apart)} may ship only in {window}, and nothing else couples them."
            yield Ground(text, services=tuple(apart))


def window_remedy(ground: Ground) -> str:
    """Say what sets the services of *ground* apart."""
    return f"Let {joined(ground.services)} ship when they are ready, each by itself."


def _is_for(window: Window, service: str, team: str) -> bool:
    for_all = not window.services and not window.teams
    return for_all or service in window.services or team in window.teams


def _is_coupled(scope: Scope, service: str, others: list[str]) -> bool:
    """Tell whether any coupling ties *service* to one of the *others*."""
    beside = set(others) - {service}
    return any(
        service in one.services and not beside.isdisjoint(one.services)
        for one in scope.couplings.values()
    )
