"""The flags that the files of a workspace name: a flag tool's own, and lists in the code."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from posixpath import splitext
from typing import NamedTuple

from relplan.detection.digests import digest
from relplan.detection.listing import RepositoryFiles
from relplan.detection.provided import History
from relplan.detection.readings import Readings
from relplan.model.evidence import Evidence
from relplan.model.flag import Prerequisite
from relplan.sources.flags.files import FlagDefinition, flags_in, may_define_flags
from relplan.sources.flags.lists import flags_listed, may_list_flags
from relplan.sources.flags.names import Names, names_of
from relplan.sources.git.trees import Difference


class Defined(NamedTuple):
    """A flag as a file of the workspace defines it."""

    service: str
    commit: str
    path: str
    definition: FlagDefinition


class FlagFiles:
    """The flags that the files of a workspace name."""

    def __init__(self, readings: Readings) -> None:
        """Know of none yet; keep what is read in *readings*."""
        self._readings = readings
        self._defined: dict[str, list[Defined]] = defaultdict(list)
        self._listed: set[tuple[str, str]] = set()
        self._seen: set[tuple[str, str]] = set()

    def look(self, history: History, files: RepositoryFiles) -> None:
        """Take note of the flags that the service's repository names on its main."""
        listing = files.listing(history.main, history.baseline)
        for path in filter(_may_name_flags, listing.paths()):
            oid = listing.get(path)
            if (path, oid) in self._seen:
                continue  # another service of the same repository had it
            self._seen.add((path, oid))
            self._listed.update(self._listed_in(path, oid, files))
            for definition in self._flags_in(path, oid, files):
                found = Defined(history.service, history.main, path, definition)
                self._defined[definition.name].append(found)

    def names_with(self, changed: Iterable[Difference], files: RepositoryFiles) -> Names:
        """Return all of them, and those that the files of a change name as it leaves them."""
        own = [(one.path, one.after) for one in changed if one.after and _may_name_flags(one.path)]
        tools = {found.name for place in own for found in self._flags_in(*place, files)}
        listed = {found for place in own for found in self._listed_in(*place, files)}
        return names_of(tools | self._defined.keys(), listed | self._listed)

    def switching_on(self, flag: str) -> Iterator[Evidence]:
        """Yield the places that switch *flag* on."""
        for one in self._defined.get(flag, ()):
            if one.definition.on:
                yield _evidence(one, f"{one.path} switches {flag} on")

    def prerequisites(self) -> tuple[Prerequisite, ...]:
        """Return which flags hold others up, as their tools' files say; sorted."""
        found = (
            Prerequisite(name, needs, _evidence(one, f"{one.path}: {name} needs {needs}"))
            for name, defined in self._defined.items()
            for one in defined
            for needs in one.definition.needs
        )
        return tuple(sorted(found))

    def _flags_in(self, path: str, oid: str, files: RepositoryFiles) -> Sequence[FlagDefinition]:
        if not may_define_flags(path):
            return ()
        key = digest("flags that a file defines, and what they need", splitext(path)[1], oid)
        rows = self._readings.rows(
            key, lambda: [list(_row(one)) for one in flags_in(path, files.read(oid) or b"")]
        )
        return [FlagDefinition(name, line, on, tuple(needs)) for name, line, on, needs in rows]

    def _listed_in(self, path: str, oid: str, files: RepositoryFiles) -> set[tuple[str, str]]:
        if not may_list_flags(path):
            return set()
        key = digest("flags that code lists", splitext(path)[1], oid)
        rows = self._readings.rows(key, lambda: flags_listed(path, files.read(oid) or b""))
        return {(spelling, flag) for spelling, flag in rows}


def _evidence(one: Defined, text: str) -> Evidence:
    return Evidence("flag-file", text, one.service, one.commit, one.path, one.definition.line)


def _may_name_flags(path: str) -> bool:
    return may_define_flags(path) or may_list_flags(path)


def _row(definition: FlagDefinition) -> tuple[str, int, bool | None, tuple[str, ...]]:
    return definition.name, definition.line, definition.on, definition.needs
