"""Sees the paths that settings name: whole URLs, and paths behind another setting's address."""

import re
from collections.abc import Iterator, Mapping

from relplan.contracts.openapi.uses.addresses import names_an_address
from relplan.contracts.openapi.uses.operation_ids import words_of
from relplan.contracts.openapi.uses.paths import TEXT, Path
from relplan.contracts.openapi.uses.requests import Request, Role, is_file
from relplan.contracts.settings import Setting, describes_what_runs, settings_of

_LARGEST = 100_000
"""Bytes of settings that people wrote."""
_MOST = 500
"""Paths of one file."""
_DEEPEST = 4
"""Settings that are made of settings."""
_LONGEST_VALUE = 400
_LONGEST_LINE = 200
_CONTRACT = re.compile(
    rb"^[ \t]*[\"']?(?:openapi|swagger|asyncapi)[\"']?[ \t]*:\s*[\"']?\d", re.MULTILINE
)
"""What is no settings, but a contract."""
_REQUESTED = re.compile(r"(?:https?:)?//[^/\s]+/\S|\$\{[^{}]{1,80}\}/\S|/\w", re.IGNORECASE)
"""How a value begins that may be requested: by a host, by another setting, or at once."""
_TEMPLATE = re.compile(
    r"\{\{-?\s*([^{}]{1,80}?)\s*-?\}\}|%\((\w{1,60})\)s|[%#]\{(\w{1,60})\}|\$\((\w{1,60})\)"
    r"|\$(\w{1,60})"
)
"""How else another setting is named than by ``${name}``."""
_SETTING = re.compile(r"\$\{([\w.\-]{1,80})(?::-?((?:[^{}]|\{\w+\}){0,200}))?\}")
_LEADS_SOMEWHERE = frozenset("api endpoint endpoints path paths uri uris url urls".split())
"""Words of a name, of which the value is a path that may be requested."""


def configured_in(path: str, content: bytes) -> Iterator[Request]:
    """Yield the paths that the settings of a file name, in their order.

    A path behind an address is as good as one in code. Of a bare one nobody sees what it is for:
    that it is requested is a guess.
    """
    if len(content) > _LARGEST or describes_what_runs(content) or _CONTRACT.search(content):
        return
    text = content.decode("utf-8", "replace")
    settings = list(settings_of(path, text))
    known = _told_once(settings)
    lines = text.splitlines()
    left = _MOST
    for setting in settings:
        request = _request(setting, known, lines[setting.line - 1])
        if request is not None and left:
            left -= 1
            yield request


def _told_once(settings: list[Setting]) -> Mapping[str, str]:
    """Return the settings, by name, that have one value only."""
    found: dict[str, set[str]] = {}
    for setting in settings:
        found.setdefault(setting.name, set()).add(setting.value)
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}


def _request(setting: Setting, known: Mapping[str, str], line: str) -> Request | None:
    value = _filled(setting.value, known)
    if len(value) > _LONGEST_VALUE or not _REQUESTED.match(value):
        return None
    quoted = f'"{value}"'
    whole = TEXT.match(quoted)
    if whole is None or whole.end() < len(quoted):
        return None
    path = Path(quoted, {}, whole)
    segments = path.segments()
    if segments is None or is_file(segments[-1]):
        return None
    role = Role.OUTSIDE if path.is_outside else Role.NAMED
    if not names_an_address(path.address):
        if setting.is_item or _LEADS_SOMEWHERE.isdisjoint(words_of(setting.name)):
            return None
        role = Role.CONFIGURED
    return Request(
        setting.line,
        segments,
        "",
        role,
        line.strip()[:_LONGEST_LINE],
        base=setting.name.replace(".", "_"),
        address=path.address,
    )


def _filled(value: str, known: Mapping[str, str]) -> str:
    """Return *value* with the settings that it names, or their defaults, where they are known."""
    filled = _TEMPLATE.sub(lambda match: f"${{{next(filter(None, match.groups()))}}}", value)
    for _ in range(_DEEPEST):
        before = filled
        filled = _SETTING.sub(lambda match: known.get(match[1]) or match[2] or match[0], before)
        if filled == before or len(filled) > _LONGEST_VALUE:
            break
    return filled
