"""Questions as rows to read and to answer."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from relplan.model.counting import counted
from relplan.model.edge import Edge
from relplan.model.evidence import Evidence
from relplan.model.parts import bare_part
from relplan.model.question import NO, YES, Answer, Asked, QuestionKind
from relplan.tui.presentation.entries import Entry, evidence_entries, section
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.spans import Role, Span
from relplan.tui.presentation.words import date, without_hubs

ANSWERED = "answered:"
"""Keys of rows that tell of an answer begin with it."""
_PARTS = 2
"""Parts that are named of those that are asked as one."""
_MOST, _ALL = 2, 50
"""Pieces of evidence, and edges, that are shown of each; and edges beside the one in hand."""


def effects(one: Asked, value: str, most: int) -> Iterator[str]:
    """Yield in words what the answer *value* to a question would do; *most* edges one by one."""
    effect, other, opposite = one.on_yes, one.on_no, NO
    if value == NO:
        effect, other, opposite = one.on_no, one.on_yes, YES
    edges = without_hubs(effect.edges)
    for edge in edges[:most]:
        yield _need(edge)
    if len(edges) > most:
        yield f"and {counted(len(edges) - most, 'more edge')}"
    if edges:
        if not effect.moved:
            by_itself = any(len(edge.given) == 1 for edge in edges)
            yield f"{_NOTHING}: {_HELD_ANYWAY if by_itself else 'other answers are needed, too'}"
    elif not other.edges:
        yield f"{_NOTHING}: no pending change depends on it"
    elif effect.moved:
        yield f"adds nothing, and rules out what a {opposite} would add"
    else:
        yield f"{_NOTHING}: it only rules out what a {opposite} would add"
    if one.each:
        yield _TO_EACH[value].format(len(one.each))


def moved(one: Asked) -> str:
    """Say how many changes an answer makes a difference to, and which; empty: to none."""
    if not one.weight:
        return ""
    told = []
    for value, outcome in ((YES, one.on_yes), (NO, one.on_no)):
        told += [f"a {value} blocks {outcome.blocks}"] if outcome.blocks else []
        told += [f"a {value} clears {outcome.clears}"] if outcome.clears else []
    return f"moves {counted(one.weight, 'change')}" + (f": {', '.join(told)}" if told else "")


_TO_EACH = {
    YES: "of the {}, a yes to one that it uses is enough: the others are not asked then",
    NO: "says no to each of the {}",
}
_NOTHING = "changes nothing in the plan"
_HELD_ANYWAY = "these changes need as much without it, or are blocked anyway"


def _need(edge: Edge) -> str:
    others = "" if len(edge.given) == 1 else ", if other answers are so, too"
    over = f" {edge.coupling}" if edge.coupling else ""
    return f"{edge.source} needs {edge.target} ({edge.kind}{over}){others}"


def parts_of(one: Asked) -> Iterator[str]:
    """Yield the parts of which it is asked at once whether any is used."""
    for each in one.each:
        yield bare_part(each.question.part)


def group_words(kind: QuestionKind, name: str, number: int) -> str:
    """Say which *number* questions are answered at once: those of *kind* about *name*, or all."""
    about = f" about {name}" if name else ""
    return f"to all {number} questions of the kind '{kind}'{about}"


def question_entries(
    asked: Iterable[Asked],
    glyphs: Glyphs,
    environment: str,
    opened: Collection[str] = (),
    unfold: str = "",
) -> list[Entry]:
    """Return what is asked, each with the evidence and with what the answers add.

    Of those that are asked as one the parts of which are *opened* stand below, by their ids; of the
    others a few, and that the key *unfold* shows all.
    """
    found: list[Entry] = []
    for one in asked:
        question = one.question
        if found:
            found.append(Entry(f"{question.id} gap", ()))
        sign = Span(f"{glyphs.unknown} ", Role.WARNING)
        weight = Span(f"  {moved(one)}" if one.weight else "", Role.DIM)
        found.append(Entry(question.id, (sign, Span(question.text, Role.STRONG), weight)))
        if one.each:
            found += _parts(one, opened, unfold)
        found += _details(one, environment)
    return found


def _parts(one: Asked, opened: Collection[str], unfold: str) -> Iterator[Entry]:
    """Yield a row for each part where they are *opened*, else one for the first of them."""
    if is_open(one, opened):
        for each, part in zip(one.each, parts_of(one), strict=True):
            yield Entry(each.question.id, (Span("      "), Span(part)), 12)
        return
    first = ", ".join(islice(parts_of(one), _PARTS))
    more = f" and {len(one.each) - _PARTS} more" if len(one.each) > _PARTS else ""
    text = f"{first}{more} ({unfold} unfolds)"
    line = (Span("    any of  ", Role.DIM), Span(text, Role.DIM))
    yield Entry(f"{one.question.id} parts", line, 12)


def is_open(one: Asked, opened: Collection[str]) -> bool:
    """Tell whether the parts of what is asked as one stand below it."""
    return any(name in opened for name in one.answered)


def evidence_of(one: Asked) -> list[Entry]:
    """Return all that speaks for and against, and what each answer would bring."""
    question = one.question
    named = [(f"for, {n}", each) for n, each in enumerate(question.speaks_for, 1)]
    named += [(f"against, {n}", each) for n, each in enumerate(question.speaks_against, 1)]
    entries = [Entry("question", (Span(question.text, Role.STRONG),))]
    entries += section("parts", f"any of these {len(one.each)}", list(parts_of(one)))
    entries += evidence_entries([each for _, each in named], [name for name, _ in named])
    if not named:
        entries.append(Entry("none", (Span("no evidence is recorded for this", Role.DIM),)))
    if question.kind is not QuestionKind.PRODUCTION:
        for value in (YES, NO):
            entries += section(value, f"a {value}", list(effects(one, value, _ALL)))
    return entries


def answer_entries(answer: Answer) -> list[Entry]:
    """Return all that is known of an answer."""
    told = [
        ("answer", answer.value),
        ("by", answer.by or "relplan.toml"),
        ("on", date(answer.at) if answer.at else ""),
        ("reason", answer.reason),
        ("id", answer.question),
    ]
    entries = [Entry("question", (Span(answer.text or answer.question, Role.STRONG),))]
    return entries + [
        Entry(f"answer {name}", (Span(f"  {name:<8}", Role.DIM), Span(text)), 10)
        for name, text in told
        if text
    ]


def answered_entries(answers: Iterable[Answer], glyphs: Glyphs) -> list[Entry]:
    """Return what was answered, the latest first, for those who would answer otherwise now."""
    found = sorted(answers, key=lambda one: (-one.at, one.question))
    if not found:
        return []
    heading = f"answered: {counted(len(found), 'question')}; to be answered anew, or withdrawn"
    rows = [Entry("answered gap", ()), Entry("answered", (Span(heading, Role.HEADING),))]
    for one in found:
        who = f"{one.by or 'relplan.toml'}{f', {date(one.at)}' if one.at else ''}"
        reason = f": {one.reason}" if one.reason else ""
        line = (
            Span(f"{glyphs.becomes} {one.value:<4}", Role.MARK),
            Span(one.text or one.question),
            Span(f"  {who}{reason}", Role.DIM),
        )
        rows.append(Entry(f"{ANSWERED}{one.question}", line, 6))
    return rows


def _details(one: Asked, environment: str) -> Iterator[Entry]:
    question = one.question
    lines = []
    if question.before:
        lines.append(("before", f"answered {question.before}; what speaks for it was seen since"))
    lines += [("for", _place(each)) for each in question.speaks_for[:_MOST]]
    lines += [("against", _place(each)) for each in question.speaks_against[:_MOST]]
    if question.kind is QuestionKind.PRODUCTION:
        lines.append(("yes", f"all that they merged is in {environment}"))
        lines.append(("no", "asks for the revision that runs; what came after it is pending"))
    else:
        lines += [(value, text) for value in (YES, NO) for text in effects(one, value, _MOST)]
    for number, (word, text) in enumerate(lines):
        line = (Span(f"    {word:<8}", Role.DIM), Span(text, Role.DIM))
        yield Entry(f"{question.id} {number}", line, 12)


def _place(found: Evidence) -> str:
    where = " ".join(part for part in (found.repository, found.path) if part)
    line = f":{found.line}" if found.path and found.line else ""
    return f"{where}{line} {found.text}".strip()
