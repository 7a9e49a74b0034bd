"""Finds what a person means by a name: a unique prefix will do."""

import re
from collections.abc import Iterable

from relplan.model.calendar import Window
from relplan.model.counting import counted
from relplan.model.edge import Edge
from relplan.model.errors import UnknownNameError
from relplan.model.nearest import meant
from relplan.model.plan import Batch
from relplan.model.question import Question
from relplan.model.scenario import Mark, Scenario
from relplan.planning.couplings import Coupling, couplings
from relplan.planning.plan import Plan

_SHOWN = 6
"""Candidates that one line of an error names."""
_LIKE_A_BATCH = re.compile(r"b\d+", re.IGNORECASE)


def find_change(plan: Plan, name: str) -> str:
    """Return the id of the change that *name* means: an id, a prefix of one, or an alias."""
    candidates = _changes_meant(plan, name)
    if len(candidates) != 1 and any(name == one.name for one in plan.snapshot.workspace.services):
        raise _is_a_service(plan, name)
    return _the_one("change", name, candidates, plan.changes, "see `relplan plan`")


def _is_a_service(plan: Plan, name: str) -> UnknownNameError:
    own = sorted(one.id for one in plan.changes.values() if one.service == name)
    if not own:
        return UnknownNameError(f"nothing of the service '{name}' is pending", "name a change")
    what = f"'{name}' is a service with {counted(len(own), 'pending change')}: {_listed(own)}"
    return UnknownNameError(what, "name one of them")


def _changes_meant(plan: Plan, name: str) -> list[str]:
    if name in plan.changes:
        return [name]
    aliases = [change.id for change in plan.changes.values() if name in change.aliases]
    return aliases or [change for change in plan.changes if change.startswith(name)]


def find_coupling(plan: Plan, name: str) -> Coupling:
    """Return the coupling that *name* means."""
    known = {coupling.name: coupling for coupling in couplings(plan.graph, plan.scenario.answers)}
    if name in known:
        return known[name]
    candidates = [coupling for coupling in known if coupling.startswith(name)]
    return known[_the_one("coupling", name, candidates, known, "see `relplan plan`")]


def find_mark(coupling: Coupling, name: str) -> Mark:
    """Return the mark that *name* means, if *coupling* can be given it."""
    fitting = [mark for mark in coupling.kind.marks if mark.value == name]
    if fitting:
        return fitting[0]
    can = " or ".join(mark.value for mark in coupling.kind.marks)
    what = f"the {coupling.kind} '{coupling.name}' cannot be marked '{name}'"
    raise UnknownNameError(what, f"it can be {can}")


def with_marks(plan: Plan, scenario: Scenario, marks: Iterable[str]) -> Scenario:
    """Return *scenario* with *marks*, each of them written ``COUPLING=MARK``, on top."""
    for text in marks:
        name, equals, mark = text.rpartition("=")
        if not equals:
            raise UnknownNameError(f"'{text}' names no mark", "write it COUPLING=MARK")
        coupling = find_coupling(plan, name)
        scenario = scenario.with_mark(coupling.name, find_mark(coupling, mark))
    return scenario


def find_edge(plan: Plan, name: str) -> Edge:
    """Return the edge whose fingerprint starts with *name*, whatever the scenario."""
    graph = plan.graph
    known = graph.fingerprints()
    candidates = [fingerprint for fingerprint in known if fingerprint.startswith(name.lower())]
    hint = "see the edges of `relplan why`"
    fingerprint = _the_one("edge", name, candidates, known, hint)
    return graph.of_fingerprint(fingerprint)[0]


def find_question(plan: Plan, name: str, others: Iterable[str] = ()) -> Question | str:
    """Return the question whose id starts with *name*, or the id of one only among *others*."""
    known = plan.graph.questions
    names = {*known, *others}
    candidates = [one for one in names if one.startswith(name.lower())]
    exact = [one for one in candidates if one == name.lower()]
    found = _the_one("question", name, exact or candidates, names, "see `relplan questions`")
    return known.get(found, found)


def find_batch(plan: Plan, name: str, windows: Iterable[str] = ()) -> Batch:
    """Return the batch called *name*, or that of the change that *name* means.

    Where *windows* could have been meant, too, the error says so.
    """
    known = {batch.id: batch for batch in plan.batches}
    if name.upper() in known:
        return known[name.upper()]
    candidates = _changes_meant(plan, name)
    if candidates:
        return plan.batch_of[find_change(plan, name)]
    if _LIKE_A_BATCH.fullmatch(name):
        raise UnknownNameError(f"there is no batch {name}", _which_there_are(plan))
    kind = "batch, change or window" if windows else "batch or change"
    others = (*plan.changes, *windows)
    return plan.batch_of[_the_one(kind, name, [], others, _which_there_are(plan))]


def find_window(windows: Iterable[Window], name: str) -> Window:
    """Return the one of *windows* that is called *name*. Raises UnknownNameError."""
    known = {window.name: window for window in windows}
    if name not in known:
        listed = f"known are {', '.join(known)}" if known else "add [windows.NAME]"
        raise UnknownNameError(f"no window is called '{name}'", meant(name, known, listed))
    return known[name]


def _which_there_are(plan: Plan) -> str:
    """Say which batches there are: they are numbered one by one."""
    last = len(plan.batches) - 1
    if last < 0:
        return "nothing is pending"
    return f"there are B0 to B{last}" if last else "there is B0"


def _the_one(
    kind: str, name: str, candidates: list[str], known: Iterable[str], otherwise: str
) -> str:
    if len(candidates) == 1:
        return candidates[0]
    if not candidates or not name:
        from difflib import get_close_matches  # noqa: PLC0415 - names are mostly right

        near = get_close_matches(name, list(known), n=3, cutoff=0.5)
        hint = f"did you mean {_listed(near)}?" if near else otherwise
        raise UnknownNameError(f"no {kind} is called '{name}'", hint)
    what = f"'{name}' could be {len(candidates)} {kind}s: {_listed(sorted(candidates))}"
    raise UnknownNameError(what, "type more of it")


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} …" if len(names) > _SHOWN else shown
