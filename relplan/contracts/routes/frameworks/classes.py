"""Resolves the paths that annotations of Java and Kotlin say, over the classes of a service."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from relplan.contracts.routes.frameworks.composed import with_composed
from relplan.contracts.routes.frameworks.jvm import (
    Annotation,
    Constants,
    JvmClass,
    JvmFile,
    argument,
    jvm_file,
    listed,
)
from relplan.contracts.routes.frameworks.settings import BASES, resolved, settings_in
from relplan.contracts.routes.paths import joined, unknown
from relplan.contracts.routes.route import Route, Unclear

_VARIABLE = re.compile(r"\{\s*(\*?)\s*(\w+)\s*(?::(?:[^{}]|\{[^{}]*\})*)?\}")
_UNSEEN = re.compile(f"{BASES}$")
_STATIC = re.compile(r"\bimport[ \t]+static[ \t]+[\w.]*\b([A-Z]\w*)\.[\w*]")
_CONSTANT = re.compile(r"(?:[A-Za-z_]\w*\.)*[A-Z][A-Z0-9_]+")
"""A name of what other packages know."""
_DEEPEST = 6
"""Classes above a class."""
_LONGEST_LINE = 120


@dataclass(frozen=True)
class Code:
    """All classes of a service."""

    files: Mapping[str, bytes]

    @cached_property
    def by_file(self) -> Mapping[str, JvmFile]:
        """The files of code, as they were read."""
        return {
            path: jvm_file(path, content)
            for path, content in self.files.items()
            if path.endswith((".java", ".kt"))
        }

    @cached_property
    def classes(self) -> Sequence[JvmClass]:
        """All classes and interfaces, with what their annotations stand for."""
        return with_composed([one for file in self.by_file.values() for one in file.classes])

    @cached_property
    def settings(self) -> Mapping[str, str]:
        """What the service is set up with."""
        return settings_in(self.files)

    def filled(self, text: str) -> str:
        """Return *text* with its settings; one that is not known stands for itself."""
        known = resolved(text, self.settings)
        return unknown(text) if known is None else known

    @cached_property
    def _constants(self) -> Constants:
        return Constants(self.by_file.values())

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[JvmClass]]:
        found: dict[str, list[JvmClass]] = {}
        for one in self.classes:
            found.setdefault(one.name, []).append(one)
        return found

    def named(self, name: str) -> JvmClass | None:
        """Return the class of a name, where only one has it."""
        found = self._by_name.get(name, ())
        return found[0] if len(found) == 1 else None

    def above(self, one: JvmClass) -> Iterator[JvmClass]:
        """Yield what a class extends and implements, the nearest first."""
        ahead, seen = [one], {one.name}
        for _ in range(_DEEPEST):
            names = [name for each in ahead for name in each.supers if name not in seen]
            seen.update(names)
            ahead = [found for name in names if (found := self.named(name)) is not None]
            yield from ahead

    def _scope(self, file: str) -> Sequence[str]:
        """Return the classes whose constants a file names without them: the nearest first."""
        if file not in self._scopes:
            read = self.by_file[file]
            above = [each for one in read.classes for each in self.above(one)]
            taken = _STATIC.findall(read.code)
            self._scopes[file] = [*(one.name for one in (*read.classes, *above)), *taken]
        return self._scopes[file]

    @cached_property
    def _scopes(self) -> dict[str, Sequence[str]]:
        return {}

    def paths(self, said: Annotation, file: str, *names: str) -> Sequence[str | None]:
        """Return the paths that an annotation gives to one of *names*; None: one is not known.

        Without any, there is one empty path.
        """
        given = argument(said.arguments, *names)
        if given is None:
            return ("",)
        templates = file.endswith(".kt")
        found: list[str | None] = []
        for expression in listed(given):
            value = self._constants.value(expression, self._scope(file), templates=templates)
            if value is None and _CONSTANT.fullmatch(expression.strip()):
                found.append(unknown(expression))
                continue
            path = None if value is None else resolved(value, self.settings)
            found.append(None if path is None else plain_path(path))
        return found or ("",)


def plain_path(path: str) -> str:
    """Return a path with its parameters as ``{name}``, whatever they must match."""
    plain = _VARIABLE.sub(lambda match: f"{{{match[1]}{match[2]}}}", path.strip())
    steps = ("{*rest}" if step == "**" else step for step in plain.split("/"))
    return "/".join(re.sub(r"\*", "{any}", one) if "*" in one and "{*" not in one else one
                    for one in steps)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a registration stands."""

    file: str
    line: int
    text: str


def told(
    methods: Sequence[str], prefixes: Iterable[str | None], paths: Sequence[str | None], at: Place
) -> Iterator[Route | Unclear]:
    """Yield the routes of one registration, below each of *prefixes*; what is None is unclear."""
    for prefix in prefixes:
        for path in paths:
            if prefix is None or path is None:
                known = joined(prefix or "")
                yield Unclear(at.file, at.line, at.text[:_LONGEST_LINE], known)
                continue
            for method in methods:
                yield Route(method, joined(prefix, path), at.file, at.line)


def place_of(one: JvmClass, said: Annotation) -> Place:
    """Return where an annotation of a class, or of one of its methods, stands."""
    arguments = f"({' '.join(said.arguments.split())})" if said.arguments else ""
    return Place(one.file, said.line, f"@{said.name}{arguments}")


def unseen(
    code: Code, one: JvmClass, whole: Iterable[JvmClass], prefixes: Sequence[str | None]
) -> Iterator[Unclear]:
    """Yield that a class has the routes of others that are not here; *whole*: of those that are."""
    for name in sorted(set(one.supers) - {each.name for each in whole}):
        if code.named(name) is None and _UNSEEN.search(name):
            line = one.annotations[0].line if one.annotations else 1
            text = f"{one.name} has the routes of {name}, which is not here"
            yield from (Unclear(one.file, line, text, joined(start or "")) for start in prefixes)
