"""Reads settings line by line: YAML, JSON, properties, TOML and ``.env`` files, with their names.

A template, or a file that breaks off, is read as far as its lines go; no parser would take it.
"""

import re
from collections.abc import Iterator
from posixpath import basename
from typing import NamedTuple

_INDENTED = (".yml", ".yaml", ".json")
_FLAT = (".properties", ".toml", ".conf", ".ini", ".env")
_JSON = re.compile(
    r"(?:^|/)(?:conf|config|configs|configuration|settings|env|environments?)/[^/]+\.json$"
    r"|(?:^|[/_.-])(?:appsettings|conf|config|configuration|settings|env|environment)"
    r"(?:[._-][\w.-]*)?\.json$",
    re.IGNORECASE,
)
"""What of all JSON is settings: by its folder or its name."""
_PROPERTY = re.compile(r"^[ \t]*(?:export[ \t]+)?([\w.\-\[\]]+)[ \t]*[=:][ \t]*(.*?)[ \t]*$")
_SECTION = re.compile(r"^[ \t]*\[+[ \t]*([\w.\-\"]+)[ \t]*\]+[ \t]*(?:#.*)?$")
_NESTED = re.compile(
    r"^(?P<indent>[ \t]*)(?P<item>-[ \t]+)?"
    r"(?:(?P<quote>[\"']?)(?P<name>[\w.\-]+)(?P=quote)[ \t]*:(?=\s|$|[\"'{\[]))?"
    r"[ \t]*(?P<value>.*?)[ \t]*$"
)
_ASIDE = re.compile(r"[ \t]*(?:#|$)")
_OPENS = re.compile(r"[{}\[\]|>+,-]*|&[\w-]+")
"""What stands where a value is not one: brackets, and how a longer text begins."""
_WORKLOAD = re.compile(
    rb"^kind:[ \t]*[\"']?(?:CronJob|DaemonSet|Deployment|Job|Pod|Service|StatefulSet)\b",
    re.MULTILINE,
)
_COMPOSED = re.compile(rb"^services:[ \t]*$", re.MULTILINE)
_CONTAINER = re.compile(rb"^[ \t]+(?:image|build):", re.MULTILINE)
_COMMENT = re.compile(r"\s+#.*")
_LONGEST = 1_000
"""Characters of a line that people wrote."""


class Setting(NamedTuple):
    """One value."""

    name: str
    """With the names of what it stands in, joined by dots; an item of a list has its list's."""
    value: str
    """Without quotes."""
    line: int
    document: int = 0
    """Which document of a YAML file it is in."""
    is_item: bool = False
    """Whether it is one of a list, and has no name itself."""


def is_settings(path: str) -> bool:
    """Tell whether a file is one of settings, by its name."""
    name = basename(path)
    if name.startswith(".env"):
        return True
    return path.endswith((*_INDENTED[:2], *_FLAT)) or _JSON.search(path) is not None


def describes_what_runs(content: bytes) -> bool:
    """Tell whether a file says what a cluster or Compose runs: it speaks of others than itself."""
    composed = _COMPOSED.search(content)
    if composed is not None and _CONTAINER.search(content, composed.end()):
        return True
    return _WORKLOAD.search(content) is not None


def settings_of(path: str, text: str) -> Iterator[Setting]:
    """Yield the settings of a file that have a value, in their order."""
    if path.endswith(_INDENTED):
        return _nested(text)
    return _flat(text, has_comments=not path.endswith(".properties"))


def _flat(text: str, *, has_comments: bool) -> Iterator[Setting]:
    """*has_comments*: behind values."""
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        headed = _SECTION.match(line) if len(line) <= _LONGEST else None
        if headed is not None:
            section = headed[1].replace('"', "") + "."
        found = _PROPERTY.match(line) if len(line) <= _LONGEST else None
        if found is not None:
            value = _COMMENT.sub("", found[2]) if has_comments else found[2].replace("\\:", ":")
            yield Setting(section + found[1], _unquoted(value), number)


def _nested(text: str) -> Iterator[Setting]:
    above: list[tuple[int, str]] = []
    document, has_begun = 0, False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("---"):
            document, above = document + has_begun, []
        elif len(line) <= _LONGEST and not _ASIDE.match(line) and (found := _NESTED.match(line)):
            has_begun = True
            indent, own = len(found["indent"]), found["name"] or ""
            is_item = found["item"] is not None
            # The items of a list may stand as far left as its name.
            while above and above[-1][0] >= indent + is_item:
                above.pop()
            value = _unquoted(_COMMENT.sub("", found["value"]))
            if not _OPENS.fullmatch(value):
                names = [name for _, name in above]
                name = ".".join([*names, own] if own else names)
                yield Setting(name, value, number, document, is_item=not own)
            elif own:
                above.append((indent + is_item, own))


def _unquoted(value: str) -> str:
    return value.rstrip(",").strip("\"'")
