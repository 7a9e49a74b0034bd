"""What Liquibase's change logs say of each other: includes, their order, properties."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from posixpath import basename, dirname, join, normpath

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.sql.dialects import known
from relplan.contracts.sql.readers.liquibase.trees import Tag, read_xml, read_yaml_or_json
from relplan.contracts.sql.readers.reader import History

HEAD = 4_000
"""Bytes in which a change log says that it is one."""
SUFFIXES = (".xml", ".yaml", ".yml", ".json")
_PROPERTY = re.compile(r"\$\{([\w.:-]{1,100})\}")
_DEEPEST = 20
"""Properties that stand in other properties."""
_STEPS = 20
"""That an include costs."""
_LONGEST = 100_000
"""Characters in which properties are filled in."""
_LONGEST_VALUE = 1_000
"""Characters of a property."""


def is_log(path: str, content: bytes) -> bool:
    """Tell whether a file holds a change log."""
    return path.endswith(SUFFIXES) and b"databaseChangeLog" in content[:HEAD]


def log_of(path: str, content: bytes) -> Tag:
    """Return what a change log holds. Raises UnreadableError."""
    read = read_xml if path.endswith(".xml") else read_yaml_or_json
    return read(path, content).child("databaseChangeLog") or Tag("", {}, 1)


@dataclass(slots=True)
class Logs:
    """All change logs of one version."""

    before: dict[str, str] = field(default_factory=dict)
    """Which log is applied before each, as they include each other."""
    properties: dict[str, str] = field(default_factory=dict)
    """What is filled in for each name, in the dialect that is read."""


def logs_in(history: History) -> Logs:
    """Return what the change logs of a version say of each other."""
    found = Logs()
    files = {path: content for path, content in history.ending_with("") if is_log(path, content)}
    places = _Places(files)
    includes: dict[str, list[str]] = {}
    for path, content in files.items():
        if b"include" not in content and b"property" not in content:
            continue
        try:
            log = history.once((path, content), partial(log_of, path, content))
        except UnreadableError:
            continue  # which is said where it is read
        includes[path] = list(_included(path, log, places, history.budget))
        for tag in log.below:
            if tag.name == "property" and _is_meant(tag, history.dialect):
                found.properties.setdefault(tag.of("name"), tag.of("value"))
    found.properties = _resolved(found.properties)
    order = list(_in_order(includes))
    found.before.update(zip(order[1:], order, strict=False))
    return found


def _is_meant(tag: Tag, dialect: str) -> bool:
    wanted = {known(name.strip()) for name in tag.of("dbms").split(",") if name.strip()}
    return not wanted or not dialect or dialect in wanted


class _Places:
    """The change logs of a version, by their names and by their folders."""

    def __init__(self, files: Iterable[str]) -> None:
        self._paths = sorted(files)
        self._named: dict[str, list[str]] = {}
        self._inside: dict[str, list[str]] = {}
        for path in self._paths:
            self._named.setdefault(basename(path), []).append(path)
            self._inside.setdefault(basename(dirname(path)), []).append(path)

    def file(self, named: str) -> str:
        """Return the file whose path ends so; empty where there is none."""
        found = self._named.get(basename(named), ())
        return next((path for path in found if f"/{path}".endswith(f"/{named}")), "")

    def folder(self, named: str) -> list[str]:
        """Return the files in the folder whose path ends so."""
        found = self._inside.get(basename(named), ())
        return [path for path in found if f"/{dirname(path)}".endswith(f"/{named}")]


def _included(path: str, log: Tag, places: _Places, budget: Budget) -> Iterator[str]:
    for tag in log.below:
        word = {"include": "file", "includeAll": "path"}.get(tag.name, "")
        named = tag.of(word).removeprefix("classpath:").strip("/") if word else ""
        if not named:
            continue
        budget.spend(_STEPS)
        beside = normpath(join(dirname(path), named))
        if tag.name == "include":
            yield from filter(None, [places.file(beside) or places.file(named)])
        else:
            yield from places.folder(beside) or places.folder(named)


def _in_order(includes: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the logs that include others, and those that are included, as they are applied."""
    included = {path for paths in includes.values() for path in paths}
    done: set[str] = set()
    ahead = [path for path in sorted(includes, reverse=True) if path not in included]
    while ahead:
        path = ahead.pop()
        if path in done or not (path in included or includes.get(path)):
            continue
        done.add(path)
        yield path
        ahead += reversed(includes.get(path, ()))


def filled(tag: Tag, properties: Mapping[str, str]) -> Tag:
    """Return *tag* with its properties filled in, in attributes and texts."""
    return Tag(
        tag.name,
        {name: _filled(value, properties) for name, value in tag.attributes.items()},
        tag.line,
        [filled(below, properties) for below in tag.below],
        _filled(tag.text, properties),
    )


def _filled(text: str, properties: Mapping[str, str]) -> str:
    """Fill in what is known; a name for which nothing is known stands for itself."""
    if "${" not in text:
        return text
    return _PROPERTY.sub(lambda match: properties.get(match[1], match[1]), text[:_LONGEST])


def _resolved(properties: Mapping[str, str]) -> dict[str, str]:
    """Return properties with those in them filled in; one that grows too long keeps its name."""
    found = dict(properties)
    for _ in range(_DEEPEST):
        open_ = [name for name, value in found.items() if "${" in value]
        if not open_:
            break
        for name in open_:
            value = _filled(found[name], found)
            found[name] = value if len(value) <= _LONGEST_VALUE else name
    return found


def references_of(path: str, content: bytes) -> list[str]:
    """Return the files that a change log includes or runs, as it names them.

    Raises UnreadableError.
    """
    found: dict[str, None] = {}
    ahead = [log_of(path, content)]
    while ahead:
        tag = ahead.pop()
        ahead += tag.below
        word = {"include": "file", "sqlFile": "path", "createView": "path"}.get(tag.name, "")
        named = tag.of(word).removeprefix("classpath:") if word else ""
        if named:
            near = tag.of("relativeToChangelogFile") == "true"
            found[normpath(join(dirname(path), named)) if near else named.lstrip("/")] = None
    return sorted(found)
