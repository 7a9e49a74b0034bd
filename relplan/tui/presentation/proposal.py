"""Proposals as lines: the goal, how sure the answer is, its marks, and what stands in the way."""

from relplan.model.counting import counted, days, listed
from relplan.model.proposal import Choice, Goal, GoalKind, InTheWay, Proposal, Step, Terms
from relplan.model.scenario import Scenario
from relplan.tui.presentation.advice import certainty, outcome
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.records import padded
from relplan.tui.presentation.spans import Line, Role, Span

STEP = "step:"
"""Keys of rows that are marks begin with it."""
_NAME_CELLS = 24


def goal_text(goal: Goal) -> str:
    """Say what *goal* means."""
    match goal.kind:
        case GoalKind.ALONE:
            return f"{goal.change} ships alone"
        case GoalKind.UNBLOCK:
            return f"nothing blocks {goal.change}"
        case GoalKind.BATCH:
            return f"no batch of more than {counted(goal.most, 'change')}"
        case GoalKind.ALL_ALONE:
            return "every change ships alone"
        case GoalKind.FREE:
            return "every change ships alone and nothing blocks it"


def goal_lines(change: str | None) -> list[tuple[str, Line]]:
    """Return the goals to choose from; those of one change are about *change*."""
    none = "needs a change under the cursor"
    return [
        (GoalKind.ALONE.value, _goal("alone", f"{change} ships alone" if change else none)),
        (GoalKind.UNBLOCK.value, _goal("unblock", f"nothing blocks {change}" if change else none)),
        (GoalKind.BATCH.value, _goal("batch", "no batch of more than so many changes")),
        (GoalKind.ALL_ALONE.value, _goal("all-alone", "every change ships alone")),
        (GoalKind.FREE.value, _goal("free", "every change ships alone, and nothing blocks it")),
    ]


def _goal(name: str, text: str) -> Line:
    return Span(f"{name:<11}", Role.STRONG), Span(text)


def goal_line(goal: Goal, terms: Terms) -> Line:
    """Return the goal and the terms."""
    line = [Span("goal: ", Role.DIM), Span(goal_text(goal), Role.STRONG)]
    if terms.max_effort is not None:
        line.append(Span(f", {days(terms.max_effort)} at most", Role.WARNING))
    if terms.forbidden:
        line.append(Span(f", not marking {listed(sorted(terms.forbidden))}", Role.WARNING))
    return tuple(line)


def state_line(
    found: Proposal | None, back: str, *, searching: bool, after: float = 0.0, stopped: bool = False
) -> Line:
    """Say how far the search is, and how sure its answer; *back* is the key that stops it.

    *after* is the seconds from the question to this answer; only told while it is *searching*.
    """
    if found is None:
        text = f"searching: no answer yet; {back} stops it" if searching else "there is no answer"
        return (Span(text, Role.WARNING),)
    if not searching:
        before = f"stopped by {back}; " if stopped else ""
        role = Role.BETTER if found.reached else Role.WORSE
        sure = Role.BETTER if found.optimal else Role.WARNING
        goal = Span(outcome(found).rstrip(":"), role)
        return Span(before, Role.WARNING), goal, Span("; "), Span(certainty(found), sure)
    words = f"searching: {'an answer' if found.reached else 'part of the way'} after {_time(after)}"
    if found.optimal:
        return (Span(f"{words}, {certainty(found)}; {back} stops it", Role.WARNING),)
    least, most = days(found.bound), days(found.effort_days)
    text = f"{words}, not proven; at least {least}, at most {most}; {back} stops it"
    return (Span(text, Role.WARNING),)


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def proposal_entries(found: Proposal, scenario: Scenario, glyphs: Glyphs) -> list[Entry]:
    """Return the marks in their order, the runner-up and what is in the way."""
    rows: list[Entry] = []
    if found.steps:
        rows.append(Entry("steps", (Span(_heading(), Role.DIM),)))
    rows += [
        Entry(f"{STEP}{step.choice.coupling}", _step(step, scenario, glyphs))
        for step in found.steps
    ]
    if found.runner_up is not None:
        rows += [Entry("second:gap", ()), Entry("second", _runner_up(found.runner_up))]
    if found.in_the_way:
        heading = (Span("in the way, whatever is marked", Role.HEADING),)
        rows += [Entry("way:gap", ()), Entry("way", heading)]
    for number, one in enumerate(found.in_the_way):
        rows += _in_the_way(f"way:{number}", one, glyphs)
    return rows


def _heading() -> str:
    return f"{'mark':<13}{'coupling':<{_NAME_CELLS + 1}}{'effort':<10}{'freed':<7}largest after"


def _step(step: Step, scenario: Scenario, glyphs: Glyphs) -> Line:
    choice = step.choice
    done = scenario.mark_of(choice.coupling) is choice.mark
    label = glyphs.mark_label(choice.mark)
    gains = f"{step.freed:<7}{step.largest_batch}" if step.freed is not None else ""
    return (
        Span(padded(label.text, 12, glyphs), label.role),
        Span(f" {padded(choice.coupling, _NAME_CELLS, glyphs)} ", Role.STRONG),
        Span(f"{days(choice.effort_days):<10}{gains}"),
        Span("  accepted" if done else "", Role.BETTER),
    )


def _runner_up(choices: tuple[Choice, ...]) -> Line:
    effort = days(sum(choice.effort_days for choice in choices))
    marks = ", ".join(f"{choice.coupling} {choice.mark}" for choice in choices) or "no mark"
    return Span(f"runner-up, {effort}: ", Role.HEADING), Span(marks)


def _in_the_way(key: str, found: InTheWay, glyphs: Glyphs) -> list[Entry]:
    edge = found.edge
    ends = Span(f" {edge.source} needs {edge.target}")
    return [
        Entry(key, (Span("  "), glyphs.kind_label(edge.kind), ends)),
        Entry(f"{key} remedy", (Span(f"    {found.remedy}", Role.DIM),)),
    ]
