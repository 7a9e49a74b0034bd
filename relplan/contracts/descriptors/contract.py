"""Files in which a module says which interfaces it provides and requires.

Each interface has a name and a version; a version of another line breaks who requires the old one.
What a module requires is all that it uses, for its platform refuses it otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.descriptors.ranges import is_lower, line_of
from relplan.contracts.descriptors.reading import (
    Interface,
    is_descriptor,
    part_of,
    provided_in,
    required_in,
    requiring,
    stem,
)
from relplan.contracts.descriptors.rules import BY_ID
from relplan.contracts.descriptors.shapes import FOLIO, Shapes
from relplan.contracts.kind import Analyzer, Options, Surface, Use, Version
from relplan.model.descriptor import DescriptorShape, Ranges
from relplan.model.finding import Finding


class Descriptors(Analyzer):
    """Contracts of the kind descriptor."""

    edition = 3

    def __init__(self, declared: Sequence[DescriptorShape] = ()) -> None:
        """Read files of the shapes that are *declared*, and of those known besides."""
        self._shapes = Shapes(declared)

    def with_shapes(self, declared: tuple[DescriptorShape, ...]) -> Analyzer:
        """Return what reads files of *declared*, too."""
        return _with_shapes(declared)

    def is_file(self, path: str) -> bool:
        """Tell by its name whether a file is a descriptor."""
        return self._shapes.of(path) is not None

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return nothing: a descriptor stands by itself."""
        return ()

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return the interfaces that are provided, each with its versions as its other names."""
        provided = provided_in(path, content, self._shape(path))
        if not provided:
            return None
        parts = {name: tuple(one.version for one in of) for name, of in provided.items()}
        return Surface(stem(path), parts)

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterator[Finding]:
        """Return which interfaces are gone, new, or have another version."""
        listing = self._listing(base)
        before = self._all(base, listing)
        after = self._all(revision, self._listing(revision, listing))
        budget.spend(len(before) + len(after))
        for name in sorted(before.keys() | after.keys()):
            yield from self._compared(name, before.get(name, ()), after.get(name, ()))

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return the interfaces that another module's descriptor requires."""
        shape = self._shapes.of(path)
        if shape is None:
            return
        for name, interface in required_in(path, content, shape).items():
            if name in surface.parts:
                text = requiring(name, interface.version)
                yield Use(name, path, interface.line, text)

    def _shape(self, path: str) -> DescriptorShape:
        """Return the shape of a contract's file, whatever it is called."""
        return self._shapes.of(path) or FOLIO

    def _listing(self, version: Version, before: Sequence[str] = ()) -> Sequence[str]:
        """Return the files that are descriptors, as those in *before* were.

        Raises UnreadableError where one of these is none any more, or none of all is one.
        """
        there = {
            path: is_descriptor(path, version.files[path], self._shape(path))
            for path in version.roots
        }
        silent = [path for path, lists in there.items() if not lists]
        lost = [path for path in silent if path in before or len(silent) == len(there)]
        for path in lost:
            expected = self._shape(path).provides
            raise UnreadableError(f"is no descriptor: it lists nothing by '{expected}'", path)
        return [path for path, lists in there.items() if lists]

    def _all(self, version: Version, paths: Iterable[str]) -> Mapping[str, Sequence[Interface]]:
        found: dict[str, list[Interface]] = {}
        for path in paths:
            provided = provided_in(path, version.files[path], self._shape(path))
            for name, interfaces in provided.items():
                found.setdefault(name, []).extend(interfaces)
        return found

    def _compared(
        self, name: str, old: Sequence[Interface], new: Sequence[Interface]
    ) -> Iterator[Finding]:
        for one in old:
            yield from _lost(name, one, new, self._shape(one.path).ranges)
        known = {one.version for one in old}
        for one in new:
            if one.version not in known:
                text = f"interface {name} {one.version} is new"
                part = part_of(name, one.version)
                yield _finding("interface-version-added", part, one, text)


@cache
def _with_shapes(declared: tuple[DescriptorShape, ...]) -> Analyzer:
    return Descriptors(declared)


def _lost(name: str, old: Interface, new: Sequence[Interface], ranges: Ranges) -> Iterator[Finding]:
    """Yield that what was required so far is no longer met; the text is the same as it goes on."""
    if not new:
        text = f"interface {name} is gone"
        yield _finding("interface-removed", name, old, text)
        return
    if any(one.version == old.version for one in new):
        return
    line = line_of(ranges, old.version)
    lines = [line_of(ranges, one.version) for one in new]
    following = [one for one, its in zip(new, lines, strict=True) if its == line]
    if line is None or None in lines:
        rule = "interface-version-unreadable"
        text = f"a version of interface {name} is not understood"
    elif not following:
        rule, text = "interface-major-changed", f"interface {name} leaves version {line}"
    elif all(is_lower(ranges, one.version, old.version) for one in following):
        rule, text = "interface-minor-lowered", f"interface {name} falls below {old.version}"
    else:
        return
    at = (following or new)[0]
    touches = tuple(part_of(name, one.version) for one in new)
    yield _finding(rule, name, at, text, touches)


def _finding(
    rule: str, part: str, place: Interface, text: str, touches: tuple[str, ...] = ()
) -> Finding:
    severity = BY_ID[rule].severity
    return Finding(rule, severity, part, place.path, place.line, text, touches)


ANALYZER: Analyzer = Descriptors()
