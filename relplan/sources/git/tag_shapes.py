"""Finds out how a repository tags its releases: the glob of the newest tags, numbers masked."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from posixpath import basename, commonprefix

from relplan.sources.git.tags import Tag, releases
from relplan.sources.git.versions import Version, version_of

_MARK = re.compile(r"(?<![A-Za-z])[vVrR]\Z")
_APART = "/@-_."
_END = re.compile(r"[/@_.-]?[vVrR]?\Z")
"""What stands before the number: of ``tar/v`` and ``bar/v`` that is ``/v``."""
_NUMBER = re.compile(r"[0-9]+")
_ANY_NUMBER = "[0-9]*"
_WORDS = "release|releases|rel|version|ver|prod|production|deploy|live|build|stable|tag|v|r"
_GENERIC = frozenset({"", *_WORDS.split("|")})
"""Labels that name nothing but a release."""
_KEPT = frozenset(
    "archive archived attic backup backups bak before old save saved tmp temp wip".split()
)
"""Words of a label that says: here was something, before it was changed or taken away."""
_WORD = re.compile(r"[a-z]+")
_AROUND = re.compile(rf"\A(?:(?:{_WORDS})[/_@-])+|(?:[/_@-](?:{_WORDS}))+\Z")
_SHOWN = 3
_ENDED = 365 * 86_400
"""Seconds after which a shape is given up, where packages were tagged all the while."""
_NEWEST = 10
"""Tags of a shape by which its suffix is judged."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a service's releases are tagged."""

    pattern: str
    """A glob."""
    evidence: str
    """The newest tags that show it."""
    note: str = ""
    """What a person has to say for lack of releases; empty: nothing."""


@dataclass(slots=True)
class _Group:
    """Tags that are alike but for their numbers."""

    masked: str
    label: str
    """What the prefix names: a package, a folder, or nothing."""
    tags: list[Tag] = field(default_factory=list)

    def newest(self) -> tuple[int, object]:
        """Tell how new it is; what is of one moment goes by the version."""
        return max((tag.date, version_of(tag.name).order) for tag in self.tags)


def shape_of(
    tags: Iterable[Tag], names: Collection[str], path: str, folders: Collection[str]
) -> Shape | None:
    """Return how the service called *names*, in the folder *path*, tags its releases.

    Of a part of a repository, tags of its own come first, then those that name nothing. Those that
    name one of the *folders* are another package's. None: there are no such tags.
    """
    packages = {basename(folder).lower() for folder in folders}
    groups = _grouped(tags, {*names, *packages}, path)
    own = [group for group in groups if _names(group.label, names, path)]
    shared = [group for group in groups if _generic(group.label)]
    if path != ".":
        return _shape(own or shared, own)
    living = [group for group in groups if basename(group.label) in packages]
    # A folder may be called `version`; and tags of all of it that ended long ago say nothing now.
    last = _newest(living) - _ENDED
    shared = [one for one in shared if one not in living and _newest([one]) > last]
    others = [group for group in groups if group in own or group not in living]
    if own or shared or not living or _newest(others) > _newest(living):
        return _shape(others, own)
    return _shape(living, own) if len(living) == 1 else _one_by_one(living)


def _newest(groups: Iterable[_Group]) -> int:
    return max((tag.date for group in groups for tag in group.tags), default=0)


def _one_by_one(groups: Sequence[_Group]) -> Shape:
    """Return the pattern of all packages of a repository that is one service."""
    found = _shape(groups, groups)
    prefixes = [version_of(group.tags[0].name).prefix for group in groups]
    alike = commonprefix([prefix[::-1] for prefix in prefixes])[::-1]
    end = _END.findall(alike)[0]
    evidence = f"{found.evidence}, package by package" if found else ""
    return Shape(f"{commonprefix(prefixes)}*{end}{_ANY_NUMBER}", evidence)


def _grouped(tags: Iterable[Tag], names: Collection[str], path: str) -> list[_Group]:
    found: dict[str, _Group] = {}
    for tag in tags:
        version = version_of(tag.name)
        if not tag.commit or not version.numbers:
            continue
        label, masked = _label(version.prefix), _masked(version.prefix)
        if not _KEPT.isdisjoint(_WORD.findall(label)) and not _names(label, names, path):
            continue
        behind = version.suffix.lstrip(_APART).lower()
        if _generic(label) and behind and _names(behind, names, path):
            label, masked = behind, masked + version.suffix
        found.setdefault(masked, _Group(masked, label)).tags.append(tag)
    return list(found.values())


def _masked(text: str) -> str:
    return _NUMBER.sub("#", text)


def _label(prefix: str) -> str:
    """Return ``@acme/orders`` for ``@acme/orders@``, ``orders`` for ``release/orders-v``."""
    label = _MARK.sub("", prefix).rstrip(_APART).lower()
    return _AROUND.sub("", label)


def _generic(label: str) -> bool:
    return label in _GENERIC


def _names(label: str, names: Collection[str], path: str) -> bool:
    """Tell whether *label* names a service: by its folder, or by a name with or without a scope."""
    wanted = {name.lower() for name in names}
    if path != ".":
        wanted.update((path.lower(), basename(path).lower()))
    wanted.update({basename(name) for name in wanted})
    return label in wanted or basename(label) in wanted


def _shape(groups: Sequence[_Group], own: Collection[_Group]) -> Shape | None:
    if not groups:
        return None
    group = _current([group for group in groups if _released(group)] or groups, own)
    found = _released(group)
    newest = sorted(found or group.tags, key=_age, reverse=True)[:_NEWEST]
    listed = ", ".join(tag.name for tag in newest[:_SHOWN])
    more = " …" if len(group.tags) > _SHOWN else ""
    note = "" if found else f"all tags look like pre-releases, such as {listed}"
    return Shape(_glob(group, newest), f"as in {listed}{more}", note)


def _released(group: _Group) -> list[Tag]:
    return releases(group.tags, "*")[0]


def _age(tag: Tag) -> tuple[int, object]:
    return tag.date, version_of(tag.name).order


def _current(groups: Sequence[_Group], own: Collection[_Group]) -> _Group:
    """Return the newest shape, but for a single tag that is named after something else."""
    by_age = sorted(groups, key=_Group.newest, reverse=True)
    established = (
        group for group in by_age if len(group.tags) > 1 or _generic(group.label) or group in own
    )
    return next(established, by_age[0])


def _glob(group: _Group, newest: Sequence[Tag]) -> str:
    """Return the pattern of a shape: numbers that differ are masked, what all share is kept."""
    versions = [version_of(tag.name) for tag in newest]
    prefixes = {version.prefix for version in versions}
    prefix = prefixes.pop() if len(prefixes) == 1 else group.masked.replace("#", _ANY_NUMBER)
    return f"{prefix}{_ANY_NUMBER}{_suffix(versions, newest)}"


def _suffix(versions: Sequence[Version], tags: Sequence[Tag]) -> str:
    suffixes = {version.suffix for version in versions}
    suffix = suffixes.pop() if len(suffixes) == 1 else ""
    built = any("+" in tag.name for tag in tags)
    return "" if built or _NUMBER.search(suffix) else suffix
