"""What runs beside the screen. It touches no widget: it posts messages."""

import gc
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Union

from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import get_current_worker

from relplan.app import Workbench
from relplan.model.backlog import Backlog
from relplan.model.diagnosis import Diagnosis
from relplan.model.errors import RelplanError
from relplan.model.plan import Why
from relplan.model.proposal import Proposal
from relplan.planning.explain import why
from relplan.planning.offers import Effect, effect
from relplan.planning.plan import Plan
from relplan.planning.planner import Planner
from relplan.tui.presentation.offers import Trial

if TYPE_CHECKING:
    from relplan.app.scanning import ScanReport
    from relplan.model.drift import Drift

_EVERY = 0.1
"""Seconds between two messages of a worker."""
_TURN = 0.0005
"""Seconds after which what runs beside the screen lets the screen go on: a key takes many turns."""
_LOOK_AT_WHAT_IS_NEW = (10_000, 10, 1_000)
"""Python's thresholds for looking for garbage: through all of it only where that is asked for."""


@dataclass
class Tried(Message):
    """What marks would do to *plan*."""

    plan: Plan
    found: dict[Trial, Effect]


@dataclass
class Explained(Message):
    """Why a change of *plan* is where it is."""

    plan: Plan
    explanation: Why


@dataclass
class ScanProgress(Message):
    """What is being done to a repository."""

    repository: str
    doing: str


@dataclass
class ScanEnded(Message):
    """The scan is over: what it did, or what stopped it."""

    report: "ScanReport | None"
    error: RelplanError | None = None


@dataclass
class CaughtUp(Message):
    """What another process made of the store: a planner *instead_of* the one on the screen."""

    instead_of: Planner
    planner: Planner | None
    """None: what is pending is as it was."""
    error: RelplanError | None = None


Advice = Union[Proposal, Diagnosis, Backlog, "Drift"]


@dataclass
class Better(Message):
    """A better answer to question number *asked*, so many seconds *after* it was asked."""

    asked: int
    found: Proposal
    after: float


@dataclass
class Advised(Message):
    """The answer to question number *asked*, or what stopped it."""

    asked: int
    found: Advice | None
    error: RelplanError | None = None


def load_ahead(*, large: bool) -> None:
    """Load what writes to the store: the first decision would have to wait for that.

    What is there then stays, with the millions of objects of a *large* plan. To look through them
    for garbage would stop the screen for a tenth of a second, in the middle of what a key does.
    """
    sys.setswitchinterval(_TURN)
    from relplan.store.saving import log  # noqa: F401, PLC0415 - not before the first picture

    gc.enable()  # no command but this one lives for so long that it must
    if large:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_LOOK_AT_WHAT_IS_NEW)


def try_marks(pump: MessagePump, planner: Planner, plan: Plan, trials: Iterable[Trial]) -> None:
    """Plan each of *trials* on top of *plan*, and post what comes of it now and then."""
    worker = get_current_worker()
    found: dict[Trial, Effect] = {}
    posted = monotonic()
    for coupling, mark in trials:
        if worker.is_cancelled:
            return
        tried = planner.preview(plan.scenario.with_mark(coupling, mark))
        found[coupling, mark] = effect(plan, tried)
        if monotonic() - posted > _EVERY:
            pump.post_message(Tried(plan, found))
            found, posted = {}, monotonic()
    if found and not worker.is_cancelled:
        pump.post_message(Tried(plan, found))
    if gc.get_threshold() == _LOOK_AT_WHAT_IS_NEW:
        gc.collect()  # now that nobody waits


def explain(pump: MessagePump, plan: Plan, change: str) -> None:
    """Explain *change*, which takes a while in a large batch."""
    explanation = why(plan, change)
    if not get_current_worker().is_cancelled:
        pump.post_message(Explained(plan, explanation))


def advise(
    pump: MessagePump, asked: int, work: Callable[[Callable[[Proposal], None]], Advice]
) -> None:
    """Do *work*, which is given where to put better answers, and post what comes of it."""
    began = monotonic()

    def better(found: Proposal) -> None:
        pump.post_message(Better(asked, found, monotonic() - began))

    try:
        found = work(better)
    except RelplanError as error:
        pump.post_message(Advised(asked, None, error))
    else:
        pump.post_message(Advised(asked, found))


def catch_up(pump: MessagePump, bench: Workbench, planner: Planner) -> None:
    """Read what another process put into the store, and look whether *planner* is out of date."""
    try:
        name = bench.scenario_name
        with Workbench(bench.loaded, bench.wall_clock, bench.as_of, bench.environment, name) as own:
            found = own.planner
    except RelplanError as error:
        pump.post_message(CaughtUp(planner, None, error))
    else:
        same = found.unmarked_plan.snapshot == planner.unmarked_plan.snapshot
        pump.post_message(CaughtUp(planner, None if same else found))


def rescan(pump: MessagePump, bench: Workbench) -> None:
    """Read git by a workbench of this thread's own: a store belongs to the thread that opened it.

    Cancelled, it stops between two commits; what it has read of whole repositories is kept.
    """
    worker = get_current_worker()

    def progress(repository: str, doing: str) -> None:
        pump.post_message(ScanProgress(Path(repository).name, doing))

    try:
        with Workbench(bench.loaded, bench.wall_clock, bench.as_of, bench.environment) as own:
            report = own.scan(on_progress=progress, cancelled=lambda: worker.is_cancelled)
    except RelplanError as error:
        pump.post_message(ScanEnded(None, error))
    else:
        pump.post_message(ScanEnded(report))
