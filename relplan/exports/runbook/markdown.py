"""A runbook as Markdown, to be worked through from top to bottom."""

from collections.abc import Iterator

from relplan.exports.markdown_text import code, grid, inert
from relplan.exports.moments import beginning
from relplan.model.counting import counted, listed
from relplan.model.runbook import Runbook, RunStep

_NAMED = 8


def runbook_markdown(book: Runbook) -> str:
    """Return *book* with a box to tick for each precondition, action and check."""
    facts = [
        f"{counted(len(book.steps), 'step')}, {counted(len(book.batches), 'batch', 'batches')}",
        f"out of step for {counted(book.exposure, 'step')} in all",
    ]
    lines = [
        f"# Runbook: {inert(book.title)} of {inert(book.workspace)}",
        "",
        f"**{beginning(book.at, book.zone)}**, scenario {code(book.scenario)}. {'; '.join(facts)}.",
    ]
    if book.obstacles:
        lines += ["", "## Not yet", "", *(f"- [ ] {inert(text)}" for text in book.obstacles)]
    if book.people:
        rows = [
            (inert(one.team), ", ".join(map(str, one.steps)), f"step {one.until}")
            for one in book.people
        ]
        lines += ["", "## Who is needed", "", *grid(("Team", "Own steps", "Stays until"), rows)]
    if book.exposures:
        lines += ["", "## Out of step on the way", ""]
        lines += [
            f"- From step {one.from_step} to step {one.to_step}: {inert(one.ahead)} and"
            f" {inert(one.behind)} disagree about {code(one.contract)}."
            for one in book.exposures
        ]
    lines += ["", "## Steps"]
    for step in book.steps:
        lines += ["", *_step(step)]
    if book.flips:
        lines += ["", "## Flags to switch on", ""]
        lines += [f"- [ ] {inert(flip.sentence)}" for flip in book.flips]
    return "\n".join(lines) + "\n"


def _step(step: RunStep) -> Iterator[str]:
    team = f" ({inert(step.team)})" if step.team else ""
    names = [code(name) for name in step.changes]
    yield f"### {step.number}. {inert(step.service)}{team}"
    yield ""
    if step.point_of_no_return:
        yield "> **Point of no return:** once this step has run, it goes forward only."
        yield ""
    yield from (f"- [ ] Before: {inert(text)}" for text in step.preconditions)
    yield f"- [ ] **{inert(step.action)}** {listed(names, _NAMED)}"
    yield from (f"- [ ] After: {inert(text)}" for text in step.checks)
    yield from (f"- On failure: {inert(text)}" for text in step.on_failure)
