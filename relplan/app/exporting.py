"""Documents to hand over, and scenarios that come back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from relplan.app.advising import decoupling_backlog
from relplan.app.bench import Workbench
from relplan.app.names import find_batch, find_mark, find_window
from relplan.app.noting import release_notes
from relplan.app.timing import dated, make_runbook, make_waves
from relplan.exports.formats import DOCUMENTS, Format, formats
from relplan.exports.scenario.toml import LARGEST_SCENARIO, parse_scenario
from relplan.model.errors import RelplanError, UnknownNameError
from relplan.model.scenario import Scenario
from relplan.planning.couplings import Coupling, couplings
from relplan.planning.picture import picture
from relplan.planning.plan import Plan

_DEFAULTS = {"graph": "mermaid", "scenario": "toml", "windows": "ics", "waves": "argocd"}
_OF_A_BATCH = ("graph", "runbook", "notes", "waves")
_OF_A_WINDOW = ("runbook", "notes", "waves")


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a workspace a document is of; with neither, all that it can be of."""

    batch: str | None = None
    """A batch's id, or a change of it."""
    window: str | None = None
    """A window's name."""


_ALL = Part()


@dataclass(frozen=True, slots=True)
class Replayed:
    """A scenario from a file."""

    scenario: Scenario
    gone: tuple[str, ...]
    """Full sentences on what the file names and the workspace no longer has."""


def find_format(what: str, form: str | None) -> Format:
    """Return the format called *form* of *what*; None: the usual one. Raises UnknownNameError."""
    if what not in DOCUMENTS:
        hint = f"it can be {', '.join(DOCUMENTS)}"
        raise UnknownNameError(f"'{what}' cannot be exported", hint)
    known = formats(what)
    name = form or _DEFAULTS.get(what, "markdown")
    if name not in known:
        hint = f"it can be {', '.join(known)}"
        raise UnknownNameError(f"no format of {what} is called '{name}'", hint)
    return known[name]


def export(
    bench: Workbench,
    scenario: Scenario,
    what: str,
    form: str | None,
    *,
    part: Part = _ALL,
    seconds: float = 10.0,
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Return the document *what* in the format *form*, under *scenario*.

    Some may be of a *part*: a runbook or waves without one are of what ships first.
    *seconds* is what a backlog may take.
    """
    chosen = find_format(what, form)
    _check_part(what, part)
    if what == "drift":
        # What looks at the past has much to load, and no other document needs it.
        from relplan.app.drifting import look_back  # noqa: PLC0415

        return chosen.write(look_back(bench, bench.loaded.drift, cancelled=cancelled))
    batch, window = part.batch, part.window
    if window is not None:
        find_window(bench.loaded.workspace.windows, window)
    plan, now = bench.plan(scenario), int(bench.clock())
    found: Any = plan
    match what:
        case "backlog":
            found = decoupling_backlog(bench, scenario, seconds=seconds, cancelled=cancelled)
        case "graph":
            found = picture(plan, None if batch is None else find_batch(plan, batch))
        case "windows":
            found = dated(bench, plan, now)
        case "runbook":
            found = make_runbook(bench, scenario, window or batch, now)
        case "waves":
            found = make_waves(bench, scenario, window or batch, now)
        case "notes":
            found = release_notes(bench, scenario, window=window, batch=batch)
    return chosen.write(found)


def _check_part(what: str, part: Part) -> None:
    """Raise RelplanError where *what* cannot be of *part*."""
    batch, window = part.batch, part.window
    if batch is not None and what not in _OF_A_BATCH:
        hint = "a graph, a runbook, notes or waves can be of one batch"
        raise RelplanError(f"{what} is of the whole workspace", hint)
    if window is not None and what not in _OF_A_WINDOW:
        raise RelplanError(f"{what} is of no window", "a runbook, notes or waves can be")
    if window is not None and batch is not None:
        raise RelplanError("a window and a batch are two things", "name one of them")


def read_scenario(bench: Workbench, file: Path) -> Replayed:
    """Read the scenario in *file*. Raises RelplanError where it is none or marks what is unknown.

    A dismissal of an edge that is gone is no fault: the edge has shipped, or was rewritten.
    """
    with file.open("rb") as stream:
        data = stream.read(LARGEST_SCENARIO + 1)
    scenario = parse_scenario(data, str(file))
    plan = bench.unmarked()
    for name, mark in sorted(scenario.marks):
        find_mark(_exactly(plan, name, file), mark.value)
    known = set(plan.graph.fingerprints()) if scenario.dismissals else set()
    gone = sorted(scenario.dismissals - known)
    scenario = replace(scenario, answers=plan.scenario.answers)
    shipped = sorted(name for name, _ in scenario.moves if name not in plan.changes)
    return Replayed(
        scenario,
        (
            *(f"{file}: no edge {name} is left to dismiss" for name in gone),
            *(f"{file}: no change {name} is left to move" for name in shipped),
        ),
    )


def _exactly(plan: Plan, name: str, file: Path) -> Coupling:
    """Return the coupling called *name*: a file is not typed by hand, so no prefix will do."""
    for coupling in couplings(plan.graph, plan.scenario.answers):
        if coupling.name == name:
            return coupling
    what = f"{file}: no coupling is called '{name}'"
    raise UnknownNameError(what, "it is of another workspace, or the coupling has gone: mend it")
