"""Reads the settings of Java services: what stands before the paths of all of their routes."""

import re
from collections.abc import Mapping, Sequence
from posixpath import basename, dirname

from relplan.contracts.routes.route import Framework
from relplan.contracts.settings import settings_of

_SOURCES = re.compile(r"^(.*?)(?:^|/)?src/main/(?:java|kotlin)/")
_ENDINGS = (".properties", ".yml", ".yaml")
_NAMES = tuple(f"{name}{end}" for name in ("application", "bootstrap") for end in _ENDINGS)
_SERVED_FROM = ("shared", "config", "configs", "config-repo", "configuration", "configurations")
"""Folders from which a server of configurations gives each service its own file."""
_SERVER = re.compile(rb"configserver:|\bcloud[.:]\s*config\b|\bcloud\.config\.")
BASES = "(?:Apis?|ApiDelegate|Controller|Endpoints?|Operations|Resource)"
"""How what controllers extend is called: it may declare routes, wherever it is."""
_BASES = re.compile(rf"\b(?:class|interface)[ \t]+\w*{BASES}\b".encode())
_PLACEHOLDER = re.compile(r"\$\{([^{}:]+)(?::([^{}]*))?\}")


class SetUp(Framework):
    """A framework of Java or Kotlin, whose paths may stand below one that is set up elsewhere."""

    words: re.Pattern[bytes]
    """What a file of code has that may serve paths, or a constant that may be one."""

    def may_serve(self, path: str, content: bytes) -> bool:
        """Tell whether a file has a word of the framework's, or settings.

        What others extend counts, too: it may have no routes of its own, which must be seen.
        """
        if path.endswith((".java", ".kt")):
            return self.words.search(content) is not None or _BASES.search(content) is not None
        return is_settings(path)

    def settings(self, path: str, content: bytes) -> Sequence[str]:
        """Return where the settings stand of the module of a source file, or more than a file has.

        These are what a server of configurations has for a service that says its name and asks
        one.
        """
        if basename(path) in _NAMES and _SERVER.search(content):
            name = settings_in({path: content}).get("spring.application.name", "").strip("/")
            name = "" if "$" in name else name
            return [f"{folder}/{name}{end}" for folder in _SERVED_FROM for end in _ENDINGS if name]
        module = _SOURCES.match(path)
        if module is None:
            return ()
        folder = f"{module[1]}/" if module[1] else ""
        return tuple(f"{folder}src/main/resources/{name}" for name in _NAMES)


def is_settings(path: str) -> bool:
    """Tell whether a file holds such settings."""
    return basename(path) in _NAMES or _is_served(path)


def _is_served(path: str) -> bool:
    return path.endswith(_ENDINGS) and basename(dirname(path)) in _SERVED_FROM


def settings_in(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """Return the settings in *files*, by names in small letters and without hyphens."""
    found: dict[str, str] = {}
    for path, content in sorted(files.items(), key=lambda one: not _is_served(one[0])):
        if is_settings(path):
            for setting in settings_of(path, content.decode("utf-8", "replace")):
                if not setting.document:  # the first holds in every profile
                    found.setdefault(plain_name(setting.name), setting.value)
    return found


def plain_name(name: str) -> str:
    """Return what all spellings of a setting have in common."""
    return name.lower().replace("-", "").replace("_", "")


def resolved(text: str, settings: Mapping[str, str], deep: int = 0) -> str | None:
    """Return *text* with the settings that it names, or their defaults; None: one is not known."""
    missing = False

    def fill(match: re.Match[str]) -> str:
        nonlocal missing
        fallback: str | None = match[2]
        value = settings.get(plain_name(match[1].strip()), fallback)
        filled = resolved(value, settings, deep + 1) if value is not None and deep < 4 else None
        missing = missing or filled is None
        return filled or ""

    filled = _PLACEHOLDER.sub(fill, text)
    return None if missing or "${" in filled or "#{" in filled else filled
