"""Makes the files of a version ready for buf: imports found, options that say nothing left out.

Each file is written under a number, the same for both versions, so that no path of a repository
ever becomes one of ours; imports are rewritten to match. A file names its imports relative to a
root that only its build knows, so the file whose path ends like that, and is nearest, is meant.
"""

import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from relplan.contracts.bounds import Budget, decoded
from relplan.contracts.protobuf.http import Http, http_of
from relplan.contracts.protobuf.tokens import (
    Import,
    Token,
    custom_options,
    declared_in,
    imports_of,
    tokens_of,
    without,
)

STUBS = "stubs.proto"
"""The file that is imported in place of all those that are missing."""
BUILT_IN = frozenset(
    f"google/protobuf/{name}.proto"
    for name in (
        "any", "api", "compiler/plugin", "cpp_features", "descriptor", "duration", "empty",
        "field_mask", "java_features", "source_context", "struct", "timestamp", "type", "wrappers",
    )
)  # fmt: skip
"""The files that buf brings along."""
_LONG_LINE = re.compile(r"[^\n]{1000,}+")
_CHARACTERS_A_STEP = 400


@dataclass(frozen=True, slots=True)
class Source:
    """One file, before its imports are found."""

    path: str
    text: str
    """Without the custom options."""
    imports: tuple[Import, ...]
    package: str
    types: tuple[str, ...]
    """The messages and enums that it declares."""
    http: Mapping[str, Http]
    """By which HTTP calls its rpcs are reached, too, by their full names."""
    is_said: bool
    """Whether there is anything in it; an empty file is none, and of no syntax."""


def read_source(path: str, content: bytes, budget: Budget) -> Source:
    """Read a file. Raises UnreadableError where it cannot be protobuf."""
    text = decoded(path, content)
    tokens = tokens_of(path, text, budget)
    budget.spend(_cost_of_long_lines(text, tokens))
    imports = tuple(imports_of(tokens))
    declared = declared_in(tokens)
    types = (*declared.messages, *declared.enums)
    http = http_of(tokens, declared.package)
    text = without(text, tuple(custom_options(tokens)))
    return Source(path, text, imports, declared.package, types, http, bool(tokens))


def _cost_of_long_lines(text: str, tokens: Sequence[Token]) -> int:
    """Return the steps that buf takes for lines longer than people write.

    To say in which column a token stands, it reads the line from its beginning.
    """
    cost = 0
    starts = [token.start for token in tokens]
    for line in _LONG_LINE.finditer(text):
        within = bisect_left(starts, line.end()) - bisect_left(starts, line.start())
        cost += len(line[0]) * within // _CHARACTERS_A_STEP
    return cost


def is_built_in(path: str) -> bool:
    """Tell whether a file is a copy of one that buf brings along."""
    return any(path == name or path.endswith(f"/{name}") for name in BUILT_IN)


class Folder:
    """Where each file of both versions is written."""

    def __init__(self, base: Iterable[str], revision: Iterable[str], budget: Budget) -> None:
        """Number the paths of both; those that only a root moved away from are one file."""
        self._budget = budget
        before, after = set(base), set(revision)
        moved = _moved(before - after, after - before, budget)
        ordered = sorted((before | after) - set(moved))
        self._files = {path: f"{number}.proto" for number, path in enumerate(ordered)}
        self._paths = {file: path for path, file in self._files.items()}
        self._files |= {path: self._files[now] for path, now in moved.items()}

    def file(self, path: str) -> str:
        """Return the name under which *path* is written."""
        return self._files[path]

    def path(self, file: str) -> str:
        """Return the path that is written as *file*; empty for files of our own."""
        return self._paths.get(file, "")

    def written(
        self, sources: Mapping[str, Source], meant: Mapping[str, set[str]]
    ) -> dict[str, str]:
        """Return the texts of one version's files, by the names under which to write them.

        *meant*: by path, the files that its missing imports mean.
        """
        nearest = Nearest(sources, self._budget)
        return {
            self.file(path): self._text(source, nearest, meant.get(path, set()))
            for path, source in sources.items()
        }

    def _text(self, source: Source, nearest: "Nearest", meant: set[str]) -> str:
        written: set[str] = set()
        text = source.text
        for statement in reversed(source.imports):
            if statement.target in BUILT_IN:
                continue
            found = nearest.file(source.path, statement.target)
            files = {self.file(path) for path in ({found} if found else meant)}
            files |= set() if found else {STUBS}
            files -= {*written, self.file(source.path)}  # buf takes no file twice, nor itself
            written |= files
            start, end = statement.statement.start, statement.statement.end
            imports = " ".join(f'import {statement.how}"{file}";' for file in sorted(files))
            text = text[:start] + imports + "\n" * text.count("\n", start, end) + text[end:]
        return text


class Nearest:
    """Finds the files that imports mean."""

    def __init__(self, paths: Iterable[str], budget: Budget) -> None:
        """Look among *paths*; of those that are called alike, *budget* pays for each look."""
        self._budget = budget
        self._by_name: dict[str, list[str]] = {}
        for path in sorted(paths):
            self._by_name.setdefault(posixpath.basename(path), []).append(path)

    def file(self, importer: str, target: str) -> str:
        """Return the path that *target* means to the file *importer*; empty: it is missing."""
        ends = f"/{target}"
        alike = self._by_name.get(posixpath.basename(target), ())
        self._budget.spend(len(alike) // 20)
        found = [path for path in alike if path == target or path.endswith(ends)]
        self._budget.spend(len(found) // 2)
        return min(found, key=lambda path: (-_shared(importer, path), len(path)), default="")


def _moved(gone: Iterable[str], new: Iterable[str], budget: Budget) -> dict[str, str]:
    """Return where files went whose folders were put into another one, or taken out of one."""
    nearest = Nearest(new, budget)
    moved = {path: now for path in sorted(gone) if (now := nearest.file(path, path))}
    back = Nearest(set(gone) - set(moved), budget)
    for now in sorted(set(new) - set(moved.values())):
        if path := back.file(now, now):
            moved.setdefault(path, now)
    return {path: now for now, path in {now: path for path, now in moved.items()}.items()}


def _shared(one: str, other: str) -> int:
    """Return how many folders two paths begin with alike."""
    pairs = zip(one.split("/")[:-1], other.split("/")[:-1], strict=False)
    shared = 0
    for left, right in pairs:
        if left != right:
            break
        shared += 1
    return shared


def lacks_imports(source: Source, nearest: Nearest) -> bool:
    """Tell whether a file imports one that is neither there nor built in."""
    return any(
        statement.target not in BUILT_IN and not nearest.file(source.path, statement.target)
        for statement in source.imports
    )
