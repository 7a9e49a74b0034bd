"""Tells from a file itself that it is a descriptor, and of which shape."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.descriptors.ranges import accepts
from relplan.contracts.descriptors.reading import provided_in, required_in
from relplan.contracts.descriptors.shapes import OSGI, shapes_of
from relplan.contracts.reading.documents import read_document
from relplan.model.descriptor import DescriptorShape, Ranges

PROVIDES = ("provides", "provided", "offers", "exports")
REQUIRES = ("requires", "required", "needs", "imports", "consumes")
_NAMES = ("name", "id", "interface", "api")
_VERSIONS = ("version", "versions", "range")
_PLAIN_KEY = re.compile(r"(?:[A-Za-z_]\w{0,60})?", re.ASCII)
"""What JMESPath takes without quotes."""
_DEEPEST_MAP = 2
_OF_RANGES = frozenset("^~<>=*|xX")


@dataclass(frozen=True, slots=True)
class Side:
    """Where a file lists what it provides, or what it requires."""

    within: str
    """The key of the table that the list is in; empty: at the top."""
    key: str
    name: str
    version: str

    @property
    def provides(self) -> bool:
        """Whether it is what the file provides."""
        return self.key in PROVIDES

    def expression(self, called: str) -> str:
        """Return it as JMESPath; *called*: ``version`` or ``versions``."""
        top = f"{self.within}." if self.within else ""
        return f"{top}{self.key}[].{{name: {self.name}, {called}: {self.version}}}"


def sides_in(data: object) -> Iterator[tuple[Side, Sequence[Mapping[str, str]]]]:
    """Yield the lists of a document that say names with versions, at its top or one below it."""
    top = data if isinstance(data, dict) else {}
    inner = [(key, value) for key, value in top.items() if isinstance(value, dict)]
    for within, table in [("", top), *inner]:
        for key in (*PROVIDES, *REQUIRES):
            side = _side(within, key, table.get(key))
            if side is not None:
                yield side, table[key]


def _side(within: str, key: str, listed: object) -> Side | None:
    """Return by which keys a list says names and versions; None where it says none."""
    if not isinstance(listed, list) or not listed or not _PLAIN_KEY.fullmatch(within):
        return None
    if not all(isinstance(entry, dict) for entry in listed):
        return None
    name, version = (
        next((key for key in keys if all(isinstance(one.get(key), str) for one in listed)), "")
        for keys in (_NAMES, _VERSIONS)
    )
    return Side(within, key, name, version) if name and version else None


def maps_in(data: object) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    """Yield the objects of a document whose values are all texts, with the keys that lead there.

    Only the document itself, and what is one or two keys below: no file needs more.
    """
    left: list[tuple[tuple[str, ...], object]] = [((), data)]
    while left:
        steps, found = left.pop()
        if not isinstance(found, dict) or not found:
            continue
        if all(isinstance(value, str) for value in found.values()):
            yield steps, found
        elif len(steps) < _DEEPEST_MAP:
            keys = [key for key in found if key and _PLAIN_KEY.fullmatch(key)]
            left += [((*steps, key), found[key]) for key in reversed(keys)]


def ranges_of(versions: Iterable[str]) -> tuple[Ranges, str]:
    """Return how required versions are written, and what is not certain of that."""
    known = list(versions)
    if any(_OF_RANGES & set(version) for version in known):
        ranges = Ranges.SEMVER
    elif any(len(version.split()) > 1 for version in known):
        ranges = Ranges.LISTED
    else:
        bare = min(known, default="")
        return Ranges.CARET, f"whether {bare} means that version alone, or later ones, too"
    strange = next((one for one in known if accepts(ranges, one, "1.0.0") is None), None)
    return ranges, f"what '{strange}' means" if strange else ""


def shape_of(
    path: str, contents: Sequence[bytes], known: Iterable[DescriptorShape]
) -> DescriptorShape | None:
    """Return the shape of the file at *path*, of which *contents* are versions; None: it is none.

    That is the first of *known* by which it lists something, whatever it is called; FOLIO's for a
    file that is called as its descriptors are; OSGi's for a manifest of Java; else what its own
    keys tell.
    """
    by_name = shapes_of(()).of(path)
    shapes = [*known, OSGI] if by_name is None else [*known, by_name, OSGI]
    for shape in shapes:
        if any(_lists(path, content, shape) for content in contents):
            return replace(shape, files=(path,), folders=(".",))
    sides: dict[bool, Side] = {}
    versions: list[str] = []
    for content in contents:
        try:
            data = read_document(path, content).data
        except (UnreadableError, RecursionError, MemoryError):
            continue
        for side, listed in sides_in(data):
            sides.setdefault(side.provides, side)
            if not side.provides:
                versions += [entry[side.version] for entry in listed]
    if not sides:
        return None
    return DescriptorShape(
        name="told",
        files=(path,),
        provides=sides[True].expression("version") if True in sides else PROVIDES[0],
        requires=sides[False].expression("versions") if False in sides else REQUIRES[0],
        ranges=ranges_of(versions)[0],
    )


def _lists(path: str, content: bytes, shape: DescriptorShape) -> bool:
    try:
        return bool(provided_in(path, content, shape) or required_in(path, content, shape))
    except UnreadableError:
        return False
