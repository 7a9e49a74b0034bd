"""What can be copied of a change, a batch or an edge: text of one's own, made safe to paste."""

import shlex
from collections.abc import Iterator
from typing import NamedTuple

from relplan.exports.markdown_text import code, inert, linked
from relplan.model.change import Change
from relplan.model.edge import Edge
from relplan.model.link import link_of
from relplan.model.plan import Batch, Why
from relplan.model.scenario import MAIN_SCENARIO
from relplan.planning.plan import Plan
from relplan.tui.presentation.safe import clean
from relplan.tui.presentation.words import describe, meaning, named, together

_MOST = 200
"""Changes of a batch that its Markdown names."""


class Copy(NamedTuple):
    """One thing to copy."""

    name: str
    text: str


def of_change(plan: Plan, explanation: Why) -> list[Copy]:
    """Return what can be copied of the change that *explanation* is of."""
    change = plan.changes[explanation.change]
    name, link = clean(change.id), link_of(change)
    found = [Copy("id", name), Copy("command", _why(plan, name))]
    if link:
        found.append(Copy("link", link))
    return [*found, Copy("markdown", "\n".join(_markdown(plan, explanation)))]


def of_batch(plan: Plan, batch: Batch) -> list[Copy]:
    """Return what can be copied of *batch*."""
    command = f"relplan runbook {batch.id}{_scenario(plan)}"
    head = f"**{inert(named(batch))}** ({batch.id}): {len(batch.changes)} changes"
    lines = [f"{head} {together(plan, batch)}", ""]
    lines += [f"- {_named(plan.changes[name])}" for name in batch.changes[:_MOST]]
    if len(batch.changes) > _MOST:
        lines.append(f"- and {len(batch.changes) - _MOST} more")
    changes = " ".join(map(clean, batch.changes))
    return [Copy("id", batch.id), Copy("changes", changes), Copy("command", command),
            Copy("markdown", "\n".join(lines))]  # fmt: skip


def of_edge(edge: Edge) -> list[Copy]:
    """Return what can be copied of *edge*, beside the change that it is a reason of."""
    found = [Copy("needed", clean(edge.target)), Copy("edge", edge.fingerprint)]
    place = next((one for one in edge.evidence if one.path), None)
    if place is not None:
        line = f":{place.line}" if place.line else ""
        found.append(Copy("place", clean(f"{place.path}{line}")))
    return found


def _why(plan: Plan, name: str) -> str:
    return f"relplan why {shlex.quote(name)}{_scenario(plan)}"


def _scenario(plan: Plan) -> str:
    name = plan.scenario.name
    return "" if name == MAIN_SCENARIO else f" --scenario {shlex.quote(clean(name))}"


def _named(change: Change) -> str:
    return f"{code(change.id)} {linked(change.title, link_of(change))}"


def _markdown(plan: Plan, explanation: Why) -> Iterator[str]:
    yield f"{_named(plan.changes[explanation.change])}: **{explanation.status}**"
    yield ""
    yield f"{inert(meaning(explanation))}."
    if explanation.blockers:
        yield ""
    for blocker in explanation.blockers:
        yield f"- blocked by {inert(describe(plan, blocker.node))}"
