"""What can be exported of a plan, each made when it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from relplan.model.plan import Batch
from relplan.tui.presentation.words import named
from relplan.tui.session import Session

SECONDS = 10.0
"""What the search for a backlog may take."""
Make = Callable[[Callable[[], bool]], Any]
"""Makes a document; is given what tells that nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class Document:
    """Something to export."""

    what: str
    """One of ``relplan.exports.formats.DOCUMENTS``."""
    name: str
    """Tells it from the others of a list."""
    about: str
    make: Make
    slow: bool = False
    """It is made beside the screen; so it must not look into the store."""


def documents(
    session: Session, batch: Batch | None = None, here: Document | None = None
) -> list[Document]:
    """Return what can be exported of *session*'s plan; *batch* is the one in hand.

    What is on the screen, *here*, comes first, and as it is shown.
    """
    found = _of_plan(session, batch)
    return found if here is None else [here, *(one for one in found if one.name != here.name)]


def _of_plan(session: Session, batch: Batch | None) -> list[Document]:
    plan = session.plan
    found = [
        Document("plan", "plan", "batches, waves and numbers", lambda _: plan),
        Document("scenario", "scenario", "the marks, to be replayed", lambda _: plan),
    ]
    if not plan.changes:
        return found
    found += [
        Document("backlog", "backlog", "the work that decouples", _backlog(session), slow=True),
        Document("windows", "windows", "when each batch ships", lambda _: _windows(session)),
        Document("graph", "graph", "all changes", lambda _: _picture(session, None)),
    ]
    if batch is not None:
        about = f"the batch in hand: {named(batch)}"
        found += [
            graph_of(session, batch),
            Document("runbook", "runbook", about, lambda _: _runbook(session, batch)),
        ]
    return found


def graph_of(session: Session, batch: Batch) -> Document:
    """Return the drawing of *batch*."""
    about = f"the batch in hand: {named(batch)}"
    return Document("graph", "graph of batch", about, lambda _: _picture(session, batch))


def _backlog(session: Session) -> Make:
    planner, scenario, now = session.planner, session.scenario, int(session.bench.clock())

    def make(cancelled: Callable[[], bool]) -> Any:
        from relplan.planning.backlog import backlog  # noqa: PLC0415 - loads a solver

        return backlog(planner, scenario, now, seconds=SECONDS, cancelled=cancelled)

    return make


def _windows(session: Session) -> Any:
    from relplan.app.timing import dated  # noqa: PLC0415 - loads when asked

    return dated(session.bench, session.plan, int(session.bench.clock()))


def _picture(session: Session, batch: Batch | None) -> Any:
    from relplan.planning.picture import picture  # noqa: PLC0415 - loads when asked

    return picture(session.plan, batch)


def _runbook(session: Session, batch: Batch) -> Any:
    from relplan.app.timing import make_runbook  # noqa: PLC0415 - loads when asked

    return make_runbook(session.bench, session.scenario, batch.id, int(session.bench.clock()))
