"""Commands that another one is handed as text: by ``bash -c``, ``eval``, ``ssh``, ``xargs``."""

import re
import shlex
from collections.abc import Iterator, Sequence

from relplan.sources.pipelines.facts import Step
from relplan.sources.pipelines.files import Files, joined
from relplan.sources.pipelines.options import plain_words
from relplan.sources.pipelines.shell import Command
from relplan.sources.pipelines.shell_output import output_of

SHELLS = frozenset({"bash", "sh", "zsh", "dash", "source", "."})
_MOST = 200
"""Commands that one is handed."""


def handed(command: Command, step: Step, files: Files) -> list[Step]:
    """Return the commands that *command*, which stands in *step*, is handed as text."""
    words = plain_words(command.words)
    program = words[0] if words else ""
    line = step.line + command.line - 1
    known = dict(command.variables)
    remote, found = step.remote, list[tuple[str, int]]()
    if program == "ssh" or words[:2] == ("gcloud", "compute"):
        text = command.here or " ".join(words[-1:] if " " in words[-1] else words[2:])
        remote, found = True, [(text, line + 1 if command.here else line)]
    elif program == "eval":
        found = [(" ".join(words[1:]), line)]
    elif program == "xargs":
        found = [(text, line) for text in _for_each(words[1:], command, files)]
    elif program == "parallel" and ":::" in words:
        at = words.index(":::")
        found = [(text, line) for text in _filled_in(words[1:at], words[at + 1 :], "{}")]
    elif program in SHELLS:
        found = list(_shell(words[1:], known, command, files, line))
    variables = tuple(known.items())
    folder = "" if remote else command.folder
    return [Step(text, step.path, at, folder, (), variables, remote) for text, at in found]


def _shell(
    rest: Sequence[str], known: dict[str, str], command: Command, files: Files, line: int
) -> Iterator[tuple[str, int]]:
    """Yield the script that a shell is handed; *known* gets its arguments."""
    for place, word in enumerate(rest[:3]):
        if re.fullmatch(r"-\w*c", word) and len(rest) > place + 1:
            known |= {str(n): one for n, one in enumerate(rest[place + 2 :][:10])}
            yield rest[place + 1], line
            return
    if all(word.startswith("-") for word in rest):
        yield from _piped(command, files, line)


def _piped(command: Command, files: Files, line: int) -> Iterator[tuple[str, int]]:
    """Yield the text that a shell reads as its script."""
    if command.here:
        yield command.here, line + 1
    for words in command.before[-1:]:
        if words[:1] == ("echo",):
            yield " ".join(words[1:]), line
        elif words[:1] == ("cat",) and len(words) == 2 and command.folder:
            yield files.text(joined(command.folder, words[1])), line


def _for_each(words: Sequence[str], command: Command, files: Files) -> Iterator[str]:
    """Yield what ``xargs`` runs, where it can be told for what."""
    rest, sign = list(words), ""
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if option[:2] in ("-I", "-i"):
            sign = option[2:] or (rest.pop(0) if rest and option == "-I" else "{}")
        elif option in ("-n", "-P", "-L", "-d", "-a", "-s"):
            rest = rest[1:]
    values = [] if len(command.before) != 1 else _printed(command, files)
    yield from _filled_in(rest, values, sign)


def _printed(command: Command, files: Files) -> list[str]:
    return output_of(command.before[0], command.folder, files.glob) or []


def _filled_in(words: Sequence[str], values: Sequence[str], sign: str) -> Iterator[str]:
    for value in values[:_MOST]:
        if sign and any(sign in word for word in words):
            yield shlex.join(word.replace(sign, value) for word in words)
        else:
            yield shlex.join((*words, value))
