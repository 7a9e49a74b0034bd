"""The header: where a person is, and the numbers of the plan against the unmarked one."""

from dataclasses import dataclass

from relplan.model.counting import counted
from relplan.model.plan import Numbers
from relplan.model.production import PRODUCTION
from relplan.model.scenario import MAIN_SCENARIO, Scenario
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.safe import width
from relplan.tui.presentation.spans import Line, Role, Span, plain
from relplan.tui.presentation.words import ago, date

_LESS_IS_BETTER = frozenset({"largest_batch", "blocked"})
"""Not the waves, which grow where a batch falls apart; nor what is asked or uncertain, which may
be what was blocked before."""
_MORE_IS_BETTER = frozenset({"free", "shippable_now", "batches"})
_SHOWN = (
    ("free", "free"),
    ("largest_batch", "largest batch"),
    ("shippable_now", "shippable"),
    ("blocked", "blocked"),
    ("uncertain", "uncertain"),
    ("questions", "questions"),
    ("cautions", "cautions"),
    ("batches", "batches"),
    ("waves", "waves"),
    ("changes", "changes"),
)
_SHORT = {"largest_batch": "largest", "shippable_now": "ship", "questions": "asked"}
_ONLY_IF_ANY = frozenset({"uncertain", "questions", "cautions"})
_LONG_ONLY = frozenset({"changes", "batches", "cautions"})
"""What goes before a number would be cut off."""
_LAST_OF_ALL = frozenset({"waves"})
"""What goes where that does not do."""


@dataclass(frozen=True, slots=True)
class Place:
    """For which environment a plan is, and as of when."""

    environment: str = PRODUCTION
    as_of: int | None = None
    """Seconds since 1970; None: now."""
    known: str = ""
    """How it is known what runs there, in short; empty: nothing runs there yet."""


@dataclass(frozen=True, slots=True)
class Age:
    """How far what is shown can be trusted to be what git says now."""

    scanned_at: int | None
    """Seconds since 1970; None: never."""
    failed: tuple[str, ...] = ()
    """Services whose repositories could not be read the last time."""
    scanning: bool = False


_HERE_AND_NOW = Place()


def place_line(
    workspace: str,
    scenario: Scenario,
    age: Age,
    now: float,
    glyphs: Glyphs,
    place: Place = _HERE_AND_NOW,
) -> Line:
    """Return the line that says which workspace and scenario this is, for where, and how old."""
    dot = Span(f" {glyphs.separator} ", Role.DIM)
    name = Role.STRONG if scenario.name == MAIN_SCENARIO else Role.MARK
    line = [Span(workspace, Role.HEADING), dot]
    if place.environment != PRODUCTION:
        line += [Span(place.environment, Role.MARK), dot]
    if place.as_of is not None:
        line += [Span(f"as of {date(place.as_of)}", Role.MARK), dot]
    line.append(Span("scenario ", Role.DIM))
    line.append(Span(scenario.name, name))
    if scenario.marks:
        line += [dot, Span(counted(len(scenario.marks), "mark"), Role.MARK)]
    if scenario.dismissals:
        line += [dot, Span(f"{len(scenario.dismissals)} dismissed", Role.MARK)]
    line += [dot, *_age(age, now, glyphs)]
    if place.known:
        line += [dot, Span("runs ", Role.DIM), Span(place.known, Role.DIM)]
    return tuple(line)


def _age(age: Age, now: float, glyphs: Glyphs) -> Line:
    if age.scanned_at is None:
        return (Span(f"{glyphs.stale} never scanned", Role.WARNING),)
    when = f"scanned {ago(max(0.0, now - age.scanned_at))}"
    if age.scanning:
        return (Span(f"{glyphs.stale} {when}, stale: scanning", Role.WARNING),)
    if age.failed:
        failed = ", ".join(age.failed)
        return (Span(f"{glyphs.stale} {when}, older: {failed}", Role.WARNING),)
    return (Span(when, Role.DIM),)


def numbers_line(now: Numbers, unmarked: Numbers, glyphs: Glyphs, cells: int) -> Line:
    """Return the plan's numbers, each with what it was without marks where that differs.

    Words get shorter, the plainest counts go, and then what the others were, before a number
    would be cut off.
    """
    short = {name: _SHORT.get(name, word) for name, word in _SHOWN if name not in _LONG_ONLY}
    shorter = {name: word for name, word in short.items() if name not in _LAST_OF_ALL}
    tries = ((dict(_SHOWN), unmarked), (short, unmarked), (shorter, unmarked), (shorter, now))
    lines = [_numbers(now, before, glyphs, words) for words, before in tries]
    return next((line for line in lines if width(plain(line)) <= cells), lines[-1])


def _numbers(now: Numbers, unmarked: Numbers, glyphs: Glyphs, words: dict[str, str]) -> Line:
    line: list[Span] = []
    for name, word in words.items():
        if name in _ONLY_IF_ANY and not getattr(now, name) and not getattr(unmarked, name):
            continue
        line.append(Span(f"  {word} " if line else f"{word} ", Role.DIM))
        line += change_of(name, getattr(unmarked, name), getattr(now, name), glyphs)
    return tuple(line)


def change_of(name: str, before: int, after: int, glyphs: Glyphs) -> Line:
    """Return ``9 > 3`` for the number called *name*, or ``3`` where it stays; better is shown."""
    if before == after:
        return (Span(str(after), Role.STRONG),)
    arrow = f" {glyphs.becomes} "
    return (Span(f"{before}{arrow}", Role.DIM), Span(str(after), verdict(name, before, after)))


def verdict(name: str, before: int, after: int) -> Role:
    """Return the role that says whether a number got better, got worse or stays."""
    if before == after or name not in _LESS_IS_BETTER | _MORE_IS_BETTER:
        return Role.DIM
    return Role.BETTER if (after < before) == (name in _LESS_IS_BETTER) else Role.WORSE
