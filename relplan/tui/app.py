"""The TUI: themes, keys and screens around one workbench."""

from typing import ClassVar

from textual.app import App
from textual.binding import BindingType

from relplan.tui.config import config_folder
from relplan.tui.keys import APP_ACTIONS, KEYS_FILE, bindings, load_keymap
from relplan.tui.palette import ActionProvider
from relplan.tui.presentation.glyphs import Glyphs, choose_glyphs
from relplan.tui.presentation.safe import clean
from relplan.tui.screens.help import HelpScreen
from relplan.tui.screens.plan import PlanScreen
from relplan.tui.themes import load_themes
from relplan.workbench import Workbench

__all__ = ["KEYS_FILE", "RelplanApp", "run"]


class RelplanApp(App[None]):
    """relplan in the terminal."""

    TITLE = "relplan"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar = {ActionProvider}
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(*APP_ACTIONS))
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self, bench: Workbench, *, ascii_only: bool = False, theme: str | None = None
    ) -> None:
        """Show *bench*; *theme* is the name of the theme to use, None: the default."""
        super().__init__()
        self.bench = bench
        self.glyphs: Glyphs = choose_glyphs(ascii_only=ascii_only)
        themes = load_themes(config_folder() / "themes")
        problem = themes.install(self, theme)
        keymap = load_keymap(config_folder())
        self.keymap = keymap
        self.set_keymap(dict(keymap.keys))
        self._problems = [text for text in (themes.message, problem, keymap.message) if text]

    def on_mount(self) -> None:
        """Show the plan, and what is wrong with the person's own files."""
        self.push_screen(PlanScreen(self.bench, self.glyphs))
        for problem in self._problems:
            self.complain(problem)

    def complain(self, problem: str) -> None:
        """Tell the person that something cannot be done, and why."""
        self.notify(clean(problem), severity="warning", markup=False)

    def tell(self, text: str) -> None:
        """Tell the person what was done."""
        self.notify(clean(text), markup=False, timeout=3)

    def action_help(self) -> None:
        """Show all keys."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.keymap, self.glyphs))

    async def action_back(self) -> None:
        """Close what is on top; on the plan itself, let it decide."""
        screen = self.screen
        if isinstance(screen, PlanScreen):
            screen.go_back()
        elif len(self.screen_stack) > 2:  # textual's own empty screen, and the plan
            screen.dismiss()


def run(bench: Workbench, *, ascii_only: bool = False, theme: str | None = None) -> None:
    """Run the TUI until the person leaves it."""
    RelplanApp(bench, ascii_only=ascii_only, theme=theme).run()
