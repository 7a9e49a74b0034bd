"""What was read from blobs, kept so that nothing is read or compared twice."""

import json
from collections.abc import Callable, Iterable
from dataclasses import astuple
from typing import Any, Protocol

from relplan.contracts.kind import Surface, Use
from relplan.detection.fingerprint import GENERATION
from relplan.model.finding import Finding, Phase, Severity


class Memory(Protocol):
    """Where readings are kept from one scan to the next."""

    def recall(self, key: str) -> str | None:
        """Return what is kept under *key*."""

    def keep(self, key: str, value: str) -> None:
        """Keep *value* under *key*."""


class Readings:
    """Reads by way of a memory; what another generation of relplan read counts for nothing."""

    def __init__(self, memory: Memory) -> None:
        """Keep all in *memory*."""
        self._memory = memory

    def findings(self, key: str, compare: Callable[[], Iterable[Finding]]) -> tuple[Finding, ...]:
        """Return the findings kept under *key*, or those of *compare*."""
        made = self._through(key, lambda: [astuple(finding) for finding in compare()])
        return tuple(_finding(row) for row in made)

    def texts(self, key: str, read: Callable[[], Iterable[str]]) -> tuple[str, ...]:
        """Return the texts kept under *key*, or those of *read*."""
        return tuple(self._through(key, lambda: list(read())))

    def surface(self, key: str, read: Callable[[], Surface | None]) -> Surface | None:
        """Return the surface kept under *key*, or that of *read*."""
        made = self._through(key, lambda: _surface_row(read()))
        if made is None:
            return None
        return Surface(made[0], {part: tuple(names) for part, names in made[1].items()})

    def uses(self, key: str, read: Callable[[], Iterable[Use]]) -> tuple[Use, ...]:
        """Return the uses kept under *key*, or those of *read*."""
        made = self._through(key, lambda: sorted({astuple(use) for use in read()}))
        return tuple(Use(*row) for row in made)

    def rows(self, key: str, make: Callable[[], Any]) -> Any:
        """Return what is kept under *key*, or what *make* does: anything that JSON can say."""
        return self._through(key, make)

    def _through(self, key: str, make: Callable[[], Any]) -> Any:
        name = f"{GENERATION} {key}"
        kept = self._memory.recall(name)
        if kept is not None:
            return json.loads(kept)
        made = json.dumps(make())
        self._memory.keep(name, made)
        return json.loads(made)


def _finding(row: list[Any]) -> Finding:
    rule, severity, part, path, line, text, touches, phase, reversible, *flags = row
    return Finding(
        rule,
        Severity(severity),
        part,
        path,
        line,
        text,
        tuple(touches),
        None if phase is None else Phase(phase),
        reversible,
        *flags,
    )


def _surface_row(surface: Surface | None) -> list[Any] | None:
    if surface is None:
        return None
    return [surface.name, {part: list(names) for part, names in surface.parts.items()}]
