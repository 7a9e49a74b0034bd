"""What Liquibase's change logs say of each other: includes, their order, properties."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from posixpath import dirname, join, normpath

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.sql.dialects import known
from relplan.contracts.sql.readers.liquibase.trees import Tag, read_xml, read_yaml_or_json
from relplan.contracts.sql.readers.reader import History

HEAD = 4_000
"""Bytes in which a change log says that it is one."""
SUFFIXES = (".xml", ".yaml", ".yml", ".json")
_PROPERTY = re.compile(r"\$\{([\w.:-]{1,100})\}")
_DEEPEST = 20
"""Properties that stand in other properties."""


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
    includes: dict[str, list[str]] = {}
    for path, content in files.items():
        if b"include" not in content and b"property" not in content:
            continue
        try:
            log = history.once((path, content), partial(log_of, path, content))
        except UnreadableError:
            continue  # which is said where it is read
        includes[path] = list(_included(path, log, files))
        for tag in log.below:
            if tag.name == "property" and _is_meant(tag, history.dialect):
                found.properties.setdefault(tag.of("name"), tag.of("value"))
    order = list(_in_order(includes))
    found.before.update(zip(order[1:], order, strict=False))
    return found


def _is_meant(tag: Tag, dialect: str) -> bool:
    wanted = {known(name.strip()) for name in tag.of("dbms").split(",") if name.strip()}
    return not wanted or not dialect or dialect in wanted


def _included(path: str, log: Tag, files: Mapping[str, bytes]) -> Iterator[str]:
    for tag in log.below:
        if tag.name == "include" and tag.of("file"):
            named = tag.of("file").removeprefix("classpath:").lstrip("/")
            beside = normpath(join(dirname(path), named))
            ends = (other for other in files if f"/{other}".endswith(f"/{named}"))
            target = beside if beside in files else next(ends, "")
            if target:
                yield target
        elif tag.name == "includeAll" and tag.of("path"):
            named = tag.of("path").removeprefix("classpath:").strip("/")
            beside = normpath(join(dirname(path), named))
            for folder in (beside, named):
                inside = [one for one in files if f"/{dirname(one)}/".endswith(f"/{folder}/")]
                yield from sorted(inside)
                if inside:
                    break


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
    for _ in range(_DEEPEST):
        if "${" not in text:
            break
        text = _PROPERTY.sub(lambda match: properties.get(match[1], match[1]), text)
    return text


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
