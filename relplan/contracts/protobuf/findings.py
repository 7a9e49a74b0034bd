"""Tells what differences mean to those who call, and finds what was added."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from functools import partial

from relplan.contracts.protobuf.catalogue import Catalogue
from relplan.contracts.protobuf.comparing import PACKAGE_GONE, differences
from relplan.contracts.protobuf.compiling import Compiled
from relplan.contracts.protobuf.descriptors import Declaration, Sort
from relplan.contracts.protobuf.difference import Difference, Told
from relplan.contracts.protobuf.http import Binding
from relplan.contracts.protobuf.http import differences as http_differences
from relplan.contracts.protobuf.rules import BY_ID
from relplan.model.finding import Finding, Severity

_SAYS_IT_BETTER = {
    "FIELD_NO_DELETE": "FIELD_NO_DELETE_UNLESS",
    "ENUM_VALUE_NO_DELETE": "ENUM_VALUE_NO_DELETE_UNLESS",
    "FIELD_SAME_TYPE": "FIELD_WIRE_JSON_COMPATIBLE_TYPE",
    "FIELD_SAME_CARDINALITY": "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY",
}
"""Of a rule of PACKAGE, how those of WIRE_JSON begin that say the same of the same part."""
_ADDED = {
    Sort.MESSAGE: "MESSAGE_ADDED", Sort.FIELD: "FIELD_ADDED", Sort.EXTENSION: "EXTENSION_ADDED",
    Sort.ENUM: "ENUM_ADDED", Sort.VALUE: "ENUM_VALUE_ADDED", Sort.SERVICE: "SERVICE_ADDED",
    Sort.RPC: "RPC_ADDED",
}  # fmt: skip
_WITHIN = {Sort.FIELD: Sort.MESSAGE, Sort.VALUE: Sort.ENUM, Sort.RPC: Sort.SERVICE}
_BY_NUMBER = frozenset({Sort.FIELD, Sort.EXTENSION, Sort.VALUE})


class Judge:
    """Makes findings of what differs between two compiled versions."""

    def __init__(
        self, compiled: Compiled, base: Catalogue, revision: Catalogue, own: Iterable[str]
    ) -> None:
        """Look only at the files *own*, by their written names, and what these refer to."""
        self._compiled = compiled
        self._base = base
        self._revision = revision
        self._own = frozenset(own)
        self._held = base.held_by(self._own) | revision.held_by(self._own)

    def findings(self) -> Iterator[Finding]:
        """Yield all that differs."""
        found = map(self._broken, differences(self._base, self._revision))
        broken = [finding for finding in found if finding]
        said: dict[str, set[str]] = {}
        for finding in broken:
            said.setdefault(finding.part, set()).add(finding.rule)
        for finding in broken:
            better = _SAYS_IT_BETTER.get(finding.rule)
            if better and any(rule.startswith(better) for rule in said[finding.part]):
                continue
            yield _milder(finding) if _stays_in_json(finding, said[finding.part]) else finding
        yield from self._added()
        yield from self._http()

    def _broken(self, found: Difference) -> Finding | None:
        place = self._place(found)
        if place is None or not self._is_own(place[0], found.owner):
            return None
        rule, text, _ = found.told
        files = self._files(found.part) if rule == PACKAGE_GONE else [place[0]]
        touches = self._touches(found, files)
        return _finding(rule, self._severity(rule, found.part), found.part, place, text, touches)

    def _severity(self, rule: str, part: str) -> Severity:
        is_missed = True
        if rule == "PACKAGE_MESSAGE_NO_DELETE":
            is_missed = self._base.stands_alone(part)
        elif rule == PACKAGE_GONE:
            is_missed = any(
                found.sort is Sort.SERVICE
                or (found.sort is Sort.MESSAGE and self._base.stands_alone(found.name))
                for file in self._files(part)
                for found in self._base.files[file].declarations
            )
        return BY_ID[rule].severity if is_missed else Severity.RISKY

    def _place(self, found: Difference) -> tuple[str, int] | None:
        """Return the file and line: those of the base where the revision has the file no more."""
        if found.file:
            return found.file, self._revision.files[found.file].line(found.told.place)
        if found.declaration:
            return self._where(self._base, found.declaration)
        files = self._files(found.part)
        return (files[0], 1) if files else None

    def _files(self, package: str) -> list[str]:
        """Return the base's files of a package."""
        return sorted(file.name for file in self._base.files.values() if file.package == package)

    def _is_own(self, file: str, owner: str) -> bool:
        return file in self._own or owner in self._held

    def _touches(self, found: Difference, files: Iterable[str]) -> frozenset[str]:
        """Return the rpcs that are reached; *files*: where the subject is a package or a file."""
        sort = found.declaration.sort if found.declaration else None
        both = (self._base, self._revision)
        if sort is Sort.RPC:
            reached = []
        elif sort is Sort.SERVICE:
            reached = [version.rpcs_of_service(found.part) for version in both]
        elif found.owner:
            reached = [version.rpcs_reaching(found.owner) for version in both]
        else:
            reached = [version.rpcs_of_file(file) for version in both for file in files]
        return frozenset().union(*reached)

    def _added(self) -> Iterator[Finding]:
        for declaration in self._new():
            rule, text = _ADDED[declaration.sort], _sentence(declaration)
            file, line = self._where(self._revision, declaration)
            owner = declaration.parent if declaration.sort in _BY_NUMBER else declaration.name
            told = Told(rule, text, declaration.place)
            found = Difference(told, file, declaration.name, owner, declaration)
            if self._is_own(file, owner):
                touches = self._touches(found, ())
                severity = BY_ID[rule].severity
                yield _finding(rule, severity, declaration.name, (file, line), text, touches)

    def _new(self) -> Iterator[Declaration]:
        for name, file in self._revision.files.items():
            if self._base.files.get(name) is not file:
                yield from filter(self._is_new, file.declarations)

    def _http(self) -> Iterator[Finding]:
        """Yield what changed for those who call the rpcs of both versions over HTTP."""
        before, after = self._compiled.http
        answered = {
            (rpc.types, *binding.key)
            for name, said in after.items()
            if (rpc := self._revision.named(Sort.RPC, name))
            for binding in said.bindings or ()
        }
        for name in sorted({*before, *after}):
            old, new = before.get(name), after.get(name)
            rpc = self._revision.named(Sort.RPC, name)
            if rpc is None or not self._base.named(Sort.RPC, name) or old == new:
                continue
            if not self._is_own(rpc.file, rpc.parent):
                continue
            where = self._where(self._revision, rpc)
            # another rpc may answer the call with the same types
            kept = partial(_is_among, answered, rpc.types)
            for rule, text in http_differences(old, new, kept):
                severity = BY_ID[rule].severity
                yield _finding(rule, severity, name, where, f'RPC "{name}" {text}', frozenset())

    def _is_new(self, found: Declaration) -> bool:
        """Tell whether it is new, and not only a part of what is new."""
        if found.sort not in _BY_NUMBER:
            known = self._base.named(found.sort, found.name)
        else:
            known = self._base.numbered(found.sort, found.parent, found.number)
        sort = _WITHIN.get(found.sort, Sort.MESSAGE)
        parent_is_old = self._base.named(sort, found.parent) is not None
        parent_is_new = self._revision.named(sort, found.parent) is not None and not parent_is_old
        if found.sort in _WITHIN:  # the fields of a map's entries have no parent that is declared
            return known is None and parent_is_old and not found.required
        return known is None and (not parent_is_new or found.sort is Sort.EXTENSION)

    @staticmethod
    def _where(version: Catalogue, declaration: Declaration) -> tuple[str, int]:
        return declaration.file, version.line(declaration)


def _finding(
    rule: str,
    severity: Severity,
    part: str,
    where: tuple[str, int],
    text: str,
    touches: frozenset[str],
) -> Finding:
    path, line = where
    return Finding(rule, severity, part, path, line, text, tuple(sorted(touches - {part})))


def _stays_in_json(finding: Finding, said: Set[str]) -> bool:
    """Tell whether a field was renamed and is called in JSON as before; extensions never are."""
    return (
        finding.rule == "FIELD_SAME_NAME"
        and finding.text.startswith("Field ")
        and "FIELD_SAME_JSON_NAME" not in said
    )


def _milder(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.RISKY)


def _is_among(answered: Set[tuple[object, ...]], types: tuple[str, ...], binding: Binding) -> bool:
    return (types, *binding.key) in answered


def _sentence(found: Declaration) -> str:
    label = "RPC" if found.sort is Sort.RPC else found.sort.value.capitalize()
    return f'{label} "{found.name}" was added.'
