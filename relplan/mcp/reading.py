"""The tools that only read."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from relplan.app import Workbench, advising
from relplan.app.explaining import asked_of, explained
from relplan.app.names import find_batch, with_marks
from relplan.exports.plan.json import SCHEMA as PLAN_SCHEMA
from relplan.exports.plan.json import plan_document
from relplan.exports.propose.json import SCHEMA as PROPOSAL_SCHEMA
from relplan.exports.propose.json import proposal_document
from relplan.exports.questions.json import SCHEMA as QUESTIONS_SCHEMA
from relplan.exports.questions.json import questions_document
from relplan.exports.why.json import SCHEMA as WHY_SCHEMA
from relplan.exports.why.json import why_documents
from relplan.mcp.tool import Found, Input, Never, Session, Tool
from relplan.model.errors import UnknownNameError
from relplan.model.nearest import meant
from relplan.model.plan import Status
from relplan.model.proposal import GoalKind
from relplan.planning.plan import Plan

_MOST = 100
"""Entries that one answer lists."""

InScenario = Annotated[
    str | None, Field(description="The scenario to look at; else the one in use.")
]
Limit = Annotated[int, Field(ge=0, le=_MOST, description="Entries at the most.")]
Offset = Annotated[int, Field(ge=0, description="Entries to skip, to go on where one ended.")]


class PlanInput(Input):
    """Which changes to list."""

    services: list[str] = Field([], description="Only changes of these services.")
    statuses: list[Status] = Field([], description="Only changes that are one of these.")
    batch: str | None = Field(None, description="Only those of this batch, or of a change's.")
    marks: list[str] = Field(
        [], description="What if these were marked? Each is COUPLING=MARK; nothing is stored."
    )
    edges: bool = Field(False, description="With all edges at them, and their evidence.")
    limit: Limit = 20
    offset: Offset = 0
    scenario: InScenario = None


class WhyInput(Input):
    """Which change to explain."""

    change: str | None = Field(
        None, description="Its id or a unique beginning; else the branch that is checked out."
    )
    folder: str | None = Field(
        None, description="Where a branch is checked out; else where the server was started."
    )
    scenario: InScenario = None


class QuestionsInput(Input):
    """Which questions to list."""

    change: str | None = Field(None, description="Only those that settle this change.")
    limit: Limit = 10
    offset: Offset = 0
    scenario: InScenario = None


class ProposeInput(Input):
    """What marks are to bring about."""

    goal: GoalKind = Field(
        description="alone: a change goes by itself. unblock: nothing unfinished is in its way."
        " batch: no batch has more changes than a number. all-alone: each change goes by itself."
        " free: and nothing blocks any."
    )
    about: str | None = Field(
        None,
        description="Of alone and unblock a change, else the branch checked out where the server"
        " was started; of batch the number.",
    )
    forbid: list[str] = Field([], description="Couplings that must not be marked.")
    max_effort: float | None = Field(None, ge=0, description="Days at the most.")
    seconds: float = Field(5.0, ge=0, le=30, description="How long to look for cheaper marks.")
    scenario: InScenario = None


def _plan(bench: Workbench, asked: PlanInput, session: Session, cancelled: Never) -> Found:
    start = bench.scenario(asked.scenario)
    plan = bench.plan(with_marks(bench.unmarked(), start, asked.marks))
    chosen = _chosen(plan, asked)
    shown = chosen[asked.offset : asked.offset + asked.limit]
    document = plan_document(plan, shown)
    edges = len(document["edges"])
    if not asked.edges:
        document["edges"] = []
    return Found(document, {"changes": len(chosen), "edges": edges})


def _chosen(plan: Plan, asked: PlanInput) -> list[str]:
    known = {change.service for change in plan.changes.values()}
    known.update(service.name for service in plan.snapshot.workspace.services)
    for name in asked.services:
        if name not in known:
            hint = meant(name, sorted(known), f"known are {', '.join(sorted(known))}")
            raise UnknownNameError(f"no service is called '{name}'", hint)
    among = plan.changes if asked.batch is None else find_batch(plan, asked.batch).changes
    return [
        change
        for change in among
        if (not asked.services or plan.changes[change].service in asked.services)
        and (not asked.statuses or plan.status(change) in asked.statuses)
    ]


def _why(bench: Workbench, asked: WhyInput, session: Session, cancelled: Never) -> Found:
    folder = session.folder if asked.folder is None else session.folder / Path(asked.folder)
    found = explained(bench, asked.change, asked.scenario, folder)
    return Found(why_documents(found.plan, found.explanations))


def _questions(
    bench: Workbench, asked: QuestionsInput, session: Session, cancelled: Never
) -> Found:
    plan = bench.plan(bench.scenario(asked.scenario))
    found = asked_of(bench, plan, asked.change)
    shown = found[asked.offset : asked.offset + asked.limit]
    # A page cuts through what is asked as one; whoever asks a person needs that whole.
    ids = {one.question.id for one in shown}
    as_one = [one for one in plan.as_asked(found) if not ids.isdisjoint(one.answered)]
    return Found(questions_document(shown, as_one), {"questions": len(found)})


def _propose(bench: Workbench, asked: ProposeInput, session: Session, cancelled: Never) -> Found:
    start = bench.scenario(asked.scenario)
    proposal = advising.propose_marks(
        bench,
        start,
        advising.find_goal(bench, bench.plan(start), asked.goal, asked.about, session.folder),
        advising.find_terms(bench, asked.forbid, asked.max_effort),
        seconds=asked.seconds,
        cancelled=cancelled,
    )
    return Found(proposal_document(proposal))


READING = (
    Tool(
        "plan",
        "Release plan",
        "Numbers of the release plan, and its pending changes with status, needs and blockers, by"
        " id: filter them, for a plan may hold thousands. `marks` answers what-if.",
        PlanInput,
        PLAN_SCHEMA,
        ("workspace", "environment", "scenario", "marks", "numbers", "production", "changes",
         "batches", "edges"),
        _plan,
    ),
    Tool(
        "why",
        "What blocks a change",
        "What stands between one change and production: each blocker and what it goes together"
        " with, step by step, with the evidence (commit, file, line), and the open questions that"
        " would settle it. Without `change`: what blocks the branch that is checked out.",
        WhyInput,
        WHY_SCHEMA,
        ("scenario", "why"),
        _why,
    ),
    Tool(
        "questions",
        "Open questions",
        "What the plan cannot know by itself, the weightiest first: evidence for and against, and"
        " which edges a yes and a no would draw. `bundles` are those to ask as one: a no to its id"
        " answers each, a yes needs the id of the one that it is. Only people can answer: ask"
        " them.",
        QuestionsInput,
        QUESTIONS_SCHEMA,
        ("questions", "bundles"),
        _questions,
    ),
    Tool(
        "propose",
        "The cheapest marks",
        "The cheapest marks (contracts served in two versions, features behind flags, gates waived,"
        " units split) that reach a goal, in days of effort; `optimal` says whether that is proven."
        " Nothing is stored.",
        ProposeInput,
        PROPOSAL_SCHEMA,
        ("goal", "reached", "optimal", "bound", "effort_days", "marks", "in_the_way", "runner_up"),
        _propose,
    ),
)  # fmt: skip
