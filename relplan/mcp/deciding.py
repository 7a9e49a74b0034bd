"""The tools that decide, for a server that may: each decision is dated, named and can be undone."""

from dataclasses import asdict
from typing import Any

from pydantic import Field

from relplan.app import Workbench
from relplan.exports.log.json import entry_document
from relplan.mcp.tool import Found, Input, Never, Session, Tool
from relplan.model.decision import LogEntry
from relplan.model.plan import Numbers
from relplan.model.scenario import Mark

SCHEMA = "relplan.decision/1"
_FIELDS = ("scenario", "decision", "before", "now")


class AnswerInput(Input):
    """An answer to a question."""

    question: str = Field(min_length=1, description="Its id, as `questions` lists it.")
    answer: str = Field(
        min_length=1,
        description="yes or no, as the person said; of production, REVISION or SERVICE=REVISION.",
    )
    reason: str = Field(min_length=1, description="How the person knows.")


class MarkInput(Input):
    """A mark on a coupling."""

    coupling: str = Field(
        min_length=1, description="A contract, feature, gate or unit, or a unique beginning."
    )
    mark: Mark | None = Field(description="What a team would do about it; null takes it off.")


class UndoInput(Input):
    """Nothing more is to be said."""


def _answer(bench: Workbench, asked: AnswerInput, session: Session, cancelled: Never) -> Found:
    _go_to(bench, session)
    before = bench.plan().numbers
    return _told(bench, bench.answer(asked.question, asked.answer, asked.reason), before)


def _mark(bench: Workbench, asked: MarkInput, session: Session, cancelled: Never) -> Found:
    if session.scenario not in bench.scenario_names():
        bench.new_scenario(session.scenario)
    _go_to(bench, session)
    before = bench.plan().numbers
    if asked.mark is None:
        return _told(bench, bench.unmark(asked.coupling), before)
    return _told(bench, bench.mark(asked.coupling, asked.mark.value), before)


def _undo(bench: Workbench, asked: UndoInput, session: Session, cancelled: Never) -> Found:
    _go_to(bench, session)
    before = bench.plan().numbers
    return _told(bench, bench.undo(), before)


def _go_to(bench: Workbench, session: Session) -> None:
    """Work on the session's scenario, where it has been made."""
    if session.scenario in bench.scenario_names():
        bench.look_at(session.scenario)


def _told(bench: Workbench, entry: LogEntry | None, before: Numbers) -> Found:
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "scenario": bench.scenario().name,
        "decision": None if entry is None else entry_document(entry),
        "before": asdict(before),
        "now": asdict(bench.plan().numbers),
    }
    return Found(document)


DECIDING = (
    Tool(
        "answer",
        "Answer a question",
        "Record a person's answer to an open question, with how they know. It is a fact that holds"
        " in every scenario: never answer by yourself. `decision` is null where it is so already.",
        AnswerInput,
        SCHEMA,
        _FIELDS,
        _answer,
        decides=True,
    ),
    Tool(
        "mark",
        "Mark a coupling",
        "Mark a contract versioned or flagged, a feature flagged, a gate waived or a unit split, in"
        " the assistant's scenario, a what-if that `relplan scenario diff` compares. Only where the"
        " person asks for it. `decision` is null where it is so already.",
        MarkInput,
        SCHEMA,
        _FIELDS,
        _mark,
        decides=True,
    ),
    Tool(
        "undo",
        "Undo",
        "Take back the last decision that was made by these tools, never one of a person."
        " `decision` is null where there is none.",
        UndoInput,
        SCHEMA,
        _FIELDS,
        _undo,
        decides=True,
    ),
)
