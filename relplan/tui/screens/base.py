"""What all screens share: they do what their controllers do, and say why something cannot be."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar, cast

from textual import on
from textual.events import Event, Mount, Resize
from textual.screen import Screen, ScreenResultType

from relplan.model.errors import RelplanError
from relplan.tui.actions import PERFORM, Action, Controller, Handler, Rests
from relplan.tui.presentation.places import CLOSE, HELP, Key, footer
from relplan.tui.presentation.safe import clean
from relplan.tui.widgets.answer_line import AnswerLine
from relplan.tui.widgets.key_footer import KeyFooter
from relplan.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from relplan.tui.app import RelplanApp
    from relplan.tui.keyboard import Keyboard

Found = TypeVar("Found", bound=Controller[Any])
Severity = Literal["information", "warning", "error"]


class ControlledScreen(Screen[ScreenResultType]):
    """A screen with a list of controllers; its ``BINDINGS`` are theirs."""

    is_plan: ClassVar[bool] = False
    """Whether all others lie over it."""
    KEYS: ClassVar[tuple[Key, ...]] = ()
    """What is worth most here, for the last line: of these, what does something now."""

    controllers: Sequence[Controller[Any]] = ()

    @property
    def relplan(self) -> "RelplanApp":
        """The app, which no other than relplan's has these screens."""
        return cast("RelplanApp", self.app)

    @property
    def keyboard(self) -> "Keyboard":
        """What was pressed, and when."""
        return self.relplan.keyboard

    _was_drawn = False

    @on(Mount)
    def _seen_when_opened(self) -> None:
        self.keyboard.changed()

    @on(Resize)
    def _seen_when_drawn(self) -> None:
        """Count what is pressed from when it was drawn first: a large runbook takes its time."""
        if not self._was_drawn:
            self._was_drawn = True
            self.keyboard.changed()

    def action_back(self) -> None:
        """Close it."""
        self.dismiss(None)

    @on(Mount)
    @on(Resize)
    @on(RowList.Highlighted)
    def show_keys(self) -> None:
        """Show in the last line what is worth most here and now."""
        of = {key: self.relplan.shown_key(*key) for key in self.worth()}
        room = self.size.width - 2
        keys = footer(of, self.works, lambda key: of[key].cells, room)
        for line in self.query(KeyFooter):
            line.show([of[key] for key in keys])

    def follow(self) -> None:
        """Show what others made of the plan, where it lies over that."""

    def worth(self) -> tuple[Key, ...]:
        """Return the keys for the last line, the most helpful first."""
        return (*self.KEYS, CLOSE, HELP)

    @property
    def actions(self) -> list[Action]:
        """What its controllers can do."""
        return [action for one in self.controllers for action in one.actions()]

    def controller(self, kind: type[Found]) -> Found:
        """Return its controller of that *kind*."""
        return next(one for one in self.controllers if isinstance(one, kind))

    def disabled_reason(self, name: str) -> str:
        """Say why the action called *name* cannot be done now; empty: it can.

        What no controller does, a list or the app itself does at any time.
        """
        found = self._handler(name)
        try:
            return found[1].disabled_reason(found[0]) if found else ""
        except RelplanError as error:  # the store cannot be asked
            return str(error)

    def works(self, name: str) -> bool:
        """Tell whether the action called *name* can be done now."""
        return not self.disabled_reason(name)

    def here(self) -> tuple[str, list[tuple[str, str]]]:
        """Return what this place is called, and its keys, each with why it does nothing now."""
        names = [*(key.action for key in self.KEYS), *(one.id for one in self.actions)]
        return "Here", [(name, self.disabled_reason(name)) for name in dict.fromkeys(names)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell textual which actions are disabled; ``run_action`` says why."""
        if action == PERFORM:
            return None if self.disabled_reason(str(parameters[0])) else True
        return super().check_action(action, parameters)

    def action_perform(self, name: str) -> None:
        """Let the controller whose it is do the action called *name*, if it was meant for this."""
        found = self._handler(name)
        if found and not self.refused(self.too_early(found[1].action.rests_on)):
            with self.telling_faults():
                found[1].perform(found[0])

    def too_early(self, rests_on: Rests = Rests.ROW) -> str:
        """Say that what is in hand was not seen when the key was pressed; empty: it was."""
        if rests_on is Rests.NOTHING:
            return ""
        rows = self.focused if isinstance(self.focused, RowList) else None
        if rests_on is not Rests.ROW:
            rows = None
        found = self.keyboard.too_early(rows.moved_at if rows else 0.0)
        if found and rows:
            rows.still_moving(self.keyboard.pressed_at)  # who holds a key down sees nothing
        return found

    def _handler(self, name: str) -> tuple[Controller[Any], Handler] | None:
        found = ((one, one.handlers[name]) for one in self.controllers if name in one.handlers)
        return next(found, None)

    def tell(self, text: str, *, severity: Severity = "information") -> None:
        """Tell the person something in a toast."""
        self.notify(clean(text), severity=severity, markup=False)

    @contextmanager
    def telling_faults(self) -> Iterator[None]:
        """Tell the person what cannot be done, such as while a server is away, and go on."""
        try:
            yield
        except RelplanError as error:
            self.tell(str(error), severity="error")

    async def on_event(self, event: Event) -> None:
        """Tell what stands in the way of drawing a screen: the next look draws it."""
        with self.telling_faults():
            await super().on_event(event)

    def say(self, text: str, effect: str = "") -> None:
        """Say what was done and the *effect* of it, on the line for that of whatever is on top."""
        lines = self.app.screen.query(AnswerLine)
        if lines:
            lines.first().say(text, effect, self.relplan.session.glyphs.ellipsis)
        else:
            self.tell(f"{text}{effect}")

    def refused(self, fault: str) -> bool:
        """Tell the person what stands against something, if anything does."""
        if fault:
            self.tell(fault, severity="warning")
        return bool(fault)
