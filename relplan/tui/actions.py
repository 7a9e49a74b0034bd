"""What a person can do, on which keys, and why it cannot be done now.

A controller is an object that owns one capability of a screen. Each of its methods that a key calls
carries its Action and the reason for which it is disabled; bindings, footer, palette, help and the
person's own ``keys.toml`` are all made from that.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Any, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType

PERFORM = "perform"
"""The textual action of a screen that hands a key on to the controller whose it is."""


class Scope(StrEnum):
    """Where an action is at hand. Its value is the heading in the help."""

    PLAN = "In the plan"
    ADVICE = "In questions, a proposal, a diagnosis or the backlog"
    TIMING = "In the windows or a runbook"
    LIST = "In a list"
    APP = "Everywhere"


class Rests(Enum):
    """What a decision rests on."""

    NOTHING = auto()
    """It is none."""
    PLAN = auto()
    """What the screen shows."""
    ROW = auto()
    """What the screen shows, and the row under the cursor."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a person can do."""

    id: str
    """Stable: people write it into keys.toml. What stands before the dot is its scope."""
    keys: str
    """Textual's names of the default keys, separated by commas."""
    label: str
    """A word or two, for the palette."""
    tooltip: str
    """A full sentence, for the help."""
    call: str = ""
    """A textual action of the widget that has the binding; empty: a controller's method."""
    rests_on: Rests = Rests.NOTHING
    """It is refused where that was not on the screen yet when the key was pressed."""

    @property
    def scope(self) -> Scope:
        """Where it is at hand."""
        return Scope[self.id.partition(".")[0].upper()]

    @property
    def textual_action(self) -> str:
        """Return what textual is to call: a method ``action_…`` and its arguments."""
        return self.call or f"{PERFORM}({self.id!r})"

    @property
    def binding(self) -> Binding:
        """Return it as textual's own kind of binding."""
        return Binding(
            self.keys,
            self.textual_action,
            self.label,
            show=False,  # the footer shows what is worth most at a place
            tooltip=self.tooltip,
            id=self.id,
        )


View = TypeVar("View")
Method = TypeVar("Method", bound=Callable[[Any], None])


@dataclass(frozen=True, slots=True)
class Handler:
    """What an action does in one controller."""

    action: Action
    perform: Callable[[Any], None]
    disabled_reason: Callable[[Any], str]


_HANDLER = "handler"


def _never(_controller: object) -> str:
    return ""


def handles(action: Action, disabled: Callable[[Any], str] = _never) -> Callable[[Method], Method]:
    """Let a controller's method be what *action* does.

    *disabled* says in a short sentence why it cannot be done now; empty: it can. It is asked before
    each call of the method, and whenever the footer is drawn: it must not take long.
    """

    def decorate(method: Method) -> Method:
        setattr(method, _HANDLER, Handler(action, method, disabled))
        return method

    return decorate


class Controller(Generic[View]):
    """One capability of a *view*, which is a screen or what it shows of itself."""

    handlers: ClassVar[Mapping[str, Handler]] = MappingProxyType({})
    """By the id of the action, in the order of the methods."""

    def __init_subclass__(cls) -> None:
        """Collect the methods that actions call."""
        super().__init_subclass__()
        found = (getattr(value, _HANDLER, None) for value in vars(cls).values())
        own = {one.action.id: one for one in found if one is not None}
        cls.handlers = MappingProxyType({**cls.handlers, **own})

    def __init__(self, view: View) -> None:
        """Control *view*."""
        self.view = view

    @classmethod
    def actions(cls) -> list[Action]:
        """Return what it can do."""
        return [handler.action for handler in cls.handlers.values()]


def bindings(
    *actions: Action, controllers: Iterable[type[Controller[Any]]] = ()
) -> list[BindingType]:
    """Return the bindings of *actions* and of all that *controllers* do, for ``BINDINGS``."""
    own = [action for controller in controllers for action in controller.actions()]
    return [action.binding for action in (*actions, *own)]


# What is neither a list's nor a controller's: textual and the app do it, or each screen by itself.

BACK = Action("app.back", "escape", "Back", "Close what is on top, or cancel what runs.", "back")
QUIT = Action(
    "app.quit",
    "q",
    "Quit",
    "Close what is on top; in the plan, leave relplan.",
    "close",
)
LEAVE = Action("app.leave", "ctrl+q", "Leave", "Leave relplan from wherever you are.", "app.quit")
NEXT_PANE = Action("app.next-pane", "tab", "Next pane", "Go to the next pane.", "app.focus_next")
PREVIOUS_PANE = Action(
    "app.previous-pane", "shift+tab", "Last pane", "Go one pane back.", "app.focus_previous"
)
HELP = Action("app.help", "?", "Help", "Show all keys, those of this place first.", "help")
PALETTE = Action(
    "app.palette", "ctrl+p", "Palette", "Find any action by its name.", "command_palette"
)
THEME = Action("app.theme", "T", "Theme", "Choose another theme.", "change_theme")
APP_ACTIONS = (NEXT_PANE, PREVIOUS_PANE, BACK, HELP, PALETTE, THEME, QUIT, LEAVE)
