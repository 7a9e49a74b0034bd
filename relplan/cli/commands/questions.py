"""``relplan questions``, ``answer`` and ``answers``: what the plan cannot know by itself."""

from collections.abc import Iterator
from datetime import UTC, datetime

from relplan.cli.commands.decide import report
from relplan.cli.commands.plan import headline
from relplan.cli.commands.shared import place, scanned_bench
from relplan.cli.main import EXIT_DONE
from relplan.cli.output import Style, say, say_json, say_table, warn
from relplan.exports.questions_json import answers_document, questions_document
from relplan.model.counting import counted
from relplan.model.edge import Edge
from relplan.model.errors import RelplanError
from relplan.model.evidence import Evidence
from relplan.model.question import NO, YES, Asked, QuestionKind
from relplan.planning.questions import asked, settling
from relplan.workbench.answering import alike
from relplan.workbench.names import find_change

_SHOWN = 20
"""Questions that are printed; JSON has them all."""
_PLACES = 3
"""Pieces of evidence and edges that are printed of each."""


def show_questions(change: str | None, scenario: str | None, every: bool, json: bool) -> int:
    """Print what is asked, of all or of what *change* waits for."""
    with scanned_bench() as bench:
        plan = bench.plan(bench.scenario(scenario))
        found = plan.questions
        if change is not None:
            found = asked(plan, settling(plan, find_change(plan, change)))
        answers = bench.answers()
    if json:
        say_json(questions_document(found))
        return EXIT_DONE
    if not found:
        about = f" about {change}" if change else ""
        say(f"nothing is asked{about}; {counted(len(answers), 'answer')} in force")
        return EXIT_DONE
    most = len(found) if every else _SHOWN
    for number, one in enumerate(found[:most]):
        if number:
            say()
        _show(one)
    if len(found) > most:
        say()
        say(f"and {counted(len(found) - most, 'more question')}; --all shows them", Style.DIM)
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
        return report(bench, bench.answer(question, ""), before, nothing="it is not answered here")


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


def _show(one: Asked) -> None:
    question = one.question
    weight = counted(one.weight, "change")
    say_table([[(question.id, Style.BOLD), f"{weight}", question.text]])
    if question.before:
        say(f"  answered {question.before} before; what speaks for it was seen since", Style.YELLOW)
    say_table(list(_evidence("for", question.speaks_for)), indent="  ")
    say_table(list(_evidence("against", question.speaks_against)), indent="  ")
    say_table([*_edges("yes", one.yes), *_edges("no", one.no)], indent="  ")


def _evidence(word: str, found: tuple[Evidence, ...]) -> Iterator[list[str]]:
    for each in found[:_PLACES]:
        yield [word, place(each), f"{each.rule}: {each.text}"]
    if len(found) > _PLACES:
        yield [word, f"and {counted(len(found) - _PLACES, 'more place')}", ""]


def _edges(answer: str, edges: tuple[Edge, ...]) -> Iterator[list[str]]:
    if not edges:
        yield [answer, "adds nothing"]
    for edge in edges[:_PLACES]:
        others = "" if len(edge.given) == 1 else ", if other answers are so, too"
        over = f" {edge.coupling}" if edge.coupling else ""
        yield [answer, f"{edge.source} needs {edge.target} ({edge.kind}{over}){others}"]
    if len(edges) > _PLACES:
        yield [answer, f"and {counted(len(edges) - _PLACES, 'more edge')}"]


def _date(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone():%Y-%m-%d}" if at else "relplan.toml"
