"""Which pending changes may ship dark: what they add stands behind a check of a feature flag.

It is asked of a change that adds something behind such a check, and nothing that runs anyhow: what
it adds beside that only defines functions, methods, classes and types. Whether these are called by
what was there is for a person to say.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from functools import partial
from itertools import chain, islice
from posixpath import basename, splitext
from typing import Any, NamedTuple

from relplan.contracts.bounds import UnreadableError
from relplan.detection.digests import digest
from relplan.detection.listing import RepositoryFiles
from relplan.detection.provided import History
from relplan.detection.readings import Readings
from relplan.model.change import Change
from relplan.model.counting import counted
from relplan.model.evidence import Evidence
from relplan.model.facts import MayBeDark
from relplan.sources.flags.checks import Names, by_spelling, is_readable, may_ask
from relplan.sources.flags.code import FlaggedFile, FlagUse, flagged_in
from relplan.sources.flags.conditions import Lines
from relplan.sources.flags.files import FlagDefinition, flags_in, may_define_flags
from relplan.sources.git.trees import Difference
from relplan.sources.provenance import Provenance, is_code, provenance_of

_LARGEST = 400_000
"""Bytes of a code file that people wrote."""
_MOST_SHOWN = 5
"""Places that a question shows of one kind."""
_WORD = re.compile(rb"\w")


class Defined(NamedTuple):
    """A flag as a file of the workspace defines it."""

    service: str
    commit: str
    path: str
    definition: FlagDefinition


class FlagFiles:
    """The flags that the files of a workspace define."""

    def __init__(self, readings: Readings) -> None:
        """Know of none yet; keep what is read in *readings*."""
        self._readings = readings
        self._defined: dict[str, list[Defined]] = defaultdict(list)
        self._seen: set[tuple[str, str]] = set()

    @property
    def names(self) -> Names:
        """All of them."""
        return by_spelling(self._defined)

    def look(self, history: History, files: RepositoryFiles) -> None:
        """Take note of the flags that the service's repository defines on its main."""
        listing = files.listing(history.main, history.baseline)
        for path in filter(may_define_flags, listing.paths()):
            oid = listing.get(path)
            if (path, oid) in self._seen:
                continue  # another service of the same repository had it
            self._seen.add((path, oid))
            for definition in self._flags_in(path, oid, files.read(oid) or b""):
                found = Defined(history.service, history.main, path, definition)
                self._defined[definition.name].append(found)

    def _flags_in(self, path: str, oid: str, content: bytes) -> Iterator[FlagDefinition]:
        key = digest("flags that a file defines", splitext(path)[1], oid)
        rows = self._readings.rows(
            key, lambda: [list(_row(one)) for one in flags_in(path, content)]
        )
        return (FlagDefinition(*row) for row in rows)

    def switching_on(self, flag: str) -> Iterator[Evidence]:
        """Yield the places that switch *flag* on."""
        for service, commit, path, definition in self._defined.get(flag, ()):
            if definition.on:
                text = f"{path} switches {flag} on"
                yield Evidence("flag-file", text, service, commit, path, definition.line)


def _row(definition: FlagDefinition) -> tuple[str, int, bool | None]:
    return definition.name, definition.line, definition.on


class DarkChanges:
    """Looks at what the changes of one service add."""

    def __init__(
        self, history: History, files: RepositoryFiles, flags: FlagFiles, readings: Readings
    ) -> None:
        """Look at *history* by *files*, for the *flags* of files and those that SDKs ask for."""
        self._history = history
        self._files = files
        self._flags = flags
        self._names = flags.names
        self._readings = readings
        self._key = digest(sorted(self._names.values()))

    def of(self, change: Change) -> tuple[MayBeDark, ...]:
        """Return the flags that *change* may be dark behind, by name."""
        all_changed = self._files.changed(*self._history.step(change))
        changed = [one for one in all_changed if one.after and self._is_own_code(one.path)]
        contents = [self._content(one.after) for one in changed]
        pairs = [*zip(changed, contents, strict=True)]
        if not any(may_ask(one.path, content, self._names) for one, content in pairs):
            return ()
        moved = {basename(one.path): one.before for one in all_changed if not one.after}
        found = (self._added(one, content, moved) for one, content in pairs)
        added = [one for one in found if one.lines]
        flags = sorted({flag for one in added for flag in one.file.uses})
        dark = (self._may_be_dark(change, flag, added) for flag in flags)
        return tuple(one for one in dark if one is not None)

    def _is_own_code(self, path: str) -> bool:
        folder = self._history.folder
        inside = folder == "." or path.startswith(f"{folder}/")
        return inside and is_code(path) and provenance_of(path) is Provenance.ORIGINAL

    def _content(self, oid: str) -> bytes:
        """Return a file; empty where it is too large for one that people wrote."""
        content = self._files.read(oid) or b"" if oid else b""
        return content if len(content) <= _LARGEST else b""

    def _added(self, changed: Difference, content: bytes, moved: Mapping[str, str]) -> "_Added":
        path, old, oid = changed
        before = self._content(old or moved.get(basename(path), ""))
        file = self._read(path, oid, content)
        lines = lines_added(before.splitlines(), content.splitlines())
        return _Added(path, lines & file.code, file)

    def _read(self, path: str, oid: str, content: bytes) -> FlaggedFile:
        if is_readable(path):
            key = digest("code behind flags", splitext(path)[1], oid, self._key)
            with suppress(UnreadableError):
                rows = self._readings.rows(
                    key, lambda: rows_of(flagged_in(path, content, self._names))
                )
                return file_of_rows(rows)
        lines = enumerate(content.splitlines(), 1)
        return FlaggedFile(frozenset(place for place, line in lines if _WORD.search(line)))

    def _may_be_dark(
        self, change: Change, flag: str, added: Sequence["_Added"]
    ) -> MayBeDark | None:
        """Return that *change* may be dark behind *flag*, if its additions say so."""
        behind = [one for one in added if one.behind(flag)]
        if not behind or any(one.running(flag) for one in added):
            return None
        said = partial(Evidence, "flag-check", repository=change.service, commit=change.commit)
        checks = [
            said(
                f"{check}: {counted(len(one.behind(flag)), 'added line')}", path=one.path, line=line
            )
            for one in behind
            for line, check in sorted(one.file.uses[flag].checks.items())
        ]
        defined = [(one.path, line) for one in added for line in one.defined(flag)]
        against = [
            said(f"{counted(len(defined), 'added line')} in new definitions, behind no check",
                 path=path, line=line)
            for path, line in defined[:1]
        ]  # fmt: skip
        on = self._flags.switching_on(flag)
        return MayBeDark(flag, tuple(checks[:_MOST_SHOWN]), (*against, *islice(on, _MOST_SHOWN)))


class _Added(NamedTuple):
    """What a change adds to one file."""

    path: str
    lines: frozenset[int]
    """The lines of code that it adds, counted from 1."""
    file: FlaggedFile

    def behind(self, flag: str) -> frozenset[int]:
        """Return the added lines that run only while *flag* is on."""
        return self.lines & self.file.uses[flag].behind if flag in self.file.uses else frozenset()

    def defined(self, flag: str) -> list[int]:
        """Return the other added lines that stand in what is defined anew."""
        new = (one.all for one in self.file.definitions if one.first in self.lines)
        return sorted(self._beside(flag).intersection(chain.from_iterable(new)))

    def running(self, flag: str) -> frozenset[int]:
        """Return the added lines that run whether *flag* is on or not."""
        return self._beside(flag).difference(self.defined(flag))

    def _beside(self, flag: str) -> frozenset[int]:
        asking = self.file.uses[flag].asking if flag in self.file.uses else frozenset()
        return self.lines - self.behind(flag) - asking


def lines_added(before: Sequence[bytes], after: Sequence[bytes]) -> frozenset[int]:
    """Return the numbers, from 1, of the lines of *after* that are not from *before*.

    A line that only moved to the right, under a new condition, is one that was added there.
    """
    matcher = SequenceMatcher(None, before, after)
    return frozenset(
        place
        for kind, _, _, first, last in matcher.get_opcodes()
        if kind in ("insert", "replace")
        for place in range(first + 1, last + 1)
    )


def rows_of(file: FlaggedFile) -> list[Any]:
    """Return *file* as JSON can say it."""
    uses = [
        [flag, [*use.checks.items()], sorted(use.asking), sorted(use.behind)]
        for flag, use in file.uses.items()
    ]
    return [sorted(file.code), uses, list(file.definitions)]


def file_of_rows(rows: Any) -> FlaggedFile:
    """Return what `rows_of` said."""
    code, uses, definitions = rows
    return FlaggedFile(
        frozenset(code),
        {
            flag: FlagUse(dict(checks), frozenset(asking), frozenset(behind))
            for flag, checks, asking, behind in uses
        },
        tuple(Lines(*one) for one in definitions),
    )
