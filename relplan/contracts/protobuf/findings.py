"""Tells what buf's annotations mean to those who call, and finds what was added."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from functools import partial

from relplan.contracts.protobuf.buf import Annotation
from relplan.contracts.protobuf.catalogue import Catalogue
from relplan.contracts.protobuf.compiling import Compiled
from relplan.contracts.protobuf.descriptors import Declaration, Sort
from relplan.contracts.protobuf.http import Binding, differences
from relplan.contracts.protobuf.rules import BY_ID
from relplan.model.finding import Finding, Severity

_PACKAGE_GONE = "PACKAGE_NO_DELETE"
_SAME_REQUIRED = "MESSAGE_SAME_REQUIRED_FIELDS"
_SAYS_IT_BETTER = {
    "FIELD_NO_DELETE": "FIELD_NO_DELETE_UNLESS",
    "ENUM_VALUE_NO_DELETE": "ENUM_VALUE_NO_DELETE_UNLESS",
    "FIELD_SAME_TYPE": "FIELD_WIRE_JSON_COMPATIBLE_TYPE",
    "FIELD_SAME_CARDINALITY": "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY",
}
"""Of a rule of PACKAGE, how those of WIRE_JSON begin that say the same of the same part."""
_MEMBER = re.compile(
    r"\b(?P<sort>field|extension|enum value|rpc) \"(?P<key>[^\"]*)\""
    r"(?: with name \"[^\"]*\")? on (?:message|enum|service) \"(?P<parent>[^\"]*)\"",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"^(?P<sort>Message) \"(?P<parent>[^\"]*)\" had required field \"(?P<key>\d+)\""
)
_REFUSED = (
    " Required fields must always be sent, so if one side does not know about the required field,"
    " this will result in a breakage."
)
_WHOLE = re.compile(
    r"\b(?P<sort>message|enum|service|extension) \"(?P<name>[^\"]*)\""
    r"(?: was deleted from package \"(?P<package>[^\"]*)\")?",
    re.IGNORECASE,
)
_PACKAGE = re.compile(r"package \"(?P<package>[^\"]*)\" was deleted")
_ADDED = {
    Sort.MESSAGE: "MESSAGE_ADDED", Sort.FIELD: "FIELD_ADDED", Sort.EXTENSION: "EXTENSION_ADDED",
    Sort.ENUM: "ENUM_ADDED", Sort.VALUE: "ENUM_VALUE_ADDED", Sort.SERVICE: "SERVICE_ADDED",
    Sort.RPC: "RPC_ADDED",
}  # fmt: skip
_GONE = {
    Sort.MESSAGE: "PACKAGE_MESSAGE_NO_DELETE", Sort.ENUM: "PACKAGE_ENUM_NO_DELETE",
    Sort.EXTENSION: "PACKAGE_EXTENSION_NO_DELETE", Sort.SERVICE: "PACKAGE_SERVICE_NO_DELETE",
}  # fmt: skip
_WITHIN = {Sort.FIELD: Sort.MESSAGE, Sort.VALUE: Sort.ENUM, Sort.RPC: Sort.SERVICE}
_BY_NUMBER = frozenset({Sort.FIELD, Sort.EXTENSION, Sort.VALUE})


@dataclass(frozen=True, slots=True)
class _Subject:
    """What an annotation is about."""

    part: str
    owner: str
    """The message, enum or service that it is in, or is; empty: a package or a file."""
    declaration: Declaration | None = None


class Judge:
    """Makes findings of what buf said about two compiled versions."""

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
        told = (said for said in self._compiled.annotations if said.rule != _SAME_REQUIRED)
        annotations = [*told, *self._required(), *self._gone()]
        found = (self._broken(annotation) for annotation in annotations)
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

    def _gone(self) -> Iterator[Annotation]:
        """Say in buf's words what buf overlooks: the last of its sort in a package is gone."""
        said = {annotation.message for annotation in self._compiled.annotations}
        packages = {file.package for file in self._revision.files.values()}
        for declaration in self._base.declarations():
            rule = _GONE.get(declaration.sort)
            package = self._base.files[declaration.file].package
            if not rule or package not in packages or self._is_left(declaration):
                continue
            name = declaration.name[len(package) + 1 if package else 0 :]
            what = f'{declaration.sort} "{name}" was deleted from package "{package}".'
            message = f"Previously present {what}"
            if message not in said:
                kept = declaration.file in self._revision.files
                yield Annotation(rule, declaration.file if kept else "", 1, message)

    def _required(self) -> Iterator[Annotation]:
        """Say in buf's words which fields are required now, or no more; buf overlooks features."""
        pairs = (
            (self._base, self._revision, "deleted"),
            (self._revision, self._base, "added"),
        )
        for version, other, what in pairs:
            for found in version.declarations():
                if found.sort is not Sort.FIELD or not found.required:
                    continue
                same = other.numbered(Sort.FIELD, found.parent, found.number)
                message = self._revision.named(Sort.MESSAGE, found.parent)
                known = self._base.named(Sort.MESSAGE, found.parent)
                if (same and same.required) or message is None or known is None:
                    continue
                file, line = self._where(self._revision, message if what == "deleted" else found)
                name = found.parent.removeprefix(f"{self._package_of(file)}.")
                text = f'Message "{name}" had required field "{found.number}" {what}.{_REFUSED}'
                yield Annotation(_SAME_REQUIRED, file, line, text)

    def _is_left(self, declaration: Declaration) -> bool:
        """Tell whether it is there still, or all that it was in is gone."""
        parent = declaration.parent
        if self._revision.named(declaration.sort, declaration.name):
            return True
        was_nested = self._base.named(Sort.MESSAGE, parent)
        return bool(was_nested and not self._revision.named(Sort.MESSAGE, parent))

    def _broken(self, annotation: Annotation) -> Finding | None:
        subject = self._subject(annotation)
        place = self._place(annotation, subject)
        if place is None or not self._is_own(place[0], subject):
            return None
        file, line = place
        severity = self._severity(annotation.rule, subject)
        path = self._compiled.folder.path(file)
        files = self._files(subject.part) if annotation.rule == _PACKAGE_GONE else [file]
        touches = self._touches(subject, files)
        return _finding(
            annotation.rule, severity, subject.part, (path, line), annotation.message, touches
        )

    def _severity(self, rule: str, subject: _Subject) -> Severity:
        is_missed = True
        if rule == "PACKAGE_MESSAGE_NO_DELETE":
            is_missed = self._base.stands_alone(subject.part)
        elif rule == _PACKAGE_GONE:
            is_missed = any(
                found.sort is Sort.SERVICE
                or (found.sort is Sort.MESSAGE and self._base.stands_alone(found.name))
                for file in self._files(subject.part)
                for found in self._base.files[file].declarations
            )
        return BY_ID[rule].severity if is_missed else Severity.RISKY

    def _subject(self, annotation: Annotation) -> _Subject:
        """Tell from buf's words what it is about."""
        package = self._package_of(annotation.file)
        member = _MEMBER.search(annotation.message) or _REQUIRED.search(annotation.message)
        if member:
            return self._member(member, package)
        whole = _WHOLE.search(annotation.message)
        if whole:
            within = whole["package"] if whole["package"] is not None else package
            name = _full(within, whole["name"])
            sort = Sort(whole["sort"].lower())
            declaration = self._base.named(sort, name) or self._revision.named(sort, name)
            owner = declaration.parent if declaration and sort is Sort.EXTENSION else name
            return _Subject(name, owner, declaration)
        gone = _PACKAGE.search(annotation.message)
        before = self._base.files.get(annotation.file)
        package = before.package if before else package
        return _Subject(gone["package"] if gone else package, "")

    def _member(self, match: re.Match[str], package: str) -> _Subject:
        word, key = match["sort"].lower(), match["key"]
        if word == "rpc":
            parent = _full(package, match["parent"])
            name = f"{parent}.{key}"
            return _Subject(name, parent, self._base.named(Sort.RPC, name))
        sort = Sort.FIELD if word == "message" else Sort(word)
        parent = match["parent"] if sort is Sort.EXTENSION else _full(package, match["parent"])
        number = int(key)
        declaration = self._base.numbered(sort, parent, number) or self._revision.numbered(
            sort, parent, number
        )
        return _Subject(declaration.name if declaration else parent, parent, declaration)

    def _package_of(self, file: str) -> str:
        compiled = self._revision.files.get(file) or self._base.files.get(file)
        return compiled.package if compiled else ""

    def _place(self, annotation: Annotation, subject: _Subject) -> tuple[str, int] | None:
        """Return the file and line: those of the base where the revision has the file no more."""
        if annotation.file:
            return annotation.file, annotation.line
        if subject.declaration:
            return self._where(self._base, subject.declaration)
        files = self._files(subject.part)
        return (files[0], 1) if files else None

    def _files(self, package: str) -> list[str]:
        """Return the base's files of a package, without stubs."""
        return sorted(
            file.name
            for file in self._base.files.values()
            if file.package == package and self._compiled.folder.path(file.name)
        )

    def _is_own(self, file: str, subject: _Subject) -> bool:
        if not self._compiled.folder.path(file):  # a stub
            return False
        return file in self._own or subject.owner in self._held

    def _touches(self, subject: _Subject, files: Iterable[str]) -> frozenset[str]:
        """Return the rpcs that are reached; *files*: where the subject is a package or a file."""
        sort = subject.declaration.sort if subject.declaration else None
        both = (self._base, self._revision)
        if sort is Sort.RPC:
            reached = []
        elif sort is Sort.SERVICE:
            reached = [version.rpcs_of_service(subject.part) for version in both]
        elif subject.owner:
            reached = [version.rpcs_reaching(subject.owner) for version in both]
        else:
            reached = [version.rpcs_of_file(file) for version in both for file in files]
        return frozenset().union(*reached)

    def _added(self) -> Iterator[Finding]:
        for declaration in self._revision.declarations():
            if not self._is_new(declaration):
                continue
            owner = declaration.parent if declaration.sort in _BY_NUMBER else declaration.name
            subject = _Subject(declaration.name, owner, declaration)
            if self._is_own(declaration.file, subject):
                path = self._compiled.folder.path(declaration.file)
                where = (path, self._where(self._revision, declaration)[1])
                touches = self._touches(subject, ())
                rule, text = _ADDED[declaration.sort], _sentence(declaration)
                severity = BY_ID[rule].severity
                yield _finding(rule, severity, declaration.name, where, text, touches)

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
            subject = _Subject(name, rpc.parent, rpc)
            if not self._is_own(rpc.file, subject):
                continue
            where = (self._compiled.folder.path(rpc.file), self._where(self._revision, rpc)[1])
            # another rpc may answer the call with the same types
            kept = partial(_is_among, answered, rpc.types)
            for rule, text in differences(old, new, kept):
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


def _full(package: str, name: str) -> str:
    return f"{package}.{name}" if package else name
