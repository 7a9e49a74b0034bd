"""Names for the shell's completion; an error there is no completion, never a message."""

from collections.abc import Iterator
from pathlib import Path

_MARKS = ("versioned", "flagged", "waived")


def complete_change(incomplete: str) -> list[str]:
    """Return the ids of changes that begin with *incomplete*."""
    return [name for name in _change_names() if name.startswith(incomplete)]


def complete_coupling(incomplete: str) -> list[str]:
    """Return the couplings that begin with *incomplete*."""
    return [name for name in _coupling_names() if name.startswith(incomplete)]


def complete_mark(incomplete: str) -> list[str]:
    """Return what ``COUPLING=MARK`` can be completed to."""
    coupling, equals, mark = incomplete.partition("=")
    if not equals:
        return [f"{name}=" for name in complete_coupling(coupling)]
    return [f"{coupling}={name}" for name in complete_mark_name(mark)]


def complete_mark_name(incomplete: str) -> list[str]:
    """Return the marks that begin with *incomplete*."""
    return [name for name in _MARKS if name.startswith(incomplete)]


def _change_names() -> Iterator[str]:
    from relplan.model.errors import RelplanError
    from relplan.workbench import open_workbench

    try:
        with open_workbench(Path()) as bench:
            yield from bench.plan().changes
    except RelplanError:
        return


def _coupling_names() -> Iterator[str]:
    from relplan.model.errors import RelplanError
    from relplan.workbench import open_workbench

    try:
        with open_workbench(Path()) as bench:
            yield from (coupling.name for coupling in bench.couplings())
    except RelplanError:
        return
