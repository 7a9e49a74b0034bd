"""Questions as rows to read and to answer."""

from collections.abc import Iterable, Iterator

from relplan.model.counting import counted
from relplan.model.edge import Edge
from relplan.model.evidence import Evidence
from relplan.model.question import NO, YES, Answer, Asked, QuestionKind
from relplan.tui.presentation.entries import Entry, evidence_entries, section
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.spans import Role, Span
from relplan.tui.presentation.words import date, without_hubs

ANSWERED = "answered:"
"""Keys of rows that tell of an answer begin with it."""
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


_NOTHING = "changes nothing in the plan"
_HELD_ANYWAY = "these changes need as much without it, or are blocked anyway"


def _need(edge: Edge) -> str:
    others = "" if len(edge.given) == 1 else ", if other answers are so, too"
    over = f" {edge.coupling}" if edge.coupling else ""
    return f"{edge.source} needs {edge.target} ({edge.kind}{over}){others}"


def group_words(kind: QuestionKind, name: str, number: int) -> str:
    """Say which *number* questions are answered at once: those of *kind* about *name*, or all."""
    about = f" about {name}" if name else ""
    return f"to all {number} questions of the kind '{kind}'{about}"


def question_entries(asked: Iterable[Asked], glyphs: Glyphs, environment: str) -> list[Entry]:
    """Return what is asked, each with the evidence and with what the answers add."""
    found: list[Entry] = []
    for one in asked:
        question = one.question
        if found:
            found.append(Entry(f"{question.id} gap", ()))
        sign = Span(f"{glyphs.unknown} ", Role.WARNING)
        moved = f"  moves {counted(one.weight, 'change')}" if one.weight else ""
        weight = Span(moved, Role.DIM)
        found.append(Entry(question.id, (sign, Span(question.text, Role.STRONG), weight)))
        found += _details(one, environment)
    return found


def evidence_of(one: Asked) -> list[Entry]:
    """Return all that speaks for and against, and what each answer would bring."""
    question = one.question
    named = [(f"for, {n}", each) for n, each in enumerate(question.speaks_for, 1)]
    named += [(f"against, {n}", each) for n, each in enumerate(question.speaks_against, 1)]
    entries = [Entry("question", (Span(question.text, Role.STRONG),))]
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
