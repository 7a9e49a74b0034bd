"""Bundler's lock file."""

import re
from collections.abc import Iterator
from posixpath import basename

from relplan.contracts.bounds import decoded
from relplan.contracts.library.packages import Pin

_SETTING = re.compile(r"  (remote|revision): (\S+)")
_SPEC = re.compile(r"    (\S+) \(([^()\s]+)\)")
_PLATFORM = re.compile(r"-(?:x86|x64|arm|aarch|java|universal|ruby).*")


def is_lock(path: str) -> bool:
    """Tell by its name whether a file keeps the versions of gems."""
    return basename(path) in ("Gemfile.lock", "gems.locked")


def locked(path: str, content: bytes) -> Iterator[Pin]:
    """Yield the versions that a lock file keeps; of what comes from git it is the commit."""
    section, given = "", {"remote": "", "revision": ""}
    for number, text in enumerate(decoded(path, content).splitlines(), 1):
        if text[:1] not in ("", " "):
            section, given = text.strip(), {"remote": "", "revision": ""}
        elif match := _SETTING.fullmatch(text):
            given[match[1]] = match[2]
        elif match := _SPEC.fullmatch(text):
            if section == "GIT":
                yield Pin("gem", match[1], given["revision"], number, given["remote"])
            elif section == "GEM":
                yield Pin("gem", match[1], _PLATFORM.sub("", match[2]), number)
