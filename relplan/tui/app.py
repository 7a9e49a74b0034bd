"""The TUI: themes, keys and screens around one workbench."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import ClassVar

from textual import events
from textual.actions import ActionParseResult, parse
from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from relplan.app import Workbench
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
from relplan.tui.config import config_folder
from relplan.tui.keyboard import Keyboard
from relplan.tui.keys import load_keymap, shown
from relplan.tui.palette import ActionProvider
from relplan.tui.presentation.glyphs import choose_glyphs
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.safe import clean
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.screens.plan import PlanScreen
from relplan.tui.session import Session
from relplan.tui.themes import load_themes
from relplan.tui.widgets.key_footer import ShownKey
from relplan.tui.widgets.row_list import MOVES


class RelplanApp(App[None]):
    """relplan in the terminal."""

    TITLE = "relplan"
    CSS_PATH: ClassVar = ["screens/plan.tcss", "screens/dialogs.tcss", "screens/advice.tcss"]
    COMMANDS: ClassVar = {ActionProvider}
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        NEXT_PANE, PREVIOUS_PANE, HELP, PALETTE, THEME, QUIT, LEAVE
    )

    def __init__(
        self,
        bench: Workbench,
        *,
        ascii_only: bool = False,
        theme: str | None = None,
        guided: bool = False,
    ) -> None:
        """Show *bench*; *theme* is the name of the theme to use, None: the default.

        *guided*, lead through the example `blog`.
        """
        super().__init__()
        self._guided = guided
        self.session = Session(bench, choose_glyphs(ascii_only=ascii_only))
        self.set_class(ascii_only, "-ascii")
        self._keymap_of_person = load_keymap(config_folder())
        moves = [self._keymap_of_person.keys_of(one.id).split(",") for one in MOVES]
        self.keyboard = Keyboard(self, super().on_event, chain.from_iterable(moves))
        self.set_keymap(dict(self._keymap_of_person.keys))
        themes = load_themes(config_folder() / "themes")
        missing = themes.install(self, theme)
        self._problems = (themes.message, self._keymap_of_person.message, missing)

    def get_default_screen(self) -> PlanScreen:
        """Show the plan first."""
        return PlanScreen(self.session, guided=self._guided)

    def on_mount(self) -> None:
        """Say what is wrong with the person's own files."""
        for problem in filter(None, self._problems):
            self.notify(clean(problem), severity="warning", markup=False)

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
        return shown(self.key_of(action))

    def hint(self, keys: Iterable[Key]) -> str:
        """Return in a line what *keys* do."""
        return ", ".join(f"{self.name_of(key.action)} {key.label}" for key in keys)

    def shown_key(self, action: str, label: str) -> ShownKey:
        """Return the first key of *action* for a footer, where it is called *label*."""
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
        if isinstance(screen, ControlledScreen) and not isinstance(screen, PlanScreen):
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
    bench: Workbench, *, ascii_only: bool = False, theme: str | None = None, guided: bool = False
) -> None:
    """Show *bench* in the terminal until the person leaves; *guided*, lead through `blog`."""
    RelplanApp(bench, ascii_only=ascii_only, theme=theme, guided=guided).run()
