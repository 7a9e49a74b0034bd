"""The guided minute of the demo: what to press, why, and when it goes on."""

from collections.abc import Callable
from dataclasses import dataclass

from relplan.tui.presentation.spans import Line, Role, Span

_BACK = "app.back"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the guide looks at."""

    pane: str
    """The id of the pane that has the focus."""
    marks: int
    """How many marks are made."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to press."""

    action: str
    """The id of the action whose key is named; empty: the last step, which Esc ends."""
    why: str
    do: str
    done: Callable[[Seen], bool]


STEPS = (
    Step(
        "plan.pane-2",
        "Nine changes must go out together. One is not finished, so none of them can.",
        "to see what holds them",
        lambda seen: seen.pane == "why",
    ),
    Step(
        "plan.pane-3",
        "This ties them, each with its evidence. Which could be done without?",
        "to go to what would free them, the best first",
        lambda seen: seen.pane == "offers",
    ),
    Step(
        "plan.split",
        "tuesday-release is a pipeline's one job that deploys web and api at once.",
        "on it to split it: watch the batch shrink",
        lambda seen: seen.marks > 0,
    ),
    Step(
        "plan.undo",
        "Nine became three, and eight can ship: by one mark, a job for each service.",
        "to take it back; nothing is lost by trying",
        lambda seen: seen.marks == 0,
    ),
    Step(
        "",
        "Mark, look, take back: that is all. Next: `relplan demo webshop`, a shop.",
        "",
        lambda seen: False,
    ),
)


def reached(step: int, seen: Seen) -> int:
    """Return the step that comes next once what *step* asks for is *seen*."""
    return step + 1 if STEPS[step].done(seen) else step


def guide_lines(step: int, name_of: Callable[[str], str]) -> list[Line]:
    """Return the three lines of a step, with the keys that the person has."""
    now = STEPS[step]
    press = (
        f"{name_of(now.action)} {now.do}" if now.action else f"{name_of(_BACK)} to close this guide"
    )
    place = f"a guided minute, {step + 1} of {len(STEPS)}; {name_of(_BACK)} ends it"
    return [
        (Span(now.why),),
        (Span("Press ", Role.DIM), Span(press, Role.STRONG)),
        (Span(place, Role.DIM),),
    ]
