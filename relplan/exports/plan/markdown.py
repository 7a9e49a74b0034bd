"""The plan as Markdown, for a comment on a pull request."""

from collections.abc import Iterator

from relplan.exports.markdown_text import code, fitting, grid, inert
from relplan.model.counting import listed
from relplan.model.plan import Status
from relplan.model.production import PRODUCTION
from relplan.planning.plan import Plan
from relplan.planning.reach import reach_of_all

_ASKED = 10
"""Questions that are shown, the weightiest ones."""
_NAMED = 5
"""Changes or blockers that one row names."""


def plan_markdown(plan: Plan) -> str:
    """Return *plan*: its numbers, its lock-step batches and what is blocked, cut to fit."""
    lines = [*_head(plan), *_batches(plan), *_blocked(plan), *_asked(plan)]
    return fitting(lines, "`relplan plan` shows all of it.")


def _head(plan: Plan) -> list[str]:
    numbers, environment = plan.numbers, plan.snapshot.environment
    where = "" if environment == PRODUCTION else f", environment {code(environment)}"
    lines = [
        f"## Release plan: {inert(plan.snapshot.workspace.name)}",
        "",
        (
            f"**{numbers.shippable_now} of {numbers.changes}** changes can be shipped now,"
            f" {numbers.free} of them without a partner; {numbers.blocked} are blocked,"
            f" {numbers.uncertain} uncertain. {numbers.batches} batches, the largest of"
            f" **{numbers.largest_batch}**; {numbers.waves} waves."
            f" Scenario {code(plan.scenario.name)}{where}."
        ),
    ]
    marks = [f"{code(name)} {mark}" for name, mark in sorted(plan.scenario.marks)]
    return [*lines, "", f"Marked: {', '.join(marks)}."] if marks else lines


def _batches(plan: Plan) -> list[str]:
    tied = [batch for batch in plan.batches if plan.in_lockstep(batch)]
    if not tied:
        return ["", "No changes are in lock-step."]
    rows = [
        (
            batch.id,
            str(batch.wave),
            _listed(batch.changes),
            inert(", ".join(batch.services)),
            inert(", ".join(batch.teams)),
            inert(", ".join(plan.links(batch).causes)),
            f"{batch.success:.0%}",
        )
        for batch in tied
    ]
    head = ("Batch", "Wave", "Changes", "Services", "Teams", "Causes", "Goes through whole")
    return ["", "### In lock-step", "", *grid(head, rows)]


def _blocked(plan: Plan) -> Iterator[str]:
    rows = [
        (inert(found.change), inert(plan.changes[found.change].title), _listed(found.blockers))
        for found in reach_of_all(plan)
        if plan.status(found.change) is Status.BLOCKED
    ]
    if rows:
        yield from ("", "### Blocked", "", *grid(("Change", "Title", "By"), rows))


def _asked(plan: Plan) -> Iterator[str]:
    rows = [
        (code(one.question.id), inert(one.question.text), str(one.weight))
        for one in plan.bundled[:_ASKED]
    ]
    if rows:
        yield from ("", "### Asked", "", *grid(("Question", "", "Changes"), rows))


def _listed(names: tuple[str, ...]) -> str:
    return inert(listed(names, _NAMED))
