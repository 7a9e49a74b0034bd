"""The order of a runbook's services as waves, and as what each of them waits for."""

from collections.abc import Mapping

from relplan.model.runbook import Runbook
from relplan.model.waves import ServiceWave, Waves


def deployed_twice(book: Runbook) -> tuple[str, ...]:
    """Return the services that *book* deploys in several steps: no one wave is theirs. Sorted."""
    names = [step.service for step in book.steps]
    return tuple(sorted({name for name in names if names.count(name) > 1}))


def waves_of(book: Runbook) -> Waves:
    """Return the order of *book*, which must deploy no service twice (see `deployed_twice`)."""
    service_of = {step.number: step.service for step in book.steps}
    before = {step.service: {service_of[one] for one in step.after} for step in book.steps}
    revision = {step.service: step.revision for step in book.steps}
    wave: dict[str, int] = {}
    for step in book.steps:  # each comes after all that it needs
        needed = before[step.service]
        wave[step.service] = 1 + max((wave[other] for other in needed), default=-1)
    services = (
        ServiceWave(name, wave[name], _directly(before, name), revision[name]) for name in before
    )
    return Waves(
        book.title,
        book.workspace,
        book.scenario,
        tuple(sorted(services, key=lambda one: (one.wave, one.service))),
        book.exposures,
        book.obstacles,
    )


def _directly(before: Mapping[str, set[str]], name: str) -> tuple[str, ...]:
    """Return what *name* waits for, without what it waits for by way of another of these."""
    farther = {far for near in before[name] for far in before[near]}
    return tuple(sorted(before[name] - farther))
