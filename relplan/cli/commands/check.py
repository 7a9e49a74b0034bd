"""``relplan check``: the exit code tells whether a change can be shipped alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from relplan.cli.bench import scanned_bench
from relplan.cli.exits import EXIT_DONE, EXIT_NO, EXIT_UNCERTAIN
from relplan.cli.options import ChangeName, InScenario, Json, Option
from relplan.cli.output import say, say_json, warn
from relplan.model.change import State
from relplan.model.counting import listed
from relplan.model.errors import NothingPendingError
from relplan.model.plan import Status, Why
from relplan.model.value import value
from relplan.tui.presentation.words import cautioned, describe, meaning

if TYPE_CHECKING:
    from relplan.app import Workbench
    from relplan.app.explaining import Explained
    from relplan.planning.plan import Plan

CHECK_SCHEMA = "relplan.check/1"
_SHOWN = 12
"""Blockers, partners or prerequisites that a line names."""


class Accepted(StrEnum):
    """What an option may be told to take for a yes."""

    OK = "ok"


@value()
class Allowed:
    """What is taken for a yes beside one."""

    ordered: bool = False
    """That others go first."""
    uncertain: bool = False
    """That an answer to a question could stand against it."""


class Verdict(StrEnum):
    """The answer to whether a change can be shipped alone."""

    FREE = "free"
    ORDERED = "ordered"
    """Only after what it names."""
    NOT_FREE = "not-free"
    UNCERTAIN = "uncertain"


_EXITS = {
    Verdict.FREE: EXIT_DONE,
    Verdict.ORDERED: EXIT_NO,
    Verdict.NOT_FREE: EXIT_NO,
    Verdict.UNCERTAIN: EXIT_UNCERTAIN,
}
_WORST = (Verdict.NOT_FREE, Verdict.ORDERED, Verdict.UNCERTAIN, Verdict.FREE)


def check(  # noqa: PLR0913, PLR0917 - each is an option
    change: ChangeName = None,
    scenario: InScenario = None,
    annotations: Annotated[
        bool, Option("--annotations", help="Print what GitHub shows beside the code.")
    ] = False,
    comment: Annotated[
        bool, Option("--comment", help="Print Markdown for a comment: `relplan help ci`.")
    ] = False,
    ordered: Annotated[
        Accepted | None,
        Option("--ordered", help="ok: one that goes after others is a yes, too."),
    ] = None,
    uncertain: Annotated[
        Accepted | None,
        Option("--uncertain", help="ok: judge by what is certain alone."),
    ] = None,
    nothing: Annotated[
        Accepted | None,
        Option("--nothing", help="ok: a branch here of which nothing is pending is a yes."),
    ] = None,
    json: Json = False,
) -> int:
    """Tell whether a change can be shipped alone, for CI: exit 0 yes, 1 no, 2 a fault, 3 uncertain.

    Yes is: it is free for certain, and nothing of another service must go first.
    """
    allowed = Allowed(ordered=ordered is not None, uncertain=uncertain is not None)
    with scanned_bench() as bench:
        answer = _explained(bench, change, scenario, nothing)
        failures = bench.freshness().failures
    found = [_verdict(answer.plan, explanation, allowed) for explanation in answer.explanations]
    worst = min(found, key=_WORST.index, default=Verdict.FREE)
    if worst is Verdict.FREE and failures and not allowed.uncertain:
        # What could not be read may hold a blocker: not knowing is not a yes.
        worst = Verdict.UNCERTAIN
    if json:
        from relplan.exports.why.json import why_document

        documents = [why_document(answer.plan, explanation) for explanation in answer.explanations]
        free = worst is Verdict.FREE
        say_json(
            {"schema": CHECK_SCHEMA, "shippable_alone": free, "verdict": worst, "why": documents}
        )
    elif annotations:
        _annotate(answer)
    elif comment:
        from relplan.tui.presentation.comment import comment as commented

        stale = [name for failure in failures for name in failure.services]
        sys.stdout.write(commented(answer.plan, answer.explanations, stale))
    else:
        _tell(answer, worst)
    if worst is Verdict.UNCERTAIN and failures:
        warn("not certain: a repository could not be read; mend it and run `relplan scan`")
    return _EXITS[worst]


def _explained(
    bench: Workbench, change: str | None, scenario: str | None, nothing: Accepted | None
) -> Explained:
    from relplan.app.explaining import Explained, explained

    try:
        return explained(bench, change, scenario, Path())
    except NothingPendingError:
        if nothing is None:
            raise
        return Explained(bench.plan(bench.scenario(scenario)), ())


def _tell(answer: Explained, worst: Verdict) -> None:
    for explanation in answer.explanations:
        for line in _lines(answer.plan, explanation):
            say(line)
    if not answer.explanations:
        say("nothing is pending on this branch")
    if worst is Verdict.ORDERED:
        say("  not alone: these go first; `--ordered ok` takes that for a yes")


def _verdict(plan: Plan, explanation: Why, allowed: Allowed) -> Verdict:
    certain = plan.condensation.status_of[explanation.change]
    if not certain.free:
        return Verdict.NOT_FREE
    if explanation.others_first and not allowed.ordered:
        return Verdict.ORDERED
    return Verdict.FREE if explanation.certainly_free or allowed.uncertain else Verdict.UNCERTAIN


def _annotate(answer: Explained) -> None:
    from relplan.exports.check.annotations import annotations

    for explanation in answer.explanations:
        sys.stdout.write(annotations(answer.plan, explanation))


def _lines(plan: Plan, explanation: Why) -> Iterator[str]:
    line = f"{explanation.change} {explanation.status}: {_meaning(plan, explanation)}"
    named = [describe(plan, blocker.node) for blocker in explanation.blockers]
    named = named or [tie.change for tie in explanation.tied]
    if (
        not named and explanation.status is not Status.UNCERTAIN
    ):  # there it would read as what could block
        named = list(explanation.others_first)
    if named:
        line += f": {', '.join(named[:_SHOWN])}{' …' if len(named) > _SHOWN else ''}"
    yield line
    if explanation.status is not Status.BLOCKED:
        for one in plan.as_asked(explanation.questions)[:_SHOWN]:
            yield f"  asked: {one.question.id} {one.question.text}"
    for caution in explanation.cautions:
        yield f"  caution: {cautioned(caution)}"
    for key, others in explanation.suggested:
        yield f"  suggested: {key} is also in {listed(others)}: perhaps they ship together"


def _meaning(plan: Plan, explanation: Why) -> str:
    """Say what the status means for whoever wants to ship the change alone."""
    if explanation.status.free and not explanation.certainly_free:
        return "it is free, but the answer to an open question could put others before it"
    if (
        explanation.status is Status.UNCERTAIN
        and plan.changes[explanation.change].state is State.IN_PROGRESS
    ):
        return f"it is in progress itself, and {meaning(explanation)}"
    return meaning(explanation)
