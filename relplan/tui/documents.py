"""What can be exported of a plan, each made when it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from relplan.model.plan import Batch
from relplan.tui.presentation.words import named
from relplan.tui.session import Session

SECONDS = 10.0
"""What the search for a backlog may take."""
Make = Callable[[Callable[[], bool]], Any]
"""Makes a document; is given what tells that nobody waits for it any more."""
Begin = Callable[[], Make]
"""Looks up what takes no time, and returns what makes the rest of it."""


@dataclass(frozen=True, slots=True)
class Document:
    """Something to export."""

    what: str
    """One of ``relplan.exports.formats.DOCUMENTS``."""
    name: str
    """Tells it from the others of a list."""
    about: str
    begin: Begin
    slow: bool = False
    """The rest is made beside the screen; so that must not look into the store."""


def at_once(make: Callable[[], Any]) -> Begin:
    """Return what makes a document whose making takes no time worth telling."""
    return lambda: lambda _: make()


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
        Document("plan", "plan", "batches, waves and numbers", at_once(lambda: plan)),
        Document("scenario", "scenario", "the marks, to be replayed", at_once(lambda: plan)),
    ]
    if not plan.changes:
        return found
    found += [
        Document(
            "backlog", "backlog", "the work that decouples", partial(_backlog, session), slow=True
        ),
        Document(
            "windows", "windows", "when each batch ships", at_once(partial(_windows, session))
        ),
        notes_of(session, "notes", "what can go out now"),
        Document("graph", "graph", "all changes", at_once(partial(_picture, session, None))),
    ]
    if batch is not None:
        about = f"the batch in hand: {named(batch)}"
        found += [
            graph_of(session, batch),
            notes_of(session, "notes of batch", about, batch=batch.id),
            Document("waves", "waves of batch", about, at_once(partial(_waves, session, batch))),
            Document("runbook", "runbook", about, at_once(partial(_runbook, session, batch))),
        ]
    return found


def graph_of(session: Session, batch: Batch) -> Document:
    """Return the drawing of *batch*."""
    about = f"the batch in hand: {named(batch)}"
    return Document("graph", "graph of batch", about, at_once(partial(_picture, session, batch)))


def notes_of(
    session: Session, name: str, about: str, *, window: str | None = None, batch: str | None = None
) -> Document:
    """Return the release notes of a window or a batch; with neither, of all that can go out."""

    def begin() -> Make:
        from relplan.app.noting import notes_to_read  # noqa: PLC0415 - loads when asked

        read = notes_to_read(session.bench, session.scenario, window=window, batch=batch)
        return lambda _: read()

    return Document("notes", name, about, begin, slow=True)


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


def _waves(session: Session, batch: Batch) -> Any:
    from relplan.app.timing import make_waves  # noqa: PLC0415 - loads when asked

    return make_waves(session.bench, session.scenario, batch.id, int(session.bench.clock()))
