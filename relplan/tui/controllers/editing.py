"""From evidence to the editor."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import SuspendNotSupported

from relplan.model.evidence import Evidence
from relplan.tui.actions import Action, Controller, handles
from relplan.tui.editor import editor_command, file_in, run_editor
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.session import Session


class Editing(Controller[ControlledScreen[Any]]):
    """Opens the file of the evidence in hand."""

    def __init__(
        self,
        view: ControlledScreen[Any],
        session: Session,
        in_hand: Callable[[], Evidence | None],
    ) -> None:
        """Open what is *in_hand*, of the repositories of *session*."""
        super().__init__(view)
        self._session, self._in_hand = session, in_hand

    def _without_place(self) -> str:
        found = self._in_hand()
        if found is None:
            return "put the cursor on a reason with evidence first"
        if found.repository and not found.path:
            return "this stands in git's history, and in no file"
        return "in a browser there is no editor to open" if self.view.app.is_web else ""

    @handles(
        Action("plan.edit", "e", "Edit", "Open your editor at the file and line of the evidence."),
        disabled=_without_place,
    )
    def edit(self) -> None:
        """Leave the screen to the editor until it is closed."""
        found = self._in_hand()
        if found is None:
            return
        path = self._file(found)
        if path is None:
            where = f"{found.path} is not in the working copy of {found.repository}"
            self.view.tell(
                f"{where}: check out {found.commit[:10] or 'its branch'}", severity="warning"
            )
            return
        try:
            command = editor_command(os.environ, path, found.line)
        except ValueError as error:
            self.view.tell(f"VISUAL or EDITOR cannot be understood: {error}", severity="error")
            return
        if self.view.refused("" if command else "set VISUAL or EDITOR to the editor you want"):
            return
        try:
            with self.view.app.suspend():
                fault = run_editor(command)
        except SuspendNotSupported:
            fault = "this terminal cannot be left to an editor"
        if fault:
            self.view.tell(fault, severity="error")
        else:
            self.view.say(f"opened {path}{f' at line {found.line}' if found.line else ''}")

    def _file(self, found: Evidence) -> Path | None:
        loaded = self._session.bench.loaded
        if not found.repository:
            return loaded.file
        root = next((one for one in loaded.roots if one.service == found.repository), None)
        return file_in(Path(root.repository), found.path) if root else None
