"""All commands: where each stands, and how ``relplan --help`` lists it.

A command is a function in a module of `relplan.cli.commands`, its options and what it does in one
place. The module is loaded when the command is called or its own help is asked for, so that
``--help`` and ``--version`` are instant, and no command waits for what only another one needs.
"""

from importlib import import_module
from typing import Any, NamedTuple


class Listed(NamedTuple):
    """A command as ``relplan --help`` lists it."""

    place: str
    """``module:function`` of `relplan.cli.commands`; or, of several commands, their Typer."""
    summary: str
    """The first line of its own help, here once more to be listed without loading the command."""


COMMANDS = {
    "demo": Listed("demo:demo", "Open an example workspace, built in a temporary folder."),
    "init": Listed(
        "init:init",
        "Find services and contracts below DIR and write relplan.toml; never overwrites one.",
    ),
    "scan": Listed("scan:scan", "Read git into the store: only what is new."),
    "plan": Listed("plan:plan", "Show batches, waves and numbers."),
    "why": Listed("why:why", "Show what blocks a change, with the evidence."),
    "check": Listed(
        "check:check",
        "Tell whether a change can be shipped alone, for CI:"
        " exit 0 yes, 1 no, 2 a fault, 3 uncertain.",
    ),
    "questions": Listed(
        "questions:questions",
        "Show what the plan cannot know by itself: evidence, and what a yes and a no would add.",
    ),
    "answer": Listed(
        "questions:answer",
        "Answer a question; the answer holds in every scenario until it is withdrawn.",
    ),
    "answers": Listed(
        "questions:answers", "Show all answers that hold: who gave them, when and why."
    ),
    "propose": Listed(
        "propose:propose",
        "Find the cheapest marks for a goal: exit 0 they reach it, 1 none do. Ctrl+C: best so far.",
    ),
    "diagnose": Listed(
        "diagnose:diagnose",
        "Tell why releases go out in lock-step: which of the four causes, by evidence and days.",
    ),
    "drift": Listed(
        "drift:drift",
        "Show whether services grow into lock-step, over their past releases; reads those once.",
    ),
    "export": Listed(
        "export:export",
        "Write the plan, a backlog, a graph, a runbook or release notes for people and programs.",
    ),
    "windows": Listed(
        "windows:windows",
        "Say when each batch ships, what makes it late, and what waiting costs.",
    ),
    "runbook": Listed(
        "runbook:runbook",
        "Print numbered steps for a batch or a window, and what to do when one fails.",
    ),
    "compare": Listed(
        "compare:compare",
        "Compare two versions of a contract: exit 0 compatible, 1 breaking, 2 unknown or a fault.",
    ),
    "help": Listed("help:help_", "Show the guide: words, semantics, set-up, CI, architecture."),
    "ci": Listed(
        "ci:ci",
        "Print a pipeline for GitHub, GitLab or Jenkins, or the script that keeps its comment.",
    ),
    "rules": Listed(
        "rules:rules", "List the rules by which contracts are compared, or explain one."
    ),
    "mark": Listed(
        "decisions:mark",
        "Mark a contract versioned or flagged, a feature flagged, a gate waived, a unit split.",
    ),
    "unmark": Listed("decisions:unmark", "Take a mark off."),
    "move": Listed("move:move", "Let a batch ship later: a what-if, undone like a mark."),
    "dismiss": Listed("decisions:dismiss", "Dismiss an edge that is not so."),
    "undo": Listed("decisions:undo", "Take back your own last decision in the scenario."),
    "redo": Listed("decisions:redo", "Decide again what you took back last."),
    "log": Listed(
        "decisions:log", "Show who decided what, when, from where and in which scenario."
    ),
    "watch": Listed("watch:watch", "Print a line when the status of a change turns, until Ctrl+C."),
    "import": Listed("import_:import_", "Take review states from what gh, glab or Gerrit printed."),
    "scenario": Listed("scenario:scenarios", "What-ifs: named sets of marks and dismissals."),
    "doctor": Listed(
        "doctor:doctor",
        "Tell what a bug report needs, and what keeps relplan from working: exit 1 something does.",
    ),
    "mcp": Listed(
        "mcp:mcp",
        "Answer assistants in editors: the Model Context Protocol on stdin and stdout.",
    ),
    "change": Listed("change:changes", "What a person says about a change."),
    "store": Listed(
        "store:stores",
        "The dated copies of what people decided, how to get them back, and a store's move.",
    ),
}


def found(name: str) -> Any:
    """Return the function of the command called *name*; or, of several commands, their Typer."""
    module, _, attribute = COMMANDS[name].place.partition(":")
    return getattr(import_module(f"relplan.cli.commands.{module}"), attribute)
