"""Which pending changes may ship dark: what they add stands behind a check of a feature flag.

It is asked of a change that adds something behind such a check, and nothing that runs anyhow: what
it adds beside that only defines functions, methods, classes and types. Whether these are called by
what was there is for a person to say.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from functools import partial
from itertools import chain, islice, takewhile
from posixpath import basename, splitext
from typing import Any, NamedTuple

from relplan.contracts.bounds import UnreadableError
from relplan.detection.contract import Findings
from relplan.detection.digests import digest
from relplan.detection.flag_files import FlagFiles
from relplan.detection.listing import RepositoryFiles
from relplan.detection.provided import History
from relplan.detection.readings import Readings
from relplan.model.change import Change, EffectKind
from relplan.model.counting import counted
from relplan.model.evidence import Evidence
from relplan.model.facts import MayBeDark
from relplan.sources.flags.checks import may_ask
from relplan.sources.flags.code import Definition, FlaggedFile, FlagUse, flagged_in
from relplan.sources.flags.languages import is_readable
from relplan.sources.flags.names import Names
from relplan.sources.git.trees import Difference
from relplan.sources.provenance import CODE, Provenance, is_code, provenance_of

_LARGEST = 400_000
"""Bytes of a code file that people wrote."""
_MOST_SHOWN = 5
"""Places that a question shows of one kind."""
_RUNS = CODE | frozenset(
    ".cshtml .ejs .erb .ftl .haml .handlebars .hbs .html .j2 .jinja .jinja2 .jsp .liquid .mustache"
    " .pug .razor .slim .sql .tpl .twig".split()
)
"""Endings of the files of which something runs: code, pages that it shows, and statements."""
_MIGRATION = re.compile(r"(?:^|/)(?:migrations?|migrate|alembic)/")
"""Where a file stands that runs by itself when it is deployed."""
_WORD = re.compile(rb"\w")


def would_be_freed(found: Findings, change: Change) -> bool:
    """Tell whether anything would be otherwise if *change* shipped dark."""
    if change.flag or change.cancelled:
        return False
    effects = (*change.effects, *found.effects.get(change.id, ()))
    ties = (EffectKind.BREAKS, EffectKind.ADAPTS)
    return bool(change.features) or any(effect.kind in ties for effect in effects)


class DarkChanges:
    """Looks at what the changes of one service add."""

    def __init__(
        self, history: History, files: RepositoryFiles, flags: FlagFiles, readings: Readings
    ) -> None:
        """Look at *history* by *files*, for the *flags* of files and those that SDKs ask for."""
        self._history = history
        self._files = files
        self._flags = flags
        self._readings = readings

    def of(self, change: Change) -> tuple[MayBeDark, ...]:
        """Return the flags that *change* may be dark behind, by name."""
        all_changed = self._files.changed(*self._history.step(change))
        changed = [one for one in all_changed if one.after and self._is_own_code(one.path)]
        contents = [self._content(one.after) for one in changed]
        pairs = [*zip(changed, contents, strict=True)]
        names = self._flags.names_with(all_changed, self._files)
        if not any(may_ask(one.path, content, names) for one, content in pairs):
            return ()
        moved = {basename(one.path): one.before for one in all_changed if not one.after}
        found = (self._added(one, content, moved, names) for one, content in pairs)
        added = [one for one in found if one.lines]
        flags = sorted({flag for one in added for flag in one.file.uses})
        dark = (self._may_be_dark(change, flag, added) for flag in flags)
        return tuple(one for one in dark if one is not None)

    def _is_own_code(self, path: str) -> bool:
        folder = self._history.folder
        inside = folder == "." or path.startswith(f"{folder}/")
        return inside and is_code(path, _RUNS) and provenance_of(path) is Provenance.ORIGINAL

    def _content(self, oid: str) -> bytes:
        """Return a file; empty where it is too large for one that people wrote."""
        content = self._files.read(oid) or b"" if oid else b""
        return content if len(content) <= _LARGEST else b""

    def _added(
        self, changed: Difference, content: bytes, moved: Mapping[str, str], names: Names
    ) -> "_Added":
        path, old, oid = changed
        before = self._content(old or moved.get(basename(path), ""))
        file = self._read(path, oid, content, names)
        lines = lines_added(before.splitlines(), content.splitlines())
        return _Added(
            path, lines & file.code, file, _without_spaces(before.decode(errors="replace"))
        )

    def _read(self, path: str, oid: str, content: bytes, names: Names) -> FlaggedFile:
        if is_readable(path) and not _MIGRATION.search(path):
            key = digest("code behind each check of flags", splitext(path)[1], oid, names)
            with suppress(UnreadableError):
                rows = self._readings.rows(key, lambda: rows_of(flagged_in(path, content, names)))
                return file_of_rows(rows)
        lines = enumerate(content.splitlines(), 1)
        return FlaggedFile(frozenset(place for place, line in lines if _WORD.search(line)))

    def _may_be_dark(
        self, change: Change, flag: str, added: Sequence["_Added"]
    ) -> MayBeDark | None:
        """Return that *change* may be dark behind *flag*, if its additions say so."""
        behind = [one for one in added if one.behind(flag)]
        closed = frozenset(chain.from_iterable(one.closed(flag) for one in behind))
        if not behind or any(one.running(flag, closed) for one in added):
            return None
        said = partial(Evidence, "flag-check", repository=change.service, commit=change.commit)
        checks = [
            said(f"{check}: {counted(len(own), 'added line')}", path=one.path, line=line)
            for one in behind
            for line, check in sorted(one.file.uses[flag].checks.items())
            if (own := one.behind(flag) & one.file.uses[flag].of_check.get(line, frozenset()))
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

    before: str
    """What the file held before, without spaces."""

    def behind(self, flag: str) -> frozenset[int]:
        """Return the added lines that run only while *flag* is on."""
        return (self.lines & self._use(flag).behind) - self._new_instead(flag)

    def defined(self, flag: str) -> list[int]:
        """Return the other added lines that stand in what is defined anew."""
        new = (one.all for one in self.file.definitions if one.first in self.lines)
        return sorted(self._beside(flag).intersection(chain.from_iterable(new)))

    def closed(self, flag: str) -> Iterator[str]:
        """Yield what is defined anew, and leaves at once while *flag* is off."""
        use = self._use(flag)
        dark = use.behind | use.asking | use.guards
        for one in self.file.definitions:
            inside = self.file.code.intersection(range(one.body + 1, one.last + 1))
            is_new = one.first in self.lines and inside <= self.lines
            shut = not use.guards.isdisjoint(inside) and inside <= dark
            if one.name and is_new and shut:
                yield one.name

    def running(self, flag: str, closed: Collection[str]) -> frozenset[int]:
        """Return the added lines that run whether *flag* is on or not.

        Those that only mention what is *closed* while it is off are none.
        """
        mentioning = {line for line, name in self.file.mentions.items() if name in closed}
        return self._beside(flag).difference(self.defined(flag), mentioning)

    def _beside(self, flag: str) -> frozenset[int]:
        old = self._use(flag).instead.keys() - self._new_instead(flag)
        return self.lines - self.behind(flag) - self._use(flag).asking - old

    def _new_instead(self, flag: str) -> set[int]:
        """Return the lines with what runs instead while *flag* is off, and was not there before."""
        instead = self._use(flag).instead.items()
        return {line for line, text in instead if _without_spaces(text) not in self.before}

    def _use(self, flag: str) -> FlagUse:
        return self.file.uses.get(flag, FlagUse())


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def lines_added(before: Sequence[bytes], after: Sequence[bytes]) -> frozenset[int]:
    """Return the numbers, from 1, of the lines of *after* that are not from *before*.

    A line that only moved to the right, under a new condition, is one that was added there.
    """
    found: set[int] = set()
    for kind, _, _, first, last in SequenceMatcher(None, before, after).get_opcodes():
        moved = 0
        if kind == "insert":  # of the places at which it may have been put in, the last
            pairs = zip(after[first:], after[last:], strict=False)
            moved = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        if kind in ("insert", "replace"):
            found.update(range(first + moved + 1, last + moved + 1))
    return frozenset(found)


def rows_of(file: FlaggedFile) -> list[Any]:
    """Return *file* as JSON can say it."""
    uses = [
        [
            flag,
            [*use.checks.items()],
            [*map(sorted, (use.asking, use.behind, use.guards))],
            [*use.instead.items()],
            [(line, sorted(behind)) for line, behind in use.of_check.items()],
        ]
        for flag, use in file.uses.items()
    ]
    return [sorted(file.code), uses, list(file.definitions), [*file.mentions.items()]]


def file_of_rows(rows: Any) -> FlaggedFile:
    """Return what `rows_of` said."""
    code, uses, definitions, mentions = rows
    return FlaggedFile(
        frozenset(code),
        {
            flag: FlagUse(
                dict(checks),
                frozenset(asking),
                frozenset(behind),
                frozenset(guards),
                dict(instead),
                {line: frozenset(own) for line, own in of_check},
            )
            for flag, checks, (asking, behind, guards), instead, of_check in uses
        },
        tuple(Definition(*one) for one in definitions),
        dict(mentions),
    )
