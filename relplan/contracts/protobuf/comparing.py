"""Tells what differs between two versions, by the rules of buf and in its words."""

from collections.abc import Iterator

from relplan.contracts.protobuf.catalogue import Catalogue
from relplan.contracts.protobuf.comparing_fields import described, field_differences
from relplan.contracts.protobuf.comparing_types import (
    deleted_field,
    type_differences,
    value_differences,
)
from relplan.contracts.protobuf.descriptors import Declaration, File, Sort
from relplan.contracts.protobuf.difference import Difference, Told, about

PACKAGE_GONE = "PACKAGE_NO_DELETE"
REQUIRED = "MESSAGE_SAME_REQUIRED_FIELDS"
_REFUSED = (
    " Required fields must always be sent, so if one side does not know about the required field,"
    " this will result in a breakage."
)
_GONE = {
    Sort.MESSAGE: "PACKAGE_MESSAGE_NO_DELETE", Sort.ENUM: "PACKAGE_ENUM_NO_DELETE",
    Sort.EXTENSION: "PACKAGE_EXTENSION_NO_DELETE", Sort.SERVICE: "PACKAGE_SERVICE_NO_DELETE",
}  # fmt: skip
_FILE_OPTIONS = {
    "cc_enable_arenas": "true", "cc_generic_services": "false", "csharp_namespace": "",
    "go_package": "", "java_generic_services": "false", "java_multiple_files": "false",
    "java_outer_classname": "", "java_package": "", "objc_class_prefix": "",
    "optimize_for": "SPEED", "php_class_prefix": "", "php_metadata_namespace": "",
    "php_namespace": "", "py_generic_services": "false", "ruby_package": "", "swift_prefix": "",
}  # fmt: skip
"""The options of which there is a rule, and what they are where they are not set."""


def differences(base: Catalogue, revision: Catalogue) -> Iterator[Difference]:
    """Yield all that may break somebody."""
    yield from _packages(base, revision)
    members = _Members(base, revision)
    for name, old in base.files.items():
        new = revision.files.get(name)
        if new is old:  # so is all that it imports
            continue
        if new is not None:
            yield from _file(old, new)
        for declaration in old.declarations:
            yield from members.of(declaration)
    yield from _required(base, revision)


def _packages(base: Catalogue, revision: Catalogue) -> Iterator[Difference]:
    kept = {file.package for file in revision.files.values()}
    for package in sorted({file.package for file in base.files.values()} - kept):
        text = f'Previously present package "{package}" was deleted.'
        yield Difference(Told(PACKAGE_GONE, text, -1), "", package)


def _file(old: File, new: File) -> Iterator[Difference]:
    for told in _file_told(old, new):
        yield Difference(told, new.name, old.package)


def _file_told(old: File, new: File) -> Iterator[Told]:
    if old.package != new.package:
        text = f'File package changed from "{old.package}" to "{new.package}".'
        yield Told("FILE_SAME_PACKAGE", text, new.places["package"])
    was, now = _syntax(old), _syntax(new)
    if was != now:
        text = f'File syntax changed from "{was}" to "{now}".'
        yield Told("FILE_SAME_SYNTAX", text, new.places["syntax"])
    for name, usual in _FILE_OPTIONS.items():
        was, now = (file.traits.options.get(name, usual).lstrip('"') for file in (old, new))
        if was != now:
            text = f'File option "{name}" changed from "{was}" to "{now}".'
            yield Told(f"FILE_SAME_{name.upper()}", text, new.places.get(name, -1))


def _syntax(file: File) -> str:
    return "editions" if file.traits.syntax[0] == "2" else file.traits.syntax


class _Members:
    """Finds what became of each declaration of the base."""

    def __init__(self, base: Catalogue, revision: Catalogue) -> None:
        self._base = base
        self._revision = revision
        self._packages = {file.package for file in revision.files.values()}
        self._sorts = {
            (revision.files[found.file].package, found.sort) for found in revision.declarations()
        }

    def of(self, old: Declaration) -> Iterator[Difference]:
        if old.sort in _GONE and not self._revision.named(old.sort, old.name):
            yield from self._deleted(old)
        if old.sort is Sort.VALUE:
            yield from self._value(old)
        elif old.sort in (Sort.FIELD, Sort.EXTENSION):
            yield from self._field(old)
        elif new := self._revision.named(old.sort, old.name):
            if old.traits != new.traits:
                yield from about(old, new.file, type_differences(old, new))
        elif old.sort is Sort.RPC and (service := self._revision.named(Sort.SERVICE, old.parent)):
            named = f'RPC "{old.short_name}" on service "{service.short_name}"'
            told = Told("RPC_NO_DELETE", f"Previously present {named} was deleted.", service.place)
            yield from about(old, service.file, [told])

    def _field(self, old: Declaration) -> Iterator[Difference]:
        new = self._revision.numbered(old.sort, old.parent, old.number)
        if new is not None:
            if old.traits != new.traits:
                places = self._revision.files[new.file].places
                java = places.get("java_string_check_utf8", -1)
                told = field_differences(old, new, java, (self._base.enum, self._revision.enum))
                yield from about(old, new.file, told)
            return
        message = self._revision.named(Sort.MESSAGE, old.parent)
        if message and old.sort is Sort.FIELD:
            yield from about(old, message.file, deleted_field(old, described(old), message))

    def _value(self, old: Declaration) -> Iterator[Difference]:
        enum = self._revision.named(Sort.ENUM, old.parent)
        before, after = self._base.enum(old.parent), self._revision.enum(old.parent)
        is_first = self._base.numbered(Sort.VALUE, old.parent, old.number) is old
        if enum and before and after and is_first and before != after:
            yield from about(old, enum.file, value_differences(old, before, after, enum))

    def _deleted(self, old: Declaration) -> Iterator[Difference]:
        """Tell what is gone from its package, if not its package is."""
        package = self._base.files[old.file].package
        is_entry = old.sort is Sort.MESSAGE and self._revision.numbered(Sort.FIELD, old.name, 1)
        if package not in self._packages or is_entry:  # a map's entry is the same, sent
            return
        if (package, old.sort) not in self._sorts:
            was_within = self._base.named(Sort.MESSAGE, old.parent)
            if was_within and not self._revision.named(Sort.MESSAGE, old.parent):
                return
        name = old.name[len(package) + 1 if package else 0 :]
        text = f'Previously present {old.sort} "{name}" was deleted from package "{package}".'
        around = self._around(old) if old.file in self._revision.files else None
        file = around.file if around else old.file if old.file in self._revision.files else ""
        told = Told(_GONE[old.sort], text, around.place if around else -1)
        yield from about(old, file, [told])

    def _around(self, old: Declaration) -> Declaration | None:
        """Return the innermost message that it was in, and that is still there.

        Only a message's may have gone to another file.
        """
        name = old.name
        while name := name.rpartition(".")[0]:
            message = self._revision.named(Sort.MESSAGE, name)
            if message and (message.file == old.file or old.sort is Sort.MESSAGE):
                return message
        return None


def _required(base: Catalogue, revision: Catalogue) -> Iterator[Difference]:
    """Tell which fields are required now, or no more; buf overlooks those that a feature makes."""
    for version, other, what in ((base, revision, "deleted"), (revision, base, "added")):
        for found in version.required:
            same = other.numbered(Sort.FIELD, found.parent, found.number)
            message = revision.named(Sort.MESSAGE, found.parent)
            if (
                (same and same.required)
                or not message
                or not base.named(Sort.MESSAGE, found.parent)
            ):
                continue
            within = found.parent.removeprefix(f"{version.files[found.file].package}.")
            text = f'Message "{within}" had required field "{found.number}" {what}.{_REFUSED}'
            place = message if what == "deleted" else found
            subject = base.numbered(Sort.FIELD, found.parent, found.number) or found
            yield from about(subject, place.file, [Told(REQUIRED, text, place.place)])
