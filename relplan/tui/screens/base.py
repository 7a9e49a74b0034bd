"""What all screens share: they do what their controllers do, and say why something cannot be."""

from collections.abc import Sequence
from typing import Any, Literal, TypeVar

from textual.screen import Screen, ScreenResultType

from relplan.tui.actions import PERFORM, Action, Controller, Handler
from relplan.tui.presentation.safe import clean

Found = TypeVar("Found", bound=Controller[Any])
Severity = Literal["information", "warning", "error"]


class ControlledScreen(Screen[ScreenResultType]):
    """A screen with a list of controllers; its ``BINDINGS`` are theirs."""

    controllers: Sequence[Controller[Any]] = ()

    @property
    def actions(self) -> list[Action]:
        """What its controllers can do."""
        return [action for one in self.controllers for action in one.actions()]

    def controller(self, kind: type[Found]) -> Found:
        """Return its controller of that *kind*."""
        return next(one for one in self.controllers if isinstance(one, kind))

    def disabled_reason(self, name: str) -> str:
        """Say why the action called *name* cannot be done now; empty: it can."""
        controller, handler = self._handler(name)
        return handler.disabled_reason(controller)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell textual which actions are disabled: None, so that the footer shows them greyed."""
        if action == PERFORM:
            return None if self.disabled_reason(str(parameters[0])) else True
        return super().check_action(action, parameters)

    def action_perform(self, name: str) -> None:
        """Let the controller whose it is do the action called *name*."""
        controller, handler = self._handler(name)
        handler.perform(controller)

    def _handler(self, name: str) -> tuple[Controller[Any], Handler]:
        return next((one, one.handlers[name]) for one in self.controllers if name in one.handlers)

    def tell(self, text: str, *, severity: Severity = "information") -> None:
        """Tell the person something in a toast."""
        self.notify(clean(text), severity=severity, markup=False)

    def refused(self, fault: str) -> bool:
        """Tell the person what stands against something, if anything does."""
        if fault:
            self.tell(fault, severity="warning")
        return bool(fault)
