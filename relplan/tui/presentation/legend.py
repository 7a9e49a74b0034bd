"""What the signs mean, for the help."""

from relplan.model.edge import EdgeKind
from relplan.model.plan import Status
from relplan.model.scenario import Mark
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.spans import Line, Role, Span

_CELLS = 16
_STATUSES = {
    Status.BLOCKED: "something that it needs is not done",
    Status.UNCERTAIN: "an answer to an open question could block it",
    Status.UNFINISHED: "it is in progress itself; nothing else stands in its way",
    Status.LOCKSTEP: "it can ship now, together with the rest of its batch",
    Status.ORDERED: "it can ship now, after or with what it needs",
    Status.INDEPENDENT: "it can ship now, alone",
}
_KINDS = {
    EdgeKind.REQUIRES: "it adapts to what a pending change does to a contract",
    EdgeKind.BREAKS: "it breaks a contract, so each consumer must be ready",
    EdgeKind.FEATURE: "both are slices of one feature",
    EdgeKind.GATE: "it waits for a step of the process",
    EdgeKind.TRUNK: "it comes after the other one on main",
    EdgeKind.STACKED: "its branch contains the other one",
    EdgeKind.DEPENDS_ON: "its author said so in a Depends-On trailer",
    EdgeKind.UNREAD: "what could not be read may break something, as a person said",
}
_MARKS = {
    Mark.VERSIONED: "a contract: old and new are served side by side",
    Mark.FLAGGED: "a contract or feature: the flag flips when all of it is out",
    Mark.WAIVED: "a gate: nothing waits for it",
}


def legend(glyphs: Glyphs) -> list[Line]:
    """Return the signs of *glyphs*, each with its word and its meaning."""
    lines: list[Line] = [(Span("Statuses", Role.HEADING),)]
    lines += [_sign(glyphs.status_label(status), text) for status, text in _STATUSES.items()]
    lines += [(), (Span("States", Role.HEADING),)]
    lines += [(Span("  "), glyphs.state_label(state)) for state in glyphs.state]
    lines += [(), (Span("Why one change needs another", Role.HEADING),)]
    lines += [_sign(glyphs.kind_label(kind), text) for kind, text in _KINDS.items()]
    lines += [(), (Span("What draws nothing", Role.HEADING),)]
    lines += [_sign(label, text) for label, text in _remarks(glyphs)]
    lines += [(), (Span("Marks", Role.HEADING),)]
    lines += [_sign(glyphs.mark_label(mark), text) for mark, text in _MARKS.items()]
    return lines


def _remarks(glyphs: Glyphs) -> list[tuple[Span, str]]:
    return [
        (Span(f"{glyphs.unknown} asked", Role.WARNING), "a question that Q answers"),
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
