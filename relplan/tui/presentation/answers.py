"""What a decision did, in one sentence: ``orders-api versioned: nine ➔ three together, six …``."""

from collections.abc import Iterable, Sequence

from relplan.model.counting import joined
from relplan.model.decision import DecisionKind, LogEntry
from relplan.model.plan import Numbers
from relplan.planning.plan import Plan
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.words import describe_entry

_WORDS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip
_NAMED = 3
"""Parts of a batch whose sizes are said."""
_FIGURES = (
    ("free", "free"),
    ("shippable_now", "shippable"),
    ("blocked", "blocked"),
    ("uncertain", "uncertain"),
    ("questions", "questions"),
)


def decided(entries: Sequence[LogEntry]) -> str:
    """Say what was decided, as short as it can be told from other decisions."""
    if len(entries) > 1:
        return f"{in_word(len(entries))} decisions"
    (entry,) = entries
    decision = entry.decision
    text = describe_entry(entry)
    if decision.kind in (DecisionKind.MARK, DecisionKind.STATE) and decision.value:
        text = f"{decision.subject} {decision.value}"
    return f"{text}, and {in_word(entry.others)} alike" if entry.others else text


def effect(before: Plan, after: Plan, glyphs: Glyphs) -> str:
    """Say what became of the batch that changed most; where none did, of the numbers."""
    old, new = _lockstep(before, after), _lockstep(after, before)
    gone, come = _largest(old - new), _largest(new - old)
    if len(gone) >= len(come) and gone:
        return f"{in_word(len(gone))} {glyphs.becomes} {_parts(gone, after)}"
    if come:
        return f"{_parts(come, before)} {glyphs.becomes} {in_word(len(come))} together"
    return _figures(before.numbers, after.numbers, glyphs)


def in_word(number: int) -> str:
    """Return small numbers as a word."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else f"{number:,}"


def _lockstep(plan: Plan, other: Plan) -> set[frozenset[str]]:
    """Return the batches of *plan* of two or more, but for those that *other* has as they are."""
    known = other.condensation.components
    return {
        frozenset(component.nodes & plan.changes.keys())
        for number, component in plan.condensation.components.items()
        if component.changes > 1 and known.get(number) is not component
    }


def _largest(batches: Iterable[frozenset[str]]) -> frozenset[str]:
    return max(batches, key=lambda batch: (len(batch), min(batch)), default=frozenset())


def _parts(changes: Iterable[str], plan: Plan) -> str:
    """Say in batches of which size *changes* are in *plan*."""
    condensation = plan.condensation
    found = {condensation.component_of[name] for name in changes if name in plan.changes}
    sizes = sorted((condensation.components[one].changes for one in found), reverse=True)
    several = [in_word(size) for size in sizes if size > 1]
    alone = sizes.count(1)
    rest = len(several) - _NAMED
    if rest > 0:
        several = [
            *several[:_NAMED],
            f"{in_word(rest)} smaller {'batch' if rest == 1 else 'batches'}",
        ]
    said = [f"{joined(several)} together"] if several else []
    if alone:
        said.append(f"{in_word(alone)} on {'its' if alone == 1 else 'their'} own")
    return ", ".join(said) or "none of them pending"


def _figures(before: Numbers, after: Numbers, glyphs: Glyphs) -> str:
    moved = [
        f"{word} {getattr(before, name)} {glyphs.becomes} {getattr(after, name)}"
        for name, word in _FIGURES
        if getattr(before, name) != getattr(after, name)
    ]
    return ", ".join(moved[:_NAMED]) or "the plan stays as it was"
