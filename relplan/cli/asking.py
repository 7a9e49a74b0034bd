"""The commands about what the plan cannot know by itself."""

from typing import Annotated

import typer

from relplan.cli.completion import complete_change
from relplan.cli.options import InScenario, Json
from relplan.model.question import QuestionKind


def questions(
    change: Annotated[
        str | None,
        typer.Argument(
            metavar="[CHANGE]", help="Only what it waits for.", autocompletion=complete_change
        ),
    ] = None,
    scenario: InScenario = None,
    every: Annotated[bool, typer.Option("--all", help="Print all of them.")] = False,
    json: Json = False,
) -> int:
    """Show what the plan cannot know by itself: evidence, and what a yes and a no would add."""
    from relplan.cli.commands.questions import show_questions

    return show_questions(change, scenario, every, json)


def answer(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[QUESTION] ANSWER",
            help="The question's id, and yes, no, or, of production, REVISION or SERVICE=REVISION.",
        ),
    ],
    kind: Annotated[
        QuestionKind | None, typer.Option("--kind", help="Answer all open ones of this kind.")
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(
            "--about", metavar="NAME", help="Answer all open ones about this service or contract."
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="How it is known.")] = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take the answer to QUESTION back.")
    ] = False,
) -> int:
    """Answer a question; the answer holds in every scenario until it is withdrawn."""
    from relplan.cli.commands.questions import answer_questions, withdraw_answer

    if withdraw and len(words) == 1:
        return withdraw_answer(words[0])
    return answer_questions(tuple(words), kind, about, reason)


def answers(
    toml: Annotated[
        bool, typer.Option("--toml", help="Print them as a table for relplan.toml.")
    ] = False,
    json: Json = False,
) -> int:
    """Show all answers that hold: who gave them, when and why."""
    from relplan.cli.commands.questions import show_answers

    return show_answers(toml, json)
