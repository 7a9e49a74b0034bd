"""What could not be read or is not known, and so is never taken for clear."""

from collections.abc import Iterator

from relplan.model.counting import joined
from relplan.model.edge import Edge, EdgeKind, Given, unread_node
from relplan.model.facts import Unread
from relplan.model.production import KnownBy
from relplan.model.question import QuestionKind
from relplan.model.snapshot import Snapshot
from relplan.planning.constraints.asking import Asking, Fact
from relplan.planning.constraints.pending import Pending


def unread_edges(snapshot: Snapshot, known: Pending, asking: Asking) -> Iterator[Edge]:
    """A change that something unread may matter to waits for it, if a person says that it may."""
    for unread in sorted(snapshot.unread, key=_order):
        given = (Given(_ask(unread, asking), True),)
        node = unread_node(unread.service, unread.subject)
        evidence = () if unread.evidence is None else (unread.evidence,)
        own = (change.id for change in known.of_service.get(unread.service, ()))
        for name in sorted(unread.changes or own):
            if name in known.changes:
                yield Edge(name, node, EdgeKind.UNREAD, evidence=evidence, given=given)


def ask_for_production(snapshot: Snapshot, asking: Asking) -> None:
    """Ask, once for all, whether those of whom nothing tells what runs run their main."""
    by_main = [one for one in snapshot.production if one.by is KnownBy.MAIN and not one.confirmed]
    by_environment = {found.environment for found in by_main}
    for environment in sorted(by_environment):
        found = [one for one in by_main if one.environment == environment]
        services = tuple(sorted({one.service for one in found}))
        do, their = ("Does", "its") if len(services) == 1 else ("Do", "their")
        text = f"{do} {joined(services)} run {their} main in {environment}?"
        evidence = tuple(sorted({each for one in found for each in one.evidence}))
        fact = Fact(QuestionKind.PRODUCTION, (environment,), text, evidence)
        asking.ask(fact, services)


def _order(unread: Unread) -> tuple[str, ...]:
    return unread.service, unread.subject, unread.contract, unread.reason, repr(unread.changes)


def _ask(unread: Unread, asking: Asking) -> str:
    what = unread.contract or "anything"
    of = "" if unread.subject == unread.service else f" of {unread.service}"
    text = f"Could {unread.subject}{of} break {what}? ({unread.reason})"
    subject = (unread.service, unread.subject, unread.contract, unread.reason)
    evidence = () if unread.evidence is None else (unread.evidence,)
    fact = Fact(QuestionKind.UNREAD, subject, text, evidence)
    return asking.ask(fact, tuple(filter(None, (unread.service, unread.contract, unread.subject))))
