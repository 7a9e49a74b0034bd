"""Reads which feature flags a flag tool's file names, and which of them it switches on.

The shapes are those of flagd [1], of a manifest for the OpenFeature CLI [2], of an export of
Unleash [3], of a file or an export of LaunchDarkly [4], of GO Feature Flag [5], Flipt [6], GitLab
[7] and .NET's feature management [8].

[1] https://flagd.dev/reference/flag-definitions/
[2] https://openfeature.dev/docs/reference/other-technologies/cli/
[3] https://docs.getunleash.io/how-to/how-to-import-export
[4] https://docs.launchdarkly.com/sdk/features/flags-from-files
[5] https://gofeatureflag.org/docs/configure_flag/create-flags
[6] https://docs.flipt.io/concepts#flags
[7] https://docs.gitlab.com/development/feature_flags/
[8] https://learn.microsoft.com/azure/azure-app-configuration/feature-management-dotnet-reference
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.reading.documents import Document, read_documents
from relplan.sources.provenance import Provenance, provenance_of

_LARGEST = 2_000_000
"""Bytes of a file of flags; exports of large teams have some hundred thousand."""
_ENDINGS = (".json", ".yaml", ".yml")
_NAMED = re.compile(r"flag|feature|toggle|unleash|launch.?darkly|^appsettings\b", re.IGNORECASE)
"""What the name of such a file holds, or that of a folder above it."""
_NEAR = 3
"""The file's own name and the folders above it that tell."""


@dataclass(frozen=True, slots=True, order=True)
class FlagDefinition:
    """That a file names a flag."""

    name: str
    line: int
    """Counted from 1."""
    on: bool | None = None
    """Whether the file switches it on where nothing else is said; None: it does not tell."""
    needs: tuple[str, ...] = ()
    """The flags that must be on for it to be on."""


def may_define_flags(path: str) -> bool:
    """Tell whether a file may be one of a flag tool, by its name."""
    if not path.endswith(_ENDINGS) or provenance_of(path) in (Provenance.TEST, Provenance.VENDORED):
        return False
    return any(map(_NAMED.search, path.split("/")[-_NEAR:]))


def flags_in(path: str, content: bytes) -> tuple[FlagDefinition, ...]:
    """Return the flags that a file names, sorted; none where it is no such file."""
    if len(content) > _LARGEST:
        return ()
    try:
        documents = read_documents(path, content)
    except UnreadableError:
        return ()
    found = {one.name: one for document in documents for one in _of(document)}
    return tuple(found[name] for name in sorted(found))


def _of(document: Document) -> Iterator[FlagDefinition]:
    if isinstance(document.data, dict):
        for shape in _SHAPES:
            yield from shape(document, document.data)


def _keyed(
    document: Document, pointer: tuple[str, ...], is_flag: Callable[[Any], bool]
) -> Iterator[tuple[str, Any, int]]:
    """Yield the flags of a mapping by name, if all of its entries are such."""
    found: Any = document.data
    for step in pointer:
        found = found.get(step) if isinstance(found, dict) else None
    if isinstance(found, dict) and found and all(is_flag(one) for one in found.values()):
        for name, one in found.items():
            yield str(name), one, document.line((*pointer, str(name)))


def _listed(
    document: Document, key: str, name: str, is_flag: Callable[[Mapping[str, Any]], bool]
) -> Iterator[tuple[str, Mapping[str, Any], int]]:
    """Yield the flags of a list of mappings that have a *name*."""
    found = document.data.get(key)
    for place, one in enumerate(found if isinstance(found, list) else ()):
        if isinstance(one, dict) and isinstance(one.get(name), str) and is_flag(one):
            yield one[name], one, document.line((key, str(place)))


def _flagd(document: Document, data: Mapping[str, Any]) -> Iterator[FlagDefinition]:
    for name, one, line in _keyed(document, ("flags",), _has("variants")):
        default = one["variants"] if isinstance(one["variants"], dict) else {}
        value = default.get(one.get("defaultVariant"))
        on = value if isinstance(value, bool) else None
        yield FlagDefinition(name, line, False if one.get("state") == "DISABLED" else on)


def _manifest(document: Document, data: Mapping[str, Any]) -> Iterator[FlagDefinition]:
    for name, _, line in _keyed(document, ("flags",), _has("flagType")):
        yield FlagDefinition(name, line)


def _launch_darkly(document: Document, data: Mapping[str, Any]) -> Iterator[FlagDefinition]:
    for name, one, line in _keyed(document, ("flags",), _has("variations")):
        on = one.get("on")
        needs = _names(one.get("prerequisites"), "key")
        yield FlagDefinition(name, line, on if isinstance(on, bool) else None, needs)
    for name, value, line in _keyed(document, ("flagValues",), lambda _: True):
        yield FlagDefinition(name, line, value if isinstance(value, bool) else None)
    for name, one, line in _listed(document, "items", "key", _has("variations")):
        yield FlagDefinition(name, line, needs=_names(one.get("prerequisites"), "key"))


def _unleash(document: Document, data: Mapping[str, Any]) -> Iterator[FlagDefinition]:
    states: dict[str, set[bool]] = {}
    for name, one, _ in _listed(document, "featureEnvironments", "featureName", _has("enabled")):
        states.setdefault(name, set()).add(one["enabled"] is True)
    needs = {
        name: _names(one["dependencies"], "feature")
        for name, one, _ in _listed(document, "dependencies", "feature", _has("dependencies"))
    }
    for name, one, line in _listed(document, "features", "name", _is_of_unleash):
        known = states.get(name) or {one[key] is True for key in ("enabled",) if key in one}
        own = needs.get(name) or _names(one.get("dependencies"), "feature")
        yield FlagDefinition(name, line, known.pop() if len(known) == 1 else None, own)


def _is_of_unleash(one: Mapping[str, Any]) -> bool:
    return "strategies" in one or ("type" in one and "project" in one)


def _flipt(document: Document, data: Mapping[str, Any]) -> Iterator[FlagDefinition]:
    for name, one, line in _listed(document, "flags", "key", _has("name")):
        on = one.get("enabled")
        yield FlagDefinition(name, line, on if isinstance(on, bool) else None)


def _go_feature_flag(document: Document, data: Mapping[str, Any]) -> Iterator[FlagDefinition]:
    for name, _, line in _keyed(document, (), _has("variations", "defaultRule")):
        yield FlagDefinition(name, line)


def _gitlab(document: Document, data: Mapping[str, Any]) -> Iterator[FlagDefinition]:
    name, on = data.get("name"), data.get("default_enabled")
    if isinstance(name, str) and isinstance(on, bool):
        yield FlagDefinition(name, document.line(("name",)), on)


def _dotnet(document: Document, data: Mapping[str, Any]) -> Iterator[FlagDefinition]:
    for name, one, line in _keyed(document, ("FeatureManagement",), lambda _: True):
        if isinstance(one, bool | dict):
            yield FlagDefinition(name, line, one if isinstance(one, bool) else None)


def _names(needed: Any, key: str) -> tuple[str, ...]:
    """Return the flags of a list of what must be on, sorted; what must be off is left out."""
    listed = needed if isinstance(needed, list) else ()
    flags = (one for one in listed if isinstance(one, dict) and one.get("enabled") is not False)
    return tuple(sorted({one[key] for one in flags if isinstance(one.get(key), str)}))


def _has(*keys: str) -> Callable[[Any], bool]:
    return lambda one: isinstance(one, dict) and all(key in one for key in keys)


_SHAPES = (
    _flagd, _manifest, _launch_darkly, _unleash, _flipt, _go_feature_flag, _gitlab, _dotnet,
)  # fmt: skip
