"""Names for the shell's completion; an error there is no completion, never a message."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

VARIABLE = "_RELPLAN_COMPLETE"
"""What the shell's script sets to ask for names."""
_MARKS = ("versioned", "flagged", "waived", "split")
_HARMLESS = re.compile(r"[\w%+,./:=@-]+")
"""A branch may be called ``$(rm -rf ~)``, and a shell runs what it completes unquoted."""
_BREAKS = re.compile("[:=@]+")
"""Where bash begins a new word, whatever the names are made of."""


def is_asked_by_bash() -> bool:
    """Tell whether it is bash that asks for names."""
    return os.environ.get(VARIABLE) == "complete_bash"


def complete_for_bash(complete: Callable[[], object]) -> None:
    """Let *complete* print names, each without the part before the word that bash has it replace.

    Bash takes words apart at signs that stand within a change's id.
    """
    kept = _mend_words()
    said = StringIO()
    try:
        with redirect_stdout(said):
            complete()
    finally:
        for line in said.getvalue().splitlines():
            print(line[kept:])


def _mend_words() -> int:
    """Put the words together again; return how much of the last one bash leaves as it is."""
    number = os.environ.get("COMP_CWORD", "")
    place = int(number) if number.isdecimal() else 0
    words: list[str] = []
    glue = False
    for word in os.environ.get("COMP_WORDS", "").split("\n")[: place + 1]:
        # What follows an option and "=" is a word of its own for click, too.
        ends = bool(_BREAKS.fullmatch(word)) and not "".join(words[-1:]).startswith("-")
        if words and (ends or glue):
            words[-1] += word
        else:
            words.append(word)
        glue = ends
    os.environ["COMP_WORDS"] = "\n".join(words)
    os.environ["COMP_CWORD"] = str(len(words) - 1)
    return max((found.end() for found in _BREAKS.finditer(words[-1])), default=0)


def _offered(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete) and _HARMLESS.fullmatch(name)]


def complete_change(incomplete: str) -> list[str]:
    """Return the ids of changes that begin with *incomplete*."""
    return _offered(_change_names(), incomplete)


def complete_coupling(incomplete: str) -> list[str]:
    """Return the couplings that begin with *incomplete*."""
    return _offered(_coupling_names(), incomplete)


def complete_mark(incomplete: str) -> list[str]:
    """Return what ``COUPLING=MARK`` can be completed to."""
    coupling, equals, _ = incomplete.rpartition("=")
    if not equals:
        return _offered((f"{name}=" for name in _coupling_names()), incomplete)
    return _offered((f"{coupling}={name}" for name in _MARKS), incomplete)


def complete_mark_name(incomplete: str) -> list[str]:
    """Return the marks that begin with *incomplete*."""
    return [name for name in _MARKS if name.startswith(incomplete)]


def complete_kind(incomplete: str) -> list[str]:
    """Return the kinds of contracts that begin with *incomplete*."""
    from relplan.contracts.registry import kinds

    return _offered(sorted(kind.name for kind in kinds()), incomplete)


def _change_names() -> Iterator[str]:
    from relplan.app import open_workbench
    from relplan.model.errors import RelplanError

    try:
        with open_workbench(Path()) as bench:
            yield from bench.plan().changes
    except RelplanError:
        return


def _coupling_names() -> Iterator[str]:
    from relplan.app import open_workbench
    from relplan.model.errors import RelplanError

    try:
        with open_workbench(Path()) as bench:
            yield from (coupling.name for coupling in bench.couplings())
    except RelplanError:
        return
