"""``relplan questions``, ``answer`` and ``answers``: what the plan cannot know by itself."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

from relplan.app.answering import alike
from relplan.app.looking_back import looked_back
from relplan.app.names import find_change
from relplan.cli.commands.decide import note_of_file, report
from relplan.cli.commands.plan import headline
from relplan.cli.commands.shared import place, scanned_bench
from relplan.cli.exits import EXIT_DONE
from relplan.cli.output import Style, say, say_json, say_table, warn
from relplan.exports.questions_json import answers_document, questions_document
from relplan.model.counting import counted
from relplan.model.errors import RelplanError
from relplan.model.evidence import Evidence
from relplan.model.question import NO, YES, Asked, QuestionKind
from relplan.planning.questions import asked, settling
from relplan.tui.presentation.questions import effects
from relplan.tui.presentation.safe import clean
from relplan.tui.presentation.spans import Span, plain
from relplan.tui.presentation.words import taken_for_production
from relplan.tui.presentation.wrapping import wrap

_SHOWN = 20
"""Questions that are printed; JSON has them all."""
_PLACES = 3
"""Pieces of evidence and edges that are printed of each."""
_WIDEST = 110
"""Cells beyond which a line is hard to read."""


def show_questions(change: str | None, scenario: str | None, every: bool, json: bool) -> int:
    """Print what is asked, of all or of what *change* waits for."""
    with scanned_bench() as bench:
        plan = bench.plan(bench.scenario(scenario))
        found = plan.questions
        if change is not None:
            found = asked(plan, settling(plan, find_change(plan, change)))
        found = looked_back(bench, found)
        answers = bench.answers()
    if json:
        say_json(questions_document(found))
        return EXIT_DONE
    if not found:
        about = f" about {change}" if change else ""
        say(f"nothing is asked{about}; {counted(len(answers), 'answer')} in force")
        return EXIT_DONE
    most = len(found) if every else _SHOWN
    for one in found[:most]:
        _show(one, plan.snapshot.environment)
        say()
    if len(found) > most:
        say(f"and {counted(len(found) - most, 'more question')}; --all shows them", Style.DIM)
    say("answer with `relplan answer ID yes` or `no`; `relplan undo` takes it back", Style.DIM)
    return EXIT_DONE


def answer_questions(
    words: tuple[str, ...], kind: QuestionKind | None, about: str | None, reason: str
) -> int:
    """Answer one question, or all open ones of a kind or about a name."""
    many = kind is not None or about is not None
    if not many and len(words) > 2 and all("=" in word for word in words[1:]):
        words = (words[0], ",".join(words[1:]))
    if len(words) != (1 if many else 2):
        hint = "write `relplan answer QUESTION yes`, or `relplan answer --about NAME no`"
        raise RelplanError("it is not clear what to answer with what", hint)
    value = words[-1]
    with scanned_bench() as bench:
        before = headline(bench.plan().numbers)
        if not many:
            entry = bench.answer(words[0], value, reason)
            if entry is not None and entry.decision.value not in (YES, NO, ""):
                warn("note: the next `relplan scan` takes it for what is in production")
            return report(bench, entry, before)
        if value not in (YES, NO):
            raise RelplanError(f"'{value}' cannot answer many questions", f"say {YES} or {NO}")
        found = alike(bench.plan().questions, kind, about)
        bench.answer_all([question.id for question in found], value, reason)
        for question in found:
            say(f"{question.id} {value}: {question.text}")
        if not found:
            warn("no open question is of that kind, about that")
            return EXIT_DONE
        say(f"answered {counted(len(found), 'question')}")
        say_table([["before", before], ["now", headline(bench.plan().numbers)]])
    return EXIT_DONE


def withdraw_answer(question: str) -> int:
    """Take an answer back, as if it had not been given."""
    with scanned_bench() as bench:
        before = headline(bench.plan().numbers)
        entry = bench.answer(question, "")
        if entry is None and note_of_file(bench, question):
            return EXIT_DONE
        return report(bench, entry, before, nothing="it is not answered here")


def show_answers(toml: bool, json: bool) -> int:
    """Print the answers in force, those whose question is gone among them."""
    with scanned_bench() as bench:
        answers = bench.answers()
        open_here = bench.plan().graph.questions
    if toml:
        from relplan.exports.answers_toml import answers_toml

        print(answers_toml(answers), end="")
        return EXIT_DONE
    if json:
        say_json(answers_document(answers, open_here))
        return EXIT_DONE
    say_table(
        [
            answer.question,
            (answer.value, Style.BOLD),
            answer.by,
            _date(answer.at),
            answer.text + (f" ({answer.reason})" if answer.reason else ""),
        ]
        for answer in answers
    )
    for answer in answers:
        if answer.question not in open_here and "/" not in answer.question:
            warn(f"note: kept, though what it is about is not pending any more: {answer.question}")
    return EXIT_DONE


def _show(one: Asked, environment: str) -> None:
    question = one.question
    moved = f"  moves {counted(one.weight, 'change')}" if one.weight else ""
    for line in _broken(f"{question.id}  {question.text}{moved}", "", 8):
        say(line, Style.BOLD)
    if question.before:
        say(f"  answered {question.before} before; what speaks for it was seen since", Style.YELLOW)
    told = [*_evidence("for", question.speaks_for), *_evidence("against", question.speaks_against)]
    if question.kind is QuestionKind.PRODUCTION:
        told.append(("answer", taken_for_production(question, environment)))
    else:
        told += [(value, text) for value in (YES, NO) for text in effects(one, value, _PLACES)]
    for word, text in told:
        for line in _broken(text, f"  {word:<8}", 12):
            say(line)


def _broken(text: str, first: str, indent: int) -> list[str]:
    """Return *text* after *first* in lines that the terminal has room for."""
    cells = min(_WIDEST, shutil.get_terminal_size().columns)
    pieces = wrap((Span(first), Span(clean(text))), cells, indent)
    return [plain(piece).rstrip() for piece in pieces]


def _evidence(word: str, found: tuple[Evidence, ...]) -> Iterator[tuple[str, str]]:
    for each in found[:_PLACES]:
        yield word, f"{place(each)} {each.rule}: {each.text}".strip()
    if len(found) > _PLACES:
        yield "", f"and {counted(len(found) - _PLACES, 'more place')}"


def _date(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone():%Y-%m-%d}" if at else "relplan.toml"
