"""Knows what one version declares, and which rpcs reach each type of it."""

from collections.abc import Iterable, Iterator, Mapping

from relplan.contracts.bounds import Budget
from relplan.contracts.protobuf.descriptors import Declaration, File, Sort
from relplan.contracts.protobuf.traits import EnumTraits

_TYPES = frozenset({Sort.MESSAGE, Sort.ENUM})


class Catalogue:
    """The declarations of one version."""

    def __init__(self, files: Mapping[str, File], budget: Budget) -> None:
        """Take in *files*; each step along a type's users is one of *budget*."""
        self.files = files
        self._budget = budget
        self._named: dict[tuple[Sort, str], Declaration] = {}
        self._numbered: dict[tuple[Sort, str, int], Declaration] = {}
        self._users: dict[str, set[str]] = {}  # by type, the messages and rpcs that refer to it
        self._reached: dict[str, frozenset[str]] = {}
        self._rpcs: set[str] = set()
        self._services: dict[str, list[str]] = {}
        self.required: list[Declaration] = []
        """The fields that must be sent."""
        for declaration in self.declarations():
            self._named[declaration.sort, declaration.name] = declaration
            key = (declaration.sort, declaration.parent, declaration.number)
            self._numbered.setdefault(key, declaration)
            user = declaration.name if declaration.sort is Sort.RPC else declaration.parent
            for name in declaration.types:
                self._users.setdefault(name, set()).add(user)
            if declaration.required:
                self.required.append(declaration)
            if declaration.sort is Sort.RPC:
                self._rpcs.add(declaration.name)
                self._services.setdefault(declaration.parent, []).append(declaration.name)

    def declarations(self) -> Iterator[Declaration]:
        """Yield all of them, file by file."""
        for name in sorted(self.files):
            yield from self.files[name].declarations

    def named(self, sort: Sort, name: str) -> Declaration | None:
        """Return the declaration of that full name."""
        return self._named.get((sort, name))

    def numbered(self, sort: Sort, parent: str, number: int) -> Declaration | None:
        """Return the field, extension or enum value of that number."""
        return self._numbered.get((sort, parent, number))

    def line(self, declaration: Declaration) -> int:
        """Return the line of a declaration, counted from 1."""
        return self.files[declaration.file].line(declaration.place)

    def enum(self, name: str) -> EnumTraits | None:
        """Return what is known of the enum *name*."""
        found = self._named.get((Sort.ENUM, name))
        return found.traits if found and isinstance(found.traits, EnumTraits) else None

    def stands_alone(self, message: str) -> bool:
        """Tell whether nothing refers to *message* but itself: it is sent for its own sake."""
        return not self._users.get(message, set()) - {message}

    def rpcs_of_service(self, service: str) -> frozenset[str]:
        """Return the rpcs of a service."""
        return frozenset(self._services.get(service, ()))

    def rpcs_of_file(self, file: str) -> frozenset[str]:
        """Return the rpcs that a file declares."""
        if file not in self.files:
            return frozenset()
        declared = self.files[file].declarations
        return frozenset(found.name for found in declared if found.sort is Sort.RPC)

    def rpcs_reaching(self, name: str) -> frozenset[str]:
        """Return the rpcs whose request or response holds the message or enum *name*."""
        if name not in self._reached:
            seen = {name}
            ahead = [name]
            while ahead:
                for user in self._users.get(ahead.pop(), set()) - seen:
                    self._budget.spend()
                    seen.add(user)
                    ahead.append(user)
            self._reached[name] = frozenset(seen & self._rpcs)
        return self._reached[name]

    def held_by(self, files: Iterable[str]) -> frozenset[str]:
        """Return the types that *files* declare, and all those that these refer to."""
        types_of: dict[str, set[str]] = {}
        for declaration in self.declarations():
            owner = declaration.parent
            types_of.setdefault(owner, set()).update(declaration.types)
        ahead = [
            declaration.name
            for file in files
            if file in self.files
            for declaration in self.files[file].declarations
            if declaration.sort in _TYPES or declaration.sort is Sort.SERVICE
        ]
        seen = set(ahead)
        while ahead:
            for name in types_of.get(ahead.pop(), set()) - seen:
                self._budget.spend()
                seen.add(name)
                ahead.append(name)
        return frozenset(seen)
