"""What a person does with a proposal: they accept marks, or ask for others."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import isfinite

from relplan.model.proposal import Choice, Proposal, Terms
from relplan.tui.actions import Action, Controller, Rests, handles
from relplan.tui.controllers.answering import NO
from relplan.tui.presentation.proposal import STEP
from relplan.tui.presentation.spans import Span
from relplan.tui.screens.advice import AdviceScreen
from relplan.tui.screens.dialogs import Prompt


class _OnProposal(Controller[AdviceScreen]):
    """What both controllers know."""

    def __init__(self, view: AdviceScreen, found: Callable[[], Proposal | None]) -> None:
        """Work on the proposal that is *found* when a key is pressed."""
        super().__init__(view)
        self._found = found

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The marks that are proposed."""
        found = self._found()
        return tuple(found.choices) if found else ()

    def choice(self) -> Choice | None:
        """Return the mark under the cursor."""
        chosen = self.view.chosen
        name = chosen.removeprefix(STEP) if chosen.startswith(STEP) else ""
        return next((one for one in self.choices if one.coupling == name), None)


class Accepting(_OnProposal):
    """Makes the marks that are proposed."""

    def _left(self) -> list[Choice]:
        """Return the marks that are not made yet."""
        scenario = self.view.session.scenario
        return [one for one in self.choices if scenario.mark_of(one.coupling) is not one.mark]

    def _nothing_left(self) -> str:
        return self.view.busy() or ("" if self._left() else "no mark is left to accept")

    @handles(
        Action(
            "advice.accept",
            "a",
            "Accept all",
            "Make all marks of the proposal.",
            rests_on=Rests.ROW,
        ),
        disabled=_nothing_left,
    )
    def accept_all(self) -> None:
        """Make all marks that are not made yet, each an entry of its own in the log."""
        self._accept(self._left())

    def accept_one(self) -> None:
        """Make the mark under the cursor, or say why not."""
        choice = self.choice()
        early = self.view.too_early()
        if choice is None or self.view.refused(early or self._nothing_left()):
            return
        if not self.view.refused(
            "" if choice in self._left() else f"{choice.coupling} is accepted"
        ):
            self._accept([choice])

    def _accept(self, choices: list[Choice]) -> None:
        plan = self.view.plan
        mark = plan.session.bench.mark
        marks = (partial(mark, choice.coupling, choice.mark.value) for choice in choices)
        plan.decide(*marks, then=self.view.draw)


class Refining(_OnProposal):
    """Solves again on other terms."""

    def __init__(self, view: AdviceScreen, found: Callable[[], Proposal | None]) -> None:
        """Begin without any terms."""
        super().__init__(view, found)
        self.terms = Terms()

    def _no_mark(self) -> str:
        return self.view.busy() or ("" if self.choice() else "put the cursor on a mark first")

    @handles(NO, disabled=_no_mark)
    def forbid(self) -> None:
        """Solve again without the coupling under the cursor."""
        choice = self.choice()
        if choice is not None:
            self.terms = replace(self.terms, forbidden=self.terms.forbidden | {choice.coupling})
            self.view.ask()

    def _busy(self) -> str:
        return self.view.busy()

    @handles(
        Action("advice.effort", "m", "Most effort", "Solve again with so many days at most."),
        disabled=_busy,
    )
    def limit_effort(self) -> None:
        """Ask for the most effort, then solve again."""
        question = (Span("Days that all marks may cost together"),)
        Prompt.ask(self.view.app, self._limit, "most effort", question, "days")

    def _limit(self, text: str, ask_again: Callable[[], None]) -> None:
        effort = _number(text)
        if self.view.refused("" if effort is not None else "give a number of days, 0 or more"):
            ask_again()
        else:
            self.terms = replace(self.terms, max_effort=effort)
            self.view.ask()


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None
