"""To a file: which document, which format, which file, and whether to replace what is there."""

from collections.abc import Callable, Sequence
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.worker import Worker, WorkerState, get_current_worker

from relplan.model.errors import RelplanError
from relplan.tui.actions import Action, Controller, handles
from relplan.tui.documents import Document, Make
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.screens.dialogs import CHOOSES, ListDialog, Prompt
from relplan.tui.session import Session

if TYPE_CHECKING:
    from relplan.exports.formats import Format

_REPLACE, _KEEP = "replace", "keep"
_NAME_CELLS = 15


class Exporting(Controller[ControlledScreen[Any]]):
    """The dialogs in their order. Nothing is written before the last of them is answered."""

    def __init__(
        self,
        view: ControlledScreen[Any],
        session: Session,
        documents: Callable[[], Sequence[Document]],
        busy: Callable[[], str] = lambda: "",
    ) -> None:
        """Export one of the *documents* that there are when a key is pressed; none while *busy*."""
        super().__init__(view)
        self._session, self._documents, self._busy = session, documents, busy

    def _nothing_to_write(self) -> str:
        return self._busy() or ("" if self._documents() else "there is nothing to write")

    @handles(
        Action("plan.export", "E", "Export", "Write the plan, the backlog, a runbook to a file."),
        disabled=_nothing_to_write,
    )
    def export(self) -> None:
        """Ask for the document, the format and the file, then write it."""
        found = self._documents()
        export = _Export(self.view, self._session)
        if len(found) == 1:
            export.of(found[0])
        elif found:
            export.one_of(found)


class _Export:
    """One export, of what there was when it began, whatever the person does meanwhile."""

    def __init__(self, view: ControlledScreen[Any], session: Session) -> None:
        """Export from *view*."""
        self._view, self._app, self._session = view, view.app, session

    def one_of(self, documents: Sequence[Document]) -> None:
        """Ask which of *documents*."""
        cells = max(_NAME_CELLS, *(len(one.name) + 1 for one in documents))
        lines = [(one.name, _told(one.name, one.about, cells)) for one in documents]
        by_name = {one.name: one for one in documents}
        self._choose("export", lines, lambda name: self.of(by_name[name]) if name else None)

    def of(self, document: Document) -> None:
        """Ask for the format of *document*."""
        from relplan.plugins import problems  # noqa: PLC0415

        self._document = document
        forms = _formats(document.what)
        lines = [(name, _told(name, form.describe)) for name, form in forms.items()]
        self._choose(f"export the {document.name} as", lines, self._formatted)
        for problem in problems():
            self._view.tell(problem, severity="warning")

    def _choose(
        self, title: str, lines: list[tuple[str, Line]], then: Any, *, decides: bool = False
    ) -> None:
        glyphs = self._session.glyphs
        dialog = ListDialog(title, lines, glyphs, hint=CHOOSES, choosable=True, decides=decides)
        self._app.push_screen(dialog, then)

    def _formatted(self, name: str | None) -> None:
        if not name:
            return
        form = _formats(self._document.what)[name]
        if self._app.is_web:  # no path of this machine is for a browser to write to
            self._make(form, partial(self._deliver, form))
            return
        question = (Span(f"Write it as {name} to which file?"),)
        name = self._file_name(form)
        take = partial(self._named, form)
        Prompt.ask(self._app, take, "export", question, "a path", proposed=name)

    def _file_name(self, form: "Format") -> str:
        return f"{self._document.what}.{form.suffix.lstrip('.')}"

    def _deliver(self, form: "Format", text: str) -> None:
        """Hand it to the browser as a download."""
        self._app.deliver_text(StringIO(text), save_filename=self._file_name(form))

    def _named(self, form: "Format", name: str, ask_again: Callable[[], None]) -> None:
        path = Path(name)
        try:
            path = path.expanduser().absolute()
            there, folder = path.exists(), path.is_dir()
        except (OSError, ValueError, RuntimeError) as error:
            self._view.tell(f"{name} is no path: {error}", severity="error")
            ask_again()
            return
        if folder:
            self._view.tell(f"{path} is a folder: name a file in it", severity="warning")
            ask_again()
        elif there:
            lines: list[tuple[str, Line]] = [
                (_KEEP, (Span("keep it and write nothing"),)),
                (_REPLACE, (Span("replace it", Role.WARNING),)),
            ]
            then = partial(self._confirmed, form, path, ask_again)
            self._choose(f"{path} exists", lines, then, decides=True)
        else:
            self._make(form, partial(self._write, path, ask_again), ask_again)

    def _confirmed(
        self, form: "Format", path: Path, ask_again: Callable[[], None], answer: str | None
    ) -> None:
        if answer == _REPLACE:
            self._make(form, partial(self._write, path, ask_again), ask_again)
        elif answer is None:
            ask_again()

    def _make(
        self,
        form: "Format",
        then: Callable[[str], None],
        otherwise: Callable[[], None] = lambda: None,
    ) -> None:
        """Make the text and go on with it, or where that fails with *otherwise*.

        One that takes long is made beside the screen, and nobody is asked anything after it.
        """
        try:
            make = self._document.begin()
            if not self._document.slow:
                then(form.write(make(lambda: False)))
                return
        except RelplanError as error:
            self._failed(error)
            otherwise()
            return
        self._view.say(f"the {self._document.name} is being made; this takes up to ten seconds")
        beside = partial(self._beside, make, form, then)
        self._view.run_worker(beside, thread=True, group="export")

    def _beside(self, make: Make, form: "Format", then: Callable[[str], None]) -> None:
        worker: Worker[None] = get_current_worker()
        try:
            text = form.write(make(lambda: worker.is_cancelled))
        except RelplanError as error:
            self._app.call_from_thread(self._failed, error)
            return
        if worker.state is not WorkerState.CANCELLED:
            self._app.call_from_thread(then, text)

    def _failed(self, error: RelplanError | OSError) -> None:
        self._view.tell(f"nothing is written: {error}", severity="error")

    def _write(self, path: Path, ask_again: Callable[[], None], text: str) -> None:
        from relplan.exports.writing import write_whole  # noqa: PLC0415

        try:
            write_whole(path, text)
        except (RelplanError, OSError) as error:
            self._failed(error)
            if not self._document.slow:
                ask_again()
        else:
            self._view.say(f"wrote {path}")


def _told(name: str, about: str, cells: int = _NAME_CELLS) -> Line:
    return (Span(f"{name:<{cells}}", Role.STRONG), Span(about))


def _formats(what: str) -> "dict[str, Format]":
    # Here, for the TUI is up sooner without all formats.
    from relplan.exports.formats import formats  # noqa: PLC0415

    return dict(formats(what))
