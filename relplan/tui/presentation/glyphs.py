"""The signs for statuses, states, edges and marks: each one cell wide, each beside its word.

None of them is an emoji or of a width that terminals disagree about, and none says anything that
the word next to it does not: a person who sees no colour, or only ASCII, misses nothing.
"""

import codecs
import locale
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from relplan.model.change import State
from relplan.model.edge import EdgeKind
from relplan.model.plan import Status
from relplan.model.scenario import Mark
from relplan.tui.presentation.spans import Role, Span


def status_role(status: Status) -> Role:
    """Return the role in which a change's status is shown."""
    return Role.WARNING if status is Status.UNCERTAIN else Role(status.value)


@dataclass(frozen=True)
class Glyphs:
    """One set of signs; ``UNICODE`` and ``ASCII`` are the two that there are."""

    status: Mapping[Status, str]
    state: Mapping[State, str]
    kind: Mapping[EdgeKind, str]
    mark: Mapping[Mark, str]
    unmarked: str
    """Stands where a mark could."""
    folded: str
    unfolded: str
    member: str
    """Stands before each change of a batch."""
    becomes: str
    """Between a number and what it will be."""
    separator: str
    """Between two facts of a line."""
    missing: str
    """An adaptation that nobody has begun."""
    unknown: str
    """What a ``Depends-On:`` asks for and nobody knows."""
    suggested: str
    """Perhaps a slice of the same feature: it draws nothing."""
    perhaps: str
    """Draws the line of an edge that is not certain."""
    chosen: str
    """Selected, to be decided on together with others."""
    caution: str
    """Risky, and no break."""
    stale: str
    """Not of the last scan."""
    tied_share: str
    """Fills the part of the header's bar that goes out in lock-step."""
    waiting_share: str
    """The part that waits, or is not finished."""
    free_share: str
    """The part that is free."""
    ellipsis: str

    def status_label(self, status: Status) -> Span:
        """Return the sign and the word of *status*."""
        return Span(f"{self.status[status]} {status}", status_role(status))

    def state_label(self, state: State) -> Span:
        """Return the sign and the word of *state*."""
        return Span(f"{self.state[state]} {state}", Role(state.value))

    def kind_label(self, kind: EdgeKind) -> Span:
        """Return the sign and the word of an edge's *kind*."""
        return Span(f"{self.kind[kind]} {kind}", Role.DIM)

    def mark_label(self, mark: Mark | None) -> Span:
        """Return the sign and the word of *mark*; None: no mark is set."""
        if mark is None:
            return Span(f"{self.unmarked} unmarked", Role.DIM)
        return Span(f"{self.mark[mark]} {mark}", Role.MARK)


UNICODE = Glyphs(
    status={
        Status.BLOCKED: "✗",
        Status.UNCERTAIN: "‽",
        Status.UNFINISHED: "◌",
        Status.LOCKSTEP: "⇄",
        Status.ORDERED: "⇢",
        Status.INDEPENDENT: "✓",
    },
    state={State.IN_PROGRESS: "◔", State.READY: "◕", State.MERGED: "◉"},
    kind={
        EdgeKind.REQUIRES: "↦",
        EdgeKind.BREAKS: "↯",
        EdgeKind.FEATURE: "⋈",
        EdgeKind.GATE: "⊢",
        EdgeKind.UNIT: "⧉",
        EdgeKind.TRUNK: "⋮",
        EdgeKind.STACKED: "≣",
        EdgeKind.DEPENDS_ON: "↬",
        EdgeKind.UNREAD: "⍉",
    },
    mark={Mark.VERSIONED: "⇉", Mark.FLAGGED: "⚑", Mark.WAIVED: "⊘", Mark.SPLIT: "⊟"},
    unmarked="∙",
    folded="▸",
    unfolded="▾",
    member="│",
    becomes="➔",
    separator="∙",
    missing="◍",
    unknown="?",
    suggested="⋉",
    perhaps="┄",
    chosen="✚",
    caution="⍙",
    stale="◷",
    tied_share="█",
    waiting_share="▒",
    free_share="░",
    ellipsis="…",
)

ASCII = Glyphs(
    status={
        Status.BLOCKED: "X",
        Status.UNCERTAIN: "?",
        Status.UNFINISHED: "~",
        Status.LOCKSTEP: "&",
        Status.ORDERED: ">",
        Status.INDEPENDENT: "+",
    },
    state={State.IN_PROGRESS: ".", State.READY: "o", State.MERGED: "@"},
    kind={
        EdgeKind.REQUIRES: ">",
        EdgeKind.BREAKS: "!",
        EdgeKind.FEATURE: "*",
        EdgeKind.GATE: "#",
        EdgeKind.UNIT: "=",
        EdgeKind.TRUNK: "|",
        EdgeKind.STACKED: "^",
        EdgeKind.DEPENDS_ON: "-",
        EdgeKind.UNREAD: "%",
    },
    mark={Mark.VERSIONED: "=", Mark.FLAGGED: "F", Mark.WAIVED: "/", Mark.SPLIT: ":"},
    unmarked="-",
    folded=">",
    unfolded="v",
    member="|",
    becomes=">",
    separator="-",
    missing="0",
    unknown="?",
    suggested="*",
    perhaps=":",
    chosen="+",
    caution="!",
    stale="!",
    tied_share="#",
    waiting_share="=",
    free_share=".",
    ellipsis="~",
)


def choose_glyphs(*, ascii_only: bool, encodings: tuple[str, ...] | None = None) -> Glyphs:
    """Return the signs to use: ASCII where asked for, or where the terminal takes no UTF-8.

    *encodings* are those that text passes through on its way; None: this process's own.
    """
    if ascii_only:
        return ASCII
    passed = _own_encodings() if encodings is None else encodings
    return UNICODE if all(map(_is_utf8, passed)) else ASCII


def _own_encodings() -> tuple[str, ...]:
    # stdout may be replaced by something without an encoding, and Windows' locale says nothing
    # about its console.
    output = getattr(sys.stdout, "encoding", None) or "utf-8"
    return (output,) if sys.platform == "win32" else (output, locale.getencoding())


def _is_utf8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False
