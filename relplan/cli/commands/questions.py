"""``relplan questions``, ``answer`` and ``answers``: what the plan cannot know by itself."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

from relplan.cli.bench import scanned_bench
from relplan.cli.commands.decisions import note_of_file, report
from relplan.cli.commands.plan import headline
from relplan.cli.completion import complete_change
from relplan.cli.deciding import decided
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, InScenario, Json, Option, Yes
from relplan.cli.output import Style, say, say_json, say_table, warn
from relplan.model.counting import counted
from relplan.model.errors import RelplanError
from relplan.model.evidence import Evidence
from relplan.model.question import NO, YES, Asked, QuestionKind
from relplan.tui.presentation.questions import effects, moved, parts_of
from relplan.tui.presentation.running import place
from relplan.tui.presentation.safe import clean
from relplan.tui.presentation.spans import Span, plain
from relplan.tui.presentation.words import taken_for_production
from relplan.tui.presentation.wrapping import wrap

_SHOWN = 20
"""Questions that are printed; JSON has them all."""
_PLACES = 3
"""Pieces of evidence and edges that are printed of each."""
_PARTS = 3
"""Parts that are printed of questions that are asked as one."""
_WIDEST = 110
"""Cells beyond which a line is hard to read."""


def questions(
    change: Annotated[
        str | None,
        Argument(
            metavar="[CHANGE]",
            help="Only what it waits for; of several questions that are asked as one, its id.",
            autocompletion=complete_change,
        ),
    ] = None,
    scenario: InScenario = None,
    every: Annotated[bool, Option("--all", help="Print all of them.")] = False,
    json: Json = False,
) -> int:
    """Show what the plan cannot know by itself: evidence, and what a yes and a no would add."""
    from relplan.app.explaining import asked_of
    from relplan.exports.questions.json import questions_document

    with scanned_bench() as bench:
        plan = bench.plan(bench.scenario(scenario))
        flat = asked_of(bench, plan, change)
        found = plan.as_asked(flat)
        settled = bench.answers()
    if json:
        say_json(questions_document(flat, found))
        return EXIT_DONE
    if not found:
        about = f" about {change}" if change else ""
        say(f"nothing is asked{about}; {counted(len(settled), 'answer')} in force")
        return EXIT_DONE
    most = len(found) if every else _SHOWN
    for one in found[:most]:
        _show(one, plan.snapshot.environment)
        if change is not None and one.question.id == change.lower():
            names = (each.question.id for each in one.each)
            say_table(zip(names, parts_of(one), strict=True), indent="  ")
        say()
    if len(found) > most:
        say(f"and {counted(len(found) - most, 'more question')}; --all shows them", Style.DIM)
    say("answer with `relplan answer ID yes` or `no`; `relplan undo` takes it back", Style.DIM)
    return EXIT_DONE


def answer(  # noqa: PLR0913, PLR0917 - each is an option
    words: Annotated[
        list[str],
        Argument(
            metavar="[QUESTION] ANSWER",
            help="The question's id, and yes, no, or, of production, REVISION or SERVICE=REVISION.",
        ),
    ],
    kind: Annotated[
        QuestionKind | None, Option("--kind", help="Answer all open ones of this kind.")
    ] = None,
    about: Annotated[
        str | None,
        Option(
            "--about", metavar="NAME", help="Answer all open ones about this service or contract."
        ),
    ] = None,
    each: Annotated[
        bool, Option("--each", help="Say yes, too, to each of several that are asked as one.")
    ] = False,
    reason: Annotated[str, Option("--reason", help="How it is known.")] = "",
    withdraw: Annotated[
        bool, Option("--withdraw", help="Take the answer to QUESTION back.")
    ] = False,
    scenario: InScenario = None,
    yes: Yes = False,
) -> int:
    """Answer a question; the answer holds in every scenario until it is withdrawn."""
    from relplan.app.answering import alike, each_of

    if withdraw and len(words) == 1:
        return _withdraw(words[0], scenario, yes=yes)
    many = kind is not None or about is not None
    if not many and len(words) > 2 and all("=" in word for word in words[1:]):
        words = [words[0], ",".join(words[1:])]
    if len(words) != (1 if many else 2):
        hint = "write `relplan answer QUESTION yes`, or `relplan answer --about NAME no`"
        raise RelplanError("it is not clear what to answer with what", hint)
    value = words[-1]
    with scanned_bench(scenario) as bench:
        before = headline(bench.plan().numbers)
        if not many:
            names = [one.id for one in each_of(bench.plan(), words[0])] if each else words[:1]
            entry = decided(bench, lambda: bench.answer_all(names, value, reason), yes=yes)
            if entry is not None and entry.decision.value not in (YES, NO, ""):
                warn("note: the next `relplan scan` takes it for what is in production")
            return report(bench, entry, before)
        if value not in (YES, NO):
            raise RelplanError(f"'{value}' cannot answer many questions", f"say {YES} or {NO}")
        found = alike(bench.plan().questions, kind, about)
        ids = [question.id for question in found]
        decided(bench, lambda: bench.answer_all(ids, value, reason), yes=yes)
        for question in found:
            say(f"{question.id} {value}: {question.text}")
        if not found:
            warn("no open question is of that kind, about that")
            return EXIT_DONE
        say(f"answered {counted(len(found), 'question')}")
        say_table([["before", before], ["now", headline(bench.plan().numbers)]])
    return EXIT_DONE


def _withdraw(question: str, scenario: str | None, *, yes: bool) -> int:
    """Take an answer back, as if it had not been given."""
    with scanned_bench(scenario) as bench:
        before = headline(bench.plan().numbers)
        entry = decided(bench, lambda: bench.answer(question, ""), yes=yes)
        if entry is None and note_of_file(bench, question):
            return EXIT_DONE
        return report(bench, entry, before, nothing="it is not answered here")


def answers(
    toml: Annotated[bool, Option("--toml", help="Print them as a table for relplan.toml.")] = False,
    json: Json = False,
) -> int:
    """Show all answers that hold: who gave them, when and why."""
    from relplan.exports.answers.json import answers_document

    with scanned_bench() as bench:
        found = bench.answers()
        open_here = bench.plan().graph.questions
    if toml:
        from relplan.exports.answers.toml import answers_toml

        print(answers_toml(found), end="")
        return EXIT_DONE
    if json:
        say_json(answers_document(found, open_here))
        return EXIT_DONE
    say_table(
        [
            one.question,
            (one.value, Style.BOLD),
            one.by,
            _date(one.at),
            one.text + (f" ({one.reason})" if one.reason else ""),
        ]
        for one in found
    )
    for one in found:
        if one.question not in open_here and "/" not in one.question:
            warn(f"note: kept, though what it is about is not pending any more: {one.question}")
    return EXIT_DONE


def _show(one: Asked, environment: str) -> None:
    question = one.question
    for line in _broken(f"{question.id}  {question.text}  {moved(one)}".rstrip(), "", 8):
        say(line, Style.BOLD)
    if question.before:
        say(f"  answered {question.before} before; what speaks for it was seen since", Style.YELLOW)
    rows = [*_parts(one), *_evidence("for", question.speaks_for)]
    rows += _evidence("against", question.speaks_against)
    if question.kind is QuestionKind.PRODUCTION:
        rows.append(("answer", taken_for_production(question, environment)))
    else:
        rows += [(value, text) for value in (YES, NO) for text in effects(one, value, _PLACES)]
    for word, text in rows:
        for line in _broken(text, f"  {word:<8}", 12):
            say(line)


def _broken(text: str, first: str, indent: int) -> list[str]:
    """Return *text* after *first* in lines that the terminal has room for."""
    cells = min(_WIDEST, shutil.get_terminal_size().columns)
    pieces = wrap((Span(first), Span(clean(text))), cells, indent)
    return [plain(piece).rstrip() for piece in pieces]


def _parts(one: Asked) -> Iterator[tuple[str, str]]:
    for number, part in enumerate(islice(parts_of(one), _PARTS)):
        yield "" if number else "any of", part
    if len(one.each) > _PARTS:
        yield "", f"and {len(one.each) - _PARTS} more: `relplan questions {one.question.id}`"


def _evidence(word: str, found: tuple[Evidence, ...]) -> Iterator[tuple[str, str]]:
    for each in found[:_PLACES]:
        yield word, f"{place(each)} {each.rule}: {each.text}".strip()
    if len(found) > _PLACES:
        yield "", f"and {counted(len(found) - _PLACES, 'more place')}"


def _date(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone():%Y-%m-%d}" if at else "relplan.toml"
