"""What the signs mean, for the help."""

from relplan.model.change import State
from relplan.model.edge import EdgeKind
from relplan.model.plan import Status
from relplan.model.runbook import Outcome
from relplan.model.scenario import Mark
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.places import Names
from relplan.tui.presentation.runbook import outcome_label
from relplan.tui.presentation.searching import Section
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.windows import strip_legend

_CELLS = 16
_STATUSES = {
    Status.BLOCKED: "something that it needs is not done",
    Status.UNCERTAIN: "an answer to an open question could block it",
    Status.UNFINISHED: "it is in progress itself; nothing else stands in its way",
    Status.LOCKSTEP: "it can ship now, together with the rest of its batch",
    Status.ORDERED: "it can ship now, after or with what it needs",
    Status.INDEPENDENT: "it can ship now, alone",
}
_STATES = {
    State.IN_PROGRESS: "it is being worked on, or reviewed",
    State.READY: "it is reviewed and may be merged",
    State.MERGED: "it is on main, and not in production yet",
}
_KINDS = {
    EdgeKind.REQUIRES: "it adapts to what a pending change does to a contract",
    EdgeKind.BREAKS: "it breaks a contract, so each consumer must be ready",
    EdgeKind.FEATURE: "both are slices of one feature",
    EdgeKind.GATE: "it waits for a step of the process",
    EdgeKind.UNIT: "one pipeline, chart or stack deploys both",
    EdgeKind.TRUNK: "it comes after the other one on main",
    EdgeKind.STACKED: "its branch contains the other one",
    EdgeKind.DEPENDS_ON: "its author said so in a Depends-On trailer",
    EdgeKind.UNREAD: "what could not be read may break something, as a person said",
}
_MARKS = {
    Mark.VERSIONED: "a contract: old and new are served side by side",
    Mark.FLAGGED: "a contract or feature: the flag flips when all of it is out",
    Mark.WAIVED: "a gate: nothing waits for it",
    Mark.SPLIT: "a unit: each of its services is deployed by itself",
}

_OUTCOMES = {
    Outcome.OPEN: "it is to be done",
    Outcome.DONE: "somebody said that it is done",
    Outcome.FAILED: "somebody said that it failed; the top says what to roll back",
    Outcome.ROLLED_BACK: "what ran before runs again",
}


def legend(glyphs: Glyphs, names: Names) -> list[Section]:
    """Return the signs of *glyphs*, each with its word and its meaning."""
    told = {
        "Statuses": [(glyphs.status_label(status), text) for status, text in _STATUSES.items()],
        "States": [(glyphs.state_label(state), text) for state, text in _STATES.items()],
        "Why one change needs another": [
            (glyphs.kind_label(kind), text) for kind, text in _KINDS.items()
        ],
        "What draws nothing": _remarks(glyphs, names),
        "Marks": [(glyphs.mark_label(mark), text) for mark, text in _MARKS.items()],
        "In the lists": _in_lists(glyphs, names),
        "The bars at the top": _in_bars(glyphs),
        "In a runbook": [(outcome_label(one, glyphs), text) for one, text in _OUTCOMES.items()],
        "In the windows": strip_legend(glyphs),
    }
    return [
        Section(
            title, [(f"sign {title} {label.text}", _sign(label, text)) for label, text in signs]
        )
        for title, signs in told.items()
    ]


def _in_lists(glyphs: Glyphs, names: Names) -> list[tuple[Span, str]]:
    choose, state, dismiss = map(names, ("list.choose", "plan.state", "plan.dismiss"))
    return [
        (Span(f"{glyphs.folded} folded", Role.STRONG), f"{choose} shows what belongs here"),
        (Span(f"{glyphs.unfolded} open", Role.STRONG), f"{choose} folds what belongs here"),
        (Span(f"{glyphs.member} tied", Role.LOCKSTEP), "it is one of the batch above"),
        (Span(f"{glyphs.separator} older", Role.DIM), "it stands like the newer one above it"),
        (
            Span(f"{glyphs.chosen} selected", Role.MARK),
            f"{state} and {dismiss} act on all that are selected",
        ),
        (Span(f"{glyphs.becomes} becomes"), "without the marks, and with them"),
        (Span(f"{glyphs.unmarked} unmarked", Role.DIM), "it can be marked"),
        (Span(f"{glyphs.missing} missing", Role.BLOCKED), "an adaptation that nobody has begun"),
        (Span(f"{glyphs.stale} stale", Role.WARNING), "it is not of the last reading of git"),
    ]


def _in_bars(glyphs: Glyphs) -> list[tuple[Span, str]]:
    return [
        (Span(f"{glyphs.tied_share} lock-step", Role.LOCKSTEP), "goes out together or not at all"),
        (Span(f"{glyphs.waiting_share} waiting", Role.DIM), "waits, or is not finished"),
        (
            Span(f"{glyphs.free_share} free", Role.INDEPENDENT),
            "can go by itself, or after what is done",
        ),
    ]


def _remarks(glyphs: Glyphs, names: Names) -> list[tuple[Span, str]]:
    return [
        (
            Span(f"{glyphs.unknown} asked", Role.WARNING),
            f"a question that {names('plan.questions')} answers",
        ),
        (
            Span(f"{glyphs.perhaps}{glyphs.perhaps} perhaps", Role.DIM),
            "an edge that an answer to a question would draw",
        ),
        (
            Span(f"{glyphs.suggested} suggested", Role.DIM),
            "one issue key in two services: perhaps slices of one feature",
        ),
        (
            Span(f"{glyphs.caution} caution", Role.WARNING),
            "it may surprise a consumer, and breaks none that keeps to the contract",
        ),
    ]


def _sign(label: Span, text: str) -> Line:
    return (Span(f"  {label.text:<{_CELLS}}", label.role), Span(text))
