"""Finds the contracts that stand in code: the routes of services that have no file of their API."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from posixpath import basename, splitext
from typing import NamedTuple

from relplan.contracts.kind import Access, ContractKind, Relevance, Surface
from relplan.contracts.openapi.uses.routes import BELOW
from relplan.contracts.registry import kinds
from relplan.contracts.routes.paths import is_telling
from relplan.discovery.drafts import Draft
from relplan.discovery.found import FoundService
from relplan.discovery.offers import Offer, Place
from relplan.model.evidence import Confidence
from relplan.sources.provenance import Provenance, is_code

_MOST_BYTES = 100_000_000
"""Of the code of one service."""
_LARGEST = 1_000_000
_FEWEST = 3
"""Routes of more than one word that make an API, though nobody is seen to call it."""
_MOST = 0.75
"""Share of a file's operations that tells whose code serves them."""

_TOGETHER = (frozenset({".java", ".kt"}), frozenset({".cjs", ".js", ".mjs", ".ts"}))
"""Endings of languages that one service is written in, from one day to the next."""


def find_in_code(number: int, place: Place) -> Iterator[Offer]:
    """Yield the files of a repository whose code offers something; it must have been entered."""
    names: dict[str, list[str]] = defaultdict(list)
    for path in place.tree.files:
        names[basename(path)].append(path)
    for kind in (kind for kind in kinds() if kind.in_code):
        for service in place.services:
            files = _read(kind, place, service)
            files |= _referred(kind, place, files, names)
            for path, surface in sorted(kind.analyzer.surfaces(files).items()):
                yield Offer(kind, number, service.name, path, Provenance.ORIGINAL, surface)


def _read(kind: ContractKind, place: Place, service: FoundService) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = _MOST_BYTES
    for path in _code_of(kind, place, service):
        content = place.tree.read(path)
        left -= len(content)
        if left < 0:
            break
        is_small = 0 < len(content) <= _LARGEST
        if is_small and kind.analyzer.relevance(path, content) is Relevance.OWN:
            files[path] = content
    return files


def _referred(
    kind: ContractKind,
    place: Place,
    files: Mapping[str, bytes],
    names: Mapping[str, Sequence[str]],
) -> Mapping[str, bytes]:
    """Return the files that *files* refer to, and those that these refer to."""
    found: dict[str, bytes] = {}
    ahead, seen = list(files.items()), set(files)
    while ahead:
        path, content = ahead.pop()
        for name in kind.analyzer.references(path, content):
            if name in seen:
                continue
            seen.add(name)
            alike = [one for one in names.get(basename(name), ()) if f"/{one}".endswith(f"/{name}")]
            if alike:
                target = min(alike, key=lambda one: (len(one), one))
                found[target] = place.tree.read(target)
                ahead.append((target, found[target]))
    return found


def _code_of(kind: ContractKind, place: Place, service: FoundService) -> Sequence[str]:
    return [
        path
        for path in sorted(place.tree.files, key=lambda path: (path.count("/"), path))
        if is_code(path) and kind.analyzer.is_file(path) and place.owner(path) == service.name
    ]


def beyond_files(drafts: Sequence[Draft]) -> list[Draft]:
    """Return *drafts*, those of code with no operations but those that no file of their API has."""
    filed = _operations(drafts, in_code=False)
    found = (
        _without(draft, filed.get((draft.provider, draft.kind.access), ()))
        if draft.kind.in_code
        else draft
        for draft in drafts
    )
    return [draft for draft in found if draft.offers]


def served_elsewhere(drafts: Sequence[Draft]) -> dict[int, str]:
    """Return the services whose code serves what another's file says, by the draft's place.

    The file is a note of what its holder calls: its own code, which is read, serves nothing of it,
    and that of one other service serves most, since files grow old.
    """
    coded = _operations(drafts, in_code=True)
    found = {}
    for number, draft in enumerate(drafts):
        filed = {one for one in map(_operation, _parts(draft)) if len(one.fixed) > 1}
        own = coded.get((draft.provider, draft.kind.access), ())
        is_declared = any(sign.evidence.rule == "declared" for sign in draft.signs)
        if draft.kind.in_code or is_declared or min(len(filed), len(own)) < _FEWEST:
            continue
        if any(one.is_among(own) for one in filed):
            continue
        least = max(_FEWEST, _MOST * len(filed))
        servers = [
            service
            for (service, access), known in coded.items()
            if access is draft.kind.access and sum(one.is_among(known) for one in filed) >= least
        ]
        if len(servers) == 1:
            found[number] = servers[0]
    return found


def that_matter(drafts: Sequence[Draft]) -> list[Draft]:
    """Return *drafts* without the code of services that have a file, where others use that alone.

    What others are seen to call and the file has not is a contract, too: files grow old.
    """
    filed = {(one.provider, one.kind.access) for one in drafts if not one.kind.in_code}
    return [
        draft
        for draft in drafts
        if not draft.kind.in_code
        or (draft.provider, draft.kind.access) not in filed
        or any(
            sign.confidence is not Confidence.GUESSED
            for signs in draft.consumers.values()
            for sign in signs
        )
    ]


class _Operation(NamedTuple):
    """An operation; of its path's segments the parameters are empty."""

    method: str
    segments: tuple[str, ...]

    @property
    def fixed(self) -> list[str]:
        """The segments that are no parameters."""
        return [one for one in self.segments if one]

    def is_like(self, other: "_Operation") -> bool:
        """Tell whether both are one, where a part of the path may stand before either.

        That is the address that a service is reached by, which has no parameters: the items below
        ``/users/{id}`` are not all items.
        """
        short, long = sorted((self.segments, other.segments), key=len)
        before, behind = long[: -len(short)], long[-len(short) :]
        same = any(short) and behind == short and all(before)
        return same and (
            self.method == other.method or not _METHODS.issuperset((self.method, other.method))
        )

    def is_among(self, others: Sequence["_Operation"]) -> bool:
        """Tell whether one of *others* is this one."""
        return any(self.is_like(other) for other in others)


_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
"""What else stands for a method is any, or is not known."""
_VERSION = re.compile(r"\{[^{}]{0,40}version", re.IGNORECASE)
"""A parameter that may stand before all paths of a service."""


def _operation(part: str) -> _Operation:
    method, _, path = part.partition(" ")
    steps = (one for one in path.split("/") if one not in ("", BELOW) and not _VERSION.search(one))
    return _Operation(method, tuple("" if "{" in step else step for step in steps))


def _operations(
    drafts: Iterable[Draft], *, in_code: bool
) -> Mapping[tuple[str, Access], list[_Operation]]:
    """Return what services offer in each way, by all their code, or by all their files."""
    found: dict[tuple[str, Access], list[_Operation]] = defaultdict(list)
    for draft in drafts:
        if draft.kind.in_code is in_code:
            found[draft.provider, draft.kind.access] += map(_operation, _parts(draft))
    return found


def _parts(draft: Draft) -> Iterator[str]:
    return (part for offer in draft.offers for part in offer.surface.parts)


def _without(draft: Draft, filed: Sequence[_Operation]) -> Draft:
    if not filed:
        return draft
    offers = []
    for offer in draft.offers:
        parts = {
            part: names
            for part, names in offer.surface.parts.items()
            if not _operation(part).is_among(filed)
        }
        if parts:
            offers.append(replace(offer, surface=Surface(offer.surface.name, parts)))
    return replace(draft, offers=offers)


def is_for_others(draft: Draft) -> bool:
    """Tell whether code offers enough to be an API, though nobody is seen to use it."""
    paths = {
        part.partition(" ")[2]
        for offer in draft.offers
        for part in offer.surface.parts
        if is_telling(part.partition(" ")[2])
    }
    return len(paths) >= _FEWEST


def folders_of(wanted: Collection[str], folder: str, inner: Iterable[str]) -> tuple[str, ...]:
    """Return globs of all code of the languages of *wanted*, tomorrow's files included.

    They are relative to *folder*, a service's. Where other services are in folders *inner* to it,
    only the folders are meant in which something is.
    """
    own = {splitext(path)[1] for path in wanted}
    endings = sorted(own.union(*(group for group in _TOGETHER if not own.isdisjoint(group))))
    prefix = "" if folder == "." else f"{folder}/"
    if not any(one.startswith(prefix) for one in inner):
        return tuple(f"**/*{ending}" for ending in endings)
    inside = sorted({path.removeprefix(prefix) for path in wanted})
    found: set[str] = set()
    for path in inside:
        top, _, rest = path.partition("/")
        found.update(f"{top}/**/*{ending}" if rest else f"*{ending}" for ending in endings)
    return tuple(sorted(found))
