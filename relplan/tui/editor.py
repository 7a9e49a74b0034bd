"""The person's own editor at a file and a line, without a shell between."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

_PLUS = frozenset(
    "vi vim nvim view gvim mvim nano pico emacs emacsclient mg joe jed ne kak micro less".split()
)
_GOTO = frozenset("code code-insiders codium vscodium cursor windsurf positron".split())
_COLON = frozenset("subl sublime_text zed zeditor hx helix atom lapce fleet".split())
_LINE = frozenset(
    "idea pycharm webstorm goland clion rider phpstorm rubymine mate kate kwrite gedit xed".split()
)


def editor_command(environment: Mapping[str, str], path: Path, line: int) -> list[str]:
    """Return the command that opens *path* at *line* (0: at its beginning); empty: none is set.

    The setting is ``VISUAL``, else ``EDITOR``, and may have arguments of its own. Raises ValueError
    where its quotes do not match.
    """
    setting = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    own = shlex.split(setting, posix=os.name != "nt")
    if not own:
        return []
    return [*own, *_at(PurePath(own[0].strip('"')).stem.casefold(), str(path), line)]


def _at(editor: str, path: str, line: int) -> Sequence[str]:
    if not line:
        return (path,)
    if editor in _PLUS:
        return (f"+{line}", path)
    if editor in _GOTO:
        return ("--goto", f"{path}:{line}")
    if editor in _COLON:
        return (f"{path}:{line}",)
    if editor in _LINE:
        return ("--line", str(line), path)
    return (path,)


def run_editor(command: Sequence[str]) -> str:
    """Run *command* until it is done; return what went wrong, empty: nothing did."""
    program = shutil.which(command[0].strip('"'))
    if program is None:
        return f"there is no program {command[0]}: set VISUAL or EDITOR to one that is there"
    try:
        done = subprocess.run([program, *command[1:]], check=False)
    except OSError as error:
        return f"{command[0]} cannot be run: {error.strerror or error}"
    return f"{command[0]} ended with {done.returncode}" if done.returncode else ""


def file_in(root: Path, path: str) -> Path | None:
    """Return the file *path* of the working copy *root*; None where it is not in there.

    *path* is anybody's: what leads out of the working copy, by itself or by a link, is not in it.
    """
    try:
        home = root.resolve()
        found = (home / path).resolve()
        return found if found.is_relative_to(home) and found.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None
