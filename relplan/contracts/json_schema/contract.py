"""JSON Schema: files that describe data, of any draft from 4 to 2020-12.

Nobody writes there who writes the data and who reads it, so the options say which way two versions
must agree.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from posixpath import basename

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.documents import read_document
from relplan.contracts.json_schema.rules import BY_ID
from relplan.contracts.kind import Analyzer, Options, Surface, Use, Version
from relplan.contracts.references import Node, References, files_referred_to
from relplan.contracts.schemas.change import Direction, SchemaChange, properties_of, told
from relplan.contracts.schemas.compare import compare_schemas
from relplan.contracts.schemas.difference import worst
from relplan.contracts.schemas.outline import properties_in
from relplan.contracts.schemas.shape import Dialect, Sides
from relplan.model.contract_source import Compatibility
from relplan.model.finding import Finding, Severity

_ENDINGS = (".schema.json", ".schema.yaml", ".schema.yml")
_DRAFT = re.compile(r"https?://json-schema\.org/(draft-0[3-7]/|draft/\d{4}-\d{2}/)?schema#?")
_DIRECTIONS = {
    Compatibility.BACKWARD: (Direction.REQUEST,),
    Compatibility.FORWARD: (Direction.RESPONSE,),
    Compatibility.FULL: (Direction.REQUEST, Direction.RESPONSE),
}
_CONTAINERS = ("$defs", "definitions")
_NAMES = frozenset({"$schema", "$id", "id", "title", "description", "$comment", *_CONTAINERS})
_TELLING = frozenset({
    "$schema", "type", "properties", "$ref", "allOf", "anyOf", "oneOf", "enum", "const", "items",
    *_CONTAINERS,
})  # fmt: skip
"""Of these, a schema has one."""


class JsonSchema(Analyzer):
    """Contracts of the kind json-schema."""

    edition = 2

    def is_file(self, path: str) -> bool:
        """Tell by its name whether a file may be a schema; any JSON may be one."""
        return path.endswith((*_ENDINGS, ".json"))

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the files that its references name."""
        return files_referred_to(path, read_document(path, content).data)

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return the properties that a schema describes; None for other JSON."""
        named = path.endswith(_ENDINGS)
        if not named and b"json-schema.org/" not in content:
            return None
        try:
            document = read_document(path, content)
        except UnreadableError:
            if named:
                raise
            return None
        if not _is_schema(document.data, named=named):
            return None
        references = References(Version({path: content}, (path,)), Budget.of(len(content)))
        root = references.root(path)
        return Surface(_name_of(root), dict.fromkeys(_parts_of(root, references), ()))

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterator[Finding]:
        """Return what differs, file by file."""
        return _Comparison(base, revision, options, budget).findings()

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return nothing: what data a program reads cannot be seen in its text."""
        return ()

    def subject(self, names: Sequence[str], path: str) -> str:
        """Return the file's name: a provider may have many schemas."""
        return basename(path).partition(".")[0]

    def mentions(self, name: str, surface: Surface) -> Iterable[str]:
        """Return the schema's address, where it is named by one."""
        return (name,) if "://" in name else ()


def _is_schema(data: object, *, named: bool) -> bool:
    if not isinstance(data, dict):
        return False
    draft = data.get("$schema")
    if isinstance(draft, str):
        return _DRAFT.fullmatch(draft) is not None or (named and bool(data.keys() & _NAMES))
    return named and bool(data.keys() & _TELLING)


def _name_of(root: Node) -> str:
    data = root.value if isinstance(root.value, dict) else {}
    title, name = data.get("title"), data.get("$id", data.get("id"))
    if isinstance(title, str) and title.strip():
        return title.strip()
    if isinstance(name, str) and (last := name.rstrip("#/").rpartition("/")[2]):
        return _stem(last)
    return _stem(root.path)


def _stem(path: str) -> str:
    name = basename(path)
    ending = next((ending for ending in (*_ENDINGS, ".json", ".yaml") if name.endswith(ending)), "")
    return name.removesuffix(ending) or name


def _parts_of(root: Node, references: References) -> Iterator[str]:
    name = _name_of(root)
    yield name
    for above, node in _roots_in(root).items():
        if above:
            yield ".".join((name, *above))
        for steps in properties_in(node, references):
            yield ".".join((name, *above, *properties_of(steps)))


def _roots_in(root: Node) -> dict[tuple[str, ...], Node]:
    """Return the schemas of a file: itself, or what it defines where it says nothing itself."""
    if not isinstance(root.value, dict) or root.value.keys() - _NAMES:
        return {(): root}
    found: dict[tuple[str, ...], Node] = {}
    for container in _CONTAINERS:
        defined = root.get(container)
        names = defined.value if defined and isinstance(defined.value, dict) else {}
        found.update({(name,): node for name in names if (node := root.get(container, name))})
    if not found:
        found[()] = root
    return found


class _Comparison:
    """Compares the schemas of two versions."""

    def __init__(self, base: Version, revision: Version, options: Options, budget: Budget) -> None:
        self._versions = base, revision
        self._sides = Sides(
            References(base, budget), References(revision, budget), budget, Dialect.JSON_SCHEMA
        )
        self._directions = _DIRECTIONS[options.compatibility]

    def findings(self) -> Iterator[Finding]:
        """Yield what differs."""
        for base, revision in _paired(*(version.roots for version in self._versions)):
            try:
                yield from self._compare_files(base, revision)
            except BoundReachedError as error:
                path = error.path or revision or base or ""
                yield Finding("bound-reached", Severity.UNKNOWN, "", path, error.line, error.what)
                return
            except UnreadableError as error:
                path = error.path or revision or base or ""
                yield Finding("unreadable", Severity.UNKNOWN, "", path, error.line, error.what)

    def _compare_files(self, base: str | None, revision: str | None) -> Iterator[Finding]:
        old = self._sides.base.root(base) if base else None
        new = self._sides.revision.root(revision) if revision else None
        known = old or new
        if known is None:
            return
        name = _name_of(known)
        before, after = _roots_in(old) if old else {}, _roots_in(new) if new else {}
        if old and new and ((() in before) or (() in after)):
            before, after = {(): old}, {(): new}
        for above in dict.fromkeys((*before, *after)):
            part = ".".join((name, *above))
            yield from self._compare_schemas(part, before.get(above), after.get(above))

    def _compare_schemas(
        self, part: str, base: Node | None, revision: Node | None
    ) -> Iterator[Finding]:
        if revision is None and base is not None:
            yield self._finding("schema-removed", part, base, gone=True)
        elif base is None and revision is not None:
            if not isinstance(revision.value, dict | bool):
                raise UnreadableError("is no schema", revision.path)
            yield self._finding("schema-added", part, revision, gone=False)
        else:
            yield from self._compare_versions(part, base, revision)

    def _compare_versions(
        self, part: str, base: Node | None, revision: Node | None
    ) -> Iterator[Finding]:
        found: dict[Finding, list[Severity]] = {}
        for direction in self._directions:
            for change in compare_schemas(base, revision, direction, self._sides):
                plain = self._finding_of(change, part, Severity.NONE)
                found.setdefault(plain, []).append(change.severity)
        for plain, severities in found.items():
            severity = worst(severities)
            yield Finding(plain.rule, severity, plain.part, plain.path, plain.line, plain.text)

    def _finding_of(self, change: SchemaChange, part: str, severity: Severity) -> Finding:
        references = self._sides.base if change.gone else self._sides.revision
        whole = ".".join((part, *properties_of(change.property)))
        line = references.line(change.node)
        return Finding(
            change.rule, severity, whole, change.node.path, line, told(change, f"'{part}'")
        )

    def _finding(self, rule: str, part: str, node: Node, *, gone: bool) -> Finding:
        references = self._sides.base if gone else self._sides.revision
        text = f"the schema '{part}' is {'gone' if gone else 'new'}"
        line = references.line(node)
        return Finding(rule, BY_ID[rule].severity, part, node.path, line, text)


def _paired(
    base: Sequence[str], revision: Sequence[str]
) -> Iterator[tuple[str | None, str | None]]:
    """Yield which file became which: that of the same name, or the only other one."""
    gone = [path for path in base if path not in revision]
    come = [path for path in revision if path not in base]
    if len(gone) == len(come) == 1:
        yield gone.pop(), come.pop()
    yield from ((path, path) for path in base if path in revision)
    yield from ((path, None) for path in gone)
    yield from ((None, path) for path in come)


ANALYZER: Analyzer = JsonSchema()
