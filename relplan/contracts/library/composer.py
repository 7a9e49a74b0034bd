"""Packages of PHP: composer.json."""

import re
from collections.abc import Iterator, Mapping
from posixpath import basename
from typing import Any

from relplan.contracts.library.git_references import branch_called
from relplan.contracts.library.locks import composer as composer_locks
from relplan.contracts.library.packages import Ecosystem, Package, Pin, exactly
from relplan.contracts.library.semver import npm_admits, numbered
from relplan.contracts.reading.documents import read_object
from relplan.contracts.reading.toml import LARGEST

_NAME = "composer"
_TILDE = re.compile(r"~\s*v?(\d{1,9})(?:\.(\d{1,9}))?(?![.\d])")
_STABILITY = re.compile(r"@(?:dev|alpha|beta|RC|stable)\b", re.IGNORECASE)
_BRANCH = re.compile(
    r"(?:dev-(?P<name>[^\s#@|,]++)|v?(?P<line>[0-9]{1,9}(?:\.(?:[0-9]{1,9}|[xX*]))*+)-dev)"
    r"(?:#(?P<commit>\S++))?(?:\s++as\s++\S++)?"
)


def is_manifest(path: str) -> bool:
    """Tell by its name whether a file is Composer's manifest."""
    return basename(path) == "composer.json"


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the package that a manifest makes; its version is mostly in a tag alone."""
    document = read_object(path, files[path], LARGEST)
    name, version = document.data.get("name"), document.data.get("version")
    if not isinstance(name, str) or not name or document.data.get("type") == "project":
        return None
    stated = version if isinstance(version, str) else ""
    line = document.line(("version",) if stated else ("name",))
    return Package(_NAME, name.lower(), stated.removeprefix("v"), line)


def pins(path: str, files: Mapping[str, bytes]) -> Iterator[Pin]:
    """Yield what a manifest asks for; what has no vendor is PHP itself, or an extension."""
    document = read_object(path, files[path], LARGEST)
    for table in ("require", "require-dev"):
        wanted: Any = document.data.get(table)
        for name, text in (wanted if isinstance(wanted, dict) else {}).items():
            if isinstance(text, str) and "/" in name:
                line = document.line((table, name))
                yield Pin(_NAME, name.lower(), text, line, revision=_revision(text))


def _revision(wanted: str) -> str:
    """Return the commit or the branch of the package's repository that a constraint asks for.

    ``dev-main`` is a branch, ``1.2.x-dev`` another, ``#`` a commit of it; what stands behind ``as``
    is the version that it passes for. Empty: it asks for versions.
    """
    match = _BRANCH.fullmatch(_STABILITY.sub("", wanted).strip())
    if match is None:
        return ""
    return match["commit"] or branch_called(match["name"] or match["line"])


def admits(wanted: str, version: str) -> bool | None:
    """Tell whether a constraint admits a version; None for branches and what is not understood."""
    text = _STABILITY.sub("", wanted).replace("||", "|").replace("|", "||").replace(",", " ")
    return npm_admits(_TILDE.sub(_tilde, text), version)


def _tilde(match: re.Match[str]) -> str:
    """Write what ``~1.2`` means here, the last number that is given may rise, in npm's terms."""
    return f">={match[1]}.{match[2] or 0}.0 <{int(match[1]) + 1}.0.0-0"


COMPOSER = Ecosystem(
    name=_NAME,
    is_manifest=is_manifest,
    package_in=package_in,
    pins=pins,
    is_lock=composer_locks.is_lock,
    locked=composer_locks.locked,
    numbered=numbered,
    admits=admits,
    exact=exactly("=?%"),
    same_name=str.lower,
    strict_caret=True,
)
