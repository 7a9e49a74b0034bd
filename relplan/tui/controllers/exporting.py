"""From the backlog to a file: which format, which file, and whether to replace what is there."""

from collections.abc import Callable, Mapping
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relplan.model.backlog import Backlog
from relplan.model.errors import RelplanError
from relplan.tui.actions import Action, Controller, handles
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.advice import AdviceScreen
from relplan.tui.screens.dialogs import ListDialog, Prompt

if TYPE_CHECKING:
    from relplan.exports.formats import Format

_REPLACE, _KEEP = "replace", "keep"


class Exporting(Controller[AdviceScreen]):
    """The dialogs in their order. Nothing is written before the last of them is answered."""

    def __init__(self, view: AdviceScreen, found: Callable[[], Backlog | None]) -> None:
        """Export what is *found* when a key is pressed."""
        super().__init__(view)
        self._found = found

    def _nothing_to_write(self) -> str:
        return self.view.busy() or ("" if self._found() else "there is no backlog to write")

    @handles(
        Action("advice.export", "e", "Export", "Write the backlog to a file."),
        disabled=_nothing_to_write,
    )
    def export(self) -> None:
        """Ask for the format and the file, then write it."""
        found = self._found()
        if found is not None:
            _Export(self.view, found).begin()


class _Export:
    """One export of a backlog, which stays the same while the person answers."""

    def __init__(self, view: AdviceScreen, found: Backlog) -> None:
        """Export *found*."""
        self._view, self._app, self._found = view, view.app, found

    def begin(self) -> None:
        """Ask for the format."""
        from relplan.plugins import problems  # noqa: PLC0415

        self._choose("export the backlog as", format_lines(), self._formatted)
        for problem in problems():
            self._view.tell(problem, severity="warning")

    def _choose(
        self, title: str, lines: list[tuple[str, Line]], then: Any, *, decides: bool = False
    ) -> None:
        glyphs = self._view.session.glyphs
        hint = "Enter chooses, Esc closes"
        dialog = ListDialog(title, lines, glyphs, hint=hint, choosable=True, decides=decides)
        self._app.push_screen(dialog, then)

    def _formatted(self, name: str | None) -> None:
        if not name:
            return
        form = _formats()[name]
        if self._app.is_web:  # no path of this machine is for a browser to write to
            self._deliver(form)
            return
        question = (Span(f"Write it as {name} to which file?"),)
        prompt = Prompt("export", question, "a path", _file_name(form))
        self._app.push_screen(prompt, partial(self._named, form))

    def _deliver(self, form: "Format") -> None:
        """Hand it to the browser as a download."""
        try:
            text = form.write(self._found)
        except RelplanError as error:
            self._view.tell(f"nothing is written: {error}", severity="error")
            return
        self._app.deliver_text(StringIO(text), save_filename=_file_name(form))

    def _named(self, form: "Format", name: str | None) -> None:
        if not name:
            return
        path = Path(name)
        try:
            path = path.expanduser()
            there, folder = path.exists(), path.is_dir()
        except (OSError, ValueError, RuntimeError) as error:
            self._view.tell(f"{name} is no path: {error}", severity="error")
            return
        if folder:
            self._view.tell(f"{name} is a folder: name a file in it", severity="warning")
        elif there:
            lines: list[tuple[str, Line]] = [
                (_KEEP, (Span("keep it and write nothing"),)),
                (_REPLACE, (Span("replace it", Role.WARNING),)),
            ]
            then = partial(self._confirmed, form, path)
            self._choose(f"{name} exists", lines, then, decides=True)
        else:
            self._write(form, path)

    def _confirmed(self, form: "Format", path: Path, answer: str | None) -> None:
        if answer == _REPLACE:
            self._write(form, path)

    def _write(self, form: "Format", path: Path) -> None:
        from relplan.exports.writing import write_whole  # noqa: PLC0415

        try:
            write_whole(path, form.write(self._found))
        except (RelplanError, OSError) as error:
            self._view.tell(f"nothing is written: {error}", severity="error")
        else:
            self._view.tell(f"wrote {path}")


def _file_name(form: "Format") -> str:
    return f"backlog.{form.suffix.lstrip('.')}"


def format_lines() -> list[tuple[str, Line]]:
    """Return the formats of a backlog, each with what it is for."""
    return [
        (name, (Span(f"{name:<15}", Role.STRONG), Span(form.describe)))
        for name, form in _formats().items()
    ]


def _formats() -> "Mapping[str, Format]":
    # Here, for the TUI is up sooner without all formats.
    from relplan.exports.formats import formats  # noqa: PLC0415

    return formats("backlog")
