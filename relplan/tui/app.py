"""The TUI: themes, keys and screens around one workbench."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual import events
from textual.actions import ActionParseResult, parse
from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from relplan.app.folders import config_folder
from relplan.tui.actions import (
    HELP,
    LEAVE,
    NEXT_PANE,
    PALETTE,
    PERFORM,
    PREVIOUS_PANE,
    QUIT,
    THEME,
    bindings,
)
from relplan.tui.keyboard import Keyboard
from relplan.tui.last_picture import LastPicture
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.safe import clean
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.screens.opening import OpeningScreen
from relplan.tui.terminal import has_gone
from relplan.tui.themes import load_themes
from relplan.tui.widgets.key_footer import ShownKey
from relplan.tui.widgets.row_list import MOVES

if TYPE_CHECKING:
    from textual.command import Provider

    from relplan.app import Workbench
    from relplan.tui.keys import Keymap
    from relplan.tui.session import Session


def _palette() -> "type[Provider]":
    from relplan.tui.palette import ActionProvider  # noqa: PLC0415 - loads when asked

    return ActionProvider


_LOOKS_FOR_TERMINAL = 1.0
"""Seconds between two looks whether the terminal is still there."""


class RelplanApp(App[None]):
    """relplan in the terminal."""

    TITLE = "relplan"
    CSS_PATH: ClassVar = ["screens/plan.tcss", "screens/dialogs.tcss", "screens/advice.tcss"]
    COMMANDS: ClassVar = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        NEXT_PANE, PREVIOUS_PANE, HELP, PALETTE, THEME, QUIT, LEAVE
    )

    def __init__(
        self,
        open_bench: "Callable[[], Workbench]",
        *,
        ascii_only: bool = False,
        theme: str | None = None,
        guided: bool = False,
        picture: LastPicture | None = None,
    ) -> None:
        """Show what *open_bench* returns; *theme* is the name of the theme, None: the default.

        *guided*, lead through the example `blog`. With *picture*, show that until the plan is read,
        and keep another one at the end.
        """
        super().__init__()
        self._guided = guided
        self._open_bench = open_bench
        self._ascii_only = ascii_only
        self._picture = picture
        self.session: Session
        """What is shown; there is none while the last picture is."""
        self._keymap_of_person: Keymap
        self.unread: Exception | None = None
        """Why the plan could not be read, once its last picture was on the screen."""
        self.set_class(ascii_only, "-ascii")
        self.keyboard = Keyboard(self, super().on_event)
        themes = load_themes(config_folder() / "themes")
        missing = themes.install(self, theme)
        self._problems = [themes.message, missing]
        if picture is None:
            self._begin()

    def _begin(self) -> None:
        """Open the workspace, read the person's keys, and load all that works with them.

        Not before the last picture is on the screen: to load it takes longer than all else.
        """
        from relplan.tui.keys import load_keymap  # noqa: PLC0415 - as above
        from relplan.tui.presentation.glyphs import choose_glyphs  # noqa: PLC0415
        from relplan.tui.session import Session  # noqa: PLC0415

        self.session = Session(self._open_bench(), choose_glyphs(ascii_only=self._ascii_only))
        keymap = self._keymap_of_person = load_keymap(config_folder())
        self.keyboard.moves = frozenset(
            chain.from_iterable(keymap.keys_of(one.id).split(",") for one in MOVES)
        )
        self.set_keymap(dict(keymap.keys))
        self._problems.append(keymap.message)

    def _plan_screen(self) -> Screen[None]:
        from relplan.tui.screens.plan import PlanScreen  # noqa: PLC0415 - as above

        return PlanScreen(self.session, guided=self._guided)

    def get_default_screen(self) -> Screen[None]:
        """Show the plan first, or how it was last while it is read."""
        if self._picture is None:
            return self._plan_screen()
        return OpeningScreen(self._picture.lines(*self.size), self._open)

    def _open(self) -> None:
        try:
            self._begin()
        except Exception as error:
            self.unread = error
            self.exit()
        else:
            self.push_screen(self._plan_screen())
            self._tell_problems()

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """Leave, and keep what is on the screen for the next time."""
        screen = self.screen
        is_plan = isinstance(screen, ControlledScreen) and screen.is_plan
        # The next one to look at begins where this one began, which may be another scenario.
        if self._picture is not None and is_plan and not self.session.is_elsewhere:
            # What textual gives away of a screen is SVG, which no terminal shows.
            strips = screen._compositor.render_strips()  # noqa: SLF001
            self._picture.keep(*self.size, [strip.render(self.console) for strip in strips])
        super().exit(result, return_code, message)

    def on_mount(self) -> None:
        """Say what is wrong with the person's own files, and leave when the terminal does."""
        self._tell_problems()
        self.set_interval(_LOOKS_FOR_TERMINAL, self._leave_with_terminal)

    def _leave_with_terminal(self) -> None:
        if has_gone():
            self.exit()

    def _tell_problems(self) -> None:
        for problem in filter(None, self._problems):
            self.notify(clean(problem), severity="warning", markup=False)
        self._problems.clear()

    async def on_event(self, event: events.Event) -> None:
        """Let keys come one by one, and all else as it comes."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            await self.keyboard.take(event)
        else:
            if isinstance(event, events.MouseDown):
                self.keyboard.pressed_at = event.time
            await super().on_event(event)

    def keys_of(self, action: str) -> str:
        """Return the keys that the person has for *action*, separated by commas."""
        return self._keymap_of_person.keys_of(action)

    def key_of(self, action: str) -> str:
        """Return the first of the keys that the person has for *action*."""
        return self.keys_of(action).partition(",")[0]

    def name_of(self, action: str) -> str:
        """Return what a person calls the first of their keys for *action*."""
        from relplan.tui.keys import shown  # noqa: PLC0415 - as above

        return shown(self.key_of(action))

    def hint(self, keys: Iterable[Key]) -> str:
        """Return in a line what *keys* do."""
        return ", ".join(f"{self.name_of(key.action)} {key.label}" for key in keys)

    def shown_key(self, action: str, label: str) -> ShownKey:
        """Return the first key of *action* for a footer, where it is called *label*."""
        from relplan.tui.keys import shown  # noqa: PLC0415 - as above

        key = self.key_of(action)
        # Of a key that types a character textual has a name, by which alone it can be pressed.
        (binding,) = Binding.make_bindings([Binding(key, "")])
        return ShownKey(binding.key, shown(key), label)

    def action_help(self) -> None:
        """Show all keys, those of where the person is first."""
        from relplan.tui.screens.help import HelpScreen, Here  # noqa: PLC0415 - who asks waits

        screen = self.screen
        if isinstance(screen, ControlledScreen) and not isinstance(screen, HelpScreen):
            here = Here(*screen.here())
            self.push_screen(HelpScreen(self._keymap_of_person, here, self.session.glyphs))

    def action_close(self) -> None:
        """Close what lies over the plan; leave relplan where nothing does."""
        screen = self.screen
        if isinstance(screen, ControlledScreen) and not screen.is_plan:
            screen.action_back()
        else:
            self.exit()

    async def run_action(
        self,
        action: "str | ActionParseResult",  # textual's name is text when it runs
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key stands for, or say why that cannot be done now."""
        if await super().run_action(action, default_namespace, namespaces):
            return True
        if not isinstance(default_namespace, ControlledScreen):
            return False
        _, name, parameters = parse(action) if isinstance(action, str) else action
        if name != PERFORM:
            return False
        return default_namespace.refused(default_namespace.disabled_reason(str(parameters[0])))


def run(
    open_bench: "Callable[[], Workbench]",
    *,
    ascii_only: bool = False,
    theme: str | None = None,
    guided: bool = False,
    picture: LastPicture | None = None,
) -> None:
    """Show what *open_bench* returns in the terminal until the person leaves, then close it.

    Raises what *open_bench* raises. The rest is as for `RelplanApp`.
    """
    with ExitStack() as closing:
        app = RelplanApp(
            lambda: closing.enter_context(open_bench()),
            ascii_only=ascii_only,
            theme=theme,
            guided=guided,
            picture=picture,
        )
        app.run()
        if app.unread is not None:
            raise app.unread
