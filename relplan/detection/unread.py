"""What could not be read of contracts and of those who may take them."""

from collections.abc import Iterable, Iterator, Mapping

from relplan.model.errors import SourceError
from relplan.model.evidence import Confidence, Evidence
from relplan.model.facts import Takes, Taking, Unread
from relplan.model.scan import RepositoryFailure

UNREAD = (SourceError, MemoryError, OSError)
"""What stops the reading of one repository, and no other's."""


def unread_of(error: Exception, service: str, contract: str = "") -> Unread:
    """Return that all changes of *service* may do what nobody could read."""
    subject = f"contract {contract}" if contract else f"the code of {service}"
    return Unread(subject, _reason(error), service, contract=contract)


def may_take(error: Exception, service: str, contract: str) -> Taking:
    """Return the guess that a service, whose code could not be read, takes *contract*."""
    evidence = Evidence("unread", f"its code could not be read: {_reason(error)}", service)
    return Taking(contract, service, Takes.RUN_TIME, Confidence.GUESSED, evidence)


def of_failures(failures: Iterable[RepositoryFailure]) -> Iterator[Unread]:
    """Yield that whole repositories could not be read: their services may hold anything."""
    for failure in failures:
        for service in failure.services:
            yield Unread(f"the repository of {service}", failure.message, service)


def failures_of(
    unread: Iterable[Unread], repositories: Mapping[str, str]
) -> list[RepositoryFailure]:
    """Return what could not be read as failures of *repositories*, given by service.

    What is asked of some changes alone was read: it is only not known what it means.
    """
    found: dict[str, list[Unread]] = {}
    for one in unread:
        if one.changes:
            continue
        found.setdefault(repositories[one.service], []).append(one)
    return [
        RepositoryFailure(
            repository, tuple(sorted({one.service for one in missed})), missed[0].reason
        )
        for repository, missed in sorted(found.items())
    ]


def unread_once(found: Iterable[Unread]) -> tuple[Unread, ...]:
    """Return each of *found* once, sorted."""
    return tuple(sorted(set(found), key=lambda one: (one.service, one.contract, one.subject)))


def _reason(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    return str(error) or type(error).__name__
