"""The why pane: blockers with their paths, lock-step cycles, prerequisites."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from relplan.model.counting import counted
from relplan.model.edge import Edge
from relplan.model.plan import Batch, Status, Why
from relplan.model.plan import Path as NeedsPath
from relplan.planning.explain import LONGEST_TRUNK, tied_services, ties, trunk_runs
from relplan.planning.plan import Plan
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.perhaps import of_node, suggested_with
from relplan.tui.presentation.places import Names
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import (
    alone_as_hotfix,
    cautioned,
    describe,
    excused,
    meaning,
    standing,
    together,
    waits,
)

_MOST_PERHAPS = 2
"""Edges that are shown of a question; all of them are behind Q."""
FIRST_SHOWN = 12
"""Blockers, cycles and prerequisites that are shown before a person asks for more."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One row of the pane."""

    key: str
    line: Line
    edge: Edge | None = None
    change: str = ""
    """The change that choosing the row goes to."""
    more: str = ""
    """The section of which choosing the row shows more."""
    label: bool = False
    """It is a heading, over which the cursor passes."""


@dataclass(slots=True)
class Limits:
    """How much of each section is shown; asking for more doubles it."""

    shown: dict[str, int] = field(default_factory=dict)

    def of(self, section: str) -> int:
        """Return how many entries of *section* are shown."""
        return self.shown.get(section, FIRST_SHOWN)

    def extend(self, section: str) -> None:
        """Show more of *section*."""
        self.shown[section] = self.of(section) * 4


def reasons(
    plan: Plan, explanation: Why, limits: Limits, glyphs: Glyphs, names: Names
) -> list[Reason]:
    """Return the rows that explain a change."""
    change = plan.changes[explanation.change]
    rows = [
        _label("id", Span(change.id, Role.HEADING)),
        _label("title", Span(change.title)),
        _label(
            "status",
            glyphs.status_label(explanation.status),
            Span("  "),
            glyphs.state_label(change.state),
            Span(f"  {standing(plan, explanation.change)}", Role.DIM),
        ),
        _label("meaning", Span(meaning(explanation), Role.DIM)),
    ]
    rows += _paths(
        plan, "blocker", [(b.node, b.path) for b in explanation.blockers], limits, glyphs
    )
    rows += _paths(
        plan, "cycle", [(tie.change, tie.cycle) for tie in explanation.tied], limits, glyphs
    )
    rows += _questions(plan, explanation, limits, glyphs, names)
    rows += _needs(explanation, limits, glyphs)
    rows += _prerequisites(plan, explanation, limits, glyphs)
    rows += _remarks(explanation, glyphs)
    rows += _excuses(explanation)
    return rows


def _questions(
    plan: Plan, explanation: Why, limits: Limits, glyphs: Glyphs, names: Names
) -> Iterable[Reason]:
    if not explanation.questions:
        return
    text = "would settle it" if explanation.status is Status.UNCERTAIN else "asked"
    yield _label("gap-questions")
    how = f"{names('plan.questions')} answers"
    yield _label("questions", Span(f"{text} ({how}), the weightiest first", Role.WARNING))
    for one in plan.as_asked(explanation.questions)[: limits.of("question")]:
        name = one.question.id
        line = (Span(f"  {glyphs.unknown} ", Role.WARNING), Span(one.question.text))
        yield _label(f"question:{name}", *line)
        drawn = of_node((one,), explanation.change, glyphs)
        for number, edge in enumerate(islice(drawn, _MOST_PERHAPS)):
            yield _label(f"question:{name}:{number}", Span("    "), *edge)


def _remarks(explanation: Why, glyphs: Glyphs) -> Iterable[Reason]:
    if explanation.cautions or explanation.suggested:
        yield _label("gap-remarks")
    for number, caution in enumerate(explanation.cautions):
        yield _label(
            f"caution:{number}",
            Span(f"{glyphs.caution} caution: {cautioned(caution)}", Role.WARNING),
        )
    for number, line in enumerate(suggested_with(explanation.suggested, glyphs)):
        yield _label(f"suggested:{number}", *line)


def _ties(plan: Plan, batch: Batch, glyphs: Glyphs) -> Iterable[Reason]:
    """Show what ties a batch together, each by the first of its edges: Enter shows the evidence."""
    found = ties(plan, batch) if len(batch.changes) > 1 else ()
    if found:
        yield _label("gap-ties")
        yield _label("ties", Span("tied by", Role.LOCKSTEP))
    for edges in found[:FIRST_SHOWN]:
        first = edges[0]
        kinds = ", ".join(dict.fromkeys(edge.kind.value for edge in edges))
        line = (
            Span(f"  {glyphs.kind[first.kind]} ", Role.DIM),
            Span(first.coupling or first.kind.value, Role.STRONG),
            Span(f"  {kinds} {glyphs.separator} " if first.coupling else "  ", Role.DIM),
            Span(", ".join(tied_services(plan, edges)), Role.DIM),
        )
        yield Reason(f"tie:{first.fingerprint}", line, edge=first)
    yield from _more(len(found) - FIRST_SHOWN, "tie")


def _more(hidden: int, what: str) -> Iterable[Reason]:
    if hidden > 0:
        yield _label(f"rest:{what}", Span(f"  and {counted(hidden, f'more {what}')}", Role.DIM))


def batch_reasons(plan: Plan, batch: Batch, glyphs: Glyphs) -> list[Reason]:
    """Return the rows that tell of a batch."""
    links = plan.links(batch)
    facts = [
        ("batch", "what can only go out together, or not at all"),
        ("wave", f"{batch.wave}, {waits(batch.wave)}"),
        ("success", f"{batch.success:.0%} that all deployments go through"),
        ("causes", ", ".join(links.causes)),
        ("services", ", ".join(batch.services)),
        ("teams", ", ".join(batch.teams)),
        ("after", ", ".join(links.needs)),
    ]
    head = f"{batch.id}: {counted(len(batch.changes), 'change')} {together(plan, batch)}"
    rows = [_label("id", Span(head, Role.HEADING))]
    for name, text in facts:
        if text:
            rows.append(_label(name, Span(f"{name:<9}", Role.DIM), Span(text)))
    not_done = plan.not_done_at(batch)
    if not_done:
        rows.append(_label("gap-blockers"))
    for node in not_done[:FIRST_SHOWN]:
        text = f"blocked by {describe(plan, node)}"
        rows.append(_label(f"blocker:{node}", Span(text, Role.BLOCKED)))
    rows += _more(len(not_done) - FIRST_SHOWN, "blocker")
    rows += _ties(plan, batch, glyphs)
    rows += [_label("gap-members"), _label("members", Span("its changes", Role.LOCKSTEP))]
    for change in batch.changes[:200]:
        line = (Span(f"  {change}"), Span(f"  {plan.changes[change].title}", Role.DIM))
        rows.append(Reason(f"member:{change}", line, change=change))
    if len(batch.changes) > 200:
        rest = counted(len(batch.changes) - 200, "more change")
        rows.append(_label("rest", Span(f"  and {rest}, listed under the batch", Role.DIM)))
    return rows


def _label(key: str, *line: Span) -> Reason:
    return Reason(f"label:{key}", line, label=True)


def _paths(
    plan: Plan, section: str, found: list[tuple[str, NeedsPath]], limits: Limits, glyphs: Glyphs
) -> Iterable[Reason]:
    for node, path in found[: limits.of(section)]:
        yield _label(f"{section}:{node}:gap")
        if section == "blocker":
            line = Span(f"blocked by {describe(plan, node)}", Role.BLOCKED)
        else:
            alike = plan.status(node) in (Status.ORDERED, Status.INDEPENDENT)
            how = "together" if alike else "in lock-step"
            line = Span(f"{how} with {describe(plan, node)}", Role.LOCKSTEP)
        yield _label(f"{section}:{node}", line)
        for place, run in enumerate(trunk_runs(path)):
            yield from _steps(run, f"{section}:{node}:{place}", glyphs)
    yield from _rest(section, len(found), limits)


def _steps(run: NeedsPath, key: str, glyphs: Glyphs) -> Iterable[Reason]:
    """Show each edge of *run*, or where they are many trunk edges, what they come to."""
    if len(run) > LONGEST_TRUNK:
        yield Reason(key, _step(run[-1], glyphs), change=run[-1].target)
        how = f"    over {counted(len(run), 'trunk edge')}: main ships all of them"
        yield _label(f"{key}:how", Span(how, Role.DIM))
        return
    for place, edge in enumerate(run):
        yield Reason(f"{key}:{place}", _step(edge, glyphs), edge=edge)
        yield _label(f"{key}:{place}:how", *_how(edge, glyphs))


def _step(edge: Edge, glyphs: Glyphs) -> Line:
    return (Span(f"  {glyphs.kind[edge.kind]} needs ", Role.DIM), Span(edge.target, Role.STRONG))


def _how(edge: Edge, glyphs: Glyphs) -> Line:
    line = [Span(f"    {edge.kind}", Role.DIM)]
    if edge.coupling:
        line += [Span(" "), Span(edge.coupling, Role.HEADING)]
    return (*line, Span(f" {glyphs.separator} {edge.confidence}", Role.DIM))


def _prerequisites(
    plan: Plan, explanation: Why, limits: Limits, glyphs: Glyphs
) -> Iterable[Reason]:
    if not explanation.prerequisites:
        return
    yield _label("prerequisites:gap")
    count = counted(len(explanation.prerequisites), "change")
    yield _label("prerequisites", Span(f"after, or with, {count}", Role.ORDERED))
    for name in explanation.prerequisites[: limits.of("prerequisite")]:
        status = glyphs.status_label(plan.status(name))
        line = (Span(f"  {name}  "), status, Span(f"  {plan.changes[name].title}", Role.DIM))
        yield Reason(f"prerequisite:{name}", line, change=name)
    yield from _rest("prerequisite", len(explanation.prerequisites), limits)


def _needs(explanation: Why, limits: Limits, glyphs: Glyphs) -> Iterable[Reason]:
    """Show the change's own edges that no path above has shown."""
    shown = {edge for found in explanation.blockers for edge in found.path}
    direct = [edge for edge in explanation.needs if edge not in shown]
    if direct:
        yield _label("needs:gap")
        yield _label("needs", Span("it may not go before", Role.HEADING))
    for place, edge in enumerate(direct[: limits.of("needs")]):
        yield from _steps((edge,), f"needs:{place}", glyphs)
    yield from _rest("needs", len(direct), limits)


def _excuses(explanation: Why) -> Iterable[Reason]:
    if explanation.hotfix_off:
        yield _label("hotfix:gap")
        yield _label("hotfix", Span(alone_as_hotfix(explanation), Role.DIM))
    if explanation.unaffected:
        yield _label("unaffected:gap")
    for found in explanation.unaffected:
        yield _label(
            f"unaffected:{found.contract}:{found.consumer}", Span(excused(found), Role.DIM)
        )


def _rest(section: str, count: int, limits: Limits) -> Iterable[Reason]:
    hidden = count - limits.of(section)
    if hidden > 0:
        line = (Span(f"  and {counted(hidden, 'more ' + section)}; open this for more", Role.DIM),)
        yield Reason(f"more:{section}", line, more=section)


def edge_entries(edge: Edge, dismissed: bool) -> list[Entry]:
    """Return what is known of *edge* beside its evidence."""
    facts = [
        ("from", edge.source),
        ("needs", edge.target),
        ("kind", edge.kind.value),
        ("coupling", edge.coupling),
        ("cause", edge.cause.value if edge.cause else ""),
        ("confidence", edge.confidence.value),
        ("edge", edge.fingerprint),
        ("dismissed", "yes" if dismissed else ""),
    ]
    rows = [
        Entry(name, (Span(f"{name:<12}", Role.DIM), Span(text)), 12) for name, text in facts if text
    ]
    rows.append(Entry("gap", ()))
    if not edge.evidence:
        text = "no evidence is recorded: git's own order"
        rows.append(Entry("none", (Span(text, Role.DIM),)))
    return rows
