"""Who takes a contract, by what shows it."""

from collections.abc import Iterable, Iterator

from relplan.contracts.kind import Access, Use
from relplan.detection.code import Known, Spot
from relplan.detection.versions import ContractReader
from relplan.model.contract_source import ContractSource
from relplan.model.evidence import Confidence, Evidence
from relplan.model.facts import Takes, Taking


def by_use(reader: ContractReader, consumer: str, commit: str, use: Use) -> Taking:
    """Return that *consumer* takes the contract of *reader*, as its *use* of a part shows.

    A stub of a service is of that one, whatever is called by it.
    """
    surely = use.tells or reader.kind.access is Access.RPC
    takes = Takes.PIN if reader.kind.access is Access.PACKAGE else Takes.RUN_TIME
    rule = "library-pin" if takes is Takes.PIN else "contract-use"
    evidence = Evidence(rule, use.text, consumer, commit, use.path, use.line)
    confidence = Confidence.DETECTED if surely else Confidence.GUESSED
    return Taking(reader.source.contract, consumer, takes, confidence, evidence)


def by_range(source: ContractSource, consumer: str, commit: str, use: Use) -> Taking:
    """Return the guess that *consumer* gets a newer version with the next build."""
    text = f"{use.text}, and no lock file keeps one version"
    evidence = Evidence("library-range", text, consumer, commit, use.path, use.line)
    return Taking(source.contract, consumer, Takes.RUN_TIME, Confidence.GUESSED, evidence)


def by_copy(
    source: ContractSource, consumer: str, commit: str, path: str, confidence: Confidence
) -> Taking:
    """Return that *consumer* takes the contract of *source*, of which it keeps a copy."""
    evidence = Evidence("contract-copy", "a copy of the contract", consumer, commit, path, 1)
    return Taking(source.contract, consumer, Takes.RUN_TIME, confidence, evidence)


def by_host(
    source: ContractSource, consumer: str, commit: str, hosts: Iterable[str], known: Known
) -> Iterator[Taking]:
    """Yield the guess that who names a service's host uses its API."""
    spots: list[Spot] = [known.hosts[host] for host in hosts if host in known.hosts]
    for spot in spots[:1]:
        evidence = Evidence("host", spot.text, consumer, commit, spot.path, spot.line)
        yield Taking(source.contract, consumer, Takes.RUN_TIME, Confidence.GUESSED, evidence)
