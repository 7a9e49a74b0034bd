"""Compares two versions of a contract of JSON schemas, file by file.

Nobody writes there who writes the data and who reads it, so the options say which way two versions
must agree; where they say nothing, both ways.
"""

from collections.abc import Iterator, Mapping, Sequence
from posixpath import basename

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.json_schema.rules import BY_ID, strict
from relplan.contracts.kind import Options, Version
from relplan.contracts.references import Node, References
from relplan.contracts.schemas.change import Direction, SchemaChange, properties_of, told
from relplan.contracts.schemas.compare import compare_schemas
from relplan.contracts.schemas.shape import Dialect, Sides
from relplan.model.contract_source import Compatibility
from relplan.model.finding import Finding, Severity

ENDINGS = (".schema.json", ".schema.yaml", ".schema.yml")
CONTAINERS = ("$defs", "definitions")
NAMES = frozenset({"$schema", "$id", "id", "title", "description", "$comment", *CONTAINERS})
_DIRECTIONS = {
    Compatibility.BACKWARD: (Direction.REQUEST,),
    Compatibility.FORWARD: (Direction.RESPONSE,),
    Compatibility.FULL: (Direction.REQUEST, Direction.RESPONSE),
}
_ONE_RULE = frozenset({"type-changed", "type-specialized"})
"""What is called otherwise in requests."""
_MATTERS = {
    Direction.REQUEST: "what is written as before may be refused",
    Direction.RESPONSE: "who reads as before may receive what it cannot read",
}

_WHO = {Direction.REQUEST: "writes", Direction.RESPONSE: "reads"}


class Comparison:
    """Compares the schemas of two versions."""

    def __init__(self, base: Version, revision: Version, options: Options, budget: Budget) -> None:
        self._versions = base, revision
        self._sides = Sides(
            References(base, budget), References(revision, budget), budget, Dialect.JSON_SCHEMA
        )
        self._directions = _DIRECTIONS[options.compatibility or Compatibility.FULL]
        self._is_way_known = options.is_way_known

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
        name = name_of(known)
        before, after = roots_in(old) if old else {}, roots_in(new) if new else {}
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
        found: dict[tuple[object, ...], dict[Direction, SchemaChange]] = {}
        for direction in self._directions:
            for change in compare_schemas(base, revision, direction, self._sides):
                found.setdefault(_key(change), {})[direction] = change
        for ways in found.values():
            yield self._finding_of(ways, part)

    def _finding_of(self, ways: Mapping[Direction, SchemaChange], part: str) -> Finding:
        """Return one difference, as it is seen from either direction, as the worse of both."""
        severities = {
            direction: strict(change.rule, direction, change.severity)
            for direction, change in ways.items()
        }
        worse = min(severities, key=lambda direction: severities[direction].rank)
        severity, change = severities[worse], ways[worse]
        minded = [_MATTERS[one] for one in ways if severities[one] is severity]
        touching = severity in (Severity.BREAKING, Severity.RISKY)
        matters = " and ".join(minded) if touching else ""
        if severity is Severity.UNKNOWN and change.rule != "unreadable":
            matters = "it cannot be told whether what was valid still is"
        text = told(change, f"'{part}'", BY_ID[change.rule].said, matters)
        if severity is Severity.BREAKING and not self._is_way_known and len(minded) == 1:
            severity = Severity.UNKNOWN
            text += (
                f" (breaks who {_WHO[worse]} it; `compatibility` in relplan.toml says which way it"
                " goes)"
            )
        references = self._sides.base if change.gone else self._sides.revision
        return Finding(
            change.rule,
            severity,
            ".".join((part, *properties_of(change.property))),
            change.node.path,
            references.line(change.node),
            text,
            gone=change.gone,
        )

    def _finding(self, rule: str, part: str, node: Node, *, gone: bool) -> Finding:
        references = self._sides.base if gone else self._sides.revision
        text = f"the schema '{part}' is {'gone' if gone else 'new'}"
        line = references.line(node)
        return Finding(rule, BY_ID[rule].severity, part, node.path, line, text, gone=gone)


def _key(change: SchemaChange) -> tuple[object, ...]:
    """Return what is the same for the same difference, seen from the other direction."""
    rule = "" if change.rule in _ONE_RULE else change.rule
    node = change.node
    place = change.property, node.path, node.pointer, change.gone
    return rule, *place, change.before, change.after


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


def name_of(root: Node) -> str:
    """Return what a schema is called: by its title, its id, or its file."""
    data = root.value if isinstance(root.value, dict) else {}
    title, name = data.get("title"), data.get("$id", data.get("id"))
    if isinstance(title, str) and title.strip():
        return title.strip()
    if isinstance(name, str) and (last := name.rstrip("#/").rpartition("/")[2]):
        return _stem(last)
    return _stem(root.path)


def _stem(path: str) -> str:
    name = basename(path)
    ending = next((ending for ending in (*ENDINGS, ".json", ".yaml") if name.endswith(ending)), "")
    return name.removesuffix(ending) or name


def roots_in(root: Node) -> dict[tuple[str, ...], Node]:
    """Return the schemas of a file: itself, or what it defines where it says nothing itself."""
    if not isinstance(root.value, dict) or root.value.keys() - NAMES:
        return {(): root}
    found: dict[tuple[str, ...], Node] = {}
    for container in CONTAINERS:
        defined = root.get(container)
        names = defined.value if defined and isinstance(defined.value, dict) else {}
        found.update({(name,): node for name in names if (node := root.get(container, name))})
    if not found:
        found[()] = root
    return found
